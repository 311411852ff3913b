"""Marks and saving."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from selfcheck.model import Mark
from selfcheck.tui.app import SelfcheckApp
from tests.support.app import NARROW, press, shown, to_checked


async def _at_checklist(pilot: Pilot[Any]) -> None:
    await to_checked(pilot)
    await press(pilot, "#photos")
    await press(pilot, "#checklist")


def _steps(app: SelfcheckApp) -> list[Mark]:
    return [item.mark for item in app.work.marked().steps]


async def test_the_evidence_line_stands_above_the_steps_and_each_step_says_what_it_does_not_do() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=(100, 40)) as pilot:
        await _at_checklist(pilot)
        text = shown(app)
        assert "evidence first" in text.splitlines()[0]
        assert "What it does not do" in text
        assert "Confidence:" in text


async def test_marks_are_given_by_key_and_by_mouse_and_taken_back() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await _at_checklist(pilot)
        await pilot.press("d", "down", "l", "down")
        await press(pilot, "#not_for_me")
        assert _steps(app)[:3] == [Mark.DONE, Mark.LATER, Mark.NOT_FOR_ME]
        assert "3 of" in shown(app)
        await press(pilot, "#not_for_me")
        assert _steps(app)[:3] == [Mark.DONE, Mark.LATER, Mark.TODO]


async def test_marks_stay_while_the_person_looks_elsewhere() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await _at_checklist(pilot)
        await pilot.press("d", "f8", "escape", "escape", "c")
        await pilot.pause()
        assert _steps(app)[0] is Mark.DONE
        assert "[x]" in shown(app)


@pytest.mark.parametrize(("ending", "start"), [(".html", b"<!DOCTYPE html>"), (".md", b"# ")])
async def test_the_checklist_is_saved_with_its_marks_for_its_owner_alone(
    tmp_path: Path, ending: str, start: bytes
) -> None:
    target = tmp_path / f"list{ending}"
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await _at_checklist(pilot)
        await pilot.press("d", "e")
        await pilot.pause()
        if ending == ".md":
            await pilot.click(app.screen.query("RadioButton").last())
            await pilot.pause()
            assert app.screen.query_one("#file", Input).value.endswith(".md")
        app.screen.query_one("#file", Input).value = str(target)
        await press(pilot, "#save")
        data = target.read_bytes()
        assert data.lower().startswith(start.lower())
        assert target.stat().st_mode & 0o077 == 0
        assert b"mina.example" not in data  # no addresses unless asked for
        assert app.work.marked().steps[0].title.encode() in data
        assert "delete that file" in " ".join(shown(app).split())


async def test_what_is_chosen_for_saving_can_be_told_without_colour(tmp_path: Path) -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await _at_checklist(pilot)
        await pilot.press("e")
        await pilot.pause()

        def sign(words: str) -> str:
            return next(line.partition(words)[0] for line in shown(app).splitlines() if words in line).strip(" │▐▌")

        assert [sign("A page to print"), sign("Text for notes"), sign("Also write")] == ["●", "", ""]
        await pilot.click(app.screen.query("RadioButton").last())
        await pilot.click("#addresses")
        await pilot.pause()
        assert [sign("A page to print"), sign("Text for notes"), sign("Also write")] == ["", "●", "x"]


async def test_addresses_go_into_the_file_only_when_asked_for(tmp_path: Path) -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await _at_checklist(pilot)
        await pilot.press("e")
        await pilot.pause()
        await pilot.click("#addresses")
        app.screen.query_one("#file", Input).value = str(tmp_path / "list.html")
        await press(pilot, "#save")
        assert b"mina.example" in (tmp_path / "list.html").read_bytes()


async def test_a_file_that_is_there_or_a_folder_that_is_not_gets_a_sentence_and_nothing_is_lost(tmp_path: Path) -> None:
    there = tmp_path / "list.html"
    there.write_bytes(b"mine")
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await _at_checklist(pilot)
        await pilot.press("d", "e")
        await pilot.pause()
        for name, said in ((there, "already a file"), (tmp_path / "no" / "list.html", "could not be written")):
            app.screen.query_one("#file", Input).value = str(name)
            await press(pilot, "#save")
            assert said in " ".join(shown(app).replace("│", " ").split())
        assert there.read_bytes() == b"mine"
        assert _steps(app)[0] is Mark.DONE
