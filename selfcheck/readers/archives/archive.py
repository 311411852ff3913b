"""What archives and folders have in common: a list of members, and their bytes, read one after the other.

Nothing is unpacked to disk. A member is in memory only while it is handed on, and never more of it than a limit.
What cannot or must not be read is counted by its reason, for the report to tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Final, Protocol

from selfcheck.model import Outcome
from selfcheck.readers.archives.names import is_archive, is_noise, member_name
from selfcheck.readers.archives.packing import Packing

MAX_ENTRIES: Final = 150_000
"""Members of one archive. A list of a million names alone would fill the memory."""
MAX_LETTERS: Final = 30_000_000
"""Letters of all their names together."""
MAX_PICTURE: Final = 20_000_000
"""Bytes, as for a picture from the network."""
MAX_LIST: Final = 64_000_000
"""Bytes of one list of posts (JSON, HTML, CSV)."""
MOST_PACKED: Final = 200
"""How many times smaller a member may be packed. Lists of posts reach 40; pictures hardly 2."""
_SMALL: Final = 1_000_000  # bytes: below, packing tightly harms nobody
_STEP: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class Entry:
    """A member: its name as `names.member_name` gives it, and its size in bytes as the archive says."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Packed:
    """Bytes as they lie in a file, for the worker to unpack."""

    data: bytes
    packing: Packing


class MemberSource(Protocol):
    """A zip, a tar, a folder, a saved page."""

    @property
    def left_out(self) -> Counter[str]:
        """What was passed over so far, by reason: a key of the guidance's `left_out`."""

    @property
    def called(self) -> str:
        """What was handed in is called, without an archive's ending; "" for several files."""

    @property
    def archives(self) -> Collection[str]:
        """The folders that came as one archive each: "" for all of it, else with "/" at the end."""

    @property
    def seen(self) -> int:
        """How many members are listed so far. It grows while `entries` works in another thread."""

    def entries(self) -> list[Entry]:
        """The members that can be read, in the order of the archive. Links, folders and odd names are not among them.

        Raises `FileProblem` when the whole cannot be read.
        """

    def read(self, names: Collection[str], limit: int) -> Iterator[tuple[str, bytes | Packed | Outcome]]:
        """The bytes of these members in the order of the archive, or why there are none."""

    def close(self) -> None:
        """Let go of the file. A read under way in another thread ends soon after."""


class ListingProblem(StrEnum):
    """Why the members of an archive are not known."""

    DAMAGED = "damaged"
    TOO_MANY = "too_many"
    NO_ARCHIVE = "no_archive"


class NotListed(Exception):
    """The members of an archive cannot be listed."""

    def __init__(self, problem: ListingProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class Archive(Protocol):
    """An archive as it is read in the worker."""

    left_out: Counter[str]

    def entries(self) -> Iterator[Entry]:
        """The members as for `MemberSource`, once. Raises `NotListed`."""

    def read(self, number: int, limit: int) -> bytes | Outcome:
        """The bytes of a member by its place among all entries, once these were listed. Raises `IndexError`."""


class MemberList:
    """Gathers the entries of a store and counts what is passed over."""

    def __init__(self, left_out: Counter[str]) -> None:
        self._left_out = left_out
        self._seen: set[str] = set()
        self._letters = 0
        self.entries: list[Entry] = []

    def take(self, raw_name: str, size: int) -> str | None:
        """Take in one member. Returns its name, or None when it is passed over."""
        if len(self.entries) >= MAX_ENTRIES or self._letters > MAX_LETTERS:
            self._left_out["too_many"] += 1
            return None
        name = member_name(raw_name)
        if name is None:
            self._left_out["unsafe_name"] += 1
            return None
        if is_noise(name):
            return None
        if name in self._seen:
            self._left_out["duplicate"] += 1
            return None
        if is_archive(name):
            self._left_out["nested"] += 1
            return None
        self._seen.add(name)
        self._letters += len(name)
        self.entries.append(Entry(name, size))
        return name


def too_packed(size: int, packed: int) -> bool:
    """Whether a member would grow beyond what pictures and lists do."""
    return size > _SMALL and size > MOST_PACKED * max(packed, 1)


def read_bounded(stream: BinaryIO, limit: int) -> bytes | Outcome:
    """All of a stream, or `TOO_LARGE` when it holds more than `limit` bytes. Errors of the stream pass through."""
    parts: list[bytes] = []
    total = 0
    while part := stream.read(min(_STEP, limit + 1 - total)):
        total += len(part)
        if total > limit:
            return Outcome.TOO_LARGE
        parts.append(part)
    return b"".join(parts)
