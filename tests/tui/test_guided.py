"""The guided mode: one step a screen, its answers, and its end."""

from __future__ import annotations

import stat
from pathlib import Path

from textual.widgets import Input, Static

from selfcheck.model import Mark
from selfcheck.tui.app import SelfcheckApp
from selfcheck.tui.screens.address import CodeScreen, OpeningScreen
from selfcheck.tui.screens.guided import GuidedScreen
from selfcheck.tui.screens.keeping import KeepingScreen
from selfcheck.tui.screens.moved import MovedScreen
from tests.support.app import NOWHERE, press, shown
from tests.support.at_the_plan import SIZES, at_the_plan, files, words
from tests.support.reports import gathered, page


@SIZES
async def test_from_the_plan_to_a_step_and_its_answers_by_mouse(size: tuple[int, int]) -> None:
    async with at_the_plan(size) as (app, pilot):
        assert "about 15 minutes" in shown(app)
        await press(pilot, "#start")
        assert isinstance(app.screen, GuidedScreen)
        for part in ("Make your account private", "the page could not be seen", "What it does not do", "Confidence"):
            assert part in words(app)
        for button in ("Done", "Later", "Not for me"):
            assert button in shown(app)
        await press(pilot, "#done")
        for part in ("profile photo", "photos with a face", "In the list of photos"):
            assert part in words(app)
        await press(pilot, "#done")
        await press(pilot, "#done")
        assert "That is all for now" in shown(app)
        assert "Search engines may still show it" in " ".join(shown(app).split())
        assert list(app.work.marks.values()) == [Mark.DONE] * 3
        await pilot.press("escape")
        assert "Make your account private" not in shown(app)  # done, and no longer in the plan


@SIZES
async def test_a_step_is_read_to_its_end_with_the_arrows_and_says_that_there_is_more(size: tuple[int, int]) -> None:
    async with at_the_plan(size) as (app, pilot):
        await press(pilot, "#start")
        await pilot.pause()
        about = app.screen.query_one("#about")
        if about.max_scroll_y == 0:  # the whole step is on the screen
            assert "more below" not in shown(app)
            return
        assert "more below" in shown(app)
        assert app.focused is not None
        assert app.focused.id == "done"
        await pilot.press("down")
        await pilot.pause()
        assert about.scroll_y == 1
        await pilot.press("up", *["pagedown"] * 8)
        await pilot.pause()
        assert "more below" not in shown(app)
        assert "Confidence" in shown(app)
        assert app.work.marks == {}
        await pilot.press("enter")  # the answer kept the focus
        await pilot.pause()
        assert list(app.work.marks.values()) == [Mark.DONE]
        assert about.scroll_y == 0


async def test_every_answer_leads_on_back_leads_back_and_the_time_left_shrinks() -> None:
    async with at_the_plan() as (app, pilot):
        await press(pilot, "#time > Choice:last-child")
        assert "in all about 2 hours" in shown(app).lower() or "about 167 minutes" in shown(app)
        await pilot.press("g")
        seen = []
        for key in ("l", "x", "d"):
            seen.append(str(app.screen.query_one("#where", Static).render()))
            await pilot.press(key)
            await pilot.pause()
        left = [int(line.partition("about ")[2].split()[0]) for line in seen]
        assert [line.split(" of ")[0] for line in seen] == ["1", "2", "3"]
        assert left == sorted(left, reverse=True)
        assert list(app.work.marks.values()) == [Mark.LATER, Mark.NOT_FOR_ME, Mark.DONE]
        await pilot.press("b")
        await pilot.pause()
        assert "You said: done." in words(app)
        await pilot.press("x")
        assert list(app.work.marks.values()) == [Mark.LATER, Mark.NOT_FOR_ME, Mark.NOT_FOR_ME]
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert "3 of 21 steps marked" in shown(app)  # the checklist has the same marks


async def test_a_private_account_tells_that_its_picture_is_still_shown_and_the_next_screen_is_about_it() -> None:
    async with at_the_plan() as (app, pilot):
        await press(pilot, "#time > Choice:last-child")
        await pilot.press("g")
        while "Make your account private" not in words(app).partition("\n")[0]:
            await pilot.press("l")
            await pilot.pause()
        assert "Your profile picture is still shown. The step after this one is about it" in words(app)
        await pilot.press("d")
        await pilot.pause()
        assert "profile photo" in words(app).partition("\n")[0]


