"""Letters: whole in every language, filled with the address and nothing else, and never sent."""

from __future__ import annotations

import re
import stat
import string
from pathlib import Path

import pytest

from selfcheck.guidance.letters import filled, letter_languages, load_letters
from tests.support.running import run

ADDRESS = "https://school.example/news/2026/sports-day"
LANGUAGES = letter_languages()


def test_there_are_letters_in_english_and_korean_to_the_same_people_with_the_same_laws() -> None:
    assert {"en", "ko"} <= set(LANGUAGES)
    first = load_letters("en")
    assert set(first.letters) == {"school", "employer", "friend", "site-owner"}
    for language in LANGUAGES:
        letters = load_letters(language)
        assert set(letters.letters) == set(first.letters)
        assert set(letters.laws) == set(first.laws)
        assert set(letters.blanks) == set(first.blanks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_has_its_places_and_no_other_and_is_short(language: str) -> None:
    letters = load_letters(language)
    places = {*letters.blanks, "law"}
    for letter in letters.letters.values():
        fields = [
            name
            for _, name, _, _ in string.Formatter().parse("\n".join(line for lines in letter.body for line in lines))
            if name is not None
        ]
        assert sorted(fields) == sorted(set(fields)), letter.id
        assert {"address", "picture", "name", "law"} <= set(fields) <= places
        for law in (*letter.laws, "none"):
            text = filled(letters, letter, letters.laws[law], {"address": ADDRESS})
            assert text.startswith(f"{letter.subject}\n\n")
            assert text.count(ADDRESS) == 1
            assert "{" not in text
            assert "\n\n\n" not in text
            assert len(text.split()) < 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_law_names_its_article_its_limits_and_where_it_was_read(language: str) -> None:
    letters = load_letters(language)
    articles = {"gdpr": "17", "pipa": "36", "network-act": "44"}
    for name, article in articles.items():
        law = letters.laws[name]
        assert article in law.sentence
        assert article in law.fact
        assert law.limits
        assert law.facts is not None
        assert law.facts.source
    assert letters.laws["none"].sentence == ""


def test_a_friend_is_asked_without_a_law_and_a_school_by_the_law_of_the_language() -> None:
    assert load_letters("en").law_for(load_letters("en").letters["friend"]).id == "none"
    assert load_letters("en").law_for(load_letters("en").letters["school"]).id == "gdpr"
    assert load_letters("ko").law_for(load_letters("ko").letters["school"]).id == "pipa"


def test_braces_in_an_address_stay_as_they_are() -> None:
    letters = load_letters("en")
    text = filled(letters, letters.letters["friend"], letters.laws["none"], {"address": "https://x.example/{name}"})
    assert "https://x.example/{name}" in text


def test_the_command_writes_the_letter_to_stdout_and_what_to_mind_beside_it() -> None:
    ended = run("letter", "school", "--address", ADDRESS)
    assert ended.code == 0
    text = ended.out.decode()
    assert ADDRESS in text
    assert "Article 17" in text
    assert re.search(r"sends nothing", ended.err)
    assert "not absolute" in ended.err
    assert "https://ico.org.uk/" in ended.err
    korean = run("letter", "site-owner", "--lang", "ko", "--law", "network-act").out.decode()
    assert "제44조의2" in korean


def test_a_letter_in_another_language_is_explained_in_the_persons_own() -> None:
    korean = run("letter", "school", "--lang", "ko", "--law", "pipa")
    assert re.search("[가-힣]", korean.out.decode())
    assert not re.search("[가-힣]", korean.err)
    assert "sends nothing" in korean.err


def test_a_letter_saved_to_a_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    ended = run("letter", "employer", "--address", ADDRESS, "--out", file)
    assert ended.out == b""
    assert ADDRESS in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = run("letter", "employer", "--out", file)
    again.said_plainly("already a file", "Choose another name.")
    assert "--force" not in again.err  # which this command does not have
    assert ADDRESS in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody",), "no letter to"),
        (("friend", "--law", "gdpr"), "does not name that law"),
        (("school", "--lang", "tlh"), "no letters in"),
        (("school", "--address", "not an address"), "not a page address"),
    ],
)
def test_what_there_is_no_letter_for_gets_a_sentence(arguments: tuple[str, ...], said: str) -> None:
    ended = run("letter", *arguments)
    assert ended.code == 2
    assert ended.out == b""
    ended.said_plainly(said)
