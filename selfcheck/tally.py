"""How many pages and photos came out how: one count for all sentences, so that none contradict. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from selfcheck.model import ASIDE, SEEN, UNASKED, Photo, Report, State

_NOT_MISSED: Final = ASIDE | UNASKED
"""Reasons for which a photo was left unchecked on purpose and nothing is missing."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of a report. `photos` are all but those set aside, and each of them is in one of the five after it."""

    pages: int
    opened: int
    photos: int
    faces: int
    unsure: int
    none_seen: int
    missed: int
    not_fetched: int
    aside: int


def tally_of(report: Report) -> Tally:
    """Count a report."""
    states = [photo.state for photo in report.photos]
    aside = sum(photo.reason in ASIDE for photo in report.photos)
    return Tally(
        pages=len(report.pages),
        opened=sum(page.outcome in SEEN for page in report.pages),
        photos=len(report.photos) - aside,
        faces=states.count(State.FACES),
        unsure=states.count(State.UNSURE),
        none_seen=states.count(State.NONE_SEEN),
        missed=sum(map(is_missed, report.photos)),
        not_fetched=sum(photo.reason in UNASKED for photo in report.photos),
        aside=aside,
    )


def is_missed(photo: Photo) -> bool:
    """Whether a photo could not be checked although it should have been."""
    return photo.state is State.NOT_CHECKED and photo.reason not in _NOT_MISSED
