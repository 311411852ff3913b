"""A report as a plan."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from selfcheck.commands.reports import read_report
from selfcheck.errors import UsageError
from selfcheck.export.reports import dump_json
from selfcheck.guidance.loader import load_guidance
from selfcheck.language import _
from selfcheck.model import Report
from selfcheck.plan import plan_of
from selfcheck.plan_words import plan_text
from selfcheck.safetext import safe_text
from selfcheck.saved import report_of
from selfcheck.store import Slot, load

_TIME: Final = re.compile(r"(\d{1,4}) ?(m|min|h)", re.IGNORECASE)


def minutes_of(time: str) -> int | None:
    """The person's time in minutes, None for "all". Raises `UsageError`."""
    if time.casefold() == "all":
        return None
    found = _TIME.fullmatch(time.strip())
    minutes = int(found[1]) * (60 if found[2].casefold() == "h" else 1) if found else 0
    if not minutes:
        raise UsageError(_("“{time}” is not a time.").format(time=safe_text(time, 40)), _("Say 15m, 1h, or all."))
    return minutes


def the_report(path: Path | None, folder: Path, slot: Slot) -> Report:
    """The report of a file, or of what is saved in `slot` where none is named. Raises `UsageError` and its kinds."""
    guidance = load_guidance()
    if path is not None:
        return read_report(path, guidance)
    file = load(folder)
    saved = file.get(slot) if file is not None else None
    if saved is None:
        nothing = _("There is nothing to make a plan from: no report was named, and nothing is saved.")
        command = "selfcheck check ADDRESS --mine --json > report.json"
        if slot is Slot.DEMO:
            nothing = _("There is nothing to make a plan from: the made-up person's pages are not saved.")
            command = "selfcheck demo --json --save"
        raise UsageError(nothing, _("Try: {command}").format(command=command))
    return report_of(saved, guidance)


def plan_for(
    report: Report,
    *,
    minutes: int | None,
    harm: bool,
    evidence_kept: bool,
    as_json: bool,
    plain: bool,
    width: int,
) -> bytes:
    """The plan for a report, as text or JSON."""
    guidance = load_guidance()
    plan = plan_of(report, guidance, minutes=minutes, harm=harm, evidence_kept=evidence_kept)
    return dump_json(plan) if as_json else plan_text(plan, guidance, plain=plain, width=width).encode()
