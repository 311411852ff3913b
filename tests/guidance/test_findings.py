from __future__ import annotations

import pytest

from selfcheck.guidance.findings import findings_of, in_order
from selfcheck.guidance.model import Guidance
from selfcheck.model import Embedded, Face, FindingKind, Outcome, Photo, Role, Sighting, State
from selfcheck.output.wording.findings import finding_text


def face(
    eyes: float | None = 100, *, frontal: float | None = 0.95, height: int = 200, width: int = 150, x: int = 0
) -> Face:
    return Face(x, 0, width, height, 0.9, eyes, frontal)


def photo(
    *faces: Face,
    role: Role = Role.POST,
    state: State | None = None,
    url: str = "https://a.example/1.jpg",
    **more: object,
) -> Photo:
    state = state or (State.FACES if faces else State.NONE_SEEN)
    values: dict[str, object] = {
        "other_urls": (),
        "page": "https://a.example/",
        "role": role,
        "found_in": "img src",
        "alt": "",
        "width": 2000,
        "height": 2000,
        "unsure": (),
        "reason": Outcome(state.value) if state is not State.NOT_CHECKED else Outcome.BROKEN,
        "sightings": (Sighting("https://a.example/", role, "img src"),),
    }
    return Photo(url=url, state=state, faces=faces, **{**values, **more})  # type: ignore[arg-type]


def kinds(guidance: Guidance, *photos: Photo) -> set[FindingKind]:
    return {finding.kind for finding in findings_of(photos)}


@pytest.mark.parametrize(
    ("shown", "large"),
    [
        (face(70), True),
        (face(69.9), False),
        (face(None, frontal=None, height=140), True),
        (face(None, frontal=None, height=139), False),
        (face(20, height=900), False),  # where there are eyes, they are what counts
    ],
)
def test_a_face_is_large_from_seventy_pixels_between_the_eyes(guidance: Guidance, shown: Face, large: bool) -> None:
    assert (FindingKind.LARGE_FACE in kinds(guidance, photo(shown))) is large


@pytest.mark.parametrize(
    ("faces", "clear"),
    [
        ((face(30, frontal=0.75),), True),
        ((face(29),), False),
        ((face(100, frontal=0.74),), False),
        ((face(None, frontal=None),), False),
        ((face(100), face(90)), False),
        ((face(100), face(20, width=30, height=40)), True),  # someone small far behind
    ],
)
def test_one_clear_face_stands_alone_and_looks_ahead(guidance: Guidance, faces: tuple[Face, ...], clear: bool) -> None:
    assert (FindingKind.CLEAR_FACE in kinds(guidance, photo(*faces))) is clear


@pytest.mark.parametrize("role", list(Role))
def test_profile_pictures_covers_and_link_previews_are_shown_to_everyone(guidance: Guidance, role: Role) -> None:
    everyone = role in {Role.AVATAR, Role.COVER, Role.PREVIEW_CARD}
    assert (FindingKind.SHOWN_TO_EVERYONE in kinds(guidance, photo(face(), role=role))) is everyone


def test_a_photo_without_a_face_gives_only_what_its_file_holds(guidance: Guidance) -> None:
    avatar = photo(role=Role.AVATAR, other_urls=("https://a.example/2.jpg",))
    assert kinds(guidance, avatar) == set()
    with_data = photo(embedded=(Embedded.LOCATION, Embedded.CAMERA))
    assert kinds(guidance, with_data) == {FindingKind.LOCATION_LEFT_IN, FindingKind.DEVICE_LEFT_IN}
    assert kinds(guidance, photo(embedded=(Embedded.TIME, Embedded.THUMBNAIL))) == set()


def test_each_reason_is_a_sentence_with_what_was_measured_and_no_total(guidance: Guidance) -> None:
    found = findings_of([photo(face(131.4), role=Role.AVATAR, other_urls=("https://a.example/2.jpg",))])
    reasons = {finding.kind: finding_text(finding, guidance) for finding in found}
    assert "131 pixels" in reasons[FindingKind.LARGE_FACE]
    assert "2 files" in reasons[FindingKind.SEVERAL_SIZES]
    assert all(reason.endswith(".") and "{" not in reason for reason in reasons.values())
    assert "29794-5" in guidance.findings[FindingKind.LARGE_FACE.value].source


def test_faces_come_first_then_doubts_then_what_was_not_seen_and_icons_last() -> None:
    photos = [
        photo(url="https://a.example/none.jpg"),
        photo(url="https://a.example/icon.png", role=Role.ICON, state=State.NOT_CHECKED, reason=Outcome.SET_ASIDE),
        photo(url="https://a.example/broken.jpg", state=State.NOT_CHECKED),
        photo(url="https://a.example/unsure.jpg", state=State.UNSURE),
        photo(face(height=80), url="https://a.example/small.jpg"),
        photo(face(height=300), url="https://a.example/large.jpg"),
        photo(face(height=40), url="https://a.example/avatar.jpg", role=Role.AVATAR),
    ]
    names = [found.url.rpartition("/")[2] for found in in_order(photos)]
    assert names == ["avatar.jpg", "large.jpg", "small.jpg", "unsure.jpg", "broken.jpg", "none.jpg", "icon.png"]


def test_equal_photos_stand_in_one_order_whichever_was_looked_at_first() -> None:
    photos = [photo(url=f"https://a.example/{name}.jpg") for name in "bca"]
    assert in_order(photos) == in_order(reversed(photos))
