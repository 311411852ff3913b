"""The way through the app, forward and back, by key and by mouse, on the smallest terminal."""

from __future__ import annotations

import pytest
from textual.widgets import Button

from selfcheck.model import Consent, EngineName, Mark
from selfcheck.tui.app import SelfcheckApp
from selfcheck.tui.screens.addresses import AddressesScreen
from selfcheck.tui.screens.checking import CheckingScreen
from selfcheck.tui.screens.checklist import ChecklistScreen
from selfcheck.tui.screens.detail import DetailScreen
from selfcheck.tui.screens.help_now import HelpNowScreen
from selfcheck.tui.screens.keys import KeysScreen
from selfcheck.tui.screens.photos import PhotosScreen
from selfcheck.tui.screens.saving import SavingScreen
from selfcheck.tui.screens.welcome import PROMISES, WelcomeScreen
from selfcheck.tui.widgets.keybar import KeyBar
from tests.support.app import NARROW, click_key, name_pages, own_app, press, shown, to_checked, until
from tests.support.site import Site

SIZES = pytest.mark.parametrize("size", [NARROW, (120, 36)], ids=["60x20", "120x36"])


async def test_the_first_screen_says_what_it_does_and_its_promises_and_has_the_door_for_harm() -> None:
    app = SelfcheckApp()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        text = shown(app)
        assert "stranger" in text
        assert all(promise in text for promise in PROMISES)
        assert "It has already happened to me" in text
        assert "not “safe”" in text


async def test_the_door_for_harm_shows_evidence_and_help_and_leads_back() -> None:
    app = SelfcheckApp()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "#happened")
        assert isinstance(app.screen, HelpNowScreen)
        assert app.work.guidance.help.opening.split(".")[0] in shown(app)
        await pilot.press("escape")
        assert isinstance(app.screen, WelcomeScreen)


async def test_every_screen_can_be_reached_and_left_by_key() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        assert isinstance(app.screen, AddressesScreen)
        await pilot.press("enter")
        assert isinstance(app.screen, CheckingScreen)
        await until(pilot, lambda: app.work.report)
        await pilot.pause()
        await pilot.press("enter")
        assert isinstance(app.screen, PhotosScreen)
        await pilot.press("enter")
        assert isinstance(app.screen, DetailScreen)
        await pilot.press("escape")
        assert isinstance(app.screen, PhotosScreen)
        await pilot.press("c")
        assert isinstance(app.screen, ChecklistScreen)
        await pilot.press("e")
        assert isinstance(app.screen, SavingScreen)
        for screen in (ChecklistScreen, PhotosScreen, CheckingScreen, AddressesScreen, WelcomeScreen, WelcomeScreen):
            await pilot.press("escape")
            await pilot.pause()
            assert isinstance(app.screen, screen)


async def test_every_screen_can_be_reached_and_left_by_mouse() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await to_checked(pilot)
        await press(pilot, "#photos")
        assert isinstance(app.screen, PhotosScreen)
        await press(pilot, "#look")
        assert isinstance(app.screen, DetailScreen)
        await click_key(pilot, "Back")
        await press(pilot, "#checklist")
        assert isinstance(app.screen, ChecklistScreen)
        await press(pilot, "#save")
        assert isinstance(app.screen, SavingScreen)
        for screen in (ChecklistScreen, PhotosScreen, CheckingScreen, AddressesScreen, WelcomeScreen):
            await click_key(pilot, "Back")
            assert isinstance(app.screen, screen)
        await click_key(pilot, "Leave")
        assert app._exit


@SIZES
async def test_on_every_screen_all_keys_and_buttons_fit_and_help_harm_door_and_leaving_work(
    size: tuple[int, int],
) -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=size) as pilot:

        async def look() -> None:
            await pilot.pause()
            screen, text = app.screen, shown(app)
            for button in screen.query(Button):
                words = str(button.label)
                if button.display and not any(row.has_class("rows") for row in button.ancestors):
                    assert words in text, f"“{words}” does not fit on {type(screen).__name__}"
            for name in ("Leave", "Help", "It happened"):
                assert name in shown(app)
            await pilot.press("f1")
            assert isinstance(app.screen, KeysScreen)
            assert "This screen" in shown(app)
            await pilot.press("escape", "f8")
            assert isinstance(app.screen, HelpNowScreen)
            await pilot.press("escape")
            assert app.screen is screen

        await look()
        await press(pilot, "#demo")
        await look()
        await press(pilot, "#start")
        await until(pilot, lambda: app.work.report)
        await look()
        await pilot.press("p")
        await look()
        await pilot.press("enter")
        await look()
        await pilot.press("escape", "c")
        await look()
        await pilot.press("e")
        await look()
        assert app.screen.query_one(KeyBar).size.height <= 2
        await pilot.press("ctrl+q")
        assert app._exit


async def test_help_tells_a_newcomer_every_key_in_words_and_what_the_signs_of_the_checklist_mean() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=(60, 60)) as pilot:
        await pilot.pause()
        await pilot.press("question_mark")
        await pilot.pause()
        text = shown(app)
        for key in ("Ctrl+Q", "F1 or ?", "Tab", "Shift+Tab", "Enter", "Space", "Arrows"):
            assert any(line.split("  ")[0].strip() == key for line in map(str.strip, text.splitlines())), key
        await pilot.press("escape")
        app.work.finish()
        app.push_screen(ChecklistScreen(app.work))
        await pilot.press("f1")
        await pilot.pause()
        for sign in ("[x] done", "[~] later", "[-] not for me"):
            assert sign in shown(app)


async def test_the_arrows_move_between_the_doors_of_the_first_screen() -> None:
    app = SelfcheckApp()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        seen = []
        for key in ("down", "down", "down", "up"):
            await pilot.press(key)
            assert app.focused is not None
            seen.append(app.focused.id)
        assert seen == ["demo", "happened", "leave", "happened"]
        await pilot.press("enter")
        assert isinstance(app.screen, HelpNowScreen)


async def test_the_demo_can_be_left_for_ones_own_pages() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "#own")
        assert isinstance(app.screen, AddressesScreen)
        assert app.work.named == []
        assert not app.work.demo


async def test_trying_the_demo_keeps_ones_own_pages_and_marks_and_adds_none(site: Site) -> None:
    page = site.page("/", "Words about me.")
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await name_pages(pilot, page)
        await pilot.press("escape")
        await to_checked(pilot)
        await pilot.press("p", "c", "d")
        await pilot.pause()
        marked = {(item.platform, item.step) for item in app.work.marked().steps if item.mark is Mark.DONE}
        assert len(marked) == 1
        await pilot.press("escape", "escape", "escape", "escape")
        await press(pilot, "#own")
        assert [(named.address.url, named.consent) for named in app.work.named] == [(page, Consent.MINE)]
        await press(pilot, "#start")
        await until(pilot, lambda: app.work.report)
        await pilot.press("p", "c", "l")
        await pilot.pause()
        assert {item.mark for item in app.work.marked().steps} == {Mark.TODO, Mark.LATER}
        await pilot.press("escape", "escape", "escape", "escape")
        await press(pilot, "#demo")
        assert [item.mark for item in app.work.marked().steps if item.mark is not Mark.TODO] == [Mark.DONE]


async def test_the_second_engine_is_never_used_without_its_notice() -> None:
    app = SelfcheckApp(demo=True, engine=EngineName.FACE_RECOGNITION)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert "never whose" in " ".join(shown(app).split())
