"""A report as a plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from selfcheck.cli.report_files import read_report
from selfcheck.errors import UsageError
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.guidance.plan import Plan, plan_of
from selfcheck.history.menu_notes import with_notes
from selfcheck.history.snapshot import report_of
from selfcheck.history.store import Slot, load
from selfcheck.i18n import _
from selfcheck.model import Report
from selfcheck.model.safe_text import safe_text
from selfcheck.output.report_json import dump_json
from selfcheck.output.wording.plan import plan_text

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


def plan_for(report: Report, planning: Planning, folder: Path, *, as_json: bool, plain: bool, width: int) -> bytes:
    """The plan for a report, as text with the notes kept in `folder`, or as JSON."""
    guidance = with_notes(load_guidance(), folder)
    plan = planning.plan(report, guidance)
    if as_json:
        named = {one.item.step for one in (*plan.items, *plan.more, *plan.later, *plan.waiting)}
        notes = [note for step, note in guidance.menu_notes.items() if step in named]
        return dump_json({**msgspec.to_builtins(plan), "menu_notes": notes})
    return plan_text(plan, guidance, plain=plain, width=width).encode()
