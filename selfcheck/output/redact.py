"""A report -> the same report at a share level: what goes to someone else. Pure.

full: as it is. no_addresses: no address, handle, title, words beside photos, host or file name; pages go by their
platform, photos by a number. numbers: counts and limits alone, no row for any page, photo or step.

A report holds no sentences. Of the texts it does hold none is passed on because it looks harmless: an address is
replaced, an id or a word stays where it is on our own lists, anything else is left out. What comes out is a report
again, so that every format and every later reader goes through this one gate.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, replace
from typing import Final

from selfcheck.guidance.checklist import known_items
from selfcheck.guidance.model import Guidance
from selfcheck.model import (
    Change,
    ChangeKind,
    LedgerEntry,
    Limit,
    Mark,
    Number,
    Origin,
    Page,
    Photo,
    Report,
    Share,
    Sighting,
    Signal,
    SignalKind,
)
from selfcheck.model.counts import Tally, is_aside, tally_of
from selfcheck.readers.pages.sites import PERSONAL_WEBSITE

_ORDER: Final = (Share.FULL, Share.NO_ADDRESSES, Share.NUMBERS)
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_ENGINES: Final = ("yunet", "face-recognition")
_ASKING: Final = re.compile(r"no[a-z]{2,15}|none|max-[a-z-]{3,20}:(?:none|0)")
"""What robots meta tags and headers may ask, by the words that the vendors document: noindex, noai, max-snippet:0."""
_EVERYONE: Final = frozenset({"robots", "x-robots-tag", "googlebot", "bingbot"})
_TLS: Final = re.compile(r"TLSv1(\.\d)?|")


def redact(report: Report, share: Share, guidance: Guidance) -> Report:
    """The report at this level, or at its own where that tells less: what was left out does not come back."""
    level = max(share, report.share, key=_ORDER.index)
    if level is Share.FULL:
        return report
    if level is report.share is Share.NUMBERS:
        return _numbers_again(report, guidance)
    return _numbers_only(report, guidance) if level is Share.NUMBERS else _Names(report, guidance).without_addresses()


class _Names:
    """The names that stand for the addresses of one report, given in its order."""

    def __init__(self, report: Report, guidance: Guidance) -> None:
        self._report = report
        self._guidance = guidance
        self._pages: dict[str, str] = {}
        self._photos: dict[str, str] = {}
        self._hosts: dict[str, str] = {}
        for page in report.pages:
            kind = "import" if page.origin is Origin.FILE else "page"
            self._pages.setdefault(page.address, f"{kind}:{len(self._pages) + 1}")
        for photo in report.photos:
            self._photo(photo.url)

    def _page(self, address: str) -> str:
        return self._pages.setdefault(address, f"page:{len(self._pages) + 1}")

    def _photo(self, url: str) -> str:
        return self._photos.setdefault(url, f"photo:{len(self._photos) + 1}")

    def _host(self, host: str) -> str:
        return self._hosts.setdefault(host, f"host:{len(self._hosts) + 1}") if host else ""

    def without_addresses(self) -> Report:
        """The report with these names in place of every address."""
        report, guidance = self._report, self._guidance
        return replace(
            _bare(report),
            share=Share.NO_ADDRESSES,
            pages=tuple(map(self._page_told, report.pages)),
            photos=tuple(map(self._photo_told, report.photos)),
            findings=tuple(replace(finding, photo=self._photo(finding.photo)) for finding in report.findings),
            steps=tuple(replace(item, marked_on=_day(item.marked_on)) for item in known_items(report.steps, guidance)),
            ledger=tuple(map(self._entry_told, report.ledger)),
            limits=_known_limits(report, guidance),
            signals=tuple(map(self._signal_told, report.signals)),
            changes=tuple(map(self._change_told, report.changes)),
        )

    def _change_told(self, change: Change) -> Change:
        return replace(
            change,
            photo=self._photo(change.photo),
            page=self._page(change.page),
            first_seen=_day(change.first_seen),
            last_seen=_day(change.last_seen),
        )

    def _signal_told(self, signal: Signal) -> Signal:
        """The signal with those words and crawlers only that stand on our lists."""
        crawlers = {crawler.agent for crawler in self._guidance.crawlers}
        if signal.kind in {SignalKind.ROBOTS_SEARCH, SignalKind.ROBOTS_AI}:
            details = [agent for agent in signal.details if agent in crawlers]
        else:
            details = [asked for detail in signal.details if (asked := _asked(detail, crawlers))]
        return replace(
            signal,
            about=self._pages[signal.about] if signal.about in self._pages else self._host(signal.about),
            details=tuple(dict.fromkeys(details)),
            may_fetch=tuple(agent for agent in signal.may_fetch if agent in crawlers),
        )

    def _page_told(self, page: Page) -> Page:
        guidance = self._guidance
        return replace(
            page,
            address=self._page(page.address),
            platform=page.platform if page.platform in guidance.platforms else PERSONAL_WEBSITE,
            title="",
            final_address="",
            notes=tuple(note for note in page.notes if not note.about),
        )

    def _photo_told(self, photo: Photo) -> Photo:
        name = self._photo(photo.url)
        return replace(
            photo,
            url=name,
            other_urls=tuple(f"{name}/size-{number}" for number, _ in enumerate(photo.other_urls, start=2)),
            page=self._page(photo.page),
            found_in="",
            alt="",
            sightings=tuple(self._place_told(place) for place in photo.sightings),
            same_picture=tuple(map(self._photo, photo.same_picture)),
            posted=_day(photo.posted[:10]),
        )

    def _place_told(self, place: Sighting) -> Sighting:
        return Sighting(self._page(place.page), place.role, "")

    def _entry_told(self, entry: LedgerEntry) -> LedgerEntry:
        tls = entry.tls if _TLS.fullmatch(entry.tls) else ""
        return replace(entry, host=self._host(entry.host), ip="", url="", tls=tls, proxy="", tried=())


def _asked(detail: str, crawlers: set[str]) -> str:
    """The words that ask, with whom they ask where that is known; "" for other words."""
    agent, _, word = detail.partition(": ")
    if not _ASKING.fullmatch(word):
        return ""
    known = agent in _EVERYONE or agent in {crawler.lower() for crawler in crawlers}
    return detail if known else word


def _known_limits(report: Report, guidance: Guidance) -> tuple[Limit, ...]:
    """Every limit; one that is not known here by no more than that there is one."""
    known = {*guidance.limits_always, *guidance.limits_when, *guidance.left_out}
    return tuple(limit if limit.id in known else Limit("other") for limit in report.limits)


def _day(text: str) -> str:
    return text if _DAY.fullmatch(text) else ""


def _moment(text: str) -> str:
    return text if _MOMENT.fullmatch(text) else ""


def _bare(report: Report) -> Report:
    """What stands outside the lists, in forms that can hold no words."""
    return replace(
        report,
        made_at=_moment(report.made_at),
        engine=report.engine if report.engine in _ENGINES else "",
        numbers=(),
        faults=(),  # how many parts they cost stands in a limit
        compared_with=_moment(report.compared_with),
        course=tuple(replace(point, made_at=_moment(point.made_at)) for point in report.course),
    )


def _numbers_only(report: Report, guidance: Guidance) -> Report:
    return replace(
        _bare(report),
        share=Share.NUMBERS,
        pages=(),
        photos=(),
        findings=(),
        steps=(),
        ledger=(),
        limits=_known_limits(report, guidance),
        signals=(),
        changes=(),
        numbers=numbers_of(report),
    )


def _numbers_again(report: Report, guidance: Guidance) -> Report:
    """A report that says of itself that it holds numbers only: held to it, whatever else is in the file."""
    known = {
        *(field.name for field in fields(Tally)),
        *_OF_IMPORTS,
        *guidance.findings,
        *map(_step_kind, Mark),
        *map(_change_kind, ChangeKind),
    }
    numbers = tuple(number for number in report.numbers if number.kind in known)
    return replace(_numbers_only(report, guidance), numbers=numbers)


_OF_IMPORTS: Final = ("of_files", "public", "not_public")


def _step_kind(mark: Mark) -> str:
    return f"steps_{mark.value}"


def _change_kind(kind: ChangeKind) -> str:
    return f"since_{kind.value}"


def numbers_of(report: Report) -> tuple[Number, ...]:
    """Every count of a report: those of its tally, of each kind of finding, of the steps by mark, of the changes.

    For files that were handed in (`of_files` of the pages) also how many photos are public or not by their word.
    """
    tally = tally_of(report)
    counts = Counter({field.name: getattr(tally, field.name) for field in fields(Tally)})
    if of_files := sum(page.origin is Origin.FILE for page in report.pages):
        shown = [photo for photo in report.photos if not is_aside(photo)]
        counts["of_files"] = of_files
        counts["public"] = sum(photo.public is True for photo in shown)
        counts["not_public"] = sum(photo.public is False for photo in shown)
    kinds = Counter(finding.kind.value for finding in report.findings)
    steps = Counter(_step_kind(item.mark) for item in report.steps)
    changes = Counter(_change_kind(change.kind) for change in report.changes)
    return tuple(Number(kind, count) for kind, count in {**counts, **kinds, **steps, **changes}.items())
