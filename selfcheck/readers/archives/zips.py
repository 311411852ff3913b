"""A zip archive as a `Store`: Zip64, names of every system, and members that are meant to harm."""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, cast

from selfcheck.errors import FileProblem
from selfcheck.i18n import _
from selfcheck.model import Outcome
from selfcheck.model.safe_text import safe_text
from selfcheck.readers.archives.archive import MAX_ENTRIES, Entry, Listed, read_bounded, too_packed
from selfcheck.readers.archives.names import archive_stem, zip_name

_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_UTF8: Final = 0x800
_LOCAL_HEADER: Final = 30
_TAIL: Final = 22 + 65_535  # the end record and its longest comment
_MOST_DIRECTORY: Final = 64_000_000
METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""The ways of packing that are unpacked here: the others hand out a whole bomb at once."""
UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,  # a way of packing that zipfile does not know
    RuntimeError,  # a member that wants a password
    struct.error,
)
"""What reading a damaged, cut off or oddly packed member raises; `ValueError` also when the file was closed."""


class ZipStore:
    """See `Store`. Raises `FileProblem` when it is no zip that can be read."""

    def __init__(self, path: Path) -> None:
        self.left_out: Counter[str] = Counter()
        self.called = archive_stem(path.name)
        self.archives = ("",)
        self._shown = safe_text(path.name, 120)
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._listing = Listed(self.left_out)
        self._listed: list[Entry] | None = None
        try:
            with path.open("rb") as file:
                self._check_directory(file)
            self._zip = zipfile.ZipFile(path)
        except UNREADABLE:
            raise FileProblem(
                _("{file} could not be read as a zip archive: it is damaged or not whole.").format(file=self._shown),
                _("If it is one part of several, or the download broke off, download it again."),
            ) from None

    def _check_directory(self, file: BinaryIO) -> None:
        """Refuse a list of members that would not fit into memory, before it is read."""
        size = file.seek(0, 2)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) < at + 22:
            return  # zipfile has the words for it
        count, directory = struct.unpack_from("<HI", tail, at + 10)
        locator = at - 20
        if locator >= 0 and tail[locator : locator + 4] == b"PK\x06\x07":
            (where,) = struct.unpack_from("<Q", tail, locator + 8)
            file.seek(min(where, size))
            record = file.read(56)
            if len(record) == 56 and record[:4] == b"PK\x06\x06":
                count, directory = struct.unpack_from("<QQ", record, 32)
        if count > MAX_ENTRIES or directory > _MOST_DIRECTORY:
            raise FileProblem(
                _("{file} lists more members than selfcheck reads ({most}).").format(
                    file=self._shown, most=MAX_ENTRIES
                ),
                _("Unpack it and give selfcheck import the folder with the pictures."),
            )

    @property
    def seen(self) -> int:
        """See `Store`."""
        return len(self._listing.entries)

    def entries(self) -> list[Entry]:
        """See `Store`."""
        if self._listed is None:
            listed = self._listing
            shared = _sharing(self._zip.infolist())
            for info in self._zip.infolist():
                if id(info) in shared:
                    self.left_out["bomb"] += 1
                else:
                    self._take(info, listed)
            self._listed = listed.entries
        return self._listed

    def _take(self, info: zipfile.ZipInfo, listed: Listed) -> None:
        if info.filename.endswith(("/", "\\")):
            return
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in {0, stat.S_IFREG}:
            if kind != stat.S_IFDIR:
                self.left_out["link"] += 1
        elif info.flag_bits & _ENCRYPTED:
            self.left_out["encrypted"] += 1
        elif info.compress_type not in METHODS:
            self.left_out["odd_packing"] += 1
        elif too_packed(info.file_size, info.compress_size):
            self.left_out["bomb"] += 1
        else:
            name = listed.take(zip_name(info.orig_filename, utf8=bool(info.flag_bits & _UTF8)), info.file_size)
            if name is not None:
                self._members[name] = info

    def read(self, names: Collection[str], limit: int) -> Iterator[tuple[str, bytes | Outcome]]:
        """See `Store`."""
        self.entries()
        for name, info in self._members.items():
            if name in names:
                yield name, self._read_one(info, limit)

    def _read_one(self, info: zipfile.ZipInfo, limit: int) -> bytes | Outcome:
        if info.file_size > limit:
            return Outcome.TOO_LARGE
        try:
            with self._zip.open(info) as stream:
                data = read_bounded(cast(BinaryIO, stream), limit)
        except UNREADABLE:
            return Outcome.BROKEN
        # A member that breaks off early ends without a word where it says no checksum.
        return Outcome.BROKEN if isinstance(data, bytes) and len(data) != info.file_size else data

    def close(self) -> None:
        """See `Store`."""
        self._zip.close()


def _sharing(members: Iterable[zipfile.ZipInfo]) -> set[int]:
    """The ids of members whose bytes begin inside those of another: how a few bytes are made to be read many times.

    Of such members the first one stays. https://www.bamsoftware.com/hacks/zipbomb/
    """
    shared: set[int] = set()
    end = -1
    for info in sorted(members, key=lambda one: one.header_offset):
        if info.header_offset < end:
            shared.add(id(info))
        else:
            end = info.header_offset + _LOCAL_HEADER + info.compress_size
    return shared
