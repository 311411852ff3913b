"""Events -> report, at any moment. Shells and session gather the same way, so a stopped check loses nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from selfcheck.errors import ExitCode
from selfcheck.guidance.checklist import items_of
from selfcheck.guidance.crawler_signals import signals_of
from selfcheck.guidance.findings import findings_of, in_order, publicity
from selfcheck.guidance.model import Guidance
from selfcheck.guidance.plan import by_platform
from selfcheck.images.similarity import same_pictures
from selfcheck.model import (
    MAX_OTHER_URLS,
    REFUSALS,
    REPORT_VERSION,
    SEEN,
    Fault,
    HostSays,
    LedgerEntry,
    Limit,
    Origin,
    Outcome,
    Page,
    PageSaid,
    Photo,
    Preview,
    Report,
    Sighting,
    State,
    Unreported,
)
from selfcheck.model.counts import is_missed
from selfcheck.model.events import (
    CheckStarted,
    Event,
    HostHeard,
    PageDone,
    PageWentFurther,
    PartFailed,
    PhotoDone,
    PhotoSeenAgain,
    Requested,
    WallMissing,
)
from selfcheck.net.urls import is_import
from selfcheck.session.boundary import Boundary

LOST: Final = frozenset(
    {"encrypted", "odd_packing", "bomb", "broken", "cut_off", "too_many", "nested", "unopened"}
    | {"list_too_large", "list_broken", "list_slow", "list_stopped", "list_fault"}
)
"""Reasons for which part of a file that was handed in could not be looked at, and something may be missed."""


class ReportBuilder:
    """Everything a check has told so far."""

    def __init__(
        self, guidance: Guidance, *, previews: bool = True, hear: Callable[[LedgerEntry], object] | None = None
    ) -> None:
        """Without `previews` none is kept: where no screen shows them, a thousand are 50 MB of nothing.

        `hear` is told of each request.
        """
        self._hear = hear
        self._guidance = guidance
        self._keeps_previews = previews
        self._asked: tuple[tuple[str, str], ...] = ()
        self._engine = ""
        self._pages: dict[str, Page] = {}
        self._photos: dict[str, Photo] = {}
        self._ledger: list[LedgerEntry] = []
        self._said: dict[str, PageSaid] = {}
        self._hosts: dict[str, HostSays] = {}
        self._over_limit = 0
        self._cut = False
        self._faults: Counter[tuple[str, str]] = Counter()
        self._wall_missing = False
        self._left_out: dict[str, dict[str, int]] = {}
        self.previews: dict[str, Preview] = {}
        """Previews by photo address, for the screen. They leave the memory with this object."""
        self.unreported: dict[str, Unreported] = {}
        """What is known of photos and stands in no report, by photo address. Leaves the memory in the same way."""

    def add(self, event: Event) -> None:
        """Take in one event."""
        match event:
            case CheckStarted(pages, engine):
                self._asked, self._engine = pages, engine
            case PageDone(page, over_limit, said, cut, left_out):
                self._pages[page.address] = page
                self._left_out[page.address] = dict(left_out)
                self._said[page.address] = said
                self._over_limit += over_limit
                self._cut |= cut
            case PageWentFurther(page, over_limit):
                self._pages[page.address] = page
                self._over_limit += over_limit
            case HostHeard(says):
                self._hosts[says.host] = says
            case PhotoDone(photo, preview, unreported):
                self._photos[photo.url] = photo
                self.unreported[photo.url] = unreported
                if preview is not None and self._keeps_previews:
                    self.previews[photo.url] = preview
            case PhotoSeenAgain(url, sighting, other_urls):
                if url in self._photos:
                    self._photos[url] = add_sighting(self._photos[url], sighting, other_urls)
            case PartFailed(kind, place):
                self._faults[kind, place] += 1
            case WallMissing():
                self._wall_missing = True
            case Requested(entry):
                self._ledger.append(entry)
                if self._hear is not None:
                    self._hear(entry)
            case _:
                pass

    @property
    def names(self) -> dict[str, tuple[str, ...]]:
        """What each page calls its person, by its address."""
        return {address: said.names for address, said in self._said.items()}

    def report(self, *, interrupted: bool = False) -> Report:
        """The report of what is known now. Pages not reached are told as stopped; what cannot be made, as a fault."""
        faults = Counter(self._faults)
        boundary = Boundary(lambda part: faults.update([(part.kind, part.place)]))
        pages = tuple(self._pages.get(address) or _stopped(address, platform) for address, platform in self._asked)
        photos = boundary.call(lambda: in_order(self._with_same_pictures()), tuple(self._photos.values()))
        asks = {url: unreported.asks for url, unreported in self.unreported.items()}
        told = Report(
            version=REPORT_VERSION,
            made_at=datetime.now(UTC).replace(microsecond=0).isoformat(),
            engine=self._engine,
            interrupted=interrupted,
            pages=pages,
            photos=photos,
            findings=boundary.call(lambda: findings_of(photos, self.names), ()),
            steps=items_of(pages, self._guidance),
            ledger=tuple(self._ledger),
            limits=(),
            signals=boundary.call(
                lambda: signals_of(pages, photos, self._said, self._hosts.values(), asks, self._guidance), ()
            ),
        )
        return replace(
            told,
            steps=boundary.call(lambda: by_platform(told, self._guidance), told.steps),
            limits=self._limits(pages, photos, faults.total(), interrupted=interrupted),
            faults=tuple(Fault(kind, place, count) for (kind, place), count in faults.items()),
        )

    def _with_same_pictures(self) -> list[Photo]:
        hashes = {url: unreported.fingerprint for url, unreported in self.unreported.items()}
        same = same_pictures(self._photos, hashes)
        return [replace(photo, same_picture=same.get(url, ())) for url, photo in self._photos.items()]

    def _limits(
        self, pages: tuple[Page, ...], photos: tuple[Photo, ...], faults: int, *, interrupted: bool
    ) -> tuple[Limit, ...]:
        imported = bool(pages) and all(page.origin is Origin.FILE for page in pages)
        in_folder = bool(photos) and all(photo.origin is Origin.FOLDER for photo in photos)
        closed = sum(page.outcome not in SEEN for page in pages)
        unchecked = sum(map(is_missed, photos))
        elsewhere = sum(photo.reason is Outcome.OTHER_SITE for photo in photos)
        late = sum(page.outcome is Outcome.NO_TIME for page in pages)
        missed = sum(photo.reason is Outcome.NO_TIME for photo in photos)
        left_out = [row for rows in self._left_out.values() for row in rows.items()]
        limits = (
            *((name != "one_look" or not imported, Limit(name)) for name in self._guidance.limits_always),
            (imported, Limit("own_folder" if in_folder else "own_file")),
            (closed, Limit("walls", closed, len(pages))),
            (unchecked, Limit("unchecked", unchecked)),
            (elsewhere, Limit("elsewhere", elsewhere)),
            (any(entry.proxy for entry in self._ledger), Limit("proxy")),
            (self._over_limit, Limit("over_limit")),
            *((True, Limit(reason, count)) for reason, count in left_out),
            (self._cut, Limit("cut")),
            (faults, Limit("faults", faults)),
            (late or missed, Limit("no_time", late, missed)),
            (self._wall_missing, Limit("sandbox")),
            (interrupted, Limit("interrupted")),
            (self._engine == "face-recognition", Limit("boxes_only")),
        )
        return tuple(limit for applies, limit in limits if applies)


def _stopped(address: str, platform: str) -> Page:
    return Page(address, platform, Outcome.STOPPED, Origin.FILE if is_import(address) else Origin.WEB)


def add_sighting(photo: Photo, sighting: Sighting, other_urls: Iterable[str]) -> Photo:
    """The photo with one more place, told by its most public one."""
    sightings = tuple(dict.fromkeys((*photo.sightings, sighting)))
    top = min(sightings, key=lambda place: publicity(place.role))
    others = tuple(url for url in dict.fromkeys((*photo.other_urls, *other_urls)) if url != photo.url)[:MAX_OTHER_URLS]
    alt = top.alt or next((place.alt for place in sightings if place.alt), "")
    return replace(
        photo, sightings=sightings, other_urls=others, page=top.page, role=top.role, found_in=top.found_in, alt=alt
    )


def exit_code(report: Report) -> ExitCode:
    """What the command line answers for a report; see docs/commands.md."""
    if report.interrupted:
        return ExitCode.INTERRUPTED
    if report.faults:
        return ExitCode.BUG
    opened = [page for page in report.pages if page.outcome in SEEN]
    looked_at = [photo for photo in report.photos if photo.state is not State.NOT_CHECKED]
    lost = any(limit.id in LOST for limit in report.limits)
    if not looked_at and (not opened or lost):
        refused = report.pages and all(page.outcome in REFUSALS for page in report.pages)
        return ExitCode.REFUSED if refused else ExitCode.NOTHING_SEEN
    whole = len(opened) == len(report.pages) and not any(map(is_missed, report.photos))
    left_out = any(limit.id == "over_limit" for limit in report.limits)
    return ExitCode.DONE if whole and not left_out and not lost else ExitCode.PARTLY_SEEN
