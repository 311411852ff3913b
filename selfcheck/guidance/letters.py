"""Letters to those who show a photo of the person: filled here, sent by the person. Reads our own files alone."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec

from selfcheck.guidance.loader import GuidanceBroken
from selfcheck.guidance.model import Provenance

NO_LAW: Final = "none"
_ROOT: Final = files("selfcheck.guidance") / "data"


@dataclass(frozen=True, slots=True)
class Law:
    """A legal basis: the sentence for the letter, what it says and its limits for the person, and where it was read."""

    id: str
    title: str
    sentence: str
    fact: str
    limits: str
    facts: Provenance | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter: paragraphs of lines with placeholders, and the laws it may name."""

    id: str
    title: str
    subject: str
    body: tuple[tuple[str, ...], ...]
    laws: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterSet:
    """All letters in one language. `usual` is the law that is named when none is chosen."""

    language: str
    opening: str
    mind: tuple[str, ...]
    blanks: dict[str, str]
    letters: dict[str, Letter]
    laws: dict[str, Law]
    usual: str

    def law_for(self, letter: Letter, wanted: str = "") -> Law:
        """The law a letter names: the one wanted where the letter may name it, else the usual one, else none."""
        for name in (wanted, self.usual):
            if name in letter.laws or name == NO_LAW:
                return self.laws[name]
        return self.laws[letter.laws[0] if letter.laws else NO_LAW]


def letter_languages() -> tuple[str, ...]:
    """The languages that have letters."""
    folders = (path for path in _ROOT.iterdir() if path.is_dir() and path.name != "facts")
    return tuple(sorted(path.name for path in folders if (path / "letters.toml").is_file()))


@cache
def load_letters(language: str) -> LetterSet:
    """The letters in this language, English where there are none in it. Raises `GuidanceBroken`."""
    language = language if language in letter_languages() else "en"
    facts, words = _toml("facts"), _toml(language)
    where = f"{language}/letters.toml"
    try:
        laws = {
            name: Law(
                id=name,
                title=row["title"],
                sentence=row.get("sentence", ""),
                fact=row["fact"],
                limits=row.get("limits", ""),
                facts=msgspec.convert(facts["laws"][name], Provenance) if name in facts["laws"] else None,
            )
            for name, row in words["laws"].items()
        }
        letters = {
            name: Letter(
                id=name,
                title=row["title"],
                subject=row["subject"],
                body=tuple(map(tuple, row["body"])),
                laws=tuple(facts["letters"][name]),
            )
            for name, row in words["letters"].items()
        }
        return LetterSet(
            language=language,
            opening=words["opening"],
            mind=tuple(words["mind"]),
            blanks=words["blanks"],
            letters=letters,
            laws=laws,
            usual=facts["usual"].get(language, NO_LAW),
        )
    except (KeyError, TypeError, msgspec.ValidationError) as error:
        raise GuidanceBroken(f"{where}: {error}") from error


def _toml(folder: str) -> dict[str, Any]:
    return tomllib.loads((_ROOT / folder / "letters.toml").read_text(encoding="utf-8"))


def filled(letters: LetterSet, letter: Letter, law: Law, values: Mapping[str, str]) -> str:
    """Subject and body with the values filled in; what has none stays as a line to fill in by hand.

    A value is put in as it is, once: braces in it are not placeholders.
    """
    given = {name: values.get(name, "").strip() or blank for name, blank in letters.blanks.items()}
    paragraphs = ["\n".join(lines).format_map({**given, "law": law.sentence}) for lines in letter.body]
    return "\n\n".join((letter.subject, *filter(None, paragraphs))) + "\n"
