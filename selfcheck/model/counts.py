"""How many pages and photos came out how: one count for all sentences, so that none contradict. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Final

from selfcheck.model import ASIDE, SEEN, UNASKED, Photo, PhotoMark, Report, Share, State

_NOT_MISSED: Final = ASIDE | UNASKED
"""Reasons for which a photo was left unchecked on purpose and nothing is missing."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of a report. `photos` are all but those set aside, and each of them is in one of the seven after it.

    `not_me` and `kept` are by the person's own word, and stand in none of the others.
    """

    pages: int
    opened: int
    photos: int
    faces: int
    unsure: int
    none_seen: int
    missed: int
    not_fetched: int
    aside: int
    not_me: int = 0
    kept: int = 0


def tally_of(report: Report) -> Tally:
    """Count a report, or take the counts of one of which only numbers are told."""
    if report.share is Share.NUMBERS:
        told = {number.kind: number.count for number in report.numbers}
        return Tally(**{field.name: told.get(field.name, 0) for field in fields(Tally)})
    settled = {PhotoMark.NOT_ME, PhotoMark.KEEP}
    others = [photo for photo in report.photos if photo.mark not in settled]
    marks = [photo.mark for photo in report.photos]
    states = [photo.state for photo in others]
    aside = sum(map(is_aside, report.photos))
    return Tally(
        pages=len(report.pages),
        opened=sum(page.outcome in SEEN for page in report.pages),
        photos=len(report.photos) - aside,
        faces=states.count(State.FACES),
        unsure=states.count(State.UNSURE),
        none_seen=states.count(State.NONE_SEEN),
        missed=sum(map(is_missed, others)),
        not_fetched=sum(_is_not_fetched(photo) for photo in others),
        aside=aside,
        not_me=marks.count(PhotoMark.NOT_ME),
        kept=marks.count(PhotoMark.KEEP),
    )


def is_aside(photo: Photo) -> bool:
    """Whether it is no photo but a small sign of the page. The person's word on it makes it one."""
    return photo.reason in ASIDE and photo.mark is None


def numbered(photos: Iterable[Photo]) -> Iterator[tuple[int, Photo]]:
    """The photos that are listed, each with the number by which the app, plans, exports and `mark` name it."""
    return enumerate((photo for photo in photos if not is_aside(photo)), start=1)


def _is_not_fetched(photo: Photo) -> bool:
    return photo.state is State.NOT_CHECKED and photo.reason in UNASKED


def is_missed(photo: Photo) -> bool:
    """Whether a photo could not be checked although it should have been."""
    return photo.state is State.NOT_CHECKED and photo.reason not in _NOT_MISSED
