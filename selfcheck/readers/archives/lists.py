"""What the kinds of archives share: the values they hand out, and careful ways to read lists of posts. Pure.

A list comes from outside. What does not have the form that is expected is passed over, never an error.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from selfcheck.model import Role

MAX_SHOWN: Final = 20_000
"""Media of one archive that are kept in mind; the rest are counted."""
NEVER: Final = re.compile(r"(?!)")
_LONGEST_TEXT: Final = 2_000
_LONGEST_NAME: Final = 1_000
_LONGEST_CAPTION: Final = 400
_MOST_TAGS: Final = 20
_MOST_NAMES: Final = 100


@dataclass(frozen=True, slots=True)
class ListedMedia:
    """One picture or video as the archive lists it.

    `name` is its name in the archive as the list writes it, `link` its web address where there is only that. `public`
    is the archive's own word: True for everyone, False for fewer, None where it does not say. `posted` is ISO 8601.
    """

    name: str = ""
    link: str = ""
    caption: str = ""
    posted: str = ""
    tags: tuple[str, ...] = ()
    placed: bool = False
    role: Role = Role.POST
    public: bool | None = None
    found_in: str = ""
    video: bool = False
    by_account: bool = False
    """Whether the word on the whole account, which another list holds, is the word on this one."""


@dataclass(slots=True)
class ListContents:
    """What one list holds, as the worker hands it on; or what all lists of an archive hold together."""

    shown: list[ListedMedia] = field(default_factory=list)
    over: int = 0
    private: int = 0
    """Chats and lists of messages that were passed over."""
    names: list[str] = field(default_factory=list)
    """What the archive calls its person: name and handle."""
    facts: dict[str, str] = field(default_factory=dict)
    """What one list says and another needs, within one kind."""
    beside: list[ListedMedia] = field(default_factory=list)
    """What a file beside a picture says of it; `name` is that file's, without its ending."""
    sent: list[str] = field(default_factory=list)
    """Names of pictures that the text of a chat names as sent in it."""
    aside: dict[str, str] = field(default_factory=dict)
    """Names of pictures that a list calls someone else's ("others") or sent to one person ("unlisted")."""
    broken: bool = False
    """Whether the list could not be read to its end. What came before is there."""

    def add(self, shown: ListedMedia) -> None:
        """Take in one medium, if it names anything."""
        if not (shown.name or shown.link):
            return
        if len(self.shown) >= MAX_SHOWN:
            self.over += 1
            return
        self.shown.append(within_bounds(shown))

    def call(self, *names: object) -> None:
        """Note what the person is called."""
        new = [name[:200] for name in names if isinstance(name, str) and name.strip()]
        self.names += [name for name in new if name not in self.names][: _MOST_NAMES - len(self.names)]

    def join(self, more: ListContents) -> None:
        """Take in what another list holds."""
        room = MAX_SHOWN - len(self.shown)
        self.shown += more.shown[:room]
        self.over += more.over + max(0, len(more.shown) - room)
        self.private += more.private
        self.call(*more.names)
        self.facts.update(more.facts)
        self.beside += more.beside
        self.sent += more.sent
        for name, reason in more.aside.items():
            self.put_aside(name, reason)

    def put_aside(self, name: str, reason: str) -> None:
        """Note a picture that is not looked at, and why: "others" or "unlisted"."""
        if name and len(name) <= _LONGEST_NAME and len(self.aside) < MAX_SHOWN:
            self.aside[name] = reason


def within_bounds(shown: ListedMedia) -> ListedMedia:
    """The same with every text cut to what is ever shown of it."""
    return replace(
        shown,
        name=shown.name if len(shown.name) <= _LONGEST_NAME else "",
        link=shown.link if len(shown.link) <= 2 * _LONGEST_TEXT else "",
        caption=shown.caption[:_LONGEST_CAPTION],
        posted=shown.posted[:40],
        tags=tuple(tag[:100] for tag in shown.tags[:_MOST_TAGS]),
        found_in=shown.found_in[:200],
    )


def pattern(expression: str) -> re.Pattern[str]:
    """A pattern for names of members, small or capital letters."""
    return re.compile(expression, re.IGNORECASE)


def _nothing(found: ListContents, names: Collection[str]) -> None:
    """Nothing is left to do once all lists are read."""


