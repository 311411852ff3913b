"""What is gathered of a page beside its photos: title, names, what it asks of programs, links, signs of a wall."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

from selfcheck.model import PageLinks
from selfcheck.readers.pages.same_site import same_site
from selfcheck.readers.pages.selectors import MAX_WORDS
from selfcheck.readers.pages.sites import PERSONAL_WEBSITE, KnownSites

MAX_NAMES: Final = 10
MAX_ASKS: Final = 50
_MAX_ASK: Final = 60
MAX_SHEETS: Final = 10
MAX_FRAMES: Final = 5
MAX_FEEDS: Final = 2
_MAX_NOTED: Final = 500
"""Links of a kind looked at before those of other sites are left out."""
_AFTER: Final = re.compile(r"/(?:@|(?:u|user|users|in|people)/@?)([^/?#]+)")
_HANDLE: Final = re.compile(r"[^\W\d_][\w.-]{2,79}")


@dataclass(slots=True)
class Notes:
    """Grows while a page is walked. Everything in it is bounded."""

    title: str = ""
    words: int = 0
    scripts: int = 0
    password_field: bool = False
    captcha_field: bool = False
    asks: list[str] = field(default_factory=list)
    mining_reserved: bool | None = None
    names: list[str] = field(default_factory=list)
    profile: dict[str, str] = field(default_factory=dict)
    """Open Graph's words on a person: type, title, first and last name."""
    sheets: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    styles: list[tuple[str, str]] = field(default_factory=list)
    """Texts of style elements with where they stand; read when the whole page is known."""
    tags: set[str] = field(default_factory=set)
    classes: set[tuple[str, str]] = field(default_factory=set)
    """Tag name and class attribute as written."""
    ids: set[tuple[str, str]] = field(default_factory=set)

    def name(self, *texts: str) -> None:
        """Take down names of the page's person."""
        for text in texts:
            text = " ".join(text[:400].split())
            if 2 <= len(text) <= 80 and text not in self.names and len(self.names) < 3 * MAX_NAMES:
                self.names.append(text)

    def ask(self, agent: str, content: str) -> None:
        """Take down what a meta tag asks of programs."""
        for word in content[:5000].lower().split(","):
            text = f"{agent}: {' '.join(word.split())}"[:_MAX_ASK]
            if word.strip() and text not in self.asks and len(self.asks) < MAX_ASKS:
                self.asks.append(text)

    def link(self, kind: list[str], url: str | None) -> None:
        """Take down an absolute address; `kind` is `sheets`, `frames` or `feeds`."""
        if url and len(kind) < _MAX_NOTED:
            kind.append(url)

    @property
    def words_whole(self) -> bool:
        """Whether every tag name, class and id was remembered."""
        return len(self.classes) < MAX_WORDS and len(self.ids) < MAX_WORDS and len(self.tags) < MAX_WORDS


def links_of(notes: Notes, page_url: str) -> PageLinks:
    """The links that lead to the page's own site, each once, the page itself left out."""

    def own(urls: Iterable[str], most: int) -> tuple[str, ...]:
        kept = (url for url in dict.fromkeys(urls) if url != page_url and same_site(url, page_url))
        return tuple(kept)[:most]

    return PageLinks(own(notes.sheets, MAX_SHEETS), own(notes.frames, MAX_FRAMES), own(notes.feeds, MAX_FEEDS))


def names_of(notes: Notes, page_url: str, sites: KnownSites) -> tuple[str, ...]:
    """What the page calls its person: as declared, then the handle in the page's own address."""
    first, last = notes.profile.get("profile:first_name", ""), notes.profile.get("profile:last_name", "")
    if first and last:
        notes.name(f"{first} {last}")
    if notes.profile.get("og:type", "").strip().lower() == "profile":
        notes.name(notes.profile.get("og:title", ""))
    names = notes.names[:MAX_NAMES]
    handle = handle_in(page_url, sites)
    if handle and handle not in names:
        names = [*names[: MAX_NAMES - 1], handle]
    return tuple(names)


def handle_in(page_url: str, sites: KnownSites) -> str:
    """The handle in a profile's address: after /@, /user/ and the like, or alone in the path on sites known for it."""
    try:
        parts = urlsplit(page_url)
    except ValueError:
        return ""
    after = _AFTER.match(parts.path)
    if after:
        handle = unquote(after[1])
    else:
        segments = [part for part in parts.path.split("/") if part]
        if len(segments) != 1 or sites.platform_of(parts.hostname or "") == PERSONAL_WEBSITE:
            return ""
        handle = unquote(segments[0]).removeprefix("@")
    return handle if _HANDLE.fullmatch(handle) and not handle.endswith((".html", ".php", ".htm")) else ""


_CARDS: Final = frozenset(
    {"og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "thumbnail", "image"}
)
_LIKE_A_CARD: Final = re.compile(
    r"(?:[\w-]+[:._-])*?(?:image|thumbnail|photo)(?:[:._-](?:src|url|secure_url|full|thumb))?\d?(?:[:._-](?:src|url|full))?"
)
_OF_A_CARD: Final = re.compile(r"(?:og|twitter):(?:image\d?:|image:src:)(width|height|alt)")


def card_name(name: str) -> bool:
    """Whether a meta tag of this name holds a picture: og:image and twitter:image and everything named like them."""
    if name in _CARDS:
        return True
    return (
        len(name) < 60
        and ("image" in name or "thumbnail" in name or "photo" in name)
        and bool(_LIKE_A_CARD.fullmatch(name))
    )


def card_detail(name: str) -> str:
    """ "width", "height" or "alt", where a meta tag tells that of the picture before it, else ""."""
    match = _OF_A_CARD.fullmatch(name)
    return match[1] if match else ""
