"""Photos -> findings: reasons to act, each with what was measured. No total, no score of the person. Pure.

Thresholds and their sources are told in docs/method.md. The ISO/IEC 29794-5 measures rate how useful a face picture
is for recognition; that they also order usefulness for misuse is our inference, and the words say no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from selfcheck.guidance.names_in_text import names_account, names_person, names_place, words_of_file
from selfcheck.model import Embedded, Face, Finding, FindingKind, Outcome, Photo, Role, State
from selfcheck.model.counts import is_aside

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
_PLACE: Final = frozenset({Embedded.LOCATION, Embedded.PLACE_NAME})
_DEVICE: Final = frozenset({Embedded.CAMERA, Embedded.SERIAL_NUMBER, Embedded.OWNER})
_PUBLIC_FIRST: Final = tuple(Role)
_STATES: Final = (State.FACES, State.UNSURE, State.NOT_CHECKED, State.NONE_SEEN)


def findings_of(photos: Sequence[Photo], names: Mapping[str, tuple[str, ...]] | None = None) -> tuple[Finding, ...]:
    """All findings, photo by photo in the order given. `names` has what each page calls its person, by its address."""
    by_address = {photo.url: photo for photo in photos}
    return tuple(
        finding
        for photo in photos
        for finding in (
            *_same_picture(photo, by_address),
            *_findings_of_one(photo),
            *_named(photo, names or {}),
            *_left_in(photo),
            *_sizes(photo),
        )
    )


def in_order(photos: Iterable[Photo]) -> tuple[Photo, ...]:
    """Photos with faces first, then unsure, not checked, none seen; within each the most public and largest first.

    What was set aside (icons) comes last, before it the names without a file: neither is saved, and the others keep
    their numbers without them. Of equals the address decides: which was looked at first changes from run to run.
    """

    def key(photo: Photo) -> tuple[bool, bool, int, int, float, str]:
        largest = max((face.height for face in photo.faces), default=0)
        aside = is_aside(photo)
        missing = photo.reason is Outcome.NOT_FOUND
        return aside, missing, _STATES.index(photo.state), publicity(photo.role), -largest, photo.url

    return tuple(sorted(photos, key=key))


def publicity(role: Role) -> int:
    """0 for the most public role. A preview card and an avatar are shown even where the rest is private."""
    first = {Role.AVATAR: 0, Role.PREVIEW_CARD: 1, Role.COVER: 2, Role.ICON: 99}
    return first.get(role, 3 + _PUBLIC_FIRST.index(role))


def _same_picture(photo: Photo, by_address: Mapping[str, Photo]) -> Iterator[Finding]:
    """The strongest link between two accounts: one picture on both, whatever is on it."""
    if photo.state is State.NOT_CHECKED:
        return
    alike = [photo, *(by_address[url] for url in photo.same_picture if url in by_address)]
    places = {(one.url, place) for one in alike for place in one.sightings}
    if len({_site(place.page) for _, place in places}) > 1:
        yield Finding(FindingKind.SAME_PICTURE, photo.url, len(places))
    elif len(alike) > 1:
        yield Finding(FindingKind.SAME_PICTURE, photo.url, len(alike), otherwise=True)


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _findings_of_one(photo: Photo) -> Iterator[Finding]:
    if photo.state is not State.FACES:
        return
    if photo.faces:
        yield from _large_and_clear(photo)
    if any(sighting.role in _EVERYONE for sighting in photo.sightings):
        yield Finding(FindingKind.SHOWN_TO_EVERYONE, photo.url)


def _large_and_clear(photo: Photo) -> Iterator[Finding]:
    eyes = max((face.eye_distance for face in photo.faces if face.eye_distance is not None), default=None)
    height = max(face.height for face in photo.faces)
    if eyes is not None and eyes >= LARGE_EYE_DISTANCE:
        yield Finding(FindingKind.LARGE_FACE, photo.url, eyes)
    elif eyes is None and height >= LARGE_BOX_HEIGHT:
        yield Finding(FindingKind.LARGE_FACE, photo.url, height, otherwise=True)
    if _is_clear(photo.faces):
        yield Finding(FindingKind.CLEAR_FACE, photo.url, photo.faces[0].eye_distance)


def _named(photo: Photo, names: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    """Whether words beside the photo or its file name make it findable. Not asked where no face was seen."""
    if photo.state is State.NONE_SEEN or is_aside(photo):
        return
    texts = [place.alt for place in photo.sightings if place.alt]
    files = [] if photo.url.startswith("data:") else list(map(words_of_file, (photo.url, *photo.other_urls[:20])))
    mine = [name for place in photo.sightings for name in names.get(place.page, ())]
    if any(names_person(text, mine) for text in (*texts, *files)):
        yield Finding(FindingKind.PERSON_NAMED, photo.url)
    if any(map(names_account, texts)):
        yield Finding(FindingKind.ACCOUNT_NAMED, photo.url)
    if any(names_place(text) for text in texts) or any(names_place(text.title()) for text in files):
        yield Finding(FindingKind.PLACE_NAMED, photo.url)
    elif photo.placed and photo.public is not False:
        yield Finding(FindingKind.PLACE_NAMED, photo.url, otherwise=True)


def _left_in(photo: Photo) -> Iterator[Finding]:
    left = set(photo.embedded)
    if left & _PLACE:
        yield Finding(FindingKind.LOCATION_LEFT_IN, photo.url)
    if Embedded.PEOPLE in left:
        yield Finding(FindingKind.PEOPLE_LEFT_IN, photo.url)
    if left & _DEVICE:
        yield Finding(FindingKind.DEVICE_LEFT_IN, photo.url)
    if Embedded.THUMBNAIL in left and photo.state is State.FACES:
        yield Finding(FindingKind.THUMBNAIL_LEFT_IN, photo.url)


def _sizes(photo: Photo) -> Iterator[Finding]:
    if photo.state is State.FACES and photo.other_urls:
        yield Finding(FindingKind.SEVERAL_SIZES, photo.url, 1 + len(photo.other_urls))


def _is_clear(faces: tuple[Face, ...]) -> bool:
    """One face that stands out and looks ahead. `faces` is largest first."""
    first = faces[0]
    if first.eye_distance is None or first.frontal is None:
        return False
    alone = len(faces) == 1 or _area(faces[1]) < SECOND_FACE * _area(first)
    return alone and first.eye_distance >= CLEAR_EYE_DISTANCE and first.frontal >= CLEAR_FRONTAL


def _area(face: Face) -> int:
    return face.width * face.height
