"""A tar archive, packed with gzip or not, as a `Store`. It can only be read in order, so each use is one pass."""

from __future__ import annotations

import gzip
import tarfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO, Final, cast

from selfcheck.errors import FileProblem
from selfcheck.i18n import _
from selfcheck.model import Outcome
from selfcheck.model.safe_text import safe_text
from selfcheck.readers.archives.archive import MAX_ENTRIES, MOST_PACKED, Entry, Listed, read_bounded
from selfcheck.readers.archives.names import archive_stem, member_name

_UNREADABLE: Final = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, OverflowError, RecursionError)
_LARGEST_HEADER: Final = 1 << 20
_ENOUGH: Final = 1_000_000_000  # bytes unpacked before their ratio is looked at
_MOST_HEADERS: Final = 4 * MAX_ENTRIES


class TarStore:
    """See `Store`."""

    def __init__(self, path: Path) -> None:
        self.left_out: Counter[str] = Counter()
        self.called = archive_stem(path.name)
        self.archives = ("",)
        self._path = path
        self._listing = Listed(self.left_out)
        self._listed: list[Entry] | None = None
        self._open: _Stream | None = None

    def _members(self) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
        """Every member, in one pass. Where the archive breaks off, that is counted and the pass ends."""
        try:
            self._open = _Stream(self._path)
            with tarfile.open(fileobj=cast(BinaryIO, self._open), mode="r:") as tar:
                for _header in range(_MOST_HEADERS):
                    member = tar.next()
                    if member is None:
                        break
                    tar.members = []  # type: ignore[attr-defined]  # tarfile keeps every header it has seen
                    yield tar, member
        except _Bomb:
            self.left_out["bomb"] = max(1, self.left_out["bomb"])
        except _UNREADABLE:
            self.left_out["cut_off"] = 1
        finally:
            self.close()

    @property
    def seen(self) -> int:
        """See `Store`."""
        return len(self._listing.entries)

    def entries(self) -> list[Entry]:
        """See `Store`."""
        if self._listed is None:
            listed = self._listing
            for _at, member in self._members():
                if member.isreg():
                    listed.take(member.name, member.size)
                elif not member.isdir():
                    self.left_out["link"] += 1
            if not listed.entries and self.left_out["cut_off"]:
                raise FileProblem(
                    _("{file} could not be read as a tar archive: it is damaged or cut off.").format(
                        file=safe_text(self._path.name, 120)
                    ),
                    _("If the download broke off, download it again."),
                )
            self._listed = listed.entries
        return self._listed

    def read(self, names: Collection[str], limit: int) -> Iterator[tuple[str, bytes | Outcome]]:
        """See `Store`."""
        left = set(names)
        for tar, member in self._members():
            name = member_name(member.name) if member.isreg() else None
            if name is None or name not in left:
                continue
            left.discard(name)  # of two with one name, the first: as in the list
            yield name, _read_one(tar, member, limit)
            if not left:
                break

    def close(self) -> None:
        """See `Store`."""
        if self._open is not None:
            self._open.close()


def _read_one(tar: tarfile.TarFile, member: tarfile.TarInfo, limit: int) -> bytes | Outcome:
    if member.size > limit:
        return Outcome.TOO_LARGE
    try:
        stream = tar.extractfile(member)
        data = read_bounded(cast(BinaryIO, stream), limit) if stream else Outcome.BROKEN
    except _UNREADABLE:
        return Outcome.BROKEN
    return Outcome.BROKEN if isinstance(data, bytes) and len(data) != member.size else data


class _Bomb(Exception):
    """The archive unpacks to far more than pictures do."""


class _Stream:
    """The unpacked bytes, with what `tarfile` asks of a file. It only moves forward, in small steps."""

    def __init__(self, path: Path) -> None:
        self._raw = path.open("rb")
        packed = self._raw.read(2) == b"\x1f\x8b"
        self._raw.seek(0)
        self._packed = packed
        self._file: BinaryIO = cast(BinaryIO, gzip.GzipFile(fileobj=self._raw)) if packed else self._raw
        self._at = 0

    def read(self, size: int = -1) -> bytes:
        if size < 0 or size > _LARGEST_HEADER:
            raise tarfile.ReadError("a header is larger than headers are")
        data = self._file.read(size)
        self._at += len(data)
        self._look(self._at)
        return data

    def _look(self, unpacked: int) -> None:
        if self._packed and unpacked > _ENOUGH and unpacked > MOST_PACKED * self._raw.tell():
            raise _Bomb

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence != 0:
            raise tarfile.ReadError("only forward")
        if not self._packed:
            self._at = self._file.seek(offset)
            return self._at
        if offset < self._at:
            raise tarfile.ReadError("only forward")
        while self._at < offset:
            if not self.read(min(_LARGEST_HEADER, offset - self._at)):
                raise EOFError
        return self._at

    def close(self) -> None:
        self._raw.close()
