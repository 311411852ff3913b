"""What a worker can be asked, one class a task: what comes back for it, and how much of that at the most.

A worker that was taken over writes what it likes. So a reply is measured before it is read, and what can be long comes
as rows: each small, many in a frame, and counted before they are read.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Final, Generic, TypeVar, cast

import msgspec

from selfcheck.model import Examined, Outcome, PageReading, PageWords
from selfcheck.net.urls import MAX_URL
from selfcheck.platforms import Ask, PlatformReading, Profile
from selfcheck.readers.archives.lists import MAX_SHOWN, ListContents, ListedMedia
from selfcheck.readers.archives.names import MAX_NAME
from selfcheck.readers.archives.packing import Packing
from selfcheck.readers.archives.parts import MAX_PARTS, Form, Part, Parts

ROWS_PER_FRAME: Final = 500
ROWS_FRAME_BYTES: Final = 200_000
PREVIEW_BYTES: Final = 400_000

_SMALL: Final = 20_000
_PAGE: Final = 5_000_000
"""3 MB of pictures inside addresses (`data:`) and the addresses of the others."""
_PAGE_STRINGS: Final = 60_000
"""300 photos at 41 addresses, four times 10,000 words of the page."""

Name = Annotated[str, msgspec.Meta(max_length=MAX_NAME)]
Link = Annotated[str, msgspec.Meta(max_length=MAX_URL)]
Count = Annotated[int, msgspec.Meta(ge=0)]

R = TypeVar("R")


class Rejected(Exception):
    """A reply that is no reply to its task."""


class Started(msgspec.Struct, frozen=True):
    """The first reply. `ready` names the walls and what they are built of; or the engine is `refused`, and why."""

    ready: Annotated[tuple[Name, ...], msgspec.Meta(max_length=100)] | None = None
    refused: tuple[Name, Name] | None = None
    largest: ClassVar[int] = _SMALL


class PageReply(msgspec.Struct, frozen=True):
    """A page, style sheet or feed as read, or why it was not."""

    page: PageReading | Outcome


class RobotsReply(msgspec.Struct, frozen=True):
    """How many addresses each crawler may fetch."""

    robots: Annotated[tuple[tuple[Name, Count], ...], msgspec.Meta(max_length=200)] | None


class MiningReply(msgspec.Struct, frozen=True):
    """Whether mining is reserved; None where nothing is said."""

    mining: bool | None


class PlatformReply(msgspec.Struct, frozen=True):
    """What a platform tells, or why it could not be read."""

    told: PlatformReading | Outcome


class PhotoReply(msgspec.Struct, frozen=True):
    """The bytes that follow are the preview's."""

    photo: Examined
    preview: tuple[int, int] = (0, 0)


class ListsReply(msgspec.Struct, frozen=True):
    """How many lists were read. What they hold came before, as rows."""

    lists: int | Outcome


class ListRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that a list holds; see `ListContents` for the fields. `list` counts from 0."""

    list: Count
    shown: ListedMedia | None = None
    beside: ListedMedia | None = None
    sent: Name = ""
    name: Name = ""
    fact: tuple[Name, Link] | None = None
    aside: tuple[Name, Name] | None = None
    over: Count = 0
    private: Count = 0
    broken: bool = False


class PartsReply(msgspec.Struct, frozen=True):
    """Why there are no parts. They came before, as rows."""

    refused: Outcome | None


class PartRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """One part of a saved page's file; see `Parts` for the fields."""

    page: Part | None = None
    picture: Part | None = None
    named: Link = ""
    folder: Name = ""


Reply = PageReply | RobotsReply | MiningReply | PlatformReply | PhotoReply | ListsReply | PartsReply
Row = ListRow | PartRow


class Task(msgspec.Struct, Generic[R], frozen=True, tag_field="kind"):
    """Something to do with the bytes that follow.

    `reply` is the type of what comes back, `largest` its bytes and `most_strings` its strings. A task with a type of
    `row` gets `most_rows` of them first. `by_size` gives more time for more bytes.
    """

    reply: ClassVar[Any]
    largest: ClassVar[int] = _SMALL
    most_strings: ClassVar[int] = _SMALL
    most_payload: ClassVar[int] = 0
    row: ClassVar[Any] = None
    most_rows: ClassVar[int] = 0
    by_size: ClassVar[bool] = False

    def read_reply(self, header: bytes) -> R:
        """A reply from its JSON. Raises `Rejected`."""
        return cast(R, decode(header, self.reply, self.most_strings))

    def read_rows(self, header: bytes, count: int) -> list[Any]:
        """The rows of a frame that says it has `count`. Raises `Rejected`."""
        rows: list[Any] = decode(header, list[self.row], len(header))  # type: ignore[name-defined]  # a type at run time
        if len(rows) != count:
            raise Rejected
        return rows


