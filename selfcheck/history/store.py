"""What selfcheck keeps when asked to: one file in one folder, for its owner alone, whole at every moment.

Nothing is made before something is saved. A save goes through a file beside it and a rename, so that whatever ends
the program, the old state or the new one is there. A lock lets one run write at a time; it goes with its process. A
file that cannot be read is put aside, never written over. `wipe` removes all that is in the folder.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import msgspec
from platformdirs import user_data_path

from selfcheck.errors import FileProblem, InUse, SavedFileBroken, system_reason
from selfcheck.history.lock import lock, same_file
from selfcheck.history.snapshot import Snapshot, Trace
from selfcheck.i18n import _
from selfcheck.model.report_v1 import upgraded
from selfcheck.model.safe_text import safe_text
from selfcheck.output.report_json import MAX_BYTES, dump_json, made_safe
from selfcheck.output.write_file import write_whole
from selfcheck.readers.open_file import open_to_read

SCHEMA: Final = 2
"""Version of the file. It rises when a field changes its meaning or goes; `MIGRATIONS` then reads the older one."""
Migration = Callable[[dict[str, Any]], dict[str, Any]]

NAME: Final = "saved.json"
LOCK: Final = "lock"
_OURS: Final = re.compile(r"\.?(saved|notes)\.json(\.\w+\.part)?|lock|damaged-[0-9a-f]{8}\.json")
"""Names of what this program puts there: what is saved, notes, and what a run that was ended leaves behind."""
_HASH: Final = re.compile(r"(?:[0-9a-f]{32})?")
_DIGEST: Final = re.compile(r"(?:[0-9a-f]{64})?")
_DAY: Final = re.compile(r"(?:\d{4}-\d\d-\d\d)?")


class Slot(StrEnum):
    """What is saved apart from each other: the person's pages, a file they handed in, the made-up person's pages."""

    OWN = "own"
    IMPORTED = "imported"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class SavedFile:
    """All that is kept. `key` is random, made at the first save, and goes into every digest (docs/privacy.md)."""

    schema: int
    key: str
    own: Snapshot | None = None
    imported: Snapshot | None = None
    demo: Snapshot | None = None

    def get(self, slot: Slot) -> Snapshot | None:
        """What is saved there."""
        return {Slot.OWN: self.own, Slot.IMPORTED: self.imported, Slot.DEMO: self.demo}[slot]

    def put(self, slot: Slot, saved: Snapshot) -> SavedFile:
        """The same with this saved there."""
        match slot:
            case Slot.OWN:
                return replace(self, own=saved)
            case Slot.IMPORTED:
                return replace(self, imported=saved)
            case Slot.DEMO:
                return replace(self, demo=saved)

    @property
    def key_bytes(self) -> bytes:
        """The key."""
        return bytes.fromhex(self.key)


def _with_facts(raw: dict[str, Any]) -> dict[str, Any]:
    """Version 1 held reports of version 1, with sentences in them."""
    return {
        name: {**part, "report": upgraded(part["report"])} if name in set(Slot) and part else part
        for name, part in raw.items()
    }


MIGRATIONS: Final[Mapping[int, Migration]] = {1: _with_facts}
"""From a version to the one after it, on the decoded JSON."""


def data_folder() -> Path:
    """The folder of this program in the place that the system has for such data. It need not be there."""
    return user_data_path("selfcheck", appauthor=False)


def new_file() -> SavedFile:
    """A file in which nothing is saved yet, with a key of its own."""
    return SavedFile(SCHEMA, secrets.token_hex(32))


def load(folder: Path) -> SavedFile | None:
    """What is saved, None where nothing is. Needs no lock: a save is whole at every moment.

    Raises `SavedFileBroken`, and `FileProblem` for one that may not be read or that a newer selfcheck made.
    """
    path = folder / NAME
    try:
        with open_to_read(path) as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        return None
    except OSError as error:
        raise FileProblem(
            _("What you saved could not be read: {reason}.").format(reason=system_reason(error)), _shown(path)
        ) from None
    return decoded(data)


def decoded(data: bytes, migrations: Mapping[int, Migration] | None = None) -> SavedFile:
    """A saved file from its bytes, older versions brought up to this one; values checked, texts made safe.

    Raises as `load`. `migrations` is for tests.
    """
    try:
        raw = json.loads(data)
        version = raw["schema"]
        if not isinstance(version, int) or isinstance(version, bool) or version < 0:
            raise ValueError("schema")
        if version > SCHEMA:
            raise FileProblem(
                _("What you saved was written by a newer selfcheck. It was left as it is."),
                _("Install the newer version to use it."),
            )
        while version < SCHEMA:
            raw = (migrations or MIGRATIONS)[version](raw) | {"schema": version + 1}
            version += 1
        json.dumps(raw, ensure_ascii=False).encode()  # half a character (\ud800) could never be written again
        return _checked(msgspec.convert(raw, SavedFile))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, msgspec.MsgspecError):
        raise SavedFileBroken(
            _("What you saved is damaged and cannot be read. It was left as it is."),
            _("selfcheck puts it aside when you save again. To remove it: selfcheck wipe"),
        ) from None


@dataclass(slots=True)
class SnapshotWriter:
    """Holds the lock on the folder, and so may save. Made by `open_for_writing`."""

    folder: Path
    _handle: int = field(repr=False)
    put_aside: Path | None = None
    """Where a damaged file was moved to by `load_to_write`."""

    def load_to_write(self) -> SavedFile:
        """What is saved, or a new file. A damaged one is put aside first, under a name of its own."""
        try:
            return load(self.folder) or new_file()
        except SavedFileBroken:
            aside = self.folder / f"damaged-{secrets.token_hex(4)}.json"
            with _told(aside):
                (self.folder / NAME).rename(aside)
            self.put_aside = aside
            return new_file()

    def save(self, file: SavedFile) -> Path:
        """Write it, whole or not at all. Raises `FileProblem`; what was saved before is then still there."""
        path = self.folder / NAME
        if not same_file(self._handle, self.folder / LOCK):
            raise FileProblem(
                _("Nothing was saved: what selfcheck keeps was removed while this one was open."),
                _("To save again, start selfcheck anew."),
            )
        with _told(path):
            for left in self.folder.glob(f".{NAME}.*.part"):  # of a run that was ended while it wrote
                left.unlink(missing_ok=True)
            write_whole(path, dump_json(file))
        return path


@contextmanager
def open_for_writing(folder: Path) -> Iterator[SnapshotWriter]:
    """Make the folder and take the lock. A folder in which nothing is saved in the end goes again.

    Raises `InUse`, and `FileProblem` where no folder can be made.
    """
    with _told(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix":
            folder.chmod(0o700)
    with _told(folder / LOCK):
        handle = lock(folder / LOCK)
    if handle is None:
        raise InUse(
            _("Another selfcheck is using what you saved. This one can read it, and save nothing."),
            _("Close the other one first, or leave --save out."),
        )
    try:
        yield SnapshotWriter(folder, handle)
    finally:
        if same_file(handle, folder / LOCK) and not any(entry.name != LOCK for entry in folder.iterdir()):
            with suppress(OSError):
                (folder / LOCK).unlink()
                folder.rmdir()
        os.close(handle)


def saved_files(folder: Path) -> tuple[Path, ...]:
    """Every file in the folder, also what a run that was ended left behind; the folder itself comes last.

    A link is named as a link and never followed. Where the folder itself is one, what lies there may be the person's
    other things: then only what this program writes is of it, by its names.
    """
    if not folder.is_dir():
        return (folder,) if folder.is_symlink() else ()
    with _told(folder):
        inside = sorted(folder.rglob("*"))
    if folder.is_symlink():
        return (*(entry for entry in inside if entry.parent == folder and _OURS.fullmatch(entry.name)), folder)
    folders = [entry for entry in inside if entry.is_dir() and not entry.is_symlink()]
    return (*(entry for entry in inside if entry not in folders), *reversed(folders), folder)


def wipe(folder: Path) -> tuple[tuple[Path, ...], tuple[tuple[Path, str], ...]]:
    """Remove all that selfcheck keeps: what was removed, and what could not be with the reason.

    Another run that is open notices and saves nothing any more.
    """
    gone: list[Path] = []
    left: list[tuple[Path, str]] = []
    for path in saved_files(folder):
        try:
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            else:
                path.unlink()
            gone.append(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            left.append((path, system_reason(error)))
    return tuple(gone), tuple(left)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Any failure of the disk as a sentence."""
    try:
        yield
    except OSError as error:
        raise FileProblem(
            _("{path} could not be written: {reason}. What was saved before is as it was.").format(
                path=_shown(path), reason=system_reason(error)
            )
        ) from None


