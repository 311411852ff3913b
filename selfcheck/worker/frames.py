"""What parent and worker say to each other: a fixed head with two lengths, a JSON header, raw bytes.

JSON decoded strictly by type, not pickle: a worker taken over by a hostile picture must not be able to run
code in the parent.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final, Literal

import msgspec

from selfcheck.model import Examined, Outcome, PageReading, PageWords
from selfcheck.readers.platforms import Ask, Profile, Told

HEAD: Final = struct.Struct("!II")
"""Length of the JSON header and of the bytes after it."""
MAX_HEADER: Final = 8_000_000
MAX_TASK_BYTES: Final = 64_000_000
MAX_REPLY_BYTES: Final = 400_000


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do with the bytes that follow. Which of the fields it needs follows from its kind."""

    kind: Literal["page", "sheet", "feed", "robots", "mining", "platform", "photo"]
    asked_url: str = ""
    final_url: str = ""
    content_type: str = ""
    words: PageWords | None = None
    urls: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    profile: Profile | None = None
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of it: the field of the task's kind is set. The bytes that follow are the preview's."""

    ready: tuple[str, ...] | None = None
    """The worker is up; the names of the walls the kernel put around it."""
    refused: tuple[str, str] | None = None
    """The engine cannot be used: sentence and way out."""
    page: PageReading | Outcome | None = None
    """For pages, style sheets and feeds."""
    robots: tuple[tuple[str, int], ...] | None = None
    mining: bool | None = None
    told: Told | None = None
    photo: Examined | None = None
    preview: tuple[int, int] = (0, 0)


_task_decoder: Final = msgspec.json.Decoder(Task)
_reply_decoder: Final = msgspec.json.Decoder(Reply)


def pack(message: Task | Reply, payload: bytes = b"") -> tuple[bytes, bytes]:
    """A message as its head and header, and its bytes."""
    header = msgspec.json.encode(message)
    return HEAD.pack(len(header), len(payload)) + header, payload


def unpack_task(header: bytes) -> Task:
    """A task from its JSON header."""
    return _task_decoder.decode(header)


def unpack_reply(header: bytes) -> Reply:
    """A reply from its JSON header. Raises `msgspec.MsgspecError`, `RecursionError` or `UnicodeDecodeError` for what is none."""
    return _reply_decoder.decode(header)
