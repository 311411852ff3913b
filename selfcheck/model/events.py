"""What a check tells while it runs: frozen events, for any shell to draw."""

from __future__ import annotations

from dataclasses import dataclass, field

from selfcheck.model import HostSays, LedgerEntry, Page, PageSaid, Photo, Preview, Report, Sighting, Unreported


@dataclass(frozen=True, slots=True)
class CheckStarted:
    """The pages that will be asked for, in order, as (address, platform id)."""

    pages: tuple[tuple[str, str], ...]
    engine: str


@dataclass(frozen=True, slots=True)
class WallMissing:
    """A wall around the worker is missing on this computer. Told before anything is asked for or opened."""


@dataclass(frozen=True, slots=True)
class PageStarted:
    """A page is being asked for."""

    address: str


@dataclass(frozen=True, slots=True)
class PageDone:
    """What came of a page. `over_limit` counts photos beyond the limit a page; `cut`: tags were left unread.

    `left_out` counts what a file that was handed in holds and was not looked at, by reason. The last word counts.
    """

    page: Page
    over_limit: int = 0
    said: PageSaid = field(default_factory=PageSaid)
    cut: bool = False
    left_out: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PageWentFurther:
    """More was asked of a page's profile, or was not although the person wished it: the page as it stands now."""

    page: Page
    over_limit: int = 0


@dataclass(frozen=True, slots=True)
class PhotosFound:
    """How many photos are known so far; it only grows."""

    total: int


@dataclass(frozen=True, slots=True)
class PhotoDone:
    """What came of a photo. `preview` and `unreported` are for this sitting alone and are never saved."""

    photo: Photo
    preview: Preview | None
    unreported: Unreported = field(default_factory=Unreported)


@dataclass(frozen=True, slots=True)
class PhotoSeenAgain:
    """A photo already known stands in one more place, or is named by more addresses."""

    url: str
    sighting: Sighting
    other_urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HostNamed:
    """Something of the pages is on this host, which is of another site. Told before anything is asked of it."""

    host: str


@dataclass(frozen=True, slots=True)
class HostHeard:
    """What a host tells crawlers is known."""

    says: HostSays


@dataclass(frozen=True, slots=True)
class MembersSeen:
    """How many files a download, an archive or a folder was found to hold so far; it only grows."""

    count: int


@dataclass(frozen=True, slots=True)
class ListsRead:
    """How many of the lists of a download are read."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class FileAsked:
    """Whether the file of a photo that left its page still answers is known for so many of all of them."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Requested:
    """A request was made, or refused."""

    entry: LedgerEntry


@dataclass(frozen=True, slots=True)
class PartFailed:
    """A fault of selfcheck's own cost one part of the check, which goes on. `kind` and `place` are as of `Fault`."""

    kind: str
    place: str


@dataclass(frozen=True, slots=True)
class CheckDone:
    """The check is over; everything it found."""

    report: Report


Event = (
    CheckStarted
    | WallMissing
    | PageStarted
    | PageDone
    | PageWentFurther
    | PhotosFound
    | PhotoDone
    | PhotoSeenAgain
    | HostNamed
    | HostHeard
    | MembersSeen
    | ListsRead
    | FileAsked
    | Requested
    | PartFailed
    | CheckDone
)
