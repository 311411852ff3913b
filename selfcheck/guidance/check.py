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
from selfcheck.guidance.translated import NAME, digests_in, digests_of
from selfcheck.i18n import _

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
class Checked:
    """What the look at the guidance found. Old and undated steps are no problem, but work to do."""

    problems: tuple[Problem, ...]
    languages: tuple[str, ...]
    steps: int
    old: tuple[Age, ...]
    undated: tuple[Age, ...]


def check_guidance(today: date | None = None) -> Checked:
    """Look at everything. Never raises for what is wrong with the guidance: it tells it."""
    languages = tuple(
        sorted(path.name for path in _ROOT.iterdir() if path.is_dir() and path.name != _FACTS and _tomls(path))
    )
    problems = [problem for language in languages for problem in _language(language)]
    try:
        guidance = load_guidance(DEFAULT_LANGUAGE)
        problems += [*_ids(guidance), *_sources(guidance)]
    except GuidanceBroken as error:
        return Checked((*problems, Problem("shape", DEFAULT_LANGUAGE, str(error))), languages, 0, (), ())
    for language in languages:
        if language != DEFAULT_LANGUAGE:
            problems += _translations(language)
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
    )


def _ids(guidance: Guidance) -> Iterator[Problem]:
    steps = {step.id for step in guidance.steps()}
    try:
        effects = set(load_effects())
    except (GuidanceBroken, tomllib.TOMLDecodeError) as error:
        yield Problem("shape", "facts/effects.toml", str(error))
        return
    for name in sorted(steps - effects):
        yield Problem("ids", "facts/effects.toml", _("The step {id} does not say what it hides.").format(id=name))
    for name in sorted(effects - steps):
        yield Problem("ids", "facts/effects.toml", _("There is no step {id}.").format(id=name))
    for step in guidance.steps():
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
    """Where a language has not the same files and keys as the first one."""
    first, other = _tomls(_ROOT / DEFAULT_LANGUAGE), _tomls(_ROOT / language)
    for name in sorted(first.keys() - other.keys()):
        yield Problem("language", f"{language}/{name}", _("This file is missing."))
    for name in sorted(other.keys() - first.keys()):
        yield Problem("language", f"{language}/{name}", _("No other language has this file."))
    for name in sorted(first.keys() & other.keys()):
        try:
            ours, theirs = set(_keys(_toml(first[name]))), set(_keys(_toml(other[name])))
        except tomllib.TOMLDecodeError as error:
            yield Problem("shape", f"{language}/{name}", str(error))
            continue
        for key in sorted(ours - theirs):
            yield Problem("language", f"{language}/{name}", _("{key} is missing.").format(key=key))
        for key in sorted(theirs - ours):
            yield Problem("language", f"{language}/{name}", _("No other language has {key}.").format(key=key))


def _translations(language: str) -> Iterator[Problem]:
    """Where a step's English words have changed since this language said the same."""
    english = (_toml(path) for name, path in sorted(_tomls(_ROOT / DEFAULT_LANGUAGE / "platforms").items()))
    kept = _ROOT / language / NAME
    before = digests_in(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    for step, digest in digests_of(english).items():
        if before.get(step) != digest:
            said = _("The English words of the step {id} have changed since it was translated.")
            yield Problem("language", f"{language}/{NAME}", said.format(id=step))


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
