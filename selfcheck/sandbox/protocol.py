"""What parent and worker say to each other: a fixed head with two lengths, a JSON header, raw bytes.

JSON decoded strictly by type, not pickle: a worker taken over by a hostile picture must not be able to run
code in the parent.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, Literal

import msgspec

from selfcheck.model import Examined, Outcome, PageReading, PageWords
from selfcheck.platforms import Ask, Profile, Told
from selfcheck.readers.archives.lists import Found
from selfcheck.readers.archives.packing import Packing
from selfcheck.readers.archives.parts import Form, Parts

HEAD: Final = struct.Struct("!II")
"""Length of the JSON header and of the bytes after it."""
MAX_HEADER: Final = 8_000_000
MAX_LISTS_HEADER: Final = 24_000_000
"""For lists of a download: 20,000 media with words of 300 Korean letters each."""
MAX_REPLY_BYTES: Final = 400_000


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do with the bytes that follow. Which of the fields it needs follows from its kind."""

    kind: Literal["page", "sheet", "feed", "robots", "mining", "platform", "photo", "lists", "parts"]
    asked_url: str = ""
    final_url: str = ""
    content_type: str = ""
    words: PageWords | None = None
    urls: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    profile: Profile | None = None
    ask: Ask | None = None
    packing: Packing = ""
    """How the bytes of a page or photo are packed."""
    archive: str = ""
    """The kind of download that lists belong to."""
    members: tuple[tuple[str, int], ...] = ()
    """Lists by name, with the size of each: their bytes follow one after the other."""
    form: Form = "html"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of it: the field of the task's kind is set. The bytes that follow are the preview's."""

    ready: tuple[str, ...] | None = None
    """The worker is up; the names of the walls around it and of what they are built of (walls.py)."""
    refused: tuple[str, str] | None = None
    """The engine cannot be used: sentence and way out."""
    page: PageReading | Outcome | None = None
    """For pages, style sheets and feeds."""
    robots: tuple[tuple[str, int], ...] | None = None
    mining: bool | None = None
    told: Told | None = None
    lists: tuple[Found, ...] | None = None
    """One for each member of the task."""
    parts: Parts | Outcome | None = None
    photo: Examined | None = None
    preview: tuple[int, int] = (0, 0)


_task_decoder: Final = msgspec.json.Decoder(Task)
_reply_decoder: Final = msgspec.json.Decoder(Reply)


Payload = bytes | list[bytes] | BinaryIO
"""The bytes of a task: in one piece, in several, or all of a file."""
_STEP: Final = 1 << 18


def pack(message: Task | Reply, size: int = 0) -> bytes:
    """A message as its head and header; `size` bytes come after it."""
    try:
        header = msgspec.json.encode(message)
    except UnicodeEncodeError:  # a caption cut in the middle of an emoji, as the JSON of pages holds them
        header = msgspec.json.encode(_whole(msgspec.to_builtins(message)))
    return HEAD.pack(len(header), size) + header


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


def unpack_task(header: bytes) -> Task:
    """A task from its JSON header."""
    return _task_decoder.decode(header)


def unpack_reply(header: bytes) -> Reply:
    """A reply from its JSON header. Raises `MsgspecError`, `RecursionError` or `UnicodeDecodeError` for nonsense."""
    return _reply_decoder.decode(header)
