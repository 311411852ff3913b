"""Guidance that is kept true: looked at as a whole, told as old where it is, and corrected by the person."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from selfcheck.guidance.age import is_old, months_since
from selfcheck.guidance.check import check_guidance
from selfcheck.guidance.loader import load_guidance
from tests.support.running import ROOT, run


def home(folder: Path) -> dict[str, str]:
    """An environment in which what is kept is kept below this folder."""
    return {**os.environ, "SELFCHECK_TESTS_FOLDER": str(folder / "data/selfcheck")}


@pytest.mark.parametrize(
    ("checked", "months", "old"),
    [
        ("2026-11", 0, False),
        ("2025-11", 12, False),
        ("2025-10", 13, True),
        ("2014-05-20", 150, True),
        ("unknown", None, False),
    ],
)
def test_the_age_of_a_fact_is_counted_in_whole_months(checked: str, months: int | None, old: bool) -> None:
    today = date(2026, 11, 25)
    assert months_since(checked, today) == months
    assert is_old(checked, today) is old


def test_a_step_looked_at_long_ago_says_so_and_a_fresh_one_does_not() -> None:
    [old] = [step for step in load_guidance().steps() if step.checked == "2014-05"]
    text = " ".join(run("steps", old.platform).out.decode().split())
    assert "Last checked: 2014-05. That is more than a year ago" in text
    assert "Last checked: date not known. That is" not in text


def test_the_guidance_in_english_is_whole() -> None:
    checked = check_guidance(date(2026, 11, 25))
    assert [problem for problem in checked.problems if problem.kind != "language"] == []
    assert checked.steps == len(load_guidance().steps())
    assert {"en", "ko"} <= set(checked.languages)
    assert {age.step for age in checked.old}.isdisjoint(age.step for age in checked.undated)
    assert "fb-photo" in {age.step for age in checked.old}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the program whose guidance can be broken."""
    ignored = shutil.ignore_patterns("__pycache__", "site", "*.jpg")
    shutil.copytree(ROOT / "selfcheck", tmp_path / "selfcheck", ignore=ignored)
    return tmp_path


def looked_at(copy: Path) -> tuple[int, list[dict[str, str]]]:
    ended = run(
        "guidance", "check", "--json", command=(sys.executable, "-m", "selfcheck"),
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONSAFEPATH": "1"},
    )  # fmt: skip
    return ended.code, json.loads(ended.out)["problems"]


def test_what_is_broken_in_the_guidance_is_named_with_its_place(copy: Path) -> None:
    before = looked_at(copy)[1]
    guidance = copy / "selfcheck" / "guidance" / "data"
    platforms = copy / "selfcheck" / "platforms"
    instagram = platforms / "instagram" / "facts.toml"
    instagram.write_text(instagram.read_text("utf-8").replace("\nphotos = ", "\npictures = ", 1), "utf-8")
    x = platforms / "x" / "facts.toml"
    x.write_text(x.read_text("utf-8").replace("source = ", "saw = ", 1).replace('confidence = "low"', 'confidence = "high"'), "utf-8")  # fmt: skip  # noqa: E501
    letters = guidance / "ko" / "letters.toml"
    letters.write_text(letters.read_text("utf-8").replace("subject", "topic", 1), "utf-8")
    code, problems = looked_at(copy)
    assert code == 1
    new = [problem for problem in problems if problem not in before]
    assert {problem["kind"] for problem in new} >= {"ids", "language", "shape", "source"}
    told = " ".join(f"{problem['where']} {problem['text']}" for problem in new)
    for words in ("ig-private", "ko/letters.toml", "letters.school.subject"):
        assert words in told


def test_a_step_changed_in_english_is_named_until_the_other_language_says_the_same(copy: Path) -> None:
    before = looked_at(copy)[1]
    english = copy / "selfcheck/platforms/instagram/en.toml"
    english.write_text(
        english.read_text("utf-8").replace("Make your account private", "Close your account", 1), "utf-8"
    )
    code, problems = looked_at(copy)
    [new] = [problem for problem in problems if problem not in before]
    assert (code, new["kind"], new["where"]) == (1, "language", "instagram/ko.toml")
    assert "ig-private" in new["text"]
    shutil.copytree(ROOT / "tools", copy / "tools")
    tool = [sys.executable, copy / "tools/translated.py", "ko", "ig-private"]
    subprocess.run(tool, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(copy)})
    assert looked_at(copy)[1] == before


