"""A tar archive, packed or not: its members by number. Runs in the worker and nowhere else.

Headers are read here and not by `tarfile`: that one's expressions for pax headers take quadratic time (CVE-2024-6232),
and it keeps every header. What is read of a header here is a name, a size and a kind, in linear time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO, Final

from selfcheck.model import Outcome
from selfcheck.readers.archives.archive import (
    MAX_ENTRIES,
    Entry,
    ListingProblem,
    MemberList,
    NotListed,
)
from selfcheck.readers.archives.names import name_as_meant
from selfcheck.readers.archives.packed_stream import PACKED_MARKS, UNPACK_ERRORS, PackedStream, UnpacksTooFar

_BLOCK: Final = 512
LONGEST_HEADER: Final = 1 << 20
"""Bytes of a header that holds a name or pax records."""
_MOST_HEADERS: Final = 4 * MAX_ENTRIES
_REGULAR: Final = frozenset({b"0", b"\0", b"7"})
_SPARSE: Final = b"S"
_LONG_NAME: Final = b"L"
_EXTENDING: Final = frozenset({_LONG_NAME, b"x", b"X"})
_FOR_NO_MEMBER: Final = frozenset({b"g", b"K"})
"""What holds for all members, and where a link leads."""
_WITHOUT_DATA: Final = frozenset({b"1", b"2", b"3", b"4", b"5", b"6"})
_FOLDER: Final = b"5"


class _Damaged(Exception):
    """A header is none, or the archive ends too early."""


class _Plain:
    """The bytes of a tar that is not packed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = file.seek(0, 2)
        self.at = file.seek(0)

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        self.at += len(data)
        return data

    def skip_to(self, place: int) -> None:
        if place > self._size:
            raise EOFError
        self.at = self._file.seek(place)


@dataclass(frozen=True, slots=True)
class _Extension:
    """What headers before a member's own say of it."""

    name: str = ""
    size: int | None = None
    sparse: bool = False


@dataclass(frozen=True, slots=True)
class _Header:
    name: str
    size: int
    kind: bytes
    data: int
    """Where its bytes begin."""
    sparse: bool


class TarArchive:
    """See `Archive`."""

    def __init__(self, file: BinaryIO) -> None:
        self.left_out: Counter[str] = Counter()
        self._file = file
        self._members: list[tuple[int, int]] = []
        self._stream: _Plain | PackedStream | None = None
        self._spoilt = False

    def _begin(self) -> _Plain | PackedStream:
        self._file.seek(0)
        head = self._file.read(max(map(len, PACKED_MARKS)))
        self._stream = PackedStream(self._file) if head.startswith(PACKED_MARKS) else _Plain(self._file)
        return self._stream

    def entries(self) -> Iterator[Entry]:
        """See `Archive`. Where it breaks off, that is counted."""
        listed = MemberList(self.left_out)
        try:
            if isinstance(stream := self._begin(), PackedStream):
                if stream.read(_BLOCK)[257:262] != b"ustar":
                    raise NotListed(ListingProblem.NO_ARCHIVE)
                stream = self._begin()
            for header in _headers(stream):
                if header.sparse:
                    self.left_out["odd_packing"] += 1
                elif header.kind in _REGULAR:
                    if listed.take(header.name, header.size) is not None:
                        self._members.append((header.data, header.size))
                        yield listed.entries[-1]
                elif header.kind in _WITHOUT_DATA and header.kind != _FOLDER:
                    self.left_out["link"] += 1
        except UnpacksTooFar:
            self.left_out["bomb"] = 1
        except (_Damaged, *UNPACK_ERRORS):
            if not self._members:
                raise NotListed(ListingProblem.DAMAGED) from None
            self.left_out["cut_off"] = 1

    def read(self, number: int, limit: int) -> bytes | Outcome:
        """See `Archive`. After damage nothing more is unpacked: each try would begin at the front again."""
        place, size = self._members[number]
        if size > limit:
            return Outcome.TOO_LARGE
        if self._spoilt:
            return Outcome.BROKEN
        try:
            stream = self._stream or self._begin()
            if isinstance(stream, PackedStream) and stream.at > place:
                stream = self._begin()
            stream.skip_to(place)
            data = stream.read(size)
        except (UnpacksTooFar, *UNPACK_ERRORS):
            self._spoilt = isinstance(self._stream, PackedStream)
            return Outcome.BROKEN
        return data if len(data) == size else Outcome.BROKEN


