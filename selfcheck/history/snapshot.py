"""What is kept of a check when the person asks for it: what tells each photo again, and nothing to look at. Pure.

Never in it: pictures, also those that are their own address (data:), where a photo was taken, the words beside it,
titles of pages, and the list of requests.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from selfcheck.guidance.checklist import items_of
from selfcheck.guidance.model import Guidance
from selfcheck.guidance.plan import by_platform
from selfcheck.guidance.user_marks import with_marks
from selfcheck.model import (
    SEEN,
    CoursePoint,
    Mark,
    Outcome,
    Photo,
    PhotoMark,
    Purpose,
    Report,
    Unreported,
)
from selfcheck.model.counts import is_aside, tally_of
from selfcheck.readers.pages.same_site import same_site

_PARTS_OF_PAGES: Final = frozenset({Purpose.FRAME, Purpose.STYLE_SHEET, Purpose.FEED, Purpose.API})
_CUT_LIMITS: Final = frozenset({"over_limit", "cut", "interrupted", "faults", "no_time"})


@dataclass(frozen=True, slots=True)
class Trace:
    """What tells a photo again, by its address in the report it was saved with.

    `digest` is the keyed digest of its file, `hash` the difference hash of the picture (images/difference_hash.py),
    both hexadecimal and "" where it was not looked at; `size` is that of its file in bytes, 0 where not known. Days are
    as 2026-01-31; `left_on` is the day on which it was no longer on its page, "" while it is.
    """

    photo: str
    digest: str
    hash: str
    size: int
    first_seen: str
    last_seen: str
    left_on: str = ""
    mark: PhotoMark | None = None


@dataclass(frozen=True, slots=True)
class StepMark:
    """The person's word on a step, and the day they gave it."""

    platform: str
    step: str
    mark: Mark
    marked_on: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One saved check. `report` is without marks, and holds photos that have left their page, too.

    `whole` has the addresses of the pages that were seen to their end: only there can a missing photo be gone.
    `parts_missing` are those of them whose feed, frame, style sheet or open interface did not answer.
    """

    report: Report
    traces: tuple[Trace, ...]
    steps: tuple[StepMark, ...] = ()
    whole: tuple[str, ...] = ()
    parts_missing: tuple[str, ...] = ()

    def by_photo(self) -> dict[str, Trace]:
        """The traces by their photo's address."""
        return {trace.photo: trace for trace in self.traces}

    def marks(self) -> dict[str, PhotoMark]:
        """The person's word on photos, by address."""
        return {trace.photo: trace.mark for trace in self.traces if trace.mark is not None}


def make_snapshot(
    report: Report,
    unreported: Mapping[str, Unreported],
    key: bytes,
    *,
    marks: Mapping[str, PhotoMark] | None = None,
    steps: Iterable[StepMark] = (),
) -> Snapshot:
    """A check in the form it is saved in. `report` is as the machine made it, `marks` are the person's.

    Photos set aside, and those whose file is not there, are left out. The key goes into the digests only.
    """
    day = report.made_at[:10]
    marks = marks or {}
    addresses = saved_addresses(report, unreported, key)
    traces: list[Trace] = []
    photos: list[Photo] = []
    for photo in report.photos:
        if (is_aside(photo) and photo.url not in marks) or photo.reason is Outcome.NOT_FOUND:
            continue  # a small sign of the page, or a name without a file, which shows nobody anything
        known = unreported.get(photo.url, Unreported())
        digest = keyed_digest(known.digest, key)
        traces.append(
            Trace(addresses[photo.url], digest, known.fingerprint, known.size, day, day, "", marks.get(photo.url))
        )
        photos.append(photo)
    kept = replace(
        report,
        pages=tuple(replace(page, title="", final_address="") for page in report.pages),
        photos=tuple(_slim(photo, addresses) for photo in photos),
        findings=tuple(
            replace(finding, photo=addresses[finding.photo])
            for finding in report.findings
            if finding.photo in addresses
        ),
        steps=(),
        ledger=(),
        changes=(),
        compared_with="",
        faults=(),
    )
    return Snapshot(kept, tuple(traces), tuple(steps), _whole(report), _parts_missing(report))


def saved_addresses(report: Report, unreported: Mapping[str, Unreported], key: bytes) -> dict[str, str]:
    """The address under which each photo is saved: its own, unless that is the picture."""
    return {
        photo.url: without_picture(photo.url, keyed_digest(unreported.get(photo.url, Unreported()).digest, key))
        for photo in report.photos
    }


