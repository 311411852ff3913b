"""How parent and worker write to each other: a fixed head with lengths, a JSON header, raw bytes.

JSON decoded strictly by type, not pickle: a worker taken over by a hostile picture must not be able to run
code in the parent.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final

import msgspec

from selfcheck.sandbox.tasks import ROWS_FRAME_BYTES, ROWS_PER_FRAME, AnyTask, Reply, Row, Started

TASK_HEAD: Final = struct.Struct("!II")
"""Length of the JSON header and of the bytes after it."""
REPLY_HEAD: Final = struct.Struct("!III")
"""The same after a number of rows. Where that is not 0, the header is a list of as many, and more replies follow."""

_task_decoder: Final = msgspec.json.Decoder(AnyTask)

Payload = bytes | list[bytes] | BinaryIO
"""The bytes of a task: in one piece, in several, or all of a file."""
_STEP: Final = 1 << 18


def pack_task(task: AnyTask, size: int) -> bytes:
    """A task as its head and header; `size` bytes come after it."""
    header = encode(task)
    return TASK_HEAD.pack(len(header), size) + header


def pack_reply(reply: Reply | Started, size: int = 0) -> bytes:
    """A reply as its head and header; `size` bytes come after it."""
    header = encode(reply)
    return REPLY_HEAD.pack(0, len(header), size) + header


def pack_rows(rows: Iterable[Row]) -> Iterator[bytes]:
    """Rows in as many frames as they need. A row that fits into none is left out."""
    frame: list[bytes] = []
    size = 0
    for row in rows:
        packed = encode(row)
        if frame and (size + len(packed) + 2 > ROWS_FRAME_BYTES or len(frame) == ROWS_PER_FRAME):
            yield _rows_frame(frame)
            frame, size = [], 0
        if len(packed) + 2 <= ROWS_FRAME_BYTES:
            frame.append(packed)
            size += len(packed) + 1
    if frame:
        yield _rows_frame(frame)


def _rows_frame(rows: list[bytes]) -> bytes:
    header = b"[" + b",".join(rows) + b"]"
    return REPLY_HEAD.pack(len(rows), len(header), 0) + header


def encode(message: AnyTask | Reply | Row | Started) -> bytes:
    """A message as JSON that can be decoded again."""
    try:
        return msgspec.json.encode(message)
    except UnicodeEncodeError:  # a caption cut in the middle of an emoji, as the JSON of pages holds them
        return msgspec.json.encode(_whole(msgspec.to_builtins(message)))


def _whole(value: Any) -> Any:
    """The same without halves of characters: two that belong together are joined, others become U+FFFD."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_whole(key): _whole(part) for key, part in value.items()}
    return [_whole(part) for part in value] if isinstance(value, list | tuple) else value


def size_of(data: Payload) -> int:
    """How many bytes there are."""
    if isinstance(data, bytes):
        return len(data)
    return sum(len(piece) for piece in data) if isinstance(data, list) else data.seek(0, io.SEEK_END)


def steps_of(data: Payload) -> Iterator[bytes | memoryview]:
    """The bytes in small steps."""
    if isinstance(data, bytes | list):
        for piece in [data] if isinstance(data, bytes) else data:
            view = memoryview(piece)
            yield from (view[at : at + _STEP] for at in range(0, len(view), _STEP))
        return
    left = size_of(data)  # no more than was said, should the file grow meanwhile
    data.seek(0)
    while step := data.read(min(_STEP, left)):
        left -= len(step)
        yield step


def unpack_task(header: bytes) -> AnyTask:
    """A task from its JSON header."""
    task: AnyTask = _task_decoder.decode(header)
    return task
