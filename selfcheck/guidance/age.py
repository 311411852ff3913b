"""How old a fact is, by the month it was last looked at. Pure."""

from __future__ import annotations

from datetime import date
from typing import Final

OLD_MONTHS: Final = 12
"""A step looked at longer ago than this says so to the person."""


def months_since(checked: str, today: date) -> int | None:
    """Whole months between the month `checked` (YYYY-MM or YYYY-MM-DD) and today; None where it is not known."""
    year, _, rest = checked.partition("-")
    month = rest.partition("-")[0]
    if not (year.isdigit() and month.isdigit()):
        return None
    return (today.year - int(year)) * 12 + today.month - int(month)


def is_old(checked: str, today: date | None = None) -> bool:
    """Whether a fact was last looked at more than a year ago. One without a date is not told as old, but as undated."""
    months = months_since(checked, today or date.today())
    return months is not None and months > OLD_MONTHS
