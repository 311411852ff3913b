"""Reads the guidance files. A file that does not fit its shape is our bug and raises at once, with its name."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final, TypeVar

import msgspec

from selfcheck import i18n
from selfcheck.guidance.model import (
    Crawler,
    FindingWords,
    FirstStep,
    Guidance,
    Help,
    Place,
    Platform,
    Provenance,
    ReaderWords,
    ReportPath,
    SearchEngine,
    SignalWords,
    Step,
)
from selfcheck.platforms.common.facts import platform_folders

DEFAULT_LANGUAGE: Final = i18n.ENGLISH
_ROOT: Final = files("selfcheck.guidance") / "data"

T = TypeVar("T")


class GuidanceBroken(Exception):
    """A guidance file does not fit its shape; the message names the file and the place in it."""


def load_guidance(name: str | None = None) -> Guidance:
    """All facts with the words of one language, "en" or "ko"; without a name, of the language turned to."""
    return _load(name or i18n.language())


@cache
def _load(name: str) -> Guidance:
    facts, words = _ROOT / "facts", _ROOT / name
    goals = _toml(words / "goals.toml")
    limits = _toml(words / "limits.toml")
    outcomes = _toml(words / "outcomes.toml")
    engine_words = _toml(words / "search-engines.toml")
    finding_facts = _toml(facts / "findings.toml")
    signal_words, signal_facts = _toml(words / "signals.toml"), _toml(facts / "signals.toml")
    reader_words = _toml(words / "readers.toml")
    folders = {folder: (_facts_in(folder), words_in(folder, name)) for folder in platform_folders().values()}
    crawlers, crawler_notes = _toml(facts / "crawlers.toml"), _toml(words / "crawlers.toml")["notes"]
    platforms = sorted(
        (_platform(facts, words, folder.name) for folder, (facts, words) in folders.items() if "steps" in facts),
        key=lambda platform: platform.id,
    )
    imports = _toml(words / "imports.toml")
    return Guidance(
        language=name,
        platforms={platform.id: platform for platform in platforms},
        goals=goals["goals"],
        goal_order=tuple(_toml(facts / "goals.toml")["order"]),
        always_say=tuple(goals["always_say"]),
        help=_help(_toml(facts / "help.toml"), _toml(words / "help.toml")),
        read_first=tuple(engine_words["read_first"]),
        engines=tuple(
            _shape({**row, **engine_words["engines"][row["id"]], "facts": row}, SearchEngine, f"engine {row['id']}")
            for row in _toml(facts / "search-engines.toml")["engines"]
        ),
        page_outcomes={name: row["page"] for name, row in outcomes.items() if "page" in row},
        photo_outcomes={name: row["photo"] for name, row in outcomes.items() if "photo" in row},
        file_outcomes={name: row.get("file", row.get("photo", "")) for name, row in outcomes.items()},
        findings={
            name: _shape({"reason_otherwise": "", **row, **finding_facts[name]}, FindingWords, f"finding {name}")
            for name, row in _toml(words / "findings.toml").items()
        },
        signals_title=signal_words.pop("title"),
        signals_opening=signal_words.pop("opening"),
        signals={
            name: _shape({**row, **signal_facts[name]}, SignalWords, f"signal {name}")
            for name, row in signal_words.items()
        },
        crawlers=tuple(
            _shape(
                {**row, "facts": row, "note": crawler_notes.get(row["agent"], "")}, Crawler, f"crawler {row['agent']}"
            )
            for row in crawlers["crawlers"]
        ),
        crawlers_checked=crawlers["checked"],
        limits_always=limits["always"],
        limits_when=limits["when"],
        readers={
            facts["id"]: _shape({"name": words.get("name"), **words["reader"]}, ReaderWords, f"{folder.name}: reader")
            for folder, (facts, words) in folders.items()
            if "reader" in words
        },
        reader_notes=reader_words["notes"],
        look_yourself=tuple(reader_words["look_yourself"]),
        show_as_own=tuple(reader_words["show_as_own"]),
        before_posting_title=imports["before_posting"]["title"],
        before_posting=tuple(imports["before_posting"]["lines"]),
        left_out=imports["left_out"],
        steps_by_id={step.id: step for platform in platforms for step in platform.steps},
    )


def _facts_in(folder: Traversable) -> dict[str, Any]:
    facts = _toml(folder / "facts.toml")
    if "id" not in facts:
        raise GuidanceBroken(f"{folder.name}: 'id' is missing")
    return facts


def words_in(folder: Traversable, language: str) -> dict[str, Any]:
    """The words on a platform in a language. Where that has none, the English ones."""
    english = _toml(folder / f"{DEFAULT_LANGUAGE}.toml")
    path = folder / f"{language}.toml"
    return _over(english, _toml(path)) if language != DEFAULT_LANGUAGE and path.is_file() else english


def _over(english: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    """English words with those of another language over them. A step is in one language, or in the other."""
    together = {**english, **words}
    for name, table in english.items():
        if isinstance(table, dict) and isinstance(words.get(name), dict):
            together[name] = {**table, **words[name]}
    return together


def _toml(path: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise GuidanceBroken(f"{path.name}: {error}") from error


def _shape(row: dict[str, Any], shape: type[T], where: str) -> T:
    """A row as its dataclass. Text fields a language leaves out are empty; everything else must be there."""
    defaults: dict[str, Any] = {"note": "", "trade_off": "", "hours": "", "languages": "", "name_native": ""}
    defaults |= {"path_web": (), "path_mobile": (), "url": None, "source": None, "checked": "unknown"}
    try:
        return msgspec.convert({**defaults, **row}, shape)
    except (msgspec.ValidationError, KeyError) as error:
        raise GuidanceBroken(f"{where}: {error}") from error


def _platform(facts: dict[str, Any], words: dict[str, Any], name: str) -> Platform:
    try:
        return _joined(facts, words, name)
    except KeyError as error:
        raise GuidanceBroken(f"{name}: {error} is missing") from error


def _joined(facts: dict[str, Any], words: dict[str, Any], name: str) -> Platform:
    """Facts and words of one platform, step by step. Raises `KeyError` where one has what the other has not."""
    steps = []
    for row in facts["steps"]:
        together = {**row, **words["steps"][row["id"]], "platform": facts["id"], "platform_name": words["name"]}
        together.setdefault("path_confidence", row["confidence"])
        steps.append(_shape(together, Step, f"{name}: step {row['id']}"))
    export = words.get("data_export", {})
    reports = {
        kind: ReportPath(words["report"][kind]["how"], _shape(row, Provenance, f"{name}: report {kind}"))
        for kind, row in facts.get("report", {}).items()
    }
    stranger = words.get("stranger", {})
    return Platform(
        id=facts["id"],
        name=words["name"],
        logged_out=tuple(stranger.get("logged_out", ())),
        logged_in=tuple(stranger.get("logged_in_non_follower", ())),
        seen=_shape(facts["stranger"], Provenance, f"{name}: stranger"),
        steps=tuple(steps),
        export_web=tuple(export.get("path_web", ())),
        export_mobile=tuple(export.get("path_mobile", ())),
        export_note=export.get("note", ""),
        report_impersonation=reports.get("impersonation"),
        report_image=reports.get("intimate_or_fake_image"),
    )


def _help(facts: dict[str, Any], words: dict[str, Any]) -> Help:
    first = [
        _shape({**row, **words["first_steps"][row["id"]], "facts": row}, FirstStep, f"help: {row['id']}")
        for row in facts["first_steps"]
    ]
    places = []
    for row in facts["places"]:
        said = words["places"][row["id"]]
        contact = tuple(
            (way, said.get("contact", {}).get(way, "{value}").format(value=value))
            for way, value in row.get("contact", {}).items()
            if way not in {"phone_confidence", "web_board"}
        )
        unsure = row["confidence"] == "low" or row.get("contact", {}).get("phone_confidence") == "low"
        together = {**row, **said, "facts": row, "contact": contact, "unsure_number": unsure}
        places.append(_shape(together, Place, f"help: {row['id']}"))
    top = {key: value for key, value in words.items() if key not in {"first_steps", "places"}}
    return _shape({**top, "first_steps": first, "places": places}, Help, "help")
