from __future__ import annotations

from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image, ImageEnhance

from selfcheck.images.decode import open_upright
from selfcheck.images.difference_hash import BITS, fingerprint
from selfcheck.images.similarity import MOST_BITS_APART, same_pictures
from tests.support import pictures
from tests.support.reports import photo

NAMES = [pictures.ONE_FACE, pictures.THREE_FACES, pictures.NO_FACE, pictures.UNSURE, "pics.example/photos/library.jpg"]


def bits_apart(one: bytes, other: bytes) -> int:
    first, second = (fingerprint(open_upright(data).pixels) for data in (one, other))
    assert len(first) == len(second) == BITS // 4
    return (int(first, 16) ^ int(second, 16)).bit_count()


def changed(data: bytes, way: str) -> bytes:
    image = Image.open(BytesIO(data)).convert("RGB")
    form, quality = "JPEG", 80
    match way:
        case "a third of the size":
            image = image.resize((image.width // 3, image.height // 3))
        case "poor quality":
            quality = 25
        case "another format":
            form = "WEBP"
        case "brighter":
            image = ImageEnhance.Brightness(image).enhance(1.2)
        case "grey":
            image = image.convert("L")
    out = BytesIO()
    image.save(out, form, quality=quality)
    return out.getvalue()


@pytest.mark.parametrize("way", ["a third of the size", "poor quality", "another format", "brighter", "grey"])
@pytest.mark.parametrize("name", NAMES)
def test_a_copy_of_a_picture_is_known_as_the_same_picture(name: str, way: str) -> None:
    data = pictures.demo(name)
    assert bits_apart(data, changed(data, way)) <= MOST_BITS_APART


def test_other_pictures_are_further_apart_than_any_copy() -> None:
    for one, other in combinations(NAMES, 2):
        assert bits_apart(pictures.demo(one), pictures.demo(other)) > 2 * MOST_BITS_APART


@pytest.mark.parametrize("colour", [(0, 0, 0), (90, 140, 90), (255, 255, 255)])
def test_a_flat_picture_is_like_no_other(colour: tuple[int, int, int]) -> None:
    assert fingerprint(open_upright(pictures.flat(colour=colour)).pixels) == ""


def test_photos_are_grouped_by_what_they_look_like_and_their_shape() -> None:
    hashes = {"a": "0" * 32, "b": "0" * 31 + "3", "c": "f" * 32, "d": "0" * 32, "e": ""}
    photos = {url: photo(url) for url in hashes} | {"d": photo("d", width=300, height=300)}
    assert same_pictures(photos, hashes) == {"a": ("b",), "b": ("a",)}


def test_small_steps_from_one_to_the_next_do_not_join_two_pictures() -> None:
    hashes = {str(step): f"{(1 << step * MOST_BITS_APART) - 1:032x}" for step in range(6)}
    groups = same_pictures({url: photo(url) for url in hashes}, hashes)
    assert groups["0"] == ("1",)
    assert "0" not in groups["2"]
