"""One key hides everything, on every screen; leaving the app leaves nothing of it in the terminal."""

from __future__ import annotations

import os
import re

import pytest
from textual.widgets import Static

from selfcheck.tui.app import SelfcheckApp
from selfcheck.tui.screens.curtain import CurtainScreen
from selfcheck.tui.screens.detail import DetailScreen
from selfcheck.tui.screens.saving import SavingScreen
from selfcheck.tui.widgets.picture import Picture
from tests.support import pictures
from tests.support.app import NARROW, name_pages, own_app, press, shown, to_checked, until
from tests.support.running import WITH_LOOPBACK
from tests.support.site import Site
from tests.tui.test_in_a_terminal import in_terminal

LINE = "Paused. Press F9 to go on."


def words(app: SelfcheckApp) -> str:
    """What stands on the screen, less scroll bars and the ledger's rows: Textual moves both by a line when it likes."""
    lines = re.sub("[▁-█]", "", shown(app)).splitlines()
    return "\n".join(line.rstrip() for line in lines if "(bundled)" not in line)


@pytest.mark.parametrize("key", ["f9", "ctrl+l"])
async def test_on_every_screen_one_key_hides_everything_and_brings_it_back(key: str) -> None:
    app = SelfcheckApp(demo=True)
    seen: set[str] = set()

    async def hide_and_show() -> None:
        await pilot.pause()
        below, before = app.screen, ""
        while before != (before := words(app)):  # the end of a check is drawn within a tenth of a second
            await pilot.pause(0.15)
        assert LINE not in before
        seen.add(type(below).__name__)
        await pilot.press(key)
        await pilot.pause()
        assert shown(app).strip() == LINE
        await pilot.press("escape", "enter", "space", "f1", "question_mark", "f8", "s", "p", "ctrl+c", "tab")
        await pilot.pause()
        assert shown(app).strip() == LINE  # somebody else's keys open nothing
        await pilot.press(key)
        await pilot.pause()
        assert app.screen is below
        assert words(app) == before

    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await hide_and_show()
        await press(pilot, "#demo")
        await hide_and_show()
        await pilot.press("escape")
        await to_checked(pilot)
        await hide_and_show()
        await pilot.press("p")
        await hide_and_show()
        await pilot.press("w")
        await hide_and_show()
        await pilot.press("escape", "enter")
        await hide_and_show()
        await pilot.press("escape", "c")
        await hide_and_show()
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, SavingScreen))
        app.screen.query_one("#file").focus()  # also while typing
        await hide_and_show()
        await pilot.press("f1")
        await hide_and_show()
        await pilot.press("escape", "f8")
        await hide_and_show()
    assert len(seen) == 10


async def test_the_check_goes_on_behind_the_curtain_and_draws_nothing_on_it(site: Site) -> None:
    site.picture("/me.jpg", pictures.demo(pictures.ONE_FACE))
    held, reached = site.hang("/slow.jpg")
    app = own_app()
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await name_pages(pilot, site.page("/", f'<img src="/me.jpg"><img src="{held}">'))
        app.action_help_quit()  # a message is on the screen as the curtain falls
        await press(pilot, "#start")
        await until(pilot, reached.is_set)
        await pilot.press("f9")
        await pilot.pause()
        site.closing.set()
        await until(pilot, lambda: app.work.report)
        await pilot.pause(0.3)
        assert isinstance(app.screen, CurtainScreen)
        assert shown(app).strip() == LINE
        await pilot.press("f9")
        await until(pilot, lambda: "Done. 2 photos found" in shown(app))
        await pilot.press("enter")  # the way on has the focus
        await until(pilot, lambda: app.screen.query("#look"))


async def test_a_revealed_picture_and_place_are_hidden_again_behind_the_curtain() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await to_checked(pilot)
        await pilot.press("p")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DetailScreen))
        while not app.screen.query_one("#place").display:
            await pilot.press("n")
            await pilot.pause()
        await pilot.press("r", "p")
        await pilot.pause()
        told = app.screen.query_one("#words", Static)
        assert app.screen.query_one(Picture).revealed
        assert "The place: " in str(told.content)
        await pilot.press("f9")
        await pilot.press("f9")
        await pilot.pause()
        assert not app.screen.query_one(Picture).revealed
        assert "The place: " not in str(told.content)


async def test_a_person_can_leave_from_behind_the_curtain(site: Site) -> None:
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("f9", "ctrl+q")
    assert app.return_code == 0


in_a_terminal = pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals of this kind")


@in_a_terminal
def test_while_the_curtain_is_down_nothing_of_the_persons_is_in_the_terminal(site: Site) -> None:
    site.picture("/me.jpg", pictures.demo(pictures.ONE_FACE))
    page = site.page("/my-own-page", '<img src="/me.jpg">')
    with in_terminal(command=WITH_LOOPBACK) as screen:
        screen.wait_for("Check my own pages")
        screen.press("enter")
        screen.wait_for("No page yet")
        screen.press(*page, "enter")
        screen.click("This is my page")
        screen.wait_for("●▌ This is my page")
        screen.click("Start the check")
        screen.wait_for("Done. 1 photo found")
        screen.press("p")
        screen.wait_for("1 face")
        screen.settle()
        screen.press("f9")
        screen.wait_for(LINE)
        screen.settle()
        assert screen.text.strip() == LINE
        assert not screen.scrolled_away()
        screen.press("f9")
        screen.wait_for("1 face")
        screen.press("ctrl+q")
        assert screen.end() == 0


@in_a_terminal
@pytest.mark.parametrize("kind", ["xterm-256color", "linux"])
def test_after_leaving_nothing_of_the_persons_is_on_the_screen_or_in_its_scrollback(site: Site, kind: str) -> None:
    # pyte has no alternate screen: it shows what stays on a terminal that has none either.
    page = site.page("/my-own-page", f"<p>{'Words. ' * 100}</p>")
    with in_terminal(command=WITH_LOOPBACK, TERM=kind) as screen:
        screen.wait_for("Check my own pages")
        screen.press("enter")
        screen.wait_for("No page yet")
        screen.press(*page, "enter")
        screen.click("This is my page")
        screen.wait_for("●▌ This is my page")
        screen.click("Start the check")
        screen.wait_for("Done. ")
        screen.wait_for("my-own-page")
        screen.press("ctrl+q")
        assert screen.end() == 0
    assert screen.text.strip() == ""
    assert not screen.scrolled_away()
    # The clearing comes before the screen from before is brought back, and takes no lines of the person's own.
    assert screen.raw.rindex(b"\x1b[H\x1b[J") < screen.raw.rindex(b"\x1b[?1049l")
    assert (b"\x1b[3J" in screen.raw) is (kind == "linux")
