"""Two saved states of one person's pages -> what became of each photo. Pure.

A photo is told again by the address of its file, by the digest of its file, or by the difference hash of the picture:
addresses change with the servers they lie on, files are packed anew, and a picture may be replaced under its old
address. Gone is said only where the page was seen to its end; a wall, a failed page or a stopped check is no proof.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Final

from selfcheck.guidance.user_marks import with_mark
from selfcheck.history.match import known_photos, same_photos
from selfcheck.history.snapshot import Snapshot, Trace
from selfcheck.model import SEEN, Change, ChangeKind, ChangeReason, Outcome, Photo, PhotoMark, State

MOST_ASKED: Final = 60
"""Files asked for in one check again, those with faces first: no more than a page of pictures would be."""
MOST_SIZES: Final = 3
"""Addresses asked for of one photo, the largest size first: a size left behind shows the picture as well."""

_IN_PAGE: Final = re.compile(
    r"(?:img|picture|svg|object|embed|input|a href|og:|twitter:|meta|link|noscript|video|poster|JSON-LD|microdata|RDFa)"
)
"""What of `found_in` the page itself names. All else may come from a feed, a frame, a sheet or an open interface."""
_ORDER: Final = (
    ChangeKind.STILL_SERVED,
    ChangeKind.NEW,
    ChangeKind.GONE,
    ChangeKind.CANNOT_TELL,
    ChangeKind.STILL_THERE,
)


class Served(StrEnum):
    """What came of asking for one byte of a file whose photo has left its page."""

    ANSWERS = "answers"
    OTHER_SIZE = "other_size"
    ELSEWHERE = "elsewhere"
    NOT_THERE = "not_there"
    REFUSED = "refused"
    UNKNOWN = "unknown"


STILL_SERVED: Final = {
    Served.ANSWERS: ChangeReason.FILE_ANSWERS,
    Served.OTHER_SIZE: ChangeReason.FILE_OTHER_SIZE,
}
_LEFT: Final = {
    Served.NOT_THERE: ChangeReason.FILE_GONE,
    Served.ELSEWHERE: ChangeReason.FILE_LEADS_ELSEWHERE,
    Served.REFUSED: ChangeReason.FILE_REFUSED,
    Served.UNKNOWN: ChangeReason.FILE_UNKNOWN,
    None: ChangeReason.FILE_NOT_ASKED,
}


def served_of(outcome: Outcome, content_type: str, size: int, *, moved: bool, known_size: int) -> Served:
    """What an answer for one byte says. `moved`: it came from another address. `size`: the whole file's now, bytes."""
    if outcome is Outcome.NOT_FOUND:
        return Served.NOT_THERE
    if outcome in {Outcome.FORBIDDEN, Outcome.LOGIN_WALL}:
        return Served.REFUSED
    if outcome is not Outcome.OPENED:
        return Served.UNKNOWN
    kind = content_type.partition(";")[0].strip().lower()
    if kind and not kind.startswith("image/") and kind not in {"application/octet-stream", "binary/octet-stream"}:
        return Served.ELSEWHERE
    if moved:  # one byte cannot tell whether that is the same file or a stand-in for many
        return Served.UNKNOWN
    return Served.OTHER_SIZE if size and known_size and size != known_size else Served.ANSWERS


def to_ask(before: Snapshot, now: Snapshot) -> list[tuple[Photo, Trace, tuple[str, ...]]]:
    """Photos that have left pages seen to their end, with the addresses to ask for: faces first, within the limits.

    They are addresses of pictures from the person's own saved check and no others; one that shows another picture now
    is left out.
    """
    same, traces = same_photos(before, now), before.by_photo()
    shown_now = {url for one in known_photos(now).values() for url in one.urls}
    missing = [photo for photo in _asked_now(before, now) if photo.url not in same and may_be_gone(photo, now)]
    missing.sort(key=lambda photo: photo.state is not State.FACES)
    asks = []
    room = MOST_ASKED
    for photo in missing:
        urls = [url for url in (photo.url, *photo.other_urls) if url.startswith(("https://", "http://"))]
        urls = [url for url in urls if url not in shown_now][: min(MOST_SIZES, room)]
        if urls and photo.url not in shown_now:
            asks.append((photo, traces[photo.url], tuple(urls)))
            room -= len(urls)
    return asks


