"""The bytes inside a gzip, bzip2 or xz file, front to back, in bounded steps. Runs in the worker."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import BinaryIO, Final, Protocol

from selfcheck.readers.archives.archive import MOST_PACKED

_STEP: Final = 1 << 18
XZ_MEMORY: Final = 100_000_000
"""Bytes that unpacking xz may take: `xz -9` needs 65 MiB."""
_ENOUGH: Final = 1_000_000_000
"""Bytes unpacked before their ratio is looked at."""
UNPACK_ERRORS: Final = (zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, OverflowError)
"""What unpacking damaged bytes raises."""


class UnpacksTooFar(Exception):
    """The file unpacks to far more than pictures do."""


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Gzip:
    """zlib's unpacker with the manners of the other two: it keeps what it was given and has not used yet."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(zlib.MAX_WBITS | 16)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


_UNPACKERS: Final[dict[bytes, Callable[[], _Unpacker]]] = {
    b"\x1f\x8b": _Gzip,
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\x00": lambda: lzma.LZMADecompressor(memlimit=XZ_MEMORY),
}
PACKED_MARKS: Final = tuple(_UNPACKERS)
"""How such files begin."""


class PackedStream:
    """Reads forward. Raises `UnpacksTooFar`, and any of `UNPACK_ERRORS` for damaged bytes."""

    def __init__(self, file: BinaryIO) -> None:
        self.at = 0
        """How many bytes were read."""
        self._file = file
        self._file.seek(0)
        self._data = file.read(_STEP)
        self._taken = len(self._data)
        self._begin = next(begin for mark, begin in _UNPACKERS.items() if self._data.startswith(mark))
        self._unpacker = self._begin()

    def read(self, size: int) -> bytes:
        """The next bytes, `size` of them unless the file ends before."""
        parts: list[bytes] = []
        left = size
        while left > 0 and (part := self._some(min(left, _STEP))):
            parts.append(part)
            left -= len(part)
        return b"".join(parts)

    def skip_to(self, place: int) -> None:
        """Read on until `place`. Raises `EOFError` where the file ends before."""
        while self.at < place:
            if not self._some(min(_STEP, place - self.at)):
                raise EOFError

    def _some(self, most: int) -> bytes:
        """At least one byte, or none at the end."""
        while True:
            if self._unpacker.eof and not self._begin_next():
                return b""
            data, self._data = self._data, b""
            part = self._unpacker.decompress(data, most)
            if part:
                self.at += len(part)
                if self.at > _ENOUGH and self.at > MOST_PACKED * self._taken:
                    raise UnpacksTooFar
                return part
            if not self._unpacker.eof:
                self._data = self._next_piece()
                if not self._data:
                    raise EOFError

    def _begin_next(self) -> bool:
        """Go on with the next stream in the file; what pads it with noughts is passed over."""
        rest = self._unpacker.unused_data.lstrip(b"\0")
        while not rest and (piece := self._next_piece()):
            rest = piece.lstrip(b"\0")
        self._data = rest
        self._unpacker = self._begin()
        return bool(rest)

    def _next_piece(self) -> bytes:
        piece = self._file.read(_STEP)
        self._taken += len(piece)
        return piece
