"""`selfcheck wipe`: removes everything that was saved."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from selfcheck.cli.result import Result
from selfcheck.cli.setup import Setup
from selfcheck.cli.terminal import can_ask, say
from selfcheck.cli.translated_click import command, option
from selfcheck.errors import ExitCode, FileProblem, UsageError
from selfcheck.history.snapshot import Snapshot
from selfcheck.history.store import Slot, load, saved_files
from selfcheck.history.store import wipe as wipe_folder
from selfcheck.i18n import N_, _, several, translated
from selfcheck.model.safe_text import safe_text
from selfcheck.output.text_layout import Writer

_NOT_IN_IT: Final = N_(
    "Checklists and reports that you wrote to files of your own are not in there, and selfcheck keeps no list of them."
)


@command(
    help=N_("List and remove everything that selfcheck has saved on this computer, also what a crash left behind.")
)
@option("--yes", is_flag=True, help=N_("Do not ask again."))
@click.pass_obj
def wipe(setup: Setup, yes: bool) -> ExitCode:
    """Remove what was saved."""
    folder = setup.data_folder()
    lines = _saved_list(folder)
    if lines:
        for line in lines:
            say(line)
        if not yes and not can_ask():
            raise UsageError(_("Nothing was removed."), _("To remove all of it: selfcheck wipe --yes"))
        if not yes and not click.confirm(_("Remove all of it?"), err=True):
            say(_("Nothing was removed."))
            return ExitCode.DONE
    return _wiped(folder).write()


def _saved_list(folder: Path) -> tuple[str, ...]:
    """What is saved, in sentences; empty where nothing is."""
    files = [path for path in saved_files(folder) if path != folder]
    if not files and not folder.is_dir():
        return ()
    lines = [_("In {folder}:").format(folder=safe_text(str(folder), 200))]
    for path in files:
        lines.append(f"  {safe_text(str(path.relative_to(folder)), 200)}, {_size(path)}")
    try:
        file = load(folder)
    except FileProblem as problem:
        return (*lines, problem.sentence)
    for slot in Slot:
        saved = file.get(slot) if file is not None else None
        if saved is not None:
            lines.append(f"  {_holds(slot, saved)}")
    return tuple(lines)


def _holds(slot: Slot, saved: Snapshot) -> str:
    day = saved.report.made_at[:10]
    photos = several("{n} photo", "{n} photos", len(saved.traces))
    if slot is Slot.DEMO:
        return _("The made-up person's pages: {photos}, last checked {day}").format(photos=photos, day=day)
    if slot is Slot.IMPORTED:
        return _("What you handed in: {photos}, last looked into {day}").format(photos=photos, day=day)
    pages = several("{n} page", "{n} pages", len(saved.report.pages))
    return _("Your pages: {pages}, {photos}, last checked {day}").format(pages=pages, photos=photos, day=day)


def _size(path: Path) -> str:
    try:
        return several("{n} byte", "{n} bytes", path.lstat().st_size)
    except OSError:
        return "?"


def _wiped(folder: Path) -> Result:
    """Remove all that is saved, and say what was removed."""
    gone, left = wipe_folder(folder)
    out = Writer(plain=True)
    for path in gone:
        out.line(_("Removed: {path}").format(path=safe_text(str(path), 300)))
    talk = [
        _("Not removed: {path}: {reason}.").format(path=safe_text(str(path), 300), reason=reason)
        for path, reason in left
    ]
    if not gone and not left:
        return Result(b"", (_("Nothing is saved. There is nothing to remove."), translated(_NOT_IN_IT)), ExitCode.DONE)
    if not left:
        talk.append(_("All that selfcheck had saved is removed."))
    talk.append(translated(_NOT_IN_IT))
    code = ExitCode.PARTLY_SEEN if left else ExitCode.DONE
    return Result(out.text().encode() if gone else b"", tuple(talk), code)
