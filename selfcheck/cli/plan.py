"""`selfcheck plan`: the steps that hide most first, fitted into the person's time."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from selfcheck.cli.options import demo_option, json_option, one_form, plain_option, plan_options
from selfcheck.cli.planning import Planning, minutes_of
from selfcheck.cli.report_files import read_report
from selfcheck.cli.setup import Setup
from selfcheck.cli.terminal import show, width
from selfcheck.cli.translated_click import argument, command
from selfcheck.errors import UsageError
from selfcheck.guidance.loader import load_guidance
from selfcheck.history.menu_notes import with_notes
from selfcheck.history.snapshot import report_from
from selfcheck.history.store import Slot, load
from selfcheck.i18n import N_, _
from selfcheck.model import Report
from selfcheck.output.report_json import dump_json
from selfcheck.output.wording.plan import plan_text


@command(
    help=N_(
        "Make a plan: what hides most of your photos first, fitted into your time.\n\n"
        "From a report file, from stdin with -, or, without either, from what you saved."
    )
)
@argument("report", type=click.Path(path_type=Path), required=False, metavar=N_("[REPORT.json]"))
@plan_options
@demo_option(N_("The made-up person's pages that were saved, not your own."))
@json_option(N_("The plan as JSON (docs/plan.md)."))
@plain_option
@click.pass_obj
def plan(
    setup: Setup,
    report: Path | None,
    time: str,
    harm: bool,
    evidence_kept: bool,
    demo: bool,
    as_json: bool,
    plain: bool,
) -> None:
    """Make a plan from a report or from what was saved."""
    one_form(as_json, plain)
    planning = Planning(minutes_of(time), harm=harm, evidence_kept=evidence_kept)
    if demo and report is not None:
        raise UsageError(_("--demo and a report are two things to make a plan from."), _("Choose one of them."))
    folder = setup.data_folder()
    planned = _report(report, folder, Slot.DEMO if demo else Slot.OWN)
    show(plan_for(planned, planning, folder, as_json=as_json, plain=plain, width=width()))


def _report(path: Path | None, folder: Path, slot: Slot) -> Report:
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
    return report_from(saved, guidance)


def plan_for(report: Report, planning: Planning, folder: Path, *, as_json: bool, plain: bool, width: int) -> bytes:
    """The plan for a report, as text with the notes kept in `folder`, or as JSON."""
    guidance = with_notes(load_guidance(), folder)
    plan = planning.plan(report, guidance)
    if as_json:
        named = {one.item.step for one in (*plan.items, *plan.more, *plan.later, *plan.waiting)}
        notes = [note for step, note in guidance.menu_notes.items() if step in named]
        return dump_json({**msgspec.to_builtins(plan), "menu_notes": notes})
    return plan_text(plan, guidance, plain=plain, width=width).encode()