def test_a_file_that_cannot_be_read_is_told_and_does_not_end_the_look(copy: Path) -> None:
    (copy / "selfcheck/platforms/x/facts.toml").write_text("[steps", "utf-8")
    code, problems = looked_at(copy)
    assert code == 1
    assert any("facts.toml" in problem["text"] for problem in problems)


def test_a_moved_menu_is_kept_for_its_owner_alone_and_the_line_to_send_tells_nothing_of_the_person(
    tmp_path: Path,
) -> None:
    first = run("guidance", "moved", "ig-private", "Settings > Privacy", env=home(tmp_path))
    assert first.code == 0
    assert first.out.decode().startswith("menu moved: instagram/ig-private; was: Profile > ")
    assert "now: Settings > Privacy; seen 20" in first.out.decode()
    assert str(tmp_path) not in first.out.decode()
    assert "Nothing was sent" in first.err
    file = tmp_path / "data/selfcheck/notes.json"
    assert str(file) in first.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    run("guidance", "moved", "x-tag", "Settings > Tags", env=home(tmp_path))
    run("guidance", "moved", "ig-private", "Settings > Who sees you", env=home(tmp_path))
    lines = run("guidance", "notes", env=home(tmp_path)).out.decode().splitlines()
    assert len(lines) == 2  # the newest of a step takes the place of the one before
    assert any("Who sees you" in line for line in lines)
    assert "notes.json" in "".join((wiped := run("wipe", "--yes", env=home(tmp_path))).err) + wiped.out.decode()
    assert not file.parent.exists()


def test_a_note_stands_wherever_its_step_is_told(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    report.write_bytes(run("demo", "--json", env=home(tmp_path)).out)
    run("guidance", "moved", "pw-noindex", "Settings > Who finds me", env=home(tmp_path))
    steps = run("steps", "personal-website", env=home(tmp_path)).out.decode()
    assert "the menu is now: Settings > Who finds me" in " ".join(steps.split())
    assert "Settings > Who finds me" in run("plan", report, "--time", "all", env=home(tmp_path)).out.decode()
    data = json.loads(run("steps", "personal-website", "--json", env=home(tmp_path)).out)
    assert {step["id"]: step["menu_note"] and step["menu_note"]["path"] for step in data} == {
        step["id"]: "Settings > Who finds me" if step["id"] == "pw-noindex" else None for step in data
    }
    [note] = json.loads(run("plan", report, "--json", env=home(tmp_path)).out)["menu_notes"]
    assert (note["step"], note["path"]) == ("pw-noindex", "Settings > Who finds me")
    for form in ("markdown", "html", "csv"):
        export = ("export", report, "--to", form, "--time", "all", "--out", "-")
        own = run(*export, "--share", "full", env=home(tmp_path)).out.decode()
        assert "Who finds me" in own, form
        shared = run(*export, env=home(tmp_path)).out.decode()
        assert "Who finds me" not in shared, form  # typed by the person, so it may hold anything
        assert "that this menu has moved" in shared, form


def test_without_notes_nothing_is_written(tmp_path: Path) -> None:
    ended = run("guidance", "notes", env=home(tmp_path))
    ended.said_plainly("no notes")
    assert list(tmp_path.rglob("*")) == []


def test_a_notes_file_that_is_not_ours_is_left_alone_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "data/selfcheck/notes.json"
    file.parent.mkdir(parents=True)
    file.write_text("not json", "utf-8")
    ended = run("guidance", "moved", "ig-private", "A > B", env=home(tmp_path))
    assert ended.code == 2
    ended.said_plainly("could not be read")
    assert file.read_text("utf-8") == "not json"


@pytest.mark.parametrize(("step", "path", "said"), [("ig-nothing", "A", "no step"), ("ig-private", " ", "is empty")])
def test_a_note_needs_a_step_and_a_path(tmp_path: Path, step: str, path: str, said: str) -> None:
    run("guidance", "moved", step, path, env=home(tmp_path)).said_plainly(said)
    assert list(tmp_path.rglob("*")) == []
