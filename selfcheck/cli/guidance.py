"""`selfcheck guidance`: is the guidance whole, and where has a menu moved."""

from __future__ import annotations

from pathlib import Path

import click

from selfcheck.cli.options import json_option
from selfcheck.cli.result import Result
from selfcheck.cli.setup import Setup
from selfcheck.cli.terminal import width
from selfcheck.cli.translated_click import Group, argument, command
from selfcheck.errors import ExitCode, UsageError
from selfcheck.guidance.check import Age, check_guidance
from selfcheck.guidance.loader import load_guidance
from selfcheck.history.menu_notes import line_to_send, load_notes, notes_file, save_note
from selfcheck.i18n import N_, _, several
from selfcheck.model.safe_text import safe_text
from selfcheck.output.report_json import dump_json
from selfcheck.output.text_layout import Writer


@click.group(
    cls=Group,
    help=N_("Look whether the steps are whole and fresh, and note where a menu has moved. Works without network."),
)
def guidance() -> None:
    """Look whether the steps are whole and fresh, and note where a menu has moved. Works without network."""


@command("check", help=N_("Check shapes, ids, sources and languages, and tell which steps are old."))
@json_option(N_("The result as JSON."))
def check(as_json: bool) -> ExitCode:
    """Check shapes, ids, sources and languages, and tell which steps are old."""
    return _guidance_checked(as_json=as_json, width=width()).write()


@command(help=N_("Note where the menu of STEP is now, as PATH. Kept on this computer; nothing is sent."))
@argument("step", metavar=N_("STEP"))
@argument("path", metavar=N_("PATH"))
@click.pass_obj
def moved(setup: Setup, step: str, path: str) -> ExitCode:
    """Note where the menu of STEP is now, as PATH. Kept on this computer; nothing is sent."""
    return _menu_moved(setup.data_folder(), step, path).write()


@command(help=N_("Show the notes you kept, as lines to send by hand."))
@click.pass_obj
def notes(setup: Setup) -> ExitCode:
    """Show the notes you kept, as lines to send by hand."""
    return _notes(setup.data_folder()).write()


for _one in (check, moved, notes):
    guidance.add_command(_one)


def _guidance_checked(*, as_json: bool, width: int) -> Result:
    """What is not right in the guidance, and which steps are old. The exit code is 1 where something is not right."""
    checked = check_guidance()
    code = ExitCode.BUG if checked.problems else ExitCode.DONE
    if as_json:
        return Result(dump_json(checked), code=code)
    out = Writer(plain=False, width=width)
    out.heading(_("The guidance"))
    out.line(
        _("Steps: {steps}. Languages: {languages}.").format(steps=checked.steps, languages=", ".join(checked.languages))
    )
    if checked.problems:
        out.heading(several("{n} thing is not right", "{n} things are not right", len(checked.problems)))
        for problem in checked.problems:
            out.line(f"{problem.where}: {problem.text}")
    elif checked.untranslated:
        out.line(_("Shapes, ids and sources are right."))
    else:
        out.line(_("Shapes, ids and sources are right, and every language is complete."))
    for title, ages in (
        (_("Looked at more than a year ago"), checked.old),
        (_("Date of last look not known"), checked.undated),
    ):
        if ages:
            out.heading(f"{title}: {len(ages)}")
            for age in ages:
                out.line(_age(age))
    if checked.untranslated:
        out.heading(f"{_('Shown in English, for want of a translation')}: {len(checked.untranslated)}")
        for one in checked.untranslated:
            out.line(f"{one.language}: {one.platform}{one.key and f', {one.key}'}")
    return Result(out.text().encode(), code=code)


def _age(age: Age) -> str:
    when = f", {age.checked}" if age.months is not None else ""
    return f"{age.platform}/{age.step}{when}"


def _menu_moved(folder: Path, step_id: str, path: str) -> Result:
    """Keep where the menu of a step is now, and give the line to send by hand. Raises `UsageError`, `FileProblem`."""
    steps = {step.id: step for step in load_guidance().steps()}
    step = steps.get(step_id.casefold())
    if step is None:
        raise UsageError(
            _("There is no step “{id}”.").format(id=safe_text(step_id, 60)),
            _("The ids stand in: selfcheck steps PLATFORM --json"),
        )
    if not path.strip():
        raise UsageError(_("The new menu path is empty."), _('Say it like this: "Settings > Privacy > Private"'))
    note = save_note(folder, step, path)
    return Result(
        f"{line_to_send(note, step)}\n".encode(),
        (
            _("Kept in {file}, for this computer's user alone. Nothing was sent.").format(
                file=safe_text(str(notes_file(folder)), 200)
            ),
            _("If you wish, send the line to the people who make selfcheck, in the way you got it from them."),
        ),
    )


def _notes(folder: Path) -> Result:
    """The lines of all notes kept."""
    steps = {step.id: step for step in load_guidance().steps()}
    notes = [note for note in load_notes(folder) if note.step in steps]
    if not notes:
        return Result(b"", (_("There are no notes."),))
    return Result(
        "".join(f"{line_to_send(note, steps[note.step])}\n" for note in notes).encode(),
        (_("To remove them, delete {file}.").format(file=safe_text(str(notes_file(folder)), 200)),),
    )
