from __future__ import annotations

import pytest

from selfcheck.guidance.names_in_text import names_account, names_person, names_place, words_of_file

NAMES = ("Mina Example", "mina_photos", "김민아")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mina Example by the sea", True),
        ("MINA at work", True),
        ("photo by mina_photos", True),
        ("Minas Tirith in the rain", False),
        ("민아와 친구들", True),
        ("김민아의 사진", True),
        ("An example of a good photo", True),  # half of a name is a name: better once too often
        ("Two people by a lake", False),
        ("", False),
    ],
)
def test_a_name_the_page_declares_is_noticed_in_the_words_beside_a_photo(text: str, told: bool) -> None:
    assert names_person(text, NAMES) is told


def test_everyday_words_in_a_name_are_no_name() -> None:
    assert not names_person("My photo of the day", ["My Photo Page"])
    assert not names_person("anything", [])


@pytest.mark.parametrize(
    ("text", "told"),
    [("with @tomas.k", True), ("write to mina@example.org", True), ("5 @ noon", False), ("a@2x", False), ("me", False)],
)
def test_an_account_beside_a_photo_is_noticed(text: str, told: bool) -> None:
    assert names_account(text) is told


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Two people in New York City", "New York City"),
        ("Sao Paulo, 2025", "Sao Paulo"),
        ("서울에서", "서울에서"),
        ("고양이 사진", ""),
        ("a nice day in the office", ""),
        ("seoul", ""),
    ],
)
def test_a_well_known_place_beside_a_photo_is_noticed(text: str, place: str) -> None:
    assert names_place(text) == place


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://a.example/u/mina-at_the+lake.jpg?x=1", "mina at the lake"),
        ("https://a.example/%EB%AF%BC%EC%95%84.jpeg", "민아"),
        ("https://a.example/", ""),
    ],
)
def test_the_words_of_a_file_name_are_read(url: str, words: str) -> None:
    assert words_of_file(url) == words
