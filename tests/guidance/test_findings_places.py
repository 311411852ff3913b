"""The same picture in several places, and words beside a photo."""

from __future__ import annotations

import pytest

from selfcheck.guidance.findings import findings_of
from selfcheck.guidance.model import Guidance
from selfcheck.model import FindingKind, Photo, Role, Sighting, State
from selfcheck.output.wording.findings import finding_text
from tests.support.reports import HOME, photo

OTHER = "https://pics.example/mina"


def kinds_of(guidance: Guidance, *photos: Photo, names: dict[str, tuple[str, ...]] | None = None) -> set[FindingKind]:
    return {finding.kind for finding in findings_of(photos, names)}


def test_one_picture_on_two_sites_is_told_with_the_number_of_places(guidance: Guidance) -> None:
    here = photo(f"{HOME}me.jpg", same_picture=(f"{OTHER}.jpg",))
    there = photo(f"{OTHER}.jpg", page=OTHER, same_picture=(f"{HOME}me.jpg",))
    found = findings_of((here, there))
    assert [(one.kind, one.photo, one.measure) for one in found] == [
        (FindingKind.SAME_PICTURE, here.url, 2),
        (FindingKind.SAME_PICTURE, there.url, 2),
    ]
    assert "2 places" in finding_text(found[0], guidance)


def test_one_address_on_two_sites_is_the_same_link(guidance: Guidance) -> None:
    places = (Sighting(HOME, Role.AVATAR, "img src"), Sighting(OTHER, Role.AVATAR, "img src"))
    assert kinds_of(guidance, photo("https://c.example/me.jpg", sightings=places)) == {FindingKind.SAME_PICTURE}


def test_one_picture_twice_on_one_site_is_told_in_other_words(guidance: Guidance) -> None:
    one, two = photo(f"{HOME}1.jpg", same_picture=(f"{HOME}2.jpg",)), photo(f"{HOME}2.jpg")
    reason = finding_text(findings_of((one, two))[0], guidance)
    assert "2 times" in reason
    assert "one person" not in reason


@pytest.mark.parametrize(
    ("alt", "url", "kind"),
    [
        ("Mina at work", f"{HOME}1.jpg", FindingKind.PERSON_NAMED),
        ("", f"{HOME}mina-by-the-lake.jpg", FindingKind.PERSON_NAMED),
        ("with @tomas.k", f"{HOME}1.jpg", FindingKind.ACCOUNT_NAMED),
        ("In Paris", f"{HOME}1.jpg", FindingKind.PLACE_NAMED),
        ("", f"{HOME}seoul_2024.jpg", FindingKind.PLACE_NAMED),
    ],
)
def test_words_that_make_a_face_findable_are_told(guidance: Guidance, alt: str, url: str, kind: FindingKind) -> None:
    names = {HOME: ("Mina Example",)}
    assert kind in kinds_of(guidance, photo(url, State.FACES, alt=alt), names=names)
    assert kind not in kinds_of(guidance, photo(url, State.NONE_SEEN, alt=alt), names=names)
    assert kind not in kinds_of(guidance, photo(f"{HOME}1.jpg", State.FACES, alt="A picture"), names=names)
