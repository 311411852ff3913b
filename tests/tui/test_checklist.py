"""Marks on the steps."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

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


async def test_a_letter_works_as_a_capital_and_with_the_keyboard_set_to_hangul() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await _at_checklist(pilot)
        await pilot.press("D", "down", "ㅣ", "down", "ｘ")
        await pilot.pause()
        assert _steps(app)[:3] == [Mark.DONE, Mark.LATER, Mark.NOT_FOR_ME]


async def test_marks_stay_while_the_person_looks_elsewhere() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await _at_checklist(pilot)
        await pilot.press("d", "f8", "escape", "escape", "c")
        await pilot.pause()
        assert _steps(app)[0] is Mark.DONE
        assert "[x]" in shown(app)
