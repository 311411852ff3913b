"""Guidance in every language: the same things said as in English, whole, and in that i18n."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from selfcheck import i18n
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.guidance.translated import TRANSLATED_FROM
from tests.guidance.test_guidance import ROOT, files_of, texts, toml

LANGUAGES = [name for name in i18n.languages() if name != "en"]
FILES = [path.replace("en/", "LANGUAGE/").replace("/en.", "/LANGUAGE.") for path in files_of("en")]
# Menu labels stand as the platform shows them, so they may be longer or shorter, or not translated.
MENU = re.compile(r"\.path_(?:web|mobile)\.\d+$|^engines\.[\w-]+\.steps\.\d+$")
KOREAN = files_of("ko")


def fields(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)(?:![rs])?\}", text))


def said(name: str, file: str) -> dict[str, str]:
    words = toml(file.replace("LANGUAGE", name))
    words.pop(TRANSLATED_FROM, None)
    return dict(texts(words))


def test_the_guidance_speaks_every_language_the_interface_speaks() -> None:
    folders = {path.name for path in ROOT.iterdir() if (path / "goals.toml").exists()} - {"facts"}
    assert folders == set(i18n.languages())


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_language_has_the_same_files(name: str) -> None:
    ours, theirs = {file.replace("LANGUAGE", name) for file in FILES}, set(files_of(name))
    assert theirs <= ours
    assert [file for file in ours - theirs if not file.startswith("platforms/")] == []  # there English is shown


SAID = [(name, file) for name in LANGUAGES for file in FILES if file.replace("LANGUAGE", name) in files_of(name)]


@pytest.mark.parametrize(("name", "file"), SAID)
def test_a_language_says_everything_and_nothing_else(name: str, file: str) -> None:
    def places(of: str) -> set[str]:
        return {re.sub(r"\.\d+$", "", place) if MENU.search(place) else place for place in said(of, file)}

    if file.startswith("platforms/"):  # English is shown for what a language lacks there
        assert places(name) - places("en") == set()
    else:
        assert places(name) == places("en")


@pytest.mark.parametrize(("name", "file"), SAID)
def test_a_language_has_the_same_values_in_its_sentences(name: str, file: str) -> None:
    english, other = said("en", file), said(name, file)
    assert [
        place
        for place in (english.keys() & other.keys()) - set(filter(MENU.search, english))
        if fields(english[place]) != fields(other[place])
    ] == []


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_step_is_translated_whole_or_not_at_all(name: str) -> None:
    english, other = load_guidance("en"), load_guidance(name)
    half = []
    for ours, theirs in zip(english.steps(), other.steps(), strict=True):
        assert (ours.id, ours.goal, ours.url, ours.source) == (theirs.id, theirs.goal, theirs.url, theirs.source)
        if ours == theirs:  # not translated
            continue
        for part in ("title", "effect", "does_not", "note"):
            one, two = getattr(ours, part), getattr(theirs, part)
            if bool(one) != bool(two) or (one and one == two):
                half.append(f"{ours.id}: {part}")
        half += [
            f"{ours.id}: {part}"
            for part in ("path_web", "path_mobile")
            if bool(getattr(ours, part)) != bool(getattr(theirs, part))
        ]
    assert half == []


def letters(text: str) -> tuple[int, int]:
    """Hangul and Latin letters of a text, without what is a name or a sign of its own in every i18n."""
    text = re.sub(r"\{\w+\}|\([^)]*\)|“[^”]*”|[\w.-]+(?:[./:_-][\w.-]+)+", " ", text)
    return len(re.findall(r"[가-힣]", text)), len(re.findall(r"[A-Za-z]", text))


@pytest.mark.parametrize("path", KOREAN)
def test_no_english_sentence_is_left_in_the_korean_guidance(path: str) -> None:
    left = []
    for place, text in texts(toml(path)):
        if place.startswith(TRANSLATED_FROM):
            continue
        named = place.endswith(".name") or place == "name"
        if MENU.search(place) or named or ".contact." in place or re.fullmatch(r"\{\w+\}", text):
            continue
        # How to report names the labels of an English menu; else names of apps and programs are all that may be Latin.
        most = 4 if place.endswith((".how", ".note")) else 1
        hangul, latin = letters(text)
        if latin > most * hangul:
            left.append((place, text))
        for sentence in re.split(r"(?<=[.?!]) ", text):
            if letters(sentence)[0] == 0 or re.search(r"(?:\b[a-z']{2,}\s+){3}[a-z']{2,}\b", sentence):
                left.append((place, sentence))
    assert left == []


# docs/ko/glossary.toml: the rules that a machine can see.
NOT_SAID = (
    r"얼굴 ?인식",
    r"몰카|야동|음란물",
    r"당신(?!의 잘못이 아닙니다)",
    r"피해자(?!지원센터|원스톱지원센터)(?!”(?:는|의))",
    r"조심하|위험합니다|유출|부주의|어리석|잘못했(?!다는 뜻은 아니)|했어야|당연히|그냥|단순히",
)
FORMAL = re.compile(r"(?:니다|니까|십시오)[.?!”]")
FIXED = ("당신의 잘못이 아닙니다", "help.toml", "letters.toml")  # letters are as formal as letters are


@pytest.mark.parametrize("path", KOREAN)
def test_korean_sentences_keep_to_the_glossary(path: str) -> None:
    unkind = re.compile("|".join(NOT_SAID))
    found = [(place, match[0]) for place, text in texts(toml(path)) for match in unkind.finditer(text)]
    found += [
        (place, text)
        for place, text in texts(toml(path))
        if FORMAL.search(text) and not any(word in text + path for word in FIXED)
    ]
    assert found == []


PARTICLE = re.compile(
    r"\{\w+\}[”’\"')]*(?:은|는|이|가|을|를|와|과|로|으로|이나|나|야|아|예요|이에요|랑|이랑)(?![가-힣])"
)


@pytest.mark.parametrize("path", KOREAN)
def test_no_particle_follows_a_value_whose_last_sound_is_not_known(path: str) -> None:
    assert [(place, text) for place, text in texts(toml(path)) if PARTICLE.search(text)] == []


def runs(guidance: Guidance) -> Iterator[str]:
    yield from (step.title for step in guidance.steps())


def test_korean_titles_of_steps_fit_a_line_of_a_narrow_screen() -> None:
    from rich.cells import cell_len

    assert [title for title in runs(load_guidance("ko")) if cell_len(title) > 52] == []


def test_words_that_stood_beside_a_number_are_in_the_language_too() -> None:
    english = {place.id: dict(place.contact) for place in load_guidance("en").help.places}
    korean = {place.id: dict(place.contact) for place in load_guidance("ko").help.places}
    assert english["kr-1377"]["phone"] == "1377 (then 3)"
    assert korean["kr-1377"]["phone"] == "1377 (그다음 3번)"
    for place, ways in english.items():
        for way, value in ways.items():
            digits = re.sub(r"\D", "", value)
            assert re.sub(r"\D", "", korean[place][way]) == digits, f"{place}: {way}"


def test_facts_hold_no_sentence_of_any_language() -> None:
    sentences = []
    for path in files_of("facts"):
        for place, text in texts(toml(path)):
            words = re.findall(r"[A-Za-z가-힣]{2,}", text)
            if (
                not place.startswith(("own_pictures", "sizes"))
                and not place.endswith(("source", "operator"))
                and "://" not in text
                and len(words) > 5
            ):
                sentences.append((path, place, text))
    assert sentences == []


def test_the_glossary_names_each_term_once() -> None:
    import tomllib

    lines = Path("docs/ko/glossary.toml").read_text(encoding="utf-8").splitlines()
    terms = tomllib.loads("\n".join(lines))["terms"]
    assert len(terms) > 70
    assert all(one != two for one, two in pairwise(sorted(terms)))
