"""`Report` and its parts: also the public JSON report (docs/report.md), where a field's name here is its name there.

It holds facts: codes, numbers, names and addresses. Sentences are made where it is drawn (output/wording), in the
language of that moment. Times are UTC, bytes are bytes, scores run from 0 to 1, pixels are those of the stored photo,
upright.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from selfcheck.model.enums import (
    ChangeKind,
    ChangeReason,
    Embedded,
    FindingKind,
    Mark,
    Note,
    Origin,
    Outcome,
    PhotoMark,
    Purpose,
    Role,
    Share,
    SignalKind,
    State,
    Variant,
)
from selfcheck.model.readings import Face

REPORT_VERSION: Final = 2
"""Version of the JSON report. It rises when a field changes its meaning or goes; a new field does not raise it."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where a photo is shown."""

    page: str
    role: Role
    found_in: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class PageNote:
    """What else a platform tells of a profile. `about` has the addresses that a note names, where it names any."""

    kind: Note
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the check and what came of it."""

    address: str
    platform: str
    outcome: Outcome
    origin: Origin = Origin.WEB
    title: str = ""
    final_address: str = ""
    photos: int = 0
    notes: tuple[PageNote, ...] = ()
    more_there: bool = False
    """Whether the platform has more of this profile than the newest posts that were asked for."""


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
    origin: Origin = Origin.WEB
    embedded: tuple[Embedded, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    same_picture: tuple[str, ...] = ()
    """Addresses of the other photos of this check that show the same picture."""
    public: bool | None = None
    """Whether everyone may see it, by the word of the data download it came in; None where that says nothing."""
    posted: str = ""
    """When it was posted by that word: ISO 8601, a day or a moment. "" where it says nothing."""
    placed: bool = False
    """Whether the data download says that a place belongs to the post. Never which."""
    mark: PhotoMark | None = None
    """The person's own word. `state` and `faces` follow it; `reason` stays what the detector came to."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason to act on one photo. `measure` is in the unit its sentence names (pixels, a count)."""

    kind: FindingKind
    photo: str
    measure: float | None = None
    otherwise: bool = False
    """Whether the measure is of the kind's other sort: the height of a box for want of eyes, one page for several."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What one page, or a host of its pictures, says to programs that collect.

    `about` is the page's address, or the host. `count` of `total` crawlers may fetch, or pictures are meant, by kind.
    `details` are the words that ask, or the crawlers asked to stay away; `may_fetch` are the other crawlers.
    """

    kind: SignalKind
    about: str
    of_pictures: bool
    variant: Variant
    count: int = 0
    total: int = 0
    details: tuple[str, ...] = ()
    may_fetch: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A step in this person's checklist, by the ids under which the guidance holds its words."""

    step: str
    platform: str
    mark: Mark = Mark.TODO
    marked_on: str = ""
    """The day on which the person gave it this mark, as 2026-01-31; "" where it is not known."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One request as it went over the wire, or did not come to it (then `bytes_out` is 0)."""

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
    tls: str = ""
    """The version of TLS that protected it, as "TLSv1.3"; "" without."""
    proxy: str = ""
    """The proxy it went through, as "127.0.0.1:9050"; "" without. `ip` is empty then: the proxy alone knows it."""
    looked_up: bool = False
    """Whether the system was asked for the numbers of its host, and so perhaps a name server."""
    tried: tuple[str, ...] = ()
    """Numbers that were tried before `ip`, or instead, and gave no connection."""

    @property
    def left(self) -> bool:
        """Whether anything left this computer for it: a request, or what comes before one."""
        anything = self.bytes_out or self.ip or self.proxy or self.tried or self.looked_up
        return bool(anything) and not self.bundled


@dataclass(frozen=True, slots=True)
class Limit:
    """Something this check did not or cannot tell. Its sentence is in the guidance, by `id`."""

    id: str
    count: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of selfcheck's own that cost parts of the check. Never what the error says: that may hold an address."""

    kind: str
    """The class of the error, as "ZeroDivisionError"."""
    place: str
    """Where in selfcheck it was, as "page.py:12"."""
    count: int
    """How many parts of the check it cost."""


@dataclass(frozen=True, slots=True)
class Number:
    """One count of a report of which only numbers are told. The kinds are listed in redact.py."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one photo since the check that was saved before.

    `photo` is its address now, or the one it had where it is no longer there. `faces` counts those found on it,
    `first_seen` and `last_seen` are days, as 2026-01-31. `reason` is None where only the kind is known.
    """

    kind: ChangeKind
    photo: str
    page: str
    role: Role
    faces: int
    first_seen: str
    last_seen: str
    reason: ChangeReason | None = None
    page_gone: bool = False
    """Whether the site says that there is no page any more where the photo was."""
    pages_now: int = 0
    pages_before: int = 0
    """On how many of its earlier pages it still is, where it left some of them."""
    mark: PhotoMark | None = None


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """One saved check as a row of the course over time. All are counts.

    `photos` are those seen on the pages, `faces` those of them with a face, as the detector saw them: the person's
    marks change neither, so that the course shows what changed on the pages. The four after them are counted against
    the check before. `steps_done` are those that were marked as done by then.
    """

    made_at: str
    pages: int
    opened: int
    photos: int
    faces: int
    new: int
    gone: int
    still_served: int
    cannot_tell: int
    steps_done: int


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
    signals: tuple[Signal, ...] = ()
    compared_with: str = ""
    """When the saved check was made that `changes` speak of; "" where there was none to compare with."""
    changes: tuple[Change, ...] = ()
    course: tuple[CoursePoint, ...] = ()
    """The saved checks and this one, the oldest first."""
    share: Share = Share.FULL
    """How much of it is told. Below full, addresses and outside words are replaced (redact.py)."""
    numbers: tuple[Number, ...] = ()
    """What is told in place of pages, photos and steps where `share` is numbers; else empty."""
    faults: tuple[Fault, ...] = ()
    """Faults of selfcheck's own, each once. What they cost could not be checked."""
