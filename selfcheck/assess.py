"""Photos -> findings: reasons to act, each with what was measured. No total, no score of the person. Pure.

Thresholds and their sources are told in docs/method.md. The ISO/IEC 29794-5 measures rate how useful a face picture
is for recognition; that they also order usefulness for misuse is our inference, and the words say no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from selfcheck.guidance.model import Guidance
from selfcheck.model import Embedded, Face, Finding, FindingKind, Outcome, Photo, Role, State

LARGE_EYE_DISTANCE: Final = 70.0
"""Pixels. The middle of the scale that ISO/IEC 29794-5 (OFIQ) uses: score 100 / (1 + exp((70 - d) / 20))."""
LARGE_BOX_HEIGHT: Final = 140
"""Pixels, where the engine gives no eyes: its boxes are about two eye distances high (docs/method.md)."""
CLEAR_EYE_DISTANCE: Final = 30.0
"""Pixels. Below, OFIQ's scale gives under 12 of 100."""
CLEAR_FRONTAL: Final = 0.75
"""cos² of turn times cos² of tilt: both small, or one of them 30 degrees."""
SECOND_FACE: Final = 0.25
"""A second face this large against the first, by area, makes it more than a picture of one person."""

_EVERYONE: Final = frozenset({Role.AVATAR, Role.PREVIEW_CARD, Role.COVER})
_DEVICE: Final = frozenset({Embedded.CAMERA, Embedded.SERIAL_NUMBER, Embedded.OWNER})
_PUBLIC_FIRST: Final = tuple(Role)
_STATES: Final = (State.FACES, State.UNSURE, State.NOT_CHECKED, State.NONE_SEEN)


def findings_of(photos: Iterable[Photo], guidance: Guidance) -> tuple[Finding, ...]:
    """All findings, photo by photo in the order given."""
    return tuple(finding for photo in photos for finding in _findings_of_one(photo, guidance))


def in_order(photos: Iterable[Photo]) -> tuple[Photo, ...]:
    """Photos with faces first, then unsure, not checked, none seen; within each the most public and largest first.

    What was set aside (icons) comes last.
    """

    def key(photo: Photo) -> tuple[bool, int, int, float]:
        largest = max((face.height for face in photo.faces), default=0)
        aside = photo.reason is Outcome.SET_ASIDE
        return aside, _STATES.index(photo.state), publicity(photo.role), -largest

    return tuple(sorted(photos, key=key))


def publicity(role: Role) -> int:
    """0 for the most public role. A preview card and an avatar are shown even where the rest is private."""
    first = {Role.AVATAR: 0, Role.PREVIEW_CARD: 1, Role.COVER: 2, Role.ICON: 99}
    return first.get(role, 3 + _PUBLIC_FIRST.index(role))


def _findings_of_one(photo: Photo, guidance: Guidance) -> Iterable[Finding]:
    def finding(kind: FindingKind, measure: float | None = None, *, by_height: bool = False) -> Finding:
        words = guidance.findings[kind.value]
        template = words.reason_by_height if by_height else words.reason
        reason = template.format(measure=round(measure) if measure is not None else "")
        return Finding(kind, photo.url, reason, measure, words.source)

    if photo.faces:
        eyes = max((face.eye_distance for face in photo.faces if face.eye_distance is not None), default=None)
        height = max(face.height for face in photo.faces)
        if eyes is not None and eyes >= LARGE_EYE_DISTANCE:
            yield finding(FindingKind.LARGE_FACE, eyes)
        elif eyes is None and height >= LARGE_BOX_HEIGHT:
            yield finding(FindingKind.LARGE_FACE, height, by_height=True)
        if _is_clear(photo.faces):
            yield finding(FindingKind.CLEAR_FACE, photo.faces[0].eye_distance)
        if any(sighting.role in _EVERYONE for sighting in photo.sightings):
            yield finding(FindingKind.SHOWN_TO_EVERYONE)
        if photo.other_urls:
            yield finding(FindingKind.SEVERAL_SIZES, 1 + len(photo.other_urls))
    if Embedded.LOCATION in photo.embedded:
        yield finding(FindingKind.LOCATION_LEFT_IN)
    if _DEVICE & set(photo.embedded):
        yield finding(FindingKind.DEVICE_LEFT_IN)


def _is_clear(faces: tuple[Face, ...]) -> bool:
    """One face that stands out and looks ahead. `faces` is largest first."""
    first = faces[0]
    if first.eye_distance is None or first.frontal is None:
        return False
    alone = len(faces) == 1 or _area(faces[1]) < SECOND_FACE * _area(first)
    return alone and first.eye_distance >= CLEAR_EYE_DISTANCE and first.frontal >= CLEAR_FRONTAL


def _area(face: Face) -> int:
    return face.width * face.height
