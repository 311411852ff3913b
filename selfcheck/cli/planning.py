"""What the person says a plan is to be made by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from selfcheck.errors import UsageError
from selfcheck.guidance.model import Guidance
from selfcheck.guidance.plan import Plan, plan_of
from selfcheck.i18n import _
from selfcheck.model import Report
from selfcheck.model.safe_text import safe_text

_TIME: Final = re.compile(r"(\d{1,4}) ?(m|min|h)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Planning:
    """What the person said a plan is to be made by: their time in minutes, None for all; whether harm has happened."""

    minutes: int | None
    harm: bool
    evidence_kept: bool

    def plan(self, report: Report, guidance: Guidance) -> Plan:
        """The plan for a report."""
        return plan_of(report, guidance, minutes=self.minutes, harm=self.harm, evidence_kept=self.evidence_kept)


def minutes_of(time: str) -> int | None:
    """The person's time in minutes, None for "all". Raises `UsageError`."""
    if time.casefold() == "all":
        return None
    found = _TIME.fullmatch(time.strip())
    minutes = int(found[1]) * (60 if found[2].casefold() == "h" else 1) if found else 0
    if not minutes:
        raise UsageError(_("“{time}” is not a time.").format(time=safe_text(time, 40)), _("Say 15m, 1h, or all."))
    return minutes