def diff_checks(before: Snapshot, now: Snapshot, served: Mapping[str, Served]) -> tuple[Change, ...]:
    """What became of each photo, what most likely needs an eye first. `served` has what was asked, by photo address.

    Only photos of pages that this check asked for are spoken of.
    """
    same, traces, day = same_photos(before, now), before.by_photo(), now.report.made_at[:10]
    new = {photo.url: photo for photo in now.report.photos}
    marks, digests = now.marks(), {trace.photo: trace.digest for trace in now.traces}
    found: list[Change] = []
    for photo in _asked_now(before, now):
        trace, again = traces[photo.url], new.get(same.get(photo.url, ""))
        if again is not None:
            shown = with_mark(again, marks.get(again.url, trace.mark))
            places, lost = len({place.page for place in photo.sightings}), _pages_lost(photo, again, now)
            same_file = trace.digest == digests[again.url]
            kind, reason = _of_matched(photo, trace, again, same_file=same_file, lost=lost > 0)
            change = _change(kind, reason, shown, trace.first_seen, day)
            if reason is ChangeReason.FEWER_PAGES:
                change = replace(change, pages_now=places - lost, pages_before=places)
            found.append(change)
        else:
            kind, reason = _of_missing(photo, now, served.get(photo.url), replaced=photo.url in new)
            change = _change(kind, reason, with_mark(photo, trace.mark), trace.first_seen, trace.last_seen)
            of_file = reason in {*STILL_SERVED.values(), *_LEFT.values()}
            found.append(replace(change, page_gone=of_file and _pages_gone(photo, now)))
    matched = set(same.values())
    found += [
        _change(ChangeKind.NEW, _why_new(photo, before), with_mark(photo, marks.get(photo.url)), day, day)
        for photo in now.report.photos
        if photo.url not in matched
    ]
    return tuple(sorted(found, key=lambda change: (_ORDER.index(change.kind), -change.faces)))


def marks_now(before: Snapshot, now: Snapshot) -> dict[str, PhotoMark]:
    """The person's marks, found again on the photos of now, by their addresses of now. A word of now goes first."""
    marks = before.marks()
    again = {today: marks[then] for then, today in same_photos(before, now).items() if then in marks}
    return again | now.marks()


def may_be_gone(photo: Photo, now: Snapshot) -> bool:
    """Whether a missing photo may be called gone: each page it stood on was seen to its end, and the part it was in."""
    return _why_untold(photo, now) is None


def _asked_now(before: Snapshot, now: Snapshot) -> list[Photo]:
    pages = {page.address for page in now.report.pages}
    return [one.photo for one in known_photos(before).values() if one.pages & pages]


def _of_matched(
    photo: Photo, trace: Trace, again: Photo, *, same_file: bool, lost: bool
) -> tuple[ChangeKind, ChangeReason]:
    if again.state is State.NOT_CHECKED and trace.digest and not same_file:
        return ChangeKind.CANNOT_TELL, ChangeReason.NOT_LOOKED_AT
    if trace.left_on:
        return ChangeKind.STILL_THERE, ChangeReason.BACK
    if lost:
        return ChangeKind.STILL_THERE, ChangeReason.FEWER_PAGES
    same = {photo.url, *photo.other_urls} & {again.url, *again.other_urls}
    return ChangeKind.STILL_THERE, ChangeReason.SAME if same else ChangeReason.OTHER_ADDRESS


def _pages_lost(photo: Photo, again: Photo, now: Snapshot) -> int:
    """Of how many pages that were seen to their end it is no longer on."""
    seen = {place.page for place in photo.sightings if place.page in now.whole}
    return len(seen - {place.page for place in again.sightings})


