"""One pass over a page, tag by tag: no tree is built. What is open around a tag is all that its readers may ask.

lxml's parser calls `start`, `data` and `end` as it goes. https://lxml.de/parsing.html#the-target-parser-interface
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from lxml import etree

from selfcheck.model import Role
from selfcheck.readers.pages.found import PictureSet, PictureSighting
from selfcheck.readers.pages.page import Notes

_CHUNK: Final = 32_768
_DEEP: Final = 400
"""Elements open at once from which on stray end tags are taken out: the parser looks for each through all of them."""
_NAME: Final = re.compile(rb"[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>]|$)")
_MAX_TEXTS: Final = 6
_MAX_PARTS: Final = 400
_MAX_WORDS: Final = 1000
_MAX_NAMES: Final = 20_000
SRCDOC: Final = "iframe srcdoc: "
ESCAPED: Final = "noscript "
MAX_CAPTION: Final = 300

Reader = Callable[["Walk", str, Mapping[str, str]], None]


@dataclass(slots=True)
class Link:
    """An open link straight to a picture file. Around exactly one img it is that photo's full size."""

    href: str
    held: tuple[list[str], Role, str, str] | None = None
    many: bool = False


@dataclass(slots=True)
class Figure:
    """An open figure: its pictures, and its caption, which may stand before or after them."""

    photos: list[PictureSighting] = field(default_factory=list)
    caption: str = ""


@dataclass(slots=True)
class Card:
    """An open h-card: its pictures, and whether it says itself which one is the person's."""

    photos: list[PictureSighting] = field(default_factory=list)
    told: bool = False
    named: bool = False