def decode(header: bytes, kind: Any, most_strings: int) -> Any:
    """JSON as a value of `kind`, refused unread where it has too many strings. Raises `Rejected`.

    Each string begins with a quotation mark that no backslash precedes. Counting those takes no memory; a value of many
    short strings takes fifteen times its bytes.
    """
    if header.count(b'"') - header.count(b'\\"') > 2 * most_strings:
        raise Rejected
    try:
        return msgspec.json.decode(header, type=kind)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        raise Rejected from None


class PageTask(Task[PageReply], frozen=True, tag="page"):
    """Read a page."""

    asked_url: str
    final_url: str
    content_type: str
    packing: Packing = ""

    reply = PageReply
    largest = _PAGE
    most_strings = _PAGE_STRINGS


class SheetTask(Task[PageReply], frozen=True, tag="sheet"):
    """Read a style sheet, whose rules must match the `words` of its page."""

    url: str
    content_type: str
    words: PageWords | None

    reply = PageReply
    largest = _PAGE
    most_strings = _PAGE_STRINGS


class FeedTask(Task[PageReply], frozen=True, tag="feed"):
    """Read a feed."""

    url: str
    content_type: str

    reply = PageReply
    largest = _PAGE
    most_strings = _PAGE_STRINGS


class RobotsTask(Task[RobotsReply], frozen=True, tag="robots"):
    """Count which of `urls` a robots.txt lets each crawler fetch."""

    urls: tuple[str, ...]
    agents: tuple[str, ...]

    reply = RobotsReply


class MiningTask(Task[MiningReply], frozen=True, tag="mining"):
    """Read a tdmrep.json."""

    url: str

    reply = MiningReply
    largest = 100


class PlatformTask(Task[PlatformReply], frozen=True, tag="platform"):
    """Read a page of a platform, or its answer to `ask`."""

    profile: Profile | None
    ask: Ask | None
    url: str
    content_type: str
    packing: Packing = ""

    reply = PlatformReply
    largest = _PAGE
    most_strings = _PAGE_STRINGS


class PhotoTask(Task[PhotoReply], frozen=True, tag="photo"):
    """Decode a picture and look for faces."""

    packing: Packing = ""

    reply = PhotoReply
    largest = 300_000  # a thousand faces
    most_payload = PREVIEW_BYTES


class ListsTask(Task[ListsReply], frozen=True, tag="lists"):
    """Lists of the kind of download `archive`, by name and size: their bytes follow one after the other."""

    archive: str
    members: tuple[tuple[str, int], ...]

    reply = ListsReply
    row = ListRow
    most_rows = 5 * MAX_SHOWN
    by_size = True


class PartsTask(Task[PartsReply], frozen=True, tag="parts"):
    """Find the parts of a saved page's file."""

    form: Form

    reply = PartsReply
    row = PartRow
    most_rows = 3 * MAX_PARTS
    by_size = True


AnyTask = PageTask | SheetTask | FeedTask | RobotsTask | MiningTask | PlatformTask | PhotoTask | ListsTask | PartsTask


def list_rows(number: int, found: ListContents) -> list[ListRow]:
    """What list `number` holds, row by row."""
    rows = [ListRow(number, shown=shown) for shown in found.shown]
    rows += [ListRow(number, beside=beside) for beside in found.beside[:MAX_SHOWN]]
    rows += [ListRow(number, sent=sent[:MAX_NAME]) for sent in found.sent[:MAX_SHOWN]]
    rows += [ListRow(number, name=name[:MAX_NAME]) for name in found.names]
    rows += [ListRow(number, fact=(key[:MAX_NAME], value[:MAX_URL])) for key, value in found.facts.items()]
    rows += [ListRow(number, aside=(name[:MAX_NAME], reason)) for name, reason in found.aside.items()]
    if found.over or found.private or found.broken:
        rows.append(ListRow(number, over=found.over, private=found.private, broken=found.broken))
    return rows


def part_rows(parts: Parts) -> list[PartRow]:
    """What a saved page's file holds, row by row."""
    rows = [PartRow(page=page) for page in parts.pages]
    rows += [PartRow(picture=picture) for picture in parts.pictures[:MAX_PARTS]]
    rows += [PartRow(named=url) for url in parts.named[:MAX_PARTS] if len(url) <= MAX_URL]
    rows += [PartRow(folder=name) for name in parts.folders if len(name) <= MAX_NAME]
    return rows
