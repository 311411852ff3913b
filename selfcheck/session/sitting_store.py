"""What the app keeps on this computer, if the person says so: opened at the start, locked while it is written to."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from selfcheck.errors import FileProblem, InUse, SelfcheckError
from selfcheck.history.snapshot import Snapshot
from selfcheck.history.store import SavedFile, Slot, SnapshotWriter, load, new_file, open_for_writing, wipe
from selfcheck.i18n import _


class SittingStore:
    """The saved file of this sitting. Nothing is made on the disk before the person saves something."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problem = ""
        """Why what was saved cannot be used, in a sentence; "" where it can, or where nothing is saved."""
        self.read_only = False
        """Whether another run holds the lock, so that this one can read and not save."""
        self._stack = ExitStack()
        self._keeper: SnapshotWriter | None = None
        self._unsaved = new_file()
        self._file: SavedFile | None = None
        try:
            self._file = load(folder)
            if self._file is not None:
                self._lock()
        except InUse as error:
            self.read_only, self.problem = True, error.sentence
        except SelfcheckError as error:
            self.problem = error.sentence

    @property
    def key(self) -> bytes:
        """The key of the saved file, or the one it will get."""
        return (self._file or self._unsaved).key_bytes

    def get(self, slot: Slot) -> Snapshot | None:
        """What is saved there."""
        return self._file.get(slot) if self._file is not None else None

    @property
    def anything(self) -> bool:
        """Whether anything is on the disk, also what cannot be read."""
        return self.folder.is_dir()

    def save(self, slot: Slot, saved: Snapshot) -> Path:
        """Write it. Raises `FileProblem` with a sentence; what was saved before is then as it was."""
        keeper = self._lock()
        if self._file is None:
            known = keeper.load_to_write()  # puts a damaged file aside, under a name of its own
            if any(known.get(one) for one in Slot):
                raise FileProblem(
                    _("Nothing was saved: another selfcheck saved something while this one was open."),
                    _("Start selfcheck anew to go on from there."),
                )
        file = (self._file or self._unsaved).put(slot, saved)
        path = keeper.save(file)
        self._file, self.problem = file, ""
        return path

    def remove(self) -> tuple[tuple[Path, ...], tuple[tuple[Path, str], ...]]:
        """Remove all of it; what was removed, and what could not be."""
        removed = wipe(self.folder)
        self.close()
        self._file, self._unsaved, self.read_only, self.problem = None, new_file(), False, ""
        return removed

    def close(self) -> None:
        """Let the lock go."""
        self._stack.close()
        self._keeper = None

    def _lock(self) -> SnapshotWriter:
        if self._keeper is None:
            self._keeper = self._stack.enter_context(open_for_writing(self.folder))
        return self._keeper
