"""A zip archive: its members by number, Zip64 and names of every system included. Runs in the worker and nowhere else.

The list of members is read here and not by `zipfile`, which keeps every member before any can be counted. What bounds
the list is what is read of it: its bytes, and each member as it comes.
"""

from __future__ import annotations

import stat
import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from selfcheck.model import Outcome
from selfcheck.readers.archives.archive import (
    MAX_ENTRIES,
    Entry,
    ListingProblem,
    MemberList,
    NotListed,
    too_packed,
)
from selfcheck.readers.archives.names import name_as_meant

MOST_DIRECTORY: Final = 64_000_000
"""Bytes of the list of members."""
_END: Final = struct.Struct("<4s4H2IH")
_LOCATOR: Final = struct.Struct("<4sIQI")
_END64: Final = struct.Struct("<4sQ2H2I4Q")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_LOCAL: Final = struct.Struct("<4s5H3I2H")
_TAIL: Final = _END.size + 65_535  # the end record and its longest comment
_IN_ZIP64: Final = 0xFFFFFFFF
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_STORED: Final = 0
_DEFLATED: Final = 8
_STEP: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class _Member:
    raw_name: bytes
    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    kind: int
    at: int


@dataclass(frozen=True, slots=True)
class _Directory:
    """Where the list of members lies, and how far all places are shifted by what stands before the archive."""

    start: int
    size: int
    shift: int


class ZipArchive:
    """See `Archive`."""

    def __init__(self, file: BinaryIO) -> None:
        self.left_out: Counter[str] = Counter()
        self._file = file
        self._members: list[_Member] = []

    def entries(self) -> Iterator[Entry]:
        """See `Archive`."""
        listed = MemberList(self.left_out)
        try:
            members = _members(self._file)
        except (struct.error, OSError, ValueError, OverflowError):
            raise NotListed(ListingProblem.DAMAGED) from None
        shared = _sharing(members)
        for number, member in enumerate(members):
            if number in shared:
                self.left_out["bomb"] += 1
            elif self._is_readable(member) and listed.take(name_as_meant(member.raw_name), member.size) is not None:
                self._members.append(member)
                yield listed.entries[-1]

    def _is_readable(self, member: _Member) -> bool:
        """Whether this is a file that may be unpacked. What is none and no folder is counted."""
        if member.raw_name.endswith((b"/", b"\\")) or member.kind == stat.S_IFDIR:
            return False
        if member.kind not in {0, stat.S_IFREG}:
            self.left_out["link"] += 1
        elif member.flags & _ENCRYPTED:
            self.left_out["encrypted"] += 1
        elif member.method not in {_STORED, _DEFLATED}:  # the others hand out a whole bomb at once
            self.left_out["odd_packing"] += 1
        elif too_packed(member.size, member.packed):
            self.left_out["bomb"] += 1
        else:
            return True
        return False

    def read(self, number: int, limit: int) -> bytes | Outcome:
        """See `Archive`."""
        member = self._members[number]
        if member.size > limit:
            return Outcome.TOO_LARGE
        try:
            data = self._unpacked(member)
        except (struct.error, zlib.error, OSError, ValueError, OverflowError):
            return Outcome.BROKEN
        whole = len(data) == member.size and zlib.crc32(data) == member.checksum
        return data if whole else Outcome.BROKEN

    def _unpacked(self, member: _Member) -> bytes:
        """No more than the member says it holds, and one byte."""
        self._file.seek(member.at)
        mark, _, flags, _, _, _, _, _, _, names, extras = _LOCAL.unpack(self._file.read(_LOCAL.size))
        if mark != b"PK\x03\x04" or flags & _ENCRYPTED or self._file.read(names) != member.raw_name:
            raise ValueError("the member's own header says something else")
        self._file.seek(extras, 1)
        if member.method == _STORED:
            return self._file.read(min(member.size, member.packed))
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        parts: list[bytes] = []
        left, room = member.packed, member.size + 1
        while left > 0 and room > 0 and not unpacker.eof and (piece := self._file.read(min(_STEP, left))):
            left -= len(piece)
            parts.append(unpacker.decompress(piece, room))
            room -= len(parts[-1])
        return b"".join(parts)


def _members(file: BinaryIO) -> list[_Member]:
    """Every member that is listed. Raises `NotListed` once they are too many, and what damaged bytes raise."""
    directory = _directory(file)
    if directory.size > MOST_DIRECTORY:
        raise NotListed(ListingProblem.TOO_MANY)
    file.seek(directory.start)
    data = file.read(directory.size)
    members: list[_Member] = []
    at = 0
    while at < directory.size:
        fields = _CENTRAL.unpack_from(data, at)
        names, extras, comment = fields[10:13]
        end = at + _CENTRAL.size + names
        if fields[0] != b"PK\x01\x02" or end > len(data):
            raise ValueError("no member stands here")
        if len(members) >= MAX_ENTRIES:
            raise NotListed(ListingProblem.TOO_MANY)
        size, packed, place = _sizes(fields[9], fields[8], fields[16], data[end : end + extras])
        name, kind = data[end - names : end], stat.S_IFMT(fields[15] >> 16)
        members.append(_Member(name, fields[3], fields[4], fields[7], packed, size, kind, place + directory.shift))
        at = end + extras + comment
    return members


def _directory(file: BinaryIO) -> _Directory:
    """Raises `ValueError` where there is no end record whose list lies in the file."""
    length = file.seek(0, 2)
    first = max(0, length - _TAIL)
    file.seek(first)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0 and at + _END.size > len(tail):
        at = tail.rfind(b"PK\x05\x06", 0, at)
    if at < 0:
        raise ValueError("no end record")
    _, _, _, _, count, size, start, _ = _END.unpack_from(tail, at)
    end = first + at
    if end >= _LOCATOR.size + _END64.size:
        file.seek(end - _LOCATOR.size)
        mark, _, place, _ = _LOCATOR.unpack(file.read(_LOCATOR.size))
        if mark == b"PK\x06\x07":
            # Before the locator, unless the record is longer than it must be: then where the locator says.
            for record_at in (end - _LOCATOR.size - _END64.size, place):
                file.seek(min(record_at, length))
                record = file.read(_END64.size)
                if len(record) == _END64.size and record.startswith(b"PK\x06\x06"):
                    count, size, start = _END64.unpack(record)[7:10]
                    end = record_at
                    break
            else:
                raise ValueError("no Zip64 end record")
    if count > MAX_ENTRIES:
        raise NotListed(ListingProblem.TOO_MANY)
    shift = end - size - start
    if shift < 0:
        raise ValueError("the list of members is not where it is said to be")
    return _Directory(start + shift, size, shift)


def _sizes(size: int, packed: int, place: int, extra: bytes) -> tuple[int, int, int]:
    """The sizes and the place of a member, out of its Zip64 field where its own are too small for them."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            field, told = extra[at + 4 : at + 4 + length], [size, packed, place]
            for index, value in enumerate(told):
                if value == _IN_ZIP64:
                    (told[index],) = struct.unpack_from("<Q", field)
                    field = field[8:]
            return told[0], told[1], told[2]
        at += 4 + length
    return size, packed, place


def _sharing(members: Iterable[_Member]) -> set[int]:
    """Which members begin inside the bytes of another: how a few bytes are made to be read many times.

    Of such members the first one stays. https://www.bamsoftware.com/hacks/zipbomb/
    """
    shared: set[int] = set()
    end = -1
    for number, member in sorted(enumerate(members), key=lambda one: one[1].at):
        if member.at < end:
            shared.add(number)
        else:
            end = member.at + _LOCAL.size + member.packed
    return shared