class Walk:
    """The state of one pass; the parser's target. `readers` by tag name, `any_readers` by attribute name."""

    def __init__(
        self,
        found: PictureSet,
        notes: Notes,
        max_tags: int,
        readers: Mapping[str, Reader],
        any_readers: Mapping[str, Reader],
        lazy_reader: Callable[[Walk, str, Mapping[str, str], str], None],
    ) -> None:
        self.found = found
        self.notes = notes
        self.tags = 0
        self.cut = False
        self.stack: list[tuple[str, Mapping[str, str]]] = []
        """Name and attributes of what is open; the innermost last."""
        self.closers: list[tuple[int, Callable[[], None]]] = []
        self.texts: list[list[str]] = []
        """Texts being gathered: captions, names."""
        self.raw: list[str] | None = None
        """The text of the open script, style or title."""
        self.noscript = self.svg = 0
        self.pictures: list[tuple[int, list[Mapping[str, str]]]] = []
        """Open picture elements: how deep each stands, and its sources."""
        self.links: list[Link] = []
        self.figures: list[Figure] = []
        self.cards: list[Card] = []
        self.inside: list[tuple[str, str]] = []
        """Pages and pieces written out inside this page: `SRCDOC` or `ESCAPED`, and the text."""
        self.state_read = 0
        self.based = False
        self.card_image: PictureSighting | None = None
        self._max_tags = max_tags
        self._readers = readers
        self._any_readers = any_readers
        self._lazy_reader = lazy_reader
        self._names = notes.tags
        self._open: dict[str, int] | None = None

    def start(self, tag: str, attrs: Mapping[str, str]) -> None:
        """A start tag. Called by the parser."""
        self.tags += 1
        if self.tags > self._max_tags:
            self.cut = True
            return
        if self._open is not None:
            self._open[tag] = self._open.get(tag, 0) + 1
        self.stack.append((tag, attrs))
        reader = self._readers.get(tag)
        if reader is not None:
            reader(self, tag, attrs)
        if tag not in self._names and len(self._names) < _MAX_NAMES:
            self._names.add(tag)
        any_readers = self._any_readers
        for name in attrs:
            if name in any_readers:
                any_readers[name](self, tag, attrs)
            elif name[:5] == "data-":
                self._lazy_reader(self, tag, attrs, name)

    def end(self, tag: str) -> None:
        """An end tag, written or implied. Called by the parser."""
        if self.cut:
            return
        if self._open is not None:
            self._open[tag] = self._open.get(tag, 0) - 1
        closers = self.closers
        while closers and closers[-1][0] >= len(self.stack):
            closers.pop()[1]()
        if self.stack:
            self.stack.pop()

    def data(self, text: str) -> None:
        """Text between tags. Called by the parser."""
        if self.raw is not None:
            self.raw.append(text)
            return
        for parts in self.texts:
            if len(parts) < _MAX_PARTS:
                parts.append(text)
        if not self.noscript and self.notes.words < _MAX_WORDS:  # no browser with scripts shows what is in there
            self.notes.words += len(text.split())

    def close(self) -> None:
        """The end of the page: what is still open is settled. Called by the parser."""
        while self.closers:
            self.closers.pop()[1]()

    def at_end(self, closer: Callable[[], None]) -> None:
        """Call this when the element that has just been opened ends."""
        self.closers.append((len(self.stack), closer))

    def gather_text(self, then: Callable[[str], None]) -> None:
        """Give the text of the element that has just been opened to `then` when it ends. A few at a time."""
        if len(self.texts) >= _MAX_TEXTS:
            self.at_end(lambda: then(""))
            return
        parts: list[str] = []
        self.texts.append(parts)

        def done() -> None:
            self.texts[:] = [other for other in self.texts if other is not parts]
            then(" ".join("".join(parts)[:4000].split()))

        self.at_end(done)

    def gather_raw(self, then: Callable[[str], None]) -> None:
        """Give the whole text of the script, style or title that has just been opened to `then` when it ends."""
        if self.raw is not None:
            return
        self.raw = []

        def done() -> None:
            text, self.raw = "".join(self.raw or ()), None
            then(text)

        self.at_end(done)

    def around(self) -> str:
        """Class and id of the two elements around the one that has just been opened, as hints of a role."""
        stack = self.stack
        index = self.pictures[-1][0] if self.pictures else len(stack) - 1
        hints = ""
        for _, attrs in stack[max(0, index - 2) : index]:
            if "class" in attrs:
                hints += " " + attrs["class"][:300]
            if "id" in attrs:
                hints += " " + attrs["id"][:300]
        return hints

    def add(self, urls: list[str], role: Role, place: str, alt: str, *, weak: bool = False) -> PictureSighting | None:
        """Add a photo shown here; what stands around it may say more of it later."""
        sighted = self.found.add(urls, role, place, alt, weak=weak)
        if sighted is not None:
            if role is not Role.ICON and sighted.urls[0][:5] != "data:":
                self.found.shown += 1
            if self.figures:
                self.figures[-1].photos.append(sighted)
            if self.cards and len(self.cards[-1].photos) < 3:
                self.cards[-1].photos.append(sighted)
        return sighted

    def feed(self, text: str) -> None:
        """Read a page, a piece at a time, until its end or until it has too many tags."""
        target = cast("Any", self)  # the stubs ask for a comment method and for bytes; neither is needed
        parser = etree.HTMLParser(target=target, recover=True, huge_tree=True, encoding="utf-8")
        page = text.encode("utf-8", "replace")
        for position in range(0, len(page), _CHUNK):
            piece = page[position : position + _CHUNK]
            if len(self.stack) > _DEEP:
                self._feed_deep(parser, piece)
            else:
                parser.feed(piece)
            if self.cut:
                break
        if page:
            parser.close()

    def _feed_deep(self, parser: etree.HTMLParser, piece: bytes) -> None:
        """Feed a piece without stray end tags: the parser looks for each through all that is open."""
        self._open = dict(Counter(tag for tag, _ in self.stack))
        first, *rest = piece.split(b"</")
        if first:
            parser.feed(first)
        for part in rest:
            name = _NAME.match(part)
            if self.raw is None and name and self._open.get(name[0].lower().decode("ascii"), 0) <= 0:
                part = part.partition(b">")[2]
            else:
                part = b"</" + part
            if part and not self.cut:
                parser.feed(part)
        self._open = None
