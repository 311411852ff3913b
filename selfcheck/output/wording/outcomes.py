"""What came of a page or a photo, and what a platform tells beside it, as sentences."""

from __future__ import annotations

from typing import Final

from selfcheck.guidance.model import Guidance
from selfcheck.model import WALLS, Origin, Outcome, Page, PageNote, Photo
from selfcheck.output.wording.marks import MARK_SENTENCES

_OF_FILES: Final = frozenset({Outcome.OPENED, Outcome.NEEDS_SCRIPT, Outcome.NOT_A_PAGE})
"""Outcomes of a page that need other words where no site has answered."""


def page_outcome_text(page: Page, guidance: Guidance) -> str:
    """What came of a page."""
    of_file = page.origin is not Origin.WEB and page.outcome in _OF_FILES
    return (guidance.file_outcomes if of_file else guidance.page_outcomes).get(page.outcome.value, page.outcome.value)


def note_text(note: PageNote, guidance: Guidance) -> str:
    """What a platform tells of a profile, with the addresses it names."""
    return " ".join(filter(None, (guidance.reader_notes[note.kind.value], ", ".join(note.about))))


def page_lines(page: Page, guidance: Guidance) -> tuple[str, ...]:
    """What stands below the outcome of a page: its notes and, where it is closed, how to look at it oneself."""
    notes = (note_text(note, guidance) for note in page.notes)
    return (*notes, *(guidance.look_yourself if page.outcome in WALLS else ()))


def photo_outcome_text(photo: Photo, guidance: Guidance) -> str:
    """Why a photo has its state: the person's own word where there is one, else what the detector came to."""
    if photo.mark is not None:
        return MARK_SENTENCES[photo.mark]
    outcomes = guidance.photo_outcomes if photo.origin is Origin.WEB else guidance.file_outcomes
    return outcomes.get(photo.reason.value, photo.reason.value)
