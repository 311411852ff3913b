"""The person's notes that a menu has moved. Kept in one file of their own, sent nowhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from selfcheck.errors import FileProblem, system_reason
from selfcheck.guidance.model import Guidance, MenuNote, Step
from selfcheck.i18n import _
from selfcheck.model.safe_text import safe_text
from selfcheck.output.report_json import dump_json
from selfcheck.output.write_file import write_export
from selfcheck.readers.open_file import open_to_read

VERSION: Final = 1
_LONGEST: Final = 200
_MOST: Final = 500
_MOST_BYTES: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Notes:
    """The file."""

    version: int = VERSION
    notes: tuple[MenuNote, ...] = ()


def notes_file(folder: Path) -> Path:
    """Where the notes are, if there are any: in the folder of all that is kept (store.py), which `wipe` empties."""
    return folder / "notes.json"


def load_notes(folder: Path) -> tuple[MenuNote, ...]:
    """The notes kept so far; none where there is no file. Raises `FileProblem` for one that is not ours."""
    path = notes_file(folder)
    shown = safe_text(str(path), 200)
    try:
        with open_to_read(path) as file:
            kept = msgspec.json.decode(file.read(_MOST_BYTES), type=Notes)
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        raise FileProblem(
            _("Your notes could not be read: {file}.").format(file=shown), _("Move that file away, or delete it.")
        ) from None
    return tuple(MenuNote(safe_text(n.step, 60), safe_text(n.path, _LONGEST), safe_text(n.day, 10)) for n in kept.notes)


def with_notes(guidance: Guidance, folder: Path) -> Guidance:
    """The guidance with the notes kept so far. A file that is not ours keeps no step from being shown."""
    try:
        notes = load_notes(folder)
    except FileProblem:
        notes = ()
    return replace(guidance, menu_notes={note.step: note for note in notes})


def save_note(folder: Path, step: Step, path: str, today: date | None = None) -> MenuNote:
    """Keep where the menu of this step is now. The newest of a step takes the place of the one before.

    The folder and the file can be read by this computer's user alone. Raises `FileProblem`.
    """
    note = MenuNote(step.id, safe_text(path.strip(), _LONGEST), (today or date.today()).isoformat())
    others = tuple(one for one in load_notes(folder) if one.step != step.id)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem(
            _("{folder} could not be made: {reason}.").format(
                folder=safe_text(str(folder), 200), reason=system_reason(error)
            )
        ) from None
    write_export(notes_file(folder), dump_json(Notes(notes=(*others, note)[-_MOST:])), replace=True)
    return note


def line_to_send(note: MenuNote, step: Step) -> str:
    """One line for the people who make selfcheck, with nothing of the person in it."""
    before = " > ".join(step.path_mobile or step.path_web)
    return f"menu moved: {step.platform}/{step.id}; was: {before}; now: {note.path}; seen {note.day[:7]}"