def _shown(path: Path) -> str:
    return safe_text(str(path), 200)


def _checked(file: SavedFile) -> SavedFile:
    """Raises `ValueError` for what was not written by this program; texts are made safe, as those of any report."""
    if not re.fullmatch(r"[0-9a-f]{64}", file.key):
        raise ValueError("key")
    for slot in Slot:
        saved = file.get(slot)
        if saved is not None:
            file = file.put(slot, _checked_part(saved))
    return file


def _checked_part(saved: Snapshot) -> Snapshot:
    for trace in saved.traces:
        known = _HASH.fullmatch(trace.hash) and _DIGEST.fullmatch(trace.digest)
        days = all(map(_DAY.fullmatch, (trace.first_seen, trace.last_seen, trace.left_on)))
        if not known or not days or trace.size < 0:
            raise ValueError("trace")
    if not all(_DAY.fullmatch(step.marked_on) for step in saved.steps):
        raise ValueError("step")
    report = made_safe(saved.report)
    # Both were made the same when they were saved; made safe again they must still be, or they tell of two photos.
    safe: dict[str, str] = {
        photo.url: clean.url for photo, clean in zip(saved.report.photos, report.photos, strict=True)
    }
    traces: list[Trace] = [replace(one, photo=safe[one.photo]) for one in saved.traces if one.photo in safe]
    return replace(saved, report=report, traces=tuple(traces))