def report_from(saved: Snapshot, guidance: Guidance) -> Report:
    """The saved check as a report: the photos that are still on their pages, the person's marks, the steps."""
    report = _still_there(saved)
    given = {(step.platform, step.step): step for step in saved.steps}
    items = items_of(report.pages, guidance)
    steps = tuple(
        replace(item, mark=word.mark, marked_on=word.marked_on)
        if (word := given.get((item.platform, item.step))) is not None
        else item
        for item in items
    )
    told = with_marks(replace(report, steps=steps), saved.marks())
    return replace(told, steps=by_platform(told, guidance))


def history_point(saved: Snapshot) -> CoursePoint:
    """The saved check as a row of the course; what changed is not in it yet.

    Counted without the person's marks: a photo marked as not theirs would look like one that is gone.
    """
    report = _still_there(saved)
    tally = tally_of(report)
    done = sum(step.mark is Mark.DONE for step in saved.steps)
    return CoursePoint(report.made_at, tally.pages, tally.opened, tally.photos, tally.faces, 0, 0, 0, 0, done)


def _still_there(saved: Snapshot) -> Report:
    """The report with the photos that are still on their pages, as the machine made it."""
    there = {trace.photo for trace in saved.traces if not trace.left_on}
    return replace(
        saved.report,
        photos=tuple(photo for photo in saved.report.photos if photo.url in there),
        findings=tuple(finding for finding in saved.report.findings if finding.photo in there),
    )


def keyed_digest(digest: str, key: bytes) -> str:
    """HMAC-SHA-256 over a file's own digest, hexadecimal; "" where there is none.

    Without the key of this file it is like no list of known pictures, and like no other person's file.
    """
    return hmac.new(key, bytes.fromhex(digest), hashlib.sha256).hexdigest() if digest else ""


def without_picture(url: str, digest: str) -> str:
    """The address; of a picture that is its own address only its kind and a part of its digest."""
    if url[:5].lower() != "data:":
        return url
    return f"{url.partition(',')[0].partition(';')[0][:60]};kept={digest[:16] or 'unread'},"


def _slim(photo: Photo, addresses: Mapping[str, str]) -> Photo:
    return replace(
        photo,
        url=addresses[photo.url],
        other_urls=tuple(url for url in photo.other_urls if url[:5].lower() != "data:"),
        alt="",
        sightings=tuple(replace(place, alt="") for place in photo.sightings),
        same_picture=tuple(addresses[url] for url in photo.same_picture if url in addresses),
    )


def _whole(report: Report) -> tuple[str, ...]:
    """The pages that were seen to their end. A limit is told for the check, and so counts for each page of it."""
    if any(limit.id in _CUT_LIMITS for limit in report.limits):
        return ()
    return tuple(page.address for page in report.pages if page.outcome in SEEN)


def _parts_missing(report: Report) -> tuple[str, ...]:
    """The pages some part of which did not answer. One whose host is on no page's site counts for all of them."""
    failed = {
        entry.url
        for entry in report.ledger
        if entry.purpose in _PARTS_OF_PAGES and entry.outcome not in {Outcome.OPENED, Outcome.NOT_FOUND}
    }
    addresses = [page.address for page in report.pages]
    astray = any(not any(same_site(url, address) for address in addresses) for url in failed)
    return tuple(address for address in addresses if astray or any(same_site(url, address) for url in failed))


def without_marks(traces: Iterable[Trace]) -> tuple[Trace, ...]:
    """The traces as the machine made them."""
    return tuple(replace(trace, mark=None) for trace in traces)


def with_marks_of(saved: Snapshot, marks: Mapping[str, PhotoMark | None], steps: Iterable[StepMark]) -> Snapshot:
    """The same with the person's words of now: on the photos named, None takes one back; and on steps."""
    traces = tuple(replace(trace, mark=marks[trace.photo]) if trace.photo in marks else trace for trace in saved.traces)
    words = {(step.platform, step.step): step for step in (*saved.steps, *steps)}
    return replace(saved, traces=traces, steps=tuple(word for word in words.values() if word.mark is not Mark.TODO))


def today() -> str:
    """The day, as marks and traces carry it: UTC, 2026-01-31."""
    return datetime.now(UTC).date().isoformat()