def _headers(stream: _Plain | PackedStream) -> Iterator[_Header]:
    """Every member. Raises `_Damaged`, `UnpacksTooFar` and `UNPACK_ERRORS`."""
    extension: _Extension | None = None
    for _count in range(_MOST_HEADERS):
        block = stream.read(_BLOCK)
        if not block.strip(b"\0") and len(block) in {0, _BLOCK} and extension is None:
            return
        kind, stored = _checked(block), _number(block[124:136])
        if kind in _EXTENDING:
            extension = _extended(extension or _Extension(), kind, _body(stream, stored))
            continue
        if kind not in _FOR_NO_MEMBER:
            own, extension = extension or _Extension(), None
            if kind == _SPARSE:
                _pass_over_sparse_map(stream, block)
            name = own.name or _own_name(block)
            if kind == b"\0" and name.endswith("/"):
                kind = _FOLDER
            if own.size is not None:
                stored = own.size
            yield _Header(name, stored, kind, stream.at, own.sparse or kind == _SPARSE)
        stream.skip_to(stream.at + (0 if kind in _WITHOUT_DATA else _padded(stored)))
    raise _Damaged  # more headers than are read


def _checked(block: bytes) -> bytes:
    """The kind of a header whose checksum is right."""
    if len(block) < _BLOCK:
        raise _Damaged
    told = _number(block[148:156])
    sums = sum(block[:148]) + 8 * ord(" ") + sum(block[156:])
    signed = sums - 256 * sum(byte > 127 for byte in (*block[:148], *block[156:])) if told != sums else sums
    if told not in {sums, signed}:
        raise _Damaged
    return block[156:157]


def _number(field: bytes) -> int:
    """Octal digits, or the bytes of a number after 0x80."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:])
    digits = field.partition(b"\0")[0].strip()
    try:
        number = int(digits or b"0", 8)
    except ValueError:
        raise _Damaged from None
    if number < 0:
        raise _Damaged
    return number


def _padded(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK


def _body(stream: _Plain | PackedStream, size: int) -> bytes:
    if size > LONGEST_HEADER:
        raise _Damaged
    body = stream.read(_padded(size))
    if len(body) < size:
        raise _Damaged
    return body[:size]


def _extended(known: _Extension, kind: bytes, body: bytes) -> _Extension:
    if kind == _LONG_NAME:
        return replace(known, name=name_as_meant(body.partition(b"\0")[0]))
    for key, value in _pax_records(body):
        if key == b"path":
            known = replace(known, name=name_as_meant(value))
        elif key == b"size":
            if not value.isdigit() or len(value) > 20:
                raise _Damaged
            known = replace(known, size=int(value))
        elif key.startswith(b"GNU.sparse."):
            known = replace(known, sparse=True)
    return known


def _pax_records(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Records of "LENGTH KEY=VALUE\\n", each as long as it says, in one pass."""
    at = 0
    while at < len(body):
        space = body.find(b" ", at, at + 9)
        if space < 0 or not body[at:space].isdigit():
            raise _Damaged
        end = at + int(body[at:space])
        key, sign, value = body[space + 1 : end - 1].partition(b"=")
        if not space < end <= len(body) or not sign or body[end - 1 : end] != b"\n":
            raise _Damaged
        yield key, value
        at = end


def _pass_over_sparse_map(stream: _Plain | PackedStream, block: bytes) -> None:
    more = block[482]
    while more:
        block = stream.read(_BLOCK)
        if len(block) < _BLOCK:
            raise _Damaged
        more = block[504]


def _own_name(block: bytes) -> str:
    name, prefix = (field.partition(b"\0")[0] for field in (block[:100], block[345:500]))
    gnu = block[257:265] == b"ustar  \0"  # has other things in the place of the prefix
    return name_as_meant(prefix + b"/" + name if prefix and not gnu else name)
