"""A folder with the archives that lie in it, or several files that were named together, as one `MemberSource`.

Large downloads come in several archives. Each is opened when it is its turn, and one at a time, so that memory does not
grow with their number. Parts of one download share a folder here, named as they are but for the number of the part.
"""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from selfcheck.errors import FileProblem
from selfcheck.model import Outcome
from selfcheck.platforms.downloads import kind_of
from selfcheck.readers.archives.archive import MAX_ENTRIES, Entry, MemberSource, Packed
from selfcheck.readers.archives.folders import FolderStore
from selfcheck.readers.archives.names import archive_stem, is_archive, is_picture, is_video

_PART: Final = re.compile(r"[\s_.(-]*(?:part)?[\s_.(-]*\d{1,3}\)?$", re.IGNORECASE)
_TELLING: Final = re.compile(r"/.*\.(?:json|js|csv|html)$", re.IGNORECASE)

S = TypeVar("S", bound=MemberSource)


@dataclass(slots=True)
class _Part:
    """One archive, folder or file. Its members stand below `prefix`."""

    open: Callable[[], MemberSource]
    prefix: str = ""
    left_out: Counter[str] = field(default_factory=Counter)


class TogetherStore:
    """See `MemberSource`. `open_file` opens one archive or file; it raises `FileProblem`."""

    def __init__(self, paths: Sequence[Path], open_file: Callable[[Path], MemberSource]) -> None:
        self._paths = list(dict.fromkeys(path.resolve() for path in paths))
        self._open_file = open_file
        self._parts: list[_Part] = []
        self._owner: dict[str, int] = {}
        self._sizes: dict[str, int] = {}
        self._own: Counter[str] = Counter()
        self._listed: list[Entry] | None = None
        self._now: MemberSource | None = None
        self._closed = False
        self.archives: set[str] = set()
        alone = self._paths[0] if len(self._paths) == 1 else None
        self.called = alone.name if alone else ""

    @property
    def left_out(self) -> Counter[str]:
        """See `MemberSource`."""
        return sum((part.left_out for part in self._parts), Counter(self._own))

    @property
    def seen(self) -> int:
        """See `MemberSource`."""
        under_way = self._now.seen if self._now is not None and self._listed is None else 0
        return len(self._owner) + under_way

    def entries(self) -> list[Entry]:
        """See `MemberSource`."""
        if self._listed is None:
            for path in sorted(self._paths, key=lambda one: _in_order(one.name)):
                if path.is_dir():
                    self._add_folder(path, "" if len(self._paths) == 1 else f"{path.name}/")
                elif is_archive(path.name):
                    self._add_archive(path, archive_stem(path.name), named=True)
                else:
                    self._add(_Part(lambda path=path: self._open_file(path)), self._opened(path))  # type: ignore[misc]
            self._listed = [Entry(name, size) for name, size in self._sizes.items()]
            self._sizes.clear()
        return self._listed

    def _add_folder(self, path: Path, prefix: str) -> None:
        with self._held(FolderStore(path)) as store:
            entries = store.entries()
        self._add(_Part(lambda: FolderStore(path), prefix, store.left_out), entries)
        for name, place in sorted(store.packed, key=lambda one: _in_order(one[0])):
            self._add_archive(Path(place), prefix + archive_stem(name), named=False)

    def _opened(self, path: Path) -> list[Entry]:
        with self._held(self._open_file(path)) as store:
            return store.entries()

    def _add_archive(self, path: Path, stem: str, *, named: bool) -> None:
        """An archive. One that only lies in a folder, and is none or of something else, does not hold up the rest."""
        if self._closed:
            return
        try:
            with self._held(self._open_file(path)) as store:
                entries = store.entries()
        except FileProblem:
            if named:
                raise
            self._own["unopened"] += 1
            return
        names = [entry.name for entry in entries]
        if not named and not any(map(is_picture, names)) and kind_of(names) is None and not store.left_out["encrypted"]:
            return
        together, alone = f"{_PART.sub('', stem) or stem}/", f"{stem}/"
        prefix = together if self._fit(entries, together) else alone
        self.archives.add(prefix)
        self._add(_Part(lambda: self._open_file(path), prefix, Counter(store.left_out)), entries)

    def _fit(self, entries: list[Entry], prefix: str) -> bool:
        """Whether these can be one download with what is in that folder: no list or picture is there twice, unlike."""
        return all(
            self._sizes.get(prefix + entry.name, entry.size) == entry.size
            for entry in entries
            if is_picture(entry.name) or is_video(entry.name) or _TELLING.search(entry.name)
        )

    def _add(self, part: _Part, entries: list[Entry]) -> None:
        index = len(self._parts)
        self._parts.append(part)
        for entry in entries:
            name = part.prefix + entry.name
            if name in self._sizes:
                self._own["duplicate"] += self._sizes[name] != entry.size
            elif len(self._owner) >= MAX_ENTRIES:
                self._own["too_many"] += 1
            else:
                self._owner[name], self._sizes[name] = index, entry.size

    def read(self, names: Collection[str], limit: int) -> Iterator[tuple[str, bytes | Packed | Outcome]]:
        """See `MemberSource`."""
        self.entries()
        wanted: dict[int, set[str]] = {}
        for name in names:
            if (index := self._owner.get(name)) is not None:
                wanted.setdefault(index, set()).add(name[len(self._parts[index].prefix) :])
        for index in sorted(wanted):
            if self._closed:
                return
            yield from self._read_part(self._parts[index], wanted[index], limit)

    def _read_part(self, part: _Part, names: set[str], limit: int) -> Iterator[tuple[str, bytes | Packed | Outcome]]:
        try:
            opened = part.open()
        except FileProblem:  # it was there a moment ago
            yield from ((part.prefix + name, Outcome.BROKEN) for name in names)
            return
        with self._held(opened) as store:
            try:
                for name, data in store.read(names, limit):
                    yield part.prefix + name, data
            finally:
                part.left_out |= store.left_out

    @contextlib.contextmanager
    def _held(self, store: S) -> Iterator[S]:
        """The store that is worked with now: `close` closes it, from whatever thread."""
        self._now = store
        try:
            if self._closed:
                store.close()
            yield store
        finally:
            self._now = None
            store.close()

    def close(self) -> None:
        """See `MemberSource`."""
        self._closed = True
        if (store := self._now) is not None:
            store.close()


def _in_order(name: str) -> list[tuple[int, str]]:
    """Parts by their number: 2 before 10."""
    return [(int(run), "") if run.isdecimal() else (0, run) for run in re.findall(r"\d{1,18}|\D+", name)]
