"""What the rooms hand each other: frozen values and the words for them. Imports the standard library alone.

`Report` is also the public JSON report (docs/report.md): a field's name here is its name there.
Pixels always mean pixels of the photo at the size its site serves it, turned upright (EXIF orientation
applied), as a browser shows it. Times are UTC, bytes are bytes, scores run from 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

REPORT_VERSION: Final = 1
"""Version of the JSON report. It rises when a field changes its meaning or goes; a new field does not raise it."""


class Consent(StrEnum):
    """Why a page may be checked: the person's own word, given for each address."""

    MINE = "mine"
    WITH_OWNER = "with_owner"


class Outcome(StrEnum):
    """What came of asking for a page or a picture. Each has a plain sentence in guidance/en/outcomes.toml."""

    OPENED = "opened"
    # Walls: the site shows a stranger something else. Never counted as clean.
    LOGIN_WALL = "login_wall"
    CONSENT_WALL = "consent_wall"
    CAPTCHA_WALL = "captcha_wall"
    RATE_LIMITED = "rate_limited"
    FORBIDDEN = "forbidden"
    NEEDS_SCRIPT = "needs_script"
    # The site's other answers.
    NOT_FOUND = "not_found"
    SITE_ERROR = "site_error"
    ODD_ANSWER = "odd_answer"
    NOT_A_PAGE = "not_a_page"
    NOT_A_PICTURE = "not_a_picture"
    TOO_LARGE = "too_large"
    CUT_SHORT = "cut_short"
    ODD_ENCODING = "odd_encoding"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    # The way there.
    NO_NAME = "no_name"
    NO_CONNECTION = "no_connection"
    NOT_SECURE = "not_secure"
    TIMED_OUT = "timed_out"
    # Refused here, before anything was sent to the place.
    REFUSED_PRIVATE = "refused_private"
    REFUSED_PORT = "refused_port"
    REFUSED_SCHEME = "refused_scheme"
    REFUSED_LOGIN_IN_ADDRESS = "refused_login_in_address"
    REFUSED_DOWNGRADE = "refused_downgrade"
    REFUSED_ADDRESS = "refused_address"
    # What the worker said of the bytes.
    FORMAT_REFUSED = "format_refused"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"
    TOO_SMALL = "too_small"
    CHECKER_STOPPED = "checker_stopped"
    CHECKER_SLOW = "checker_slow"
    # Our own limits and the person's.
    OVER_LIMIT = "over_limit"
    SET_ASIDE = "set_aside"
    NOT_FETCHED = "not_fetched"
    STOPPED = "stopped"
    # A photo that was looked at.
    FACES = "faces"
    NONE_SEEN = "none_seen"
    UNSURE = "unsure"


WALLS: Final = frozenset(
    {
        Outcome.LOGIN_WALL,
        Outcome.CONSENT_WALL,
        Outcome.CAPTCHA_WALL,
        Outcome.RATE_LIMITED,
        Outcome.FORBIDDEN,
        Outcome.NEEDS_SCRIPT,
    }
)
"""Outcomes where a stranger's browser, or a scraper with an account, may be shown more than this check was."""

REFUSALS: Final = frozenset(outcome for outcome in Outcome if outcome.value.startswith("refused_"))
"""Outcomes decided here by policy; the place was not contacted."""


class State(StrEnum):
    """The four states of a photo. None seen is not the same as safe."""

    FACES = "faces"
    NONE_SEEN = "none_seen"
    UNSURE = "unsure"
    NOT_CHECKED = "not_checked"


class Role(StrEnum):
    """The part a picture plays on its page."""

    AVATAR = "avatar"
    COVER = "cover"
    POST = "post"
    GALLERY = "gallery"
    PREVIEW_CARD = "preview_card"
    FEED = "feed"
    BACKGROUND = "background"
    ICON = "icon"


class Embedded(StrEnum):
    """A kind of data left inside a picture file. Only the kind is kept, never the value."""

    LOCATION = "location"
    CAMERA = "camera"
    SERIAL_NUMBER = "serial_number"
    OWNER = "owner"
    TIME = "time"
    THUMBNAIL = "thumbnail"


class FindingKind(StrEnum):
    """One reason to act. Words and sources: guidance/en/findings.toml, rules: assess.py."""

    LARGE_FACE = "large_face"
    CLEAR_FACE = "clear_face"
    SHOWN_TO_EVERYONE = "shown_to_everyone"
    LOCATION_LEFT_IN = "location_left_in"
    DEVICE_LEFT_IN = "device_left_in"
    SEVERAL_SIZES = "several_sizes"


class Mark(StrEnum):
    """The person's word on an item of the checklist. Three equal answers, and none yet."""

    TODO = "todo"
    DONE = "done"
    NOT_FOR_ME = "not_for_me"
    LATER = "later"


class Purpose(StrEnum):
    """Why a request was made."""

    PAGE = "page"
    PICTURE = "picture"


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


@dataclass(frozen=True, slots=True)
class PhotoRef:
    """A photo as a page names it: the largest address it names, its other sizes, and where it stands."""

    url: str
    other_urls: tuple[str, ...]
    role: Role
    found_in: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a reader found in one page. `wall` is set when the page is a wall rather than what was asked for."""

    title: str
    photos: tuple[PhotoRef, ...]
    wall: Outcome | None = None
    over_limit: int = 0
    """How many photos beyond the limit were left out."""


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


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where a photo is shown."""

    page: str
    role: Role
    found_in: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the check and what came of it. `why` says the outcome in a sentence."""

    address: str
    platform: str
    outcome: Outcome
    why: str
    title: str = ""
    final_address: str = ""
    photos: int = 0


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture as the person thinks of it: one photo, however many sizes and places.

    `page`, `role`, `found_in` and `alt` are those of the most public sighting; `sightings` has all of them.
    """

    url: str
    other_urls: tuple[str, ...]
    page: str
    role: Role
    found_in: str
    alt: str
    width: int
    height: int
    state: State
    faces: tuple[Face, ...]
    unsure: tuple[Face, ...]
    reason: Outcome
    why: str
    embedded: tuple[Embedded, ...] = ()
    sightings: tuple[Sighting, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason to act on one photo. `measure` is in the unit the reason names (pixels, a count)."""

    kind: FindingKind
    photo: str
    reason: str
    measure: float | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A step in this person's checklist, with all a reader needs to do it and to judge it."""

    step: str
    platform: str
    platform_name: str
    title: str
    minutes: int
    impact: str
    effect: str
    does_not: str
    path_web: tuple[str, ...]
    path_mobile: tuple[str, ...]
    note: str
    url: str | None
    source: str | None
    checked: str
    confidence: str
    path_confidence: str
    mark: Mark = Mark.TODO


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One request as it went over the wire, or one that was refused before it did (then `bytes_out` is 0)."""

    number: int
    host: str
    ip: str
    purpose: Purpose
    url: str
    bytes_out: int
    bytes_in: int
    status: int
    outcome: Outcome
    bundled: bool = False
    """True in the demo: the answer came from this program's own files and nothing was sent."""


@dataclass(frozen=True, slots=True)
class Limit:
    """Something this check did not or cannot tell, in a sentence."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one check found. The JSON report is this value."""

    version: int
    made_at: str
    engine: str
    interrupted: bool
    pages: tuple[Page, ...]
    photos: tuple[Photo, ...]
    findings: tuple[Finding, ...]
    steps: tuple[Item, ...]
    ledger: tuple[LedgerEntry, ...]
    limits: tuple[Limit, ...]
