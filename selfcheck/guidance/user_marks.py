"""The person's own word on a photo, over the detector's: what it changes in a report. Pure.

A report is made without marks and they are laid over it afterwards, so that taking a mark back loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from selfcheck.guidance.findings import findings_of
from selfcheck.model import Finding, FindingKind, Photo, PhotoMark, Report, State

_SETTLED: Final = frozenset({PhotoMark.NOT_A_FACE, PhotoMark.NOT_ME, PhotoMark.KEEP})
_OF_THE_FILE: Final = frozenset(
    {FindingKind.LOCATION_LEFT_IN, FindingKind.PEOPLE_LEFT_IN, FindingKind.DEVICE_LEFT_IN, FindingKind.PLACE_NAMED}
)
"""Reasons that stand whoever is on the picture: what its file and its words tell of a place or of people."""


def with_mark(photo: Photo, mark: PhotoMark | None) -> Photo:
    """The photo as the person's word makes it. Its `reason` stays what the detector came to."""
    if mark is None:
        return photo
    if mark is PhotoMark.NOT_A_FACE:
        return replace(photo, mark=mark, state=State.NONE_SEEN, faces=(), unsure=())
    if mark is PhotoMark.FACE_MISSED:
        return replace(photo, mark=mark, state=State.FACES)
    return replace(photo, mark=mark)


def with_marks(
    report: Report,
    marks: Mapping[str, PhotoMark],
    names: Mapping[str, tuple[str, ...]] | None = None,
) -> Report:
    """The report with the person's word on its photos, by address, over everything the machine said of them.

    `names` has what each page calls its person, as in `findings_of`; without it a photo newly said to show a face
    gets no reason that rests on those names.
    """
    if not any(photo.url in marks for photo in report.photos):
        return report
    # In the order of the check, so that a photo keeps its number whatever is said of it.
    photos = tuple(with_mark(photo, marks.get(photo.url)) for photo in report.photos)
    missed = {photo.url for photo in photos if photo.mark is PhotoMark.FACE_MISSED}
    of_photo: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.photo not in missed:
            of_photo.setdefault(finding.photo, []).append(finding)
    for finding in findings_of(photos, names) if missed else ():
        if finding.photo in missed:
            of_photo.setdefault(finding.photo, []).append(finding)
    findings = tuple(
        finding for photo in photos for finding in of_photo.get(photo.url, ()) if _stands(finding, photo.mark)
    )
    return replace(report, photos=photos, findings=findings)


def is_of_concern(photo: Photo) -> bool:
    """Whether steps should speak of this photo: a face, or perhaps one, and no word that it may stay as it is."""
    return photo.state in {State.FACES, State.UNSURE} and photo.mark not in _SETTLED


def _stands(finding: Finding, mark: PhotoMark | None) -> bool:
    """A picture that is kept needs no reasons to act; one without the person's face only those of its file."""
    if mark is PhotoMark.KEEP:
        return False
    return mark not in _SETTLED or finding.kind in _OF_THE_FILE
