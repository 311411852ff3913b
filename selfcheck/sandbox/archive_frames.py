"""What the program and the process that reads one archive say to each other: two lengths, JSON, raw bytes.

One request, then its answers: a list comes in pieces, a member in one. The limits are the receiver's. A module
of its own beside `frames.py`, so that this process starts without what pages and pictures are read with.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final, Literal

import msgspec

from selfcheck.model import Outcome
from selfcheck.readers.archives.archive import MAX_ENTRIES, ListingProblem
from selfcheck.readers.archives.names import MAX_NAME

Form = Literal["zip", "tar"]
HEAD: Final = struct.Struct("!II")
"""Length of the JSON and of the bytes after it."""
ROWS_PER_REPLY: Final = 200
MAX_ROWS_BYTES: Final = 1_000_000
"""Bytes of one piece of a list: so many names of the longest kind."""
MAX_LIST_BYTES: Final = 100_000_000
"""Bytes of all pieces."""
MAX_MEMBER_BYTES: Final = 1_000
"""Bytes of the answer to a request for a member, before the member's own."""
_Name = Annotated[str, msgspec.Meta(max_length=MAX_NAME)]
_Number = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
_Reason = Annotated[str, msgspec.Meta(max_length=20)]


@dataclass(frozen=True, slots=True)
class ArchiveRequest:
    """The list of members, or the bytes of one of them by its place in that list."""

    number: int | None = None
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Rows:
    """A piece of the list: names and sizes. With the last one come the counts of what was passed over."""

    rows: Annotated[list[tuple[_Name, _Number]], msgspec.Meta(max_length=ROWS_PER_REPLY)] = field(default_factory=list)
    left_out: Annotated[Mapping[_Reason, _Number], msgspec.Meta(max_length=20)] | None = None
    problem: ListingProblem | None = None
    """Why there is no list."""


@dataclass(frozen=True, slots=True)
class MemberReply:
    """The bytes of a member follow, or there are none and this is why."""

    problem: Outcome | None = None


REASONS: Final = frozenset(
    {"bomb", "cut_off", "duplicate", "encrypted", "link", "nested", "odd_packing", "too_many", "unsafe_name"}
)
"""Why members are passed over."""
MOST_PASSED_OVER: Final = 4 * MAX_ENTRIES

decode_request: Final = msgspec.json.Decoder(ArchiveRequest).decode
decode_rows: Final = msgspec.json.Decoder(Rows).decode
decode_member: Final = msgspec.json.Decoder(MemberReply).decode
encode: Final = msgspec.json.encode