@dataclass(frozen=True, slots=True)
class DownloadFormat:
    """A kind of archive. Patterns are searched in "/" + the member's name, so they fit at any depth.

    They are made with `pattern`, since some systems write all names in capitals.
    """

    id: str
    name: str
    platform: str
    """Id of the guidance file whose steps fit."""
    marks: re.Pattern[str]
    """A member that is only in this kind. The download lies in the folder before it, or in the one named "root"."""
    lists: re.Pattern[str]
    """Members that are read as lists."""
    read: Callable[[str, bytes, ListContents], None]
    settle: Callable[[ListContents, Collection[str]], None] = _nothing
    """Called once with all members' names, after the last list."""
    private: re.Pattern[str] = NEVER
    """Members that belong to messages between people. Pictures there are never looked at."""
    chats: re.Pattern[str] = NEVER
    """Members that are the text of one chat, wherever they lie. They make no download of what is around them."""
    extras: re.Pattern[str] = NEVER
    """Pictures that the service put in by itself: small copies, stickers, the signs of its own pages."""
    message_folders: re.Pattern[str] = NEVER
    """Folders for what was sent in messages, which no other service uses for anything else."""
    sent_names: re.Pattern[str] = NEVER
    """Names that a messenger gives to files that were sent, from their first letter."""
    chat_folders: re.Pattern[str] = NEVER
    """Names of folders that hold one chat."""
    holds: str = ""
    """The last three are rows of docs/imports.md: what is read,"""
    audience: str = ""
    """what says who could see it,"""
    certainty: str = ""
    """and how surely the form of the download is known."""


Json = bytes | memoryview | msgspec.Raw
"""JSON that is not read yet."""


def is_json(data: Json) -> bool:
    """Whether this is JSON from its first sign to its last. No values are made."""
    try:
        msgspec.json.decode(data, type=msgspec.Raw)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return False
    return True


def decoded(data: Json) -> Any:
    """JSON as values; None for what is none."""
    try:
        return msgspec.json.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None


def pieces(data: Json) -> Iterator[tuple[str, Any]]:
    """The parts of a large JSON text one after the other, so that only one is in memory as values.

    Parts of a list come with "" as key, values of an object with their key; a list in an object part by part.
    """
    for key, raw in _raw_parts(data):
        inner = _raw_list(raw) if key else None
        for part in [raw] if inner is None else inner:
            yield key, decoded(part)


def raw_parts(data: Json, key: str) -> list[msgspec.Raw]:
    """The parts of the list at `key` of a JSON object, not read yet."""
    return next((inner for name, raw in _raw_parts(data) if name == key and (inner := _raw_list(raw))), [])


def raw_object(data: Json) -> dict[str, msgspec.Raw]:
    """The values of a JSON object, not read yet; empty for anything else."""
    try:
        return msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return {}


def _raw_parts(data: Json) -> list[tuple[str, msgspec.Raw]]:
    inner = _raw_list(data)
    return list(raw_object(data).items()) if inner is None else [("", part) for part in inner]


def _raw_list(data: Json) -> list[msgspec.Raw] | None:
    try:
        return msgspec.json.decode(data, type=list[msgspec.Raw])
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None


def rows(data: bytes) -> Iterator[dict[str, str]]:
    """The rows of a CSV list with a header line, keys in lower case. Lines of notes before the header are skipped.

    Raises `csv.Error` where it can be read no further.
    """
    text = data.decode("utf-8-sig", "replace")
    if text.startswith("Notes:"):  # LinkedIn writes some sentences first
        text = text.partition("\n\n")[2]
    csv.field_size_limit(1_000_000)
    for row in csv.DictReader(io.StringIO(text)):
        yield {str(key).strip().lower(): value for key, value in row.items() if isinstance(value, str)}


