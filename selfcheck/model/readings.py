"""What one room hands another while a check runs. None of it is saved as it is.

Pixels always mean pixels of the photo at the size its site serves it, turned upright (EXIF orientation
applied), as a browser shows it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from selfcheck.model.enums import Consent, Embedded, Outcome, Role, State

PREVIEW_SIDE: Final = 160
"""Long side of a preview in pixels: two rows to a terminal line, so 160 fills a wide terminal."""


@dataclass(frozen=True, slots=True)
class ProfileAddress:
    """A page address in the one form it is asked for.

    `url` is absolute http(s) with the host in its ASCII form; `platform` is the id of a guidance file
    ("personal-website" where the site is not known); `typed` is what the person wrote.
    """

    url: str
    host: str
    platform: str
    typed: str


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page together with the word that it may be checked. Nothing else can be handed to a check."""

    address: ProfileAddress
    consent: Consent


MAX_OTHER_URLS: Final = 40
"""Further addresses of one photo: the largest ones. Image services make 31 sizes of one; a page can name thousands."""


@dataclass(frozen=True, slots=True)
class PhotoRef:
    """A photo as a page names it: the largest address it names, its other sizes, and where it stands."""

    url: str
    other_urls: tuple[str, ...]
    role: Role
    found_in: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Addresses of the page's own site that a browser or a scraper would ask for next, in the order of the page."""

    sheets: tuple[str, ...] = ()
    """Linked style sheets, those that other sheets import too."""
    frames: tuple[str, ...] = ()
    """Pages inside the page (iframe, frame)."""
    feeds: tuple[str, ...] = ()
    """RSS, Atom and JSON feeds the page names."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """The tag names, classes and ids on a page, lower case: which rules of a linked style sheet can match it."""

    tags: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    """A tag name with a class or an id of the same element: "ul.list", "div#top"."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a reader found in one page. `wall` is set when the page is a wall rather than what was asked for."""

    title: str
    photos: tuple[PhotoRef, ...]
    wall: Outcome | None = None
    over_limit: int = 0
    """How many photos beyond the limit were left out."""
    links: PageLinks = PageLinks()
    asks: tuple[str, ...] = ()
    """What the page asks of programs in meta tags, lower case, as "agent: word": "robots: noimageindex"."""
    mining_reserved: bool | None = None
    """Whether the page reserves text and data mining (TDMRep meta tag); None where it says nothing."""
    names: tuple[str, ...] = ()
    """What the page calls its person: names and handles it declares (JSON-LD Person, profile tags, h-card)."""
    cut: bool = False
    """Whether the page had more tags than are read."""
    words: PageWords | None = None
    """What linked style sheets are read with; None where none are linked, or where too many words could match."""


@dataclass(frozen=True, slots=True)
class PageSaid:
    """What a page asks of programs and calls its person; see `PageReading`, with its headers' words added."""

    asks: tuple[str, ...] = ()
    mining_reserved: bool | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HostSays:
    """What the host of some pages and pictures of a check tells crawlers.

    `allowed_pages` and `allowed_pictures` give for each crawler's token how many of them robots.txt lets it fetch;
    None where that could not be read. `mining` has the pages for which text and data mining is reserved, or is not.
    """

    host: str
    pages: int
    pictures: int
    allowed_pages: tuple[tuple[str, int], ...] | None = None
    allowed_pictures: tuple[tuple[str, int], ...] | None = None
    mining: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Unreported:
    """What a check knows of a photo and writes into no report. It leaves the memory with the check.

    `location` is latitude and longitude in degrees; `fingerprint` is the difference hash of the whole picture;
    `asks` are the words of the picture's own X-Robots-Tag header; `digest` is the SHA-256 of its file, hexadecimal,
    and `size` its bytes.
    """

    location: tuple[float, float] | None = None
    fingerprint: str = ""
    asks: tuple[str, ...] = ()
    digest: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Face:
    """A detected box in pixels of the photo. `eye_distance` in pixels and `frontal` (1 looks straight at the
    camera, 0 sideways) only where the engine gives eye and nose points; `score` only where it gives one."""

    x: int
    y: int
    width: int
    height: int
    score: float | None
    eye_distance: float | None = None
    frontal: float | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A small upright picture for the terminal: 8-bit RGB rows, len(rgb) == width * height * 3. Never saved."""

    width: int
    height: int
    rgb: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Examined:
    """What the worker says of one picture's bytes. `width` and `height` are 0 when it could not be opened."""

    state: State
    reason: Outcome
    width: int = 0
    height: int = 0
    faces: tuple[Face, ...] = ()
    unsure: tuple[Face, ...] = ()
    embedded: tuple[Embedded, ...] = ()
    location: tuple[float, float] | None = None
    """Latitude and longitude in degrees, where the file holds them. Shown when asked for; in no report."""
    fingerprint: str = ""
    """Difference hash of the whole picture as hexadecimal digits, "" for a flat one. Compared here; in no report."""