def _of_missing(
    photo: Photo, now: Snapshot, served: Served | None, *, replaced: bool
) -> tuple[ChangeKind, ChangeReason]:
    if (untold := _why_untold(photo, now)) is not None:
        return ChangeKind.CANNOT_TELL, untold
    if replaced:
        return ChangeKind.GONE, ChangeReason.REPLACED
    if _may_have_moved(photo, now) and served is not Served.NOT_THERE:
        answers = served in STILL_SERVED
        moved = ChangeReason.MAY_HAVE_MOVED_FILE_ANSWERS if answers else ChangeReason.MAY_HAVE_MOVED
        return ChangeKind.CANNOT_TELL, moved
    return _of_file(photo, served)


def _of_file(photo: Photo, served: Served | None) -> tuple[ChangeKind, ChangeReason]:
    """By what its file answers. Only a file that is not there is gone: a wall, a fault or a stand-in tells nothing."""
    if served in STILL_SERVED:
        return ChangeKind.STILL_SERVED, STILL_SERVED[served]
    has_no_file = not photo.url.startswith(("https://", "http://"))  # its address was the picture
    return ChangeKind.GONE if served is Served.NOT_THERE or has_no_file else ChangeKind.CANNOT_TELL, _LEFT[served]


def is_gone(photo: Photo, now: Snapshot) -> bool:
    """Whether a missing photo stands on its page no more, whatever its file answers."""
    return may_be_gone(photo, now) and not _may_have_moved(photo, now)


def _pages_gone(photo: Photo, now: Snapshot) -> bool:
    """Whether the site says of every page it stood on that there is none."""
    gone = {page.address for page in now.report.pages if page.outcome is Outcome.NOT_FOUND}
    return bool(photo.sightings) and all(place.page in gone for place in photo.sightings)


def _may_have_moved(photo: Photo, now: Snapshot) -> bool:
    """Whether it stood only among the newest posts of a feed or of a profile with more: newer ones push it out."""
    more = {page.address for page in now.report.pages if page.more_there}
    return not _pages_gone(photo, now) and all(
        not _IN_PAGE.match(place.found_in) and (place.page in more or "feed" in place.found_in)
        for place in photo.sightings
    )


def _why_untold(photo: Photo, now: Snapshot) -> ChangeReason | None:
    """Why it cannot be told whether a missing photo is gone; None where it can."""
    outcomes = {page.address: page.outcome for page in now.report.pages}
    for place in photo.sightings:
        if place.page not in outcomes:
            return ChangeReason.PAGE_LEFT_OUT
        if outcomes[place.page] is Outcome.NOT_FOUND:
            continue  # no page, and so no photo on it; its file may still be there
        if outcomes[place.page] not in SEEN:
            return ChangeReason.PAGE_NOT_SEEN
        if place.page not in now.whole:
            return ChangeReason.PAGE_PARTLY_SEEN
        if place.page in now.parts_missing and not _IN_PAGE.match(place.found_in):
            return ChangeReason.PART_NOT_SEEN
    return None if photo.sightings else ChangeReason.PAGE_NOT_SEEN


def _why_new(photo: Photo, before: Snapshot) -> ChangeReason:
    pages = {page.address for page in before.report.pages}
    here = {place.page for place in photo.sightings}
    if not here & pages:
        return ChangeReason.PAGE_NEW
    if not here & set(before.whole):
        return ChangeReason.PAGE_WAS_PARTLY_SEEN
    return ChangeReason.NOT_THERE_BEFORE


def _change(kind: ChangeKind, reason: ChangeReason, photo: Photo, first_seen: str, last_seen: str) -> Change:
    faces = max(len(photo.faces), int(photo.state is State.FACES))
    return Change(kind, photo.url, photo.page, photo.role, faces, first_seen, last_seen, reason, mark=photo.mark)
