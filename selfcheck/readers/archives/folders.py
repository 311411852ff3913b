"""A folder, or one file, as a `Store`. Links are not followed, so nothing outside the folder is read."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from selfcheck.errors import FileProblem, unreadable
from selfcheck.model import Outcome
from selfcheck.model.safe_text import safe_text
from selfcheck.readers.archives.archive import Entry, MemberList, read_bounded
from selfcheck.readers.archives.names import is_archive, is_noise, member_name

_OPEN: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
DEEPEST: Final = 40


class FolderStore:
    """See `Store`. Members are the regular files below `path`, or `path` alone where it is a file."""

    def __init__(self, path: Path) -> None:
        self.left_out: Counter[str] = Counter()
        self.called = path.resolve().name if path.is_dir() else ""
        self.archives = ()
        self.packed: list[tuple[str, str]] = []
        """Archives in the folder, by name and place. They are no members: see `TogetherStore`."""
        self._path = path
        self._files: dict[str, str] = {}
        self._listing = MemberList(self.left_out)
        self._listed: list[Entry] | None = None
        self._closed = False

    @property
    def seen(self) -> int:
        """See `Store`."""
        return len(self._listing.entries)

    def entries(self) -> list[Entry]:
        """See `Store`."""
        if self._listed is None:
            listed = self._listing
            try:
                if self._path.is_dir():
                    self._walk(os.fspath(self._path), "", listed, 0)
                else:
                    self._take(os.fspath(self._path), self._path.name, self._path.stat().st_size, listed)
            except OSError as error:
                raise FileProblem(unreadable(safe_text(str(self._path), 120), error)) from None
            self._listed = listed.entries
        return self._listed

    def _take(self, place: str, name: str, size: int, listed: MemberList) -> None:
        if is_archive(name) and member_name(name) == name and not is_noise(name):
            self.packed.append((name, place))
            return
        if (taken := listed.take(name, size)) is not None:
            self._files[taken] = place

    def _walk(self, folder: str, prefix: str, listed: MemberList, depth: int) -> None:
        if depth > DEEPEST or self._closed:
            self.left_out["unsafe_name"] += not self._closed
            return
        with os.scandir(folder) as found:
            children = sorted(found, key=lambda child: child.name)
        for child in children:
            name = f"{prefix}{child.name}"
            try:
                if child.is_symlink() or not (child.is_dir(follow_symlinks=False) or child.is_file()):
                    self.left_out["link"] += 1
                elif child.is_dir(follow_symlinks=False):
                    self._walk(child.path, f"{name}/", listed, depth + 1)
                else:
                    self._take(child.path, name, child.stat(follow_symlinks=False).st_size, listed)
            except OSError:
                self.left_out["broken"] += 1

    def read(self, names: Collection[str], limit: int) -> Iterator[tuple[str, bytes | Outcome]]:
        """See `Store`."""
        self.entries()
        for name, place in self._files.items():
            if name in names and not self._closed:
                yield name, _read_one(place, limit)

    def close(self) -> None:
        """See `Store`."""
        self._closed = True


def _read_one(place: str, limit: int) -> bytes | Outcome:
    try:
        with os.fdopen(os.open(place, _OPEN), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return Outcome.BROKEN
            return read_bounded(file, limit)
    except OSError:
        return Outcome.BROKEN
