"""Facts and words of the steps: complete, told with their source, and kind. A failing row names its file and id."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import pytest

from selfcheck.guidance import loader
from selfcheck.guidance.checklist import items_for, steps_in_order
from selfcheck.guidance.model import Confidence, Guidance, Impact, Provenance
from selfcheck.model import FindingKind, Outcome
from selfcheck.platforms.common.facts import platform_folders, site_facts

ROOT = Path(str(files("selfcheck.guidance") / "data"))
FOLDERS = {site_facts()[name].id: Path(str(folder)) for name, folder in platform_folders().items()}
PLATFORMS = sorted(
    id_ for id_, folder in FOLDERS.items() if "steps" in tomllib.loads((folder / "facts.toml").read_text("utf-8"))
)


def toml(*parts: str) -> dict[str, Any]:
    """A file of the guidance, or with "platforms/ID" before it, one of a platform."""
    path = Path(*parts)
    folder = FOLDERS[path.parts[1]] if path.parts[0] == "platforms" else ROOT
    return tomllib.loads((folder / (path.name if folder != ROOT else path)).read_text(encoding="utf-8"))


def texts(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a words file with its place in it."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from texts(part, f"{place}.{name}".lstrip("."))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from texts(part, f"{place}.{number}")
    elif isinstance(value, str):
        yield place, value


def files_of(kind: str) -> list[str]:
    """The files of a language, or of the facts: those of the guidance, and one of each platform."""
    own = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / kind).rglob("*.toml"))
    return own + [
        f"platforms/{id_}/{kind}.toml" for id_, folder in FOLDERS.items() if (folder / f"{kind}.toml").exists()
    ]


WORD_FILES = files_of("en")


def test_every_folder_of_a_platform_is_found(guidance: Guidance) -> None:
    assert list(guidance.platforms) == PLATFORMS
    assert {*guidance.platforms, *guidance.readers} == set(FOLDERS)
    assert all(folder.name == id_.replace("-", "_") for id_, folder in FOLDERS.items())


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_platform_is_complete(guidance: Guidance, platform: str) -> None:
    told = guidance.platforms[platform]
    assert told.id == platform
    assert told.name.strip()
    assert told.logged_out
    assert told.steps
    assert len({step.id for step in told.steps}) == len(told.steps)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_step_says_what_it_does_what_it_does_not_do_and_how_sure_that_is(
    guidance: Guidance, platform: str
) -> None:
    wrong = []
    for step in guidance.platforms[platform].steps:
        if not 1 <= len(step.title.strip()) <= 70:
            wrong.append(f"{step.id}: title of {len(step.title)} characters")
        wrong += [f"{step.id}: no {name}" for name in ("effect", "does_not") if not getattr(step, name).strip()]
        if step.goal not in guidance.goals:
            wrong.append(f"{step.id}: unknown goal {step.goal}")
        if not 1 <= step.effort_minutes <= 240:
            wrong.append(f"{step.id}: {step.effort_minutes} minutes")
        if step.impact not in get_args(Impact) or step.confidence not in get_args(Confidence):
            wrong.append(f"{step.id}: odd impact or confidence")
        if any(not label.strip() for label in (*step.path_web, *step.path_mobile)):
            wrong.append(f"{step.id}: empty menu label")
        if step.url is not None and not step.url.startswith("https://"):
            wrong.append(f"{step.id}: settings address {step.url}")
    assert wrong == []


# How long it takes, what cannot be undone and who does not need a step are good to know, and no limit of the step.
NOT_A_LIMIT = (
    r"^It takes (?:\w+ )?(?:days|weeks|time)\.$|stop working\.$|does not need it\.|cannot be (?:undone|brought back)\.$"
)


def test_what_a_step_does_not_do_is_a_limit_of_it(guidance: Guidance) -> None:
    wrong = [s.id for s in guidance.steps() if re.search(NOT_A_LIMIT, s.does_not)]
    assert wrong == []


def test_step_ids_are_unique_over_all_platforms(guidance: Guidance) -> None:
    ids = [step.id for step in guidance.steps()]
    assert sorted(ids) == sorted(set(ids))


def provenances(guidance: Guidance) -> Iterator[tuple[str, Provenance]]:
    """Everything that claims a fact, by name."""
    for step in guidance.steps():
        yield f"step {step.id}", Provenance(step.confidence, step.checked, step.source)
    for platform in guidance.platforms.values():
        yield f"{platform.id}: stranger", platform.seen
        for kind, path in (("impersonation", platform.report_impersonation), ("image", platform.report_image)):
            if path is not None:
                yield f"{platform.id}: report {kind}", path.facts
    for first in guidance.help.first_steps:
        yield f"help: {first.id}", first.facts
    for place in guidance.help.places:
        yield f"help: {place.id}", place.facts
    for engine in guidance.engines:
        yield f"engine {engine.id}", engine.facts


def test_every_fact_has_a_source_or_says_that_it_is_general_knowledge(guidance: Guidance) -> None:
    wrong = []
    for name, facts in provenances(guidance):
        if facts.confidence != "low" and not (facts.source or "").startswith(("https://", "http://")):
            wrong.append(f"{name}: {facts.confidence} without a source")
        if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])(-\d\d)?|unknown", facts.checked):
            wrong.append(f"{name}: checked {facts.checked}")
    assert wrong == []


@pytest.mark.parametrize("path", files_of("facts"))
def test_every_row_of_facts_with_a_confidence_has_a_date(path: str) -> None:
    def rows(value: Any) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            if "confidence" in value:
                yield value
            for part in value.values():
                yield from rows(part)
        elif isinstance(value, list):
            for part in value:
                yield from rows(part)

    assert [row for row in rows(toml(path)) if "checked" not in row] == []


@pytest.mark.parametrize("platform", PLATFORMS)
def test_facts_and_words_of_a_platform_have_the_same_ids(platform: str) -> None:
    facts, words = toml("platforms", platform, "facts.toml"), toml("platforms", platform, "en.toml")
    assert {row["id"] for row in facts["steps"]} == set(words["steps"])
    assert set(facts.get("report", {})) == set(words.get("report", {}))
    assert facts["id"] == platform
    assert "stranger" in words
    assert ("data_export" in facts) >= ("data_export" in words)


def test_facts_and_words_of_the_rest_have_the_same_ids() -> None:
    for name, lists in (("help.toml", ("first_steps", "places")), ("search-engines.toml", ("engines",))):
        facts, words = toml("facts", name), toml("en", name)
        for part in lists:
            assert {row["id"] for row in facts[part]} == set(words[part])
    assert set(toml("facts", "findings.toml")) == set(toml("en", "findings.toml"))


def test_goals_are_named_ordered_and_used(guidance: Guidance) -> None:
    assert set(guidance.goal_order) == set(guidance.goals)
    assert len(guidance.goal_order) == len(set(guidance.goal_order))
    assert {step.goal for step in guidance.steps()} == set(guidance.goals)


def test_every_outcome_has_words_where_it_can_occur_and_nowhere_else(guidance: Guidance) -> None:
    only_page = {Outcome.OPENED, Outcome.IMPORTED, Outcome.NEEDS_SCRIPT, Outcome.PRIVATE, Outcome.NOT_A_PAGE}
    only_photo = {
        Outcome.NOT_A_PICTURE,
        Outcome.FORMAT_REFUSED,
        Outcome.TOO_MANY_PIXELS,
        Outcome.TOO_SMALL,
        Outcome.OVER_LIMIT,
        Outcome.SET_ASIDE,
        Outcome.NOT_FETCHED,
        Outcome.FACES,
        Outcome.NONE_SEEN,
        Outcome.UNSURE,
    }
    assert set(guidance.page_outcomes) == {outcome.value for outcome in set(Outcome) - only_photo}
    assert set(guidance.photo_outcomes) == {outcome.value for outcome in set(Outcome) - only_page}


def test_every_kind_of_finding_has_words_with_its_measure_and_a_source(guidance: Guidance) -> None:
    assert set(guidance.findings) == {kind.value for kind in FindingKind}
    for words in guidance.findings.values():
        assert words.title
        assert words.source
        assert words.reason.format(measure=7)
    for kind in (FindingKind.LARGE_FACE, FindingKind.SEVERAL_SIZES):
        assert "{measure}" in guidance.findings[kind.value].reason


def test_every_limit_that_a_report_can_tell_has_words_that_can_be_filled_in(guidance: Guidance) -> None:
    assert set(guidance.limits_when) == {
        "elsewhere",
        "proxy",
        "own_file",
        "own_folder",
        "walls",
        "unchecked",
        "over_limit",
        "cut",
        "faults",
        "no_time",
        "interrupted",
        "boxes_only",
        "sandbox",
    }
    assert all("{" not in text.format(count=2, total=3, pages=1, photos=4) for text in guidance.limits_when.values())


# From the rules of how we speak: no blame, no fear, no labels, nothing called easy that may be hard.
NOT_SAID = (
    r"(?<!not )your (?:own )?fault",
    r"\byou should(?: not|n't)? have\b",
    r"\bshould(?: not|n't)? have (?:posted|shared|known)\b",
    r"\bcareless",
    r"\breckless",
    r"\bnaive\b",
    r"\bfoolish",
    r"\bstupid",
    r"\bobvious",
    r"\bsimply\b",
    r"\bjust\b",
    r"\bof course\b",
    r"\bdangerous\b",
    r"\bbeware\b",
    r"\bleaked?\b",
    r"\byou failed\b",
    r"\byour mistake\b",
    r"\byou must\b",
)


@pytest.mark.parametrize("path", WORD_FILES)
def test_no_text_blames_frightens_or_talks_down(path: str) -> None:
    unkind = re.compile("|".join(NOT_SAID), re.IGNORECASE)
    found = [(place, match[0]) for place, text in texts(toml(path)) for match in unkind.finditer(text)]
    assert found == []


@pytest.mark.parametrize("path", WORD_FILES)
def test_addresses_stand_with_the_facts_and_not_in_the_words(path: str) -> None:
    address = re.compile(r"https?://|\bwww\.|(?<![\w@])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|kr|uk|io)/\S", re.IGNORECASE)
    assert [place for place, text in texts(toml(path)) if address.search(text)] == []


@pytest.mark.parametrize("path", WORD_FILES)
def test_every_text_is_said_and_shows_as_itself(path: str) -> None:
    from selfcheck.model.safe_text import safe_text

    said = [(place, text) for place, text in texts(toml(path)) if not text.strip() or safe_text(text, 5000) != text]
    assert said == []


@pytest.mark.parametrize("path", WORD_FILES)
def test_no_text_names_the_data_files_to_a_reader(path: str) -> None:
    assert [place for place, text in texts(toml(path)) if re.search(r"\.(?:yaml|toml|yml|json)\b", text)] == []


def test_help_starts_with_safety_and_says_first_that_it_is_not_the_persons_fault(guidance: Guidance) -> None:
    words = guidance.help
    assert "not your fault" in words.opening
    assert words.first_steps[0].id == "safe"
    order = [first.id for first in words.first_steps]
    assert order.index("evidence") < order.index("report")  # what is deleted first can no longer be shown
    assert {place.group for place in words.places} == {"korea", "international"}
    assert all(place.contact or place.facts.url or place.note for place in words.places)


def test_who_asks_for_a_photo_or_an_identity_document_is_told_with_the_choice_not_to(guidance: Guidance) -> None:
    asking = [engine for engine in guidance.engines if engine.asks_face_photo or engine.asks_identity_document]
    assert asking
    assert [engine.id for engine in asking if not engine.trade_off.strip()] == []


def test_of_steps_that_help_as_much_the_quicker_comes_first_and_no_checklist_starts_with_low_benefit(
    guidance: Guidance,
) -> None:
    for platform in guidance.platforms.values():
        ordered = steps_in_order(platform.steps, guidance)
        goals = [step.goal for step in ordered]
        if {"make-account-private", "hide-profile-photo"} <= set(goals):  # a private account still shows that picture
            private = goals.index("make-account-private")
            assert goals[private + 1] == "hide-profile-photo"
            ordered.pop(private + 1)
        for impact in get_args(Impact):
            minutes = [step.effort_minutes for step in ordered if step.impact == impact]
            assert minutes == sorted(minutes)
        assert ordered[0].impact != "low"
    both = items_for(["x", "instagram", "x", "unknown"], guidance)
    assert [item.platform for item in both] == sorted((item.platform for item in both), reverse=True)
    assert len({(item.platform, item.step) for item in both}) == len(both)


def test_guidance_cannot_be_changed_by_who_reads_it(guidance: Guidance) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        guidance.platforms["x"].steps[0].title = "Something else"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("platforms/x/facts.toml", "id = ", "facts.toml"),
        ("platforms/x/facts.toml", "steps = []\n", "x: 'id' is missing"),
        ("platforms/x/en.toml", 'name = "X"\n', "x: .* is missing"),
        ("data/facts/goals.toml", None, "goals.toml"),
    ],
    ids=["not TOML", "id missing", "words missing", "file missing"],
)
def test_a_file_that_does_not_fit_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, content: str | None, words: str
) -> None:
    import shutil

    shutil.copytree(ROOT, tmp_path / "data")
    for name, folder in platform_folders().items():
        shutil.copytree(str(folder), tmp_path / "platforms" / name)
    spoilt = tmp_path / file
    if content is None:
        spoilt.unlink()
    else:
        spoilt.write_text(content)
    monkeypatch.setattr(loader, "_ROOT", tmp_path / "data")  # the folder is not an argument: there is only one
    copies = {name: tmp_path / "platforms" / name for name in platform_folders()}
    monkeypatch.setattr(loader, "platform_folders", lambda: copies)
    with pytest.raises(loader.GuidanceBroken, match=words):
        loader._load.__wrapped__("en")
