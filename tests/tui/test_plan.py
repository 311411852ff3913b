"""The plan on the screen, and what it leads to."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from textual.widgets import Input, OptionList, Static

from selfcheck.model import Mark
from selfcheck.tui.app import SelfcheckApp
from selfcheck.tui.screens.address import CodeScreen, OpeningScreen
from selfcheck.tui.screens.after_removal import AfterRemovalScreen
from selfcheck.tui.screens.checklist import ChecklistScreen
from selfcheck.tui.screens.guided import GuidedScreen
from selfcheck.tui.screens.help_now import HelpNowScreen
from selfcheck.tui.screens.letters import LettersScreen
from selfcheck.tui.screens.plan import PlanScreen
from tests.support.app import NARROW, NOWHERE, click_key, press, shown
from tests.support.at_the_plan import SIZES, at_the_plan, files, words
from tests.support.running import AS_INSTALLED


async def test_when_harm_has_happened_evidence_comes_first_and_what_deletes_waits_for_it() -> None:
    async with at_the_plan() as (app, pilot):
        await pilot.press("f8", "h", "escape")
        await pilot.pause()
        assert "Evidence and help come first" in shown(app)
        assert app.work.plan().waiting
        await press(pilot, "#start")
        order = []
        while "The end" not in shown(app):
            order.append(words(app).strip())
            await pilot.press("d")
            await pilot.pause()
        assert "not your fault" in order[0]
        titles = " | ".join(order)
        assert titles.index("Keep evidence before") < titles.index("What it does")
        assert not any("Take faces off pages" in text or "Archive or delete" in text for text in order)
        assert any("Report" in text and "Instagram" in text and "Keep the link first" in text for text in order)
        assert app.work.evidence_kept
        await pilot.press("g")  # evidence is kept: what waited is there now
        rest = []
        while "The end" not in shown(app):
            rest.append(words(app).partition("\n")[0])
            await pilot.press("l")
            await pilot.pause()
        assert "Take faces off pages" in rest[-1] or "Archive or delete" in rest[-1]


async def test_after_harm_no_list_of_steps_leads_to_what_deletes_before_evidence_is_kept() -> None:
    async with at_the_plan() as (app, pilot):
        await pilot.press("escape")
        await pilot.pause()
        assert "Take faces off" in words(app)  # without harm the best step, and one that may delete
        await pilot.press("g", "h", "escape")
        await pilot.pause()
        assert isinstance(app.screen, ChecklistScreen)
        assert "Nothing that deletes comes before evidence is kept" in " ".join(shown(app).split())
        await pilot.press("home")
        await pilot.pause()
        assert "Take faces off" not in words(app)
        steps = app.work.in_order()
        waits = [app.work.waits(item) for item in steps]
        assert waits == sorted(waits)
        assert any(waits)
        await pilot.press("end")
        await pilot.pause()
        assert "This waits until evidence is kept" in words(app)
        assert "Waiting until evidence is kept" in shown(app)
        await pilot.press("g")
        await pilot.pause()
        plan = app.screen.query_one("#list", OptionList)
        plan.focus()
        await pilot.press("end", "enter")
        await pilot.pause()
        assert isinstance(app.screen, GuidedScreen)
        assert "This waits until evidence is kept" in words(app)
        app.work.first_marks["evidence"] = Mark.DONE
        await pilot.press("escape", "escape", "home")
        await pilot.pause()
        assert "waits" not in words(app)
        assert not any(app.work.waits(item) for item in app.work.in_order())


async def test_the_word_that_harm_has_happened_can_be_taken_back_and_is_written_nowhere(tmp_path: Path) -> None:
    async with at_the_plan() as (app, pilot):
        before = files(tmp_path)
        await pilot.press("h")
        assert app.work.harm
        await pilot.press("h")
        await pilot.pause()
        assert not app.work.harm
        assert "Press H" in shown(app)
        assert files(tmp_path) == before


async def test_the_door_for_harm_works_before_any_check() -> None:
    app = SelfcheckApp(folder=NOWHERE)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await pilot.press("f8", "h")
        await pilot.pause()
        assert isinstance(app.screen, HelpNowScreen)
        assert "[x] Your plan begins with evidence and help" in shown(app)


def picture(app: SelfcheckApp) -> np.ndarray:
    """The screen as a picture: each cell two modules high, in the colours it is drawn with."""
    rows = []
    for strip in app.screen._compositor.render_strips(app.screen.size):
        upper, lower = [], []
        for segment in strip:
            style = segment.style
            ink, ground = (
                (sum(colour.triplet) // 3 if colour and colour.triplet else usual)
                for colour, usual in ((style and style.color, 255), (style and style.bgcolor, 0))
            )
            for cell in segment.text:
                upper.append(ink if cell in "▀█" else ground)
                lower.append(ink if cell in "▄█" else ground)
        rows += [upper, lower]
    width = min(map(len, rows))
    pixels = np.array([row[:width] for row in rows], np.uint8)
    return np.kron(pixels, np.ones((6, 6), np.uint8))


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
async def test_the_code_on_the_screen_is_read_back_on_a_dark_and_a_light_terminal(theme: str) -> None:
    app = SelfcheckApp(folder=NOWHERE)
    async with app.run_test(size=(80, 26)) as pilot:
        app.theme = theme
        app.push_screen(CodeScreen(app.work, "https://myaccount.google.com"))
        await pilot.pause()
        await pilot.pause()
        assert "https://myaccount.google.com" in shown(app)
        found = [cv2.QRCodeDetector().detectAndDecode(cv2.resize(picture(app), None, fx=f, fy=f))[0] for f in (1, 0.5)]
        assert "https://myaccount.google.com" in found


async def test_where_the_code_does_not_fit_a_sentence_says_what_it_needs_and_it_comes_with_a_larger_window() -> None:
    app = SelfcheckApp(folder=NOWHERE)
    async with app.run_test(size=(60, 14)) as pilot:
        app.push_screen(CodeScreen(app.work, "https://www.youtube.com/account"))
        await pilot.pause()
        await pilot.pause()
        assert "needs 35 columns and 19 lines" in shown(app)
        assert "▀" not in shown(app)
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert "▀" in shown(app)
        assert "needs" not in shown(app)


@SIZES
async def test_search_engines_tell_their_price_before_their_address(size: tuple[int, int]) -> None:
    async with at_the_plan(size) as (app, pilot):
        await press(pilot, "#engines")
        assert isinstance(app.screen, AfterRemovalScreen)
        options = app.screen.query_one(OptionList)
        told = {}
        for row in range(options.option_count):
            options.highlighted = row
            await pilot.pause()
            told[words(app).strip().partition("\n")[0]] = words(app)
        assert "selfcheck does not do it" in told["Reverse image search: what it is, and what it costs"]
        pimeyes = told["PimEyes"]
        assert pimeyes.index("it asks for a photo of your face") < pimeyes.index("https://pimeyes.com")


async def test_the_browser_is_opened_only_after_it_was_said_what_that_does() -> None:
    async with at_the_plan() as (app, pilot):
        await press(pilot, "#engines")
        await pilot.press("down", "down", "down", "down")
        await pilot.pause()
        assert "O opens your browser, which then talks to the site as you" in " ".join(words(app).split())
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(app.screen, OpeningScreen)
        assert "talks to the site as you" in " ".join(shown(app).split())
        assert "opened in your browser" not in shown(app)


@SIZES
async def test_a_letter_is_filled_changed_copied_and_saved_and_nothing_else(
    size: tuple[int, int], tmp_path: Path
) -> None:
    app = SelfcheckApp(folder=NOWHERE)
    async with app.run_test(size=size) as pilot:
        app.push_screen(LettersScreen(app.work, tmp_path))
        await pilot.pause()

        def letter() -> str:
            return str(app.screen.query_one("#letter", Static).visual)

        assert "Dear school team" in letter()
        assert "Article 17" in letter()
        app.screen.query_one("#address", Input).value = "https://school.example/news/3"
        await pilot.pause()
        assert "https://school.example/news/3" in letter()
        await press(pilot, "#law")
        assert "Article 36" in letter()
        await press(pilot, "#language > Choice:last-child")
        assert "안녕하세요" in letter()
        assert "제36조" in letter()
        assert "https://school.example/news/3" in letter()
        await press(pilot, "#copy")
        assert "https://school.example/news/3" in app.clipboard
        assert "직접 이메일이나" not in app.clipboard  # what is for the person is no part of the letter
        assert files(tmp_path) == []
        await pilot.press("ctrl+t")
        assert "제36조" not in letter()
        await press(pilot, "#copy")
        await press(pilot, "#save")
        [file] = files(tmp_path)
        assert file.read_text("utf-8") == app.clipboard
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        app.screen.query_one("#address", Input).value = "https://school.example/news/4"  # the next page of that school
        await pilot.pause()
        await press(pilot, "#save")
        assert [one.name for one in sorted(files(tmp_path))] == ["letter-school-ko-2.txt", "letter-school-ko.txt"]
        assert "news/3" in file.read_text("utf-8")


@SIZES
async def test_on_the_new_screens_all_keys_and_buttons_fit_and_help_and_the_door_for_harm_work(
    size: tuple[int, int],
) -> None:
    async with at_the_plan(size) as (app, pilot):

        async def look() -> None:
            await pilot.pause()
            screen = app.screen
            for button in screen.query("Button"):
                if button.display:
                    assert str(button.label) in shown(app), (type(screen).__name__, button.label)  # type: ignore[attr-defined]
            for name in ("Leave", "Help", "It happened"):
                assert name in shown(app), type(screen).__name__

        await look()
        await pilot.press("g")
        await look()
        await pilot.press("f8")
        assert isinstance(app.screen, HelpNowScreen)
        await pilot.press("escape", "m")
        await look()
        await pilot.press("escape", "escape", "s")
        await look()
        await pilot.press("down", "down", "down", "down", "o")
        await look()
        await pilot.press("escape", "q")
        await look()
        await pilot.press("escape", "escape", "r")
        await look()
        await click_key(pilot, "Back")
        assert isinstance(app.screen, PlanScreen)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")
def test_in_a_terminal_the_persons_browser_gets_the_address_on_the_second_key_and_not_before(tmp_path: Path) -> None:
    from tests.tui.test_in_a_terminal import in_terminal

    opened = tmp_path / "opened"
    program = tmp_path / "browser"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> "{opened}"\n', encoding="utf-8")
    program.chmod(0o755)
    with in_terminal("demo", command=AS_INSTALLED, BROWSER=str(program), HOME=str(tmp_path)) as screen:
        screen.wait_for("See the demo")
        screen.press("enter")
        screen.wait_for("https://mina.example/travel.html")
        screen.press("enter")
        screen.wait_for("Done. 25 photos found")
        screen.press("p")
        screen.wait_for("To the checklist")
        screen.press("c")
        screen.wait_for("steps marked")
        screen.press("g")
        screen.wait_for("Search engines")
        screen.press("s")
        screen.wait_for("First the source")
        screen.press(*["\x1b[B"] * 4)
        screen.wait_for("Takes out links")
        screen.press("o")
        screen.wait_for("Open this page in your browser?")
        assert not opened.exists()
        screen.press("o")
        screen.wait_for("It is opened in your browser.")
        assert opened.read_text().split() == ["https://support.google.com/websearch/answer/6302812"]
        screen.press("ctrl+q")
        assert screen.end() == 0