async def test_a_step_without_an_address_says_so_and_offers_neither_code_nor_browser() -> None:
    async with at_the_plan() as (app, pilot):
        await press(pilot, "#start")
        assert "We know no direct address" in words(app)
        assert "Browser" not in shown(app)
        await pilot.press("q", "o")
        await pilot.pause()
        assert isinstance(app.screen, GuidedScreen)


async def test_a_step_with_an_address_shows_it_as_text_as_a_code_and_offers_the_browser() -> None:
    address = "https://www.reddit.com/settings/account"
    pages = page("https://www.reddit.com/user/mina", platform="reddit")
    app = SelfcheckApp(folder=NOWHERE)
    async with app.run_test(size=(80, 26)) as pilot:
        await pilot.pause()
        app.work.finish(gathered(app.work.guidance, pages).report())
        plan = app.work.plan()
        step = next(one for one in (*plan.items, *plan.more) if one.step.url)
        app.push_screen(GuidedScreen(app.work, [step]))
        await pilot.pause()
        assert address in words(app)
        assert words(app).index(address) < words(app).index("O opens your browser, which then talks to the site as you")
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(app.screen, CodeScreen)
        assert app.screen.address == address
        await pilot.press("escape", "o")
        await pilot.pause()
        assert isinstance(app.screen, OpeningScreen)
        assert app.screen.address == address


async def test_a_note_of_a_moved_menu_is_kept_and_stands_with_the_step(tmp_path: Path) -> None:
    async with at_the_plan(folder=tmp_path / "kept") as (app, pilot):
        await press(pilot, "#start")
        await pilot.press("m")
        await pilot.pause()
        assert isinstance(app.screen, MovedScreen)
        assert files(tmp_path) == []
        await press(pilot, "#keep")
        assert "The line is empty" in shown(app)
        app.screen.query_one("#path", Input).value = "Pages > Pictures > Remove"
        await press(pilot, "#keep")
        assert "menu moved: instagram/ig-private" in " ".join(shown(app).split())
        [file] = files(tmp_path)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        await press(pilot, "#back")
        assert "the menu is now: Pages > Pictures > Remove" in words(app)


async def test_where_the_step_about_the_profile_picture_is_elsewhere_or_was_put_off_that_is_said_instead() -> None:
    async with at_the_plan() as (app, pilot):
        plan = app.work.plan()
        steps = {one.item.step: one for one in (*plan.items, *plan.more)}
        private, photo = steps["ig-private"], steps["ig-photo"]
        app.push_screen(GuidedScreen(app.work, [private]))
        await pilot.pause()
        assert "Another step is about it" in words(app)
        await pilot.press("escape")
        app.work.mark_step(photo.item.platform, photo.item.step, Mark.LATER)
        app.push_screen(GuidedScreen(app.work, [private]))
        await pilot.pause()
        assert "You put off the step about it" in words(app)


async def test_the_first_steps_after_harm_have_no_time_that_is_left() -> None:
    async with at_the_plan() as (app, pilot):
        await pilot.press("h", "g")
        await pilot.pause()
        lines = []
        while not lines or "left" not in lines[-1]:
            lines.append(str(app.screen.query_one("#where", Static).render()))
            await pilot.press("d")
            await pilot.pause()
        assert len(lines) == len(app.work.guidance.help.first_steps) + 1


@SIZES
async def test_the_end_says_that_nothing_is_kept_and_what_keeping_means_and_the_key_leads_there(
    size: tuple[int, int], tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    async with at_the_plan(size, folder=kept) as (app, pilot):
        await press(pilot, "#start")
        await pilot.press("k")
        await pilot.pause()
        assert isinstance(app.screen, GuidedScreen)  # only at the end
        await pilot.press("d", "d", "d")
        await pilot.pause()
        assert "Nothing of this is kept yet" in words(app)
        assert "could then see which pages are yours" in words(app)
        assert files(tmp_path) == []
        await pilot.press("k")
        await pilot.pause()
        assert isinstance(app.screen, KeepingScreen)
        assert files(tmp_path) == []  # its consequence is told first
        await press(pilot, "#keep")
        await press(pilot, "#back")
        assert "This check and your answers are saved" in words(app)
        assert files(tmp_path) != []