def mapping(value: Any) -> Mapping[str, Any]:
    """A JSON object, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """A JSON list, or an empty one for anything else."""
    return value if isinstance(value, list) else []


def text(value: Any) -> str:
    """A JSON string within a sane length, or "" for anything else."""
    return value[:_LONGEST_TEXT] if isinstance(value, str) else ""


def strings(values: Iterable[Any]) -> tuple[str, ...]:
    """Those of `values` that are texts, each once."""
    return tuple(dict.fromkeys(value[:200] for value in values if isinstance(value, str) and value.strip()))[:50]


def repaired(value: str) -> str:
    """Text whose UTF-8 bytes were written as Latin-1 characters (Meta's JSON), as it was meant."""
    if value.isascii():
        return value
    try:
        return value.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return value


def moment(seconds: Any) -> str:
    """A Unix time in seconds, or as a text of digits, as ISO 8601; "" for anything else."""
    if isinstance(seconds, str) and re.fullmatch(r"\d{9,11}", seconds):
        seconds = int(seconds)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds < 1e11:
        return ""
    return datetime.fromtimestamp(int(seconds), UTC).isoformat()


_FORMS: Final = (
    "%a %b %d %H:%M:%S %z %Y",  # X
    "%Y-%m-%d %H:%M:%S UTC",
    "%Y-%m-%d %H:%M:%S",
    "%b %d, %Y, %I:%M %p",
    "%b %d, %Y %I:%M %p",
    "%b %d, %Y %I:%M:%S %p",
    "%B %d, %Y at %I:%M %p",
    "%d %B %Y at %H:%M",
    "%d %b %Y, %H:%M",
    "%B %d %Y %I:%M%p",
)
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d{3})")  # also in 20210812T150000Z
_KOREAN: Final = re.compile(r"(\d{4})년\s*(\d{1,2})월\s*(\d{1,2})일")


def when(value: Any) -> str:
    """A date as archives write it (ISO, English, Korean) as ISO 8601; "" for anything else.

    A form without a time zone gives the day alone: which zone was meant is not known.
    """
    written = re.sub(r"\s+", " ", text(value)[:80]).strip()
    if not _YEAR.search(written):  # nearly all that is asked: the words of a page, one by one
        return ""
    if korean := _KOREAN.search(written):
        year, month, day = map(int, korean.groups())
        return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""
    try:
        stamp = datetime.fromisoformat(written)
        return stamp.astimezone(UTC).replace(microsecond=0).isoformat() if stamp.tzinfo else stamp.date().isoformat()
    except (ValueError, OverflowError):
        pass
    english = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b,?", "", written)
    for form in _FORMS:
        try:
            stamp = datetime.strptime(english, form)
        except ValueError:
            continue
        if form.endswith("UTC"):
            stamp = stamp.replace(tzinfo=UTC)
        return stamp.astimezone(UTC).isoformat() if stamp.tzinfo else stamp.date().isoformat()
    return ""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of an HTML list with its classes and attributes, and the text that follows it."""

    name: str
    classes: frozenset[str]
    attributes: Mapping[str, str]
    text: str


_LONGEST_TAG: Final = 40_000  # bytes, with the text after it
_ATTRIBUTE: Final = re.compile(r"""([\w:-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def tags_of(data: bytes) -> Iterator[Tag]:
    """The tags of an HTML list that a program wrote, in order. Takes time in proportion to its length, whatever it is.

    Closing tags come with a "/" before their name. This is no reader of pages: those are of many makers.
    """
    hidden = False
    for part in _between_signs(data):
        tag, _, after = part.partition(">")
        name = re.match(r"/?[a-zA-Z0-9]{0,20}", tag)
        kind = name[0].lower() if name else ""
        if kind in {"script", "style", "/script", "/style"}:
            hidden = not kind.startswith("/")
            continue
        if hidden or not kind:
            continue
        attributes = {
            found[1].lower(): html.unescape(found[2] if found[2] is not None else found[3])[:_LONGEST_TEXT]
            for found in _ATTRIBUTE.finditer(tag[:20_000])
        }
        classes = frozenset(attributes.get("class", "").split())
        yield Tag(kind, classes, attributes, html.unescape(after[:_LONGEST_TEXT]).strip())


def _between_signs(data: bytes) -> Iterator[str]:
    """What stands between one "<" and the next, one by one: a long list is never in memory twice."""
    at = data.find(b"<")
    while at >= 0:
        end = data.find(b"<", at + 1)
        yield data[at + 1 : min(end if end >= 0 else len(data), at + _LONGEST_TAG)].decode("utf-8", "replace")
        at = end


def plain_text(markup: Any) -> str:
    """The words of a piece of HTML, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", text(markup))).split())
