"""Whether the guidance is whole: shapes, ids, sources, the age of each step, and every language complete. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, Literal

from selfcheck.guidance.after_removal import load_after_removal
from selfcheck.guidance.age import OLD_MONTHS, months_since
from selfcheck.guidance.effects import load_effects
from selfcheck.guidance.letters import NO_LAW, load_letters
from selfcheck.guidance.loader import DEFAULT_LANGUAGE, GuidanceBroken, load_guidance
from selfcheck.guidance.model import Guidance, Provenance
from selfcheck.guidance.translated import TRANSLATED_FROM, digests_of
from selfcheck.i18n import _
from selfcheck.platforms.common.facts import platform_folders

_ROOT: Final = files("selfcheck.guidance") / "data"
_FACTS: Final = "facts"
Kind = Literal["shape", "ids", "source", "language"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not right: what kind, where, and a sentence."""

    kind: Kind
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Age:
    """A step with the months since it was last looked at, None where that is not known."""

    step: str
    platform: str
    checked: str
    months: int | None


@dataclass(frozen=True, slots=True)
class Untranslated:
    """Words on a platform, all of them or those at `key`, that a language lacks: English is shown in their place."""

    language: str
    platform: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the look at the guidance found. Old, undated and untranslated steps are no problem, but work to do."""

    problems: tuple[Problem, ...]
    languages: tuple[str, ...]
    steps: int
    old: tuple[Age, ...]
    undated: tuple[Age, ...]
    untranslated: tuple[Untranslated, ...]


def check_guidance(today: date | None = None) -> Checked:
    """Look at everything. Never raises for what is wrong with the guidance: it tells it."""
    languages = tuple(
        sorted(path.name for path in _ROOT.iterdir() if path.is_dir() and path.name != _FACTS and _tomls(path))
    )
    problems = [problem for language in languages for problem in _language(language)]
    untranslated: list[Untranslated] = []
    for language in languages:
        for one in _platform_words(language) if language != DEFAULT_LANGUAGE else ():
            if isinstance(one, Problem):
                problems.append(one)
            else:
                untranslated.append(one)
    try:
        guidance = load_guidance(DEFAULT_LANGUAGE)
        problems += [*_ids(guidance), *_sources(guidance)]
    except GuidanceBroken as error:
        return Checked((*problems, Problem("shape", DEFAULT_LANGUAGE, str(error))), languages, 0, (), (), ())
    for language in languages:
        try:
            load_letters(language)
            load_after_removal(language)
        except (GuidanceBroken, tomllib.TOMLDecodeError) as error:
            problems.append(Problem("shape", language, str(error)))
    day = today or date.today()
    ages = [Age(step.id, step.platform, step.checked, months_since(step.checked, day)) for step in guidance.steps()]
    old = [age for age in ages if age.months is not None and age.months > OLD_MONTHS]
    return Checked(
        problems=tuple(problems),
        languages=languages,
        steps=len(ages),
        old=tuple(sorted(old, key=lambda age: -(age.months or 0))),
        undated=tuple(age for age in ages if age.months is None),
        untranslated=tuple(untranslated),
    )


def _ids(guidance: Guidance) -> Iterator[Problem]:
    try:
        effects = load_effects()
    except GuidanceBroken as error:
        yield Problem("shape", "platforms", str(error))
        return
    for step in guidance.steps():
        if step.id not in effects:
            yield Problem("ids", step.platform, _("The step {id} does not say what it hides.").format(id=step.id))
        if step.goal not in guidance.goals:
            yield Problem("ids", step.platform, _("The step {id} has an unknown goal.").format(id=step.id))


def _sources(guidance: Guidance) -> Iterator[Problem]:
    told = [(step.id, Provenance(step.confidence, step.checked, step.source)) for step in guidance.steps()]
    told += [(engine.id, engine.facts) for engine in guidance.engines]
    told += [(place.id, place.facts) for place in guidance.help.places]
    told += [(first.id, first.facts) for first in guidance.help.first_steps]
    told += [(section.id, section.facts) for section in load_after_removal(DEFAULT_LANGUAGE)]
    told += [(law.id, law.facts) for law in load_letters(DEFAULT_LANGUAGE).laws.values() if law.facts]
    for name, facts in told:
        if facts.confidence != "low" and not facts.source:
            yield Problem("source", name, _("It is said to be read somewhere, but no source is named."))
    for law in load_letters(DEFAULT_LANGUAGE).laws.values():
        if law.facts is None and law.id != NO_LAW:
            yield Problem("source", law.id, _("This law has no source."))


def _language(language: str) -> Iterator[Problem]:
    """Where a language has not the same files and keys as the first one, apart from the platforms."""
    first, other = _tomls(_ROOT / DEFAULT_LANGUAGE), _tomls(_ROOT / language)
    for name in sorted(first.keys() - other.keys()):
        yield Problem("language", f"{language}/{name}", _("This file is missing."))
    for name in sorted(other.keys() - first.keys()):
        yield Problem("language", f"{language}/{name}", _("No other language has this file."))
    for name in sorted(first.keys() & other.keys()):
        missing, added = _differences(first[name], other[name])
        if added is None:
            yield Problem("shape", f"{language}/{name}", missing[0])
            continue
        for key in missing:
            yield Problem("language", f"{language}/{name}", _("{key} is missing.").format(key=key))
        for key in added:
            yield Problem("language", f"{language}/{name}", _("No other language has {key}.").format(key=key))


def _platform_words(language: str) -> Iterator[Problem | Untranslated]:
    """What a language does not say of a platform: English is shown there. What only it says is a mistake."""
    for name, folder in platform_folders().items():
        english, path = folder / f"{DEFAULT_LANGUAGE}.toml", folder / f"{language}.toml"
        if not path.is_file():
            yield Untranslated(language, name)
            continue
        where = f"{name}/{language}.toml"
        missing, added = _differences(english, path)
        if added is None:
            yield Problem("shape", where, missing[0])
            continue
        yield from (Untranslated(language, name, key) for key in missing)
        for key in added:
            yield Problem("language", where, _("No other language has {key}.").format(key=key))
        yield from _changed(english, path, where)


def _changed(english: Traversable, path: Traversable, where: str) -> Iterator[Problem]:
    """Where a step's English words have changed since this language said the same."""
    words = _toml(path)
    before = words.get(TRANSLATED_FROM, {})
    for step, digest in digests_of(_toml(english)).items():
        if step in words.get("steps", {}) and before.get(step) != digest:
            said = _("The English words of the step {id} have changed since it was translated.")
            yield Problem("language", where, said.format(id=step))


def _differences(first: Traversable, other: Traversable) -> tuple[list[str], list[str] | None]:
    """The keys that the other file lacks, and those that only it has; or the parser's sentence and None."""
    try:
        ours, theirs = _toml(first), _toml(other)
    except tomllib.TOMLDecodeError as error:
        return [str(error)], None
    theirs.pop(TRANSLATED_FROM, None)
    one, two = set(_keys(ours)), set(_keys(theirs))
    return sorted(one - two), sorted(two - one)


def _tomls(folder: Traversable, below: str = "") -> dict[str, Traversable]:
    found: dict[str, Traversable] = {}
    for path in folder.iterdir():
        if path.is_dir():
            found |= _tomls(path, f"{below}{path.name}/")
        elif path.name.endswith(".toml"):
            found[f"{below}{path.name}"] = path
    return found


def _toml(path: Traversable) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _keys(value: dict[str, Any], place: str = "") -> Iterator[str]:
    """Every key with its place. Menu paths are left out: an app may have one in one language and none in another."""
    for name, part in value.items():
        where = f"{place}.{name}".lstrip(".")
        if name.startswith("path_"):
            continue
        yield where
        if isinstance(part, dict):
            yield from _keys(part, where)
