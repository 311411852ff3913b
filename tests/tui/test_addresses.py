"""Naming pages and giving one's word for each."""

from __future__ import annotations

from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Button, Input

from selfcheck.model import Consent
from selfcheck.tui.app import SelfcheckApp
from selfcheck.tui.screens.addresses import AddressesScreen
from selfcheck.tui.widgets.address_row import AddressRow
from tests.support.app import NARROW, click, own_app, press, shown, until


async def _at_addresses(pilot: Pilot[Any]) -> None:
    await pilot.pause()
    await press(pilot, "#own")


async def _type(pilot: Pilot[Any], text: str) -> None:
    pilot.app.screen.query_one("#address", Input).value = text
    await pilot.press("enter")
    await pilot.pause()


async def test_a_check_cannot_start_before_every_page_has_its_word() -> None:
    app = SelfcheckApp()
    async with app.run_test(size=NARROW) as pilot:
        await _at_addresses(pilot)
        start = app.screen.query_one("#start", Button)
        assert start.disabled
        await pilot.press(*"example.org/me", "enter")
        await _type(pilot, "example.com/other")
        assert start.disabled
        assert "2 to go" in shown(app)
        rows = list(app.screen.query(AddressRow))
        await pilot.click(rows[0].query("RadioButton").first())
        await pilot.pause()
        assert start.disabled
        assert "1 to go" in shown(app)
        await pilot.click(rows[1].query("RadioButton").last())
        await pilot.pause()
        assert not start.disabled
        assert [page.consent for page in app.work.agreed()] == [Consent.MINE, Consent.WITH_OWNER]
        assert isinstance(app.screen, AddressesScreen)


async def test_what_is_typed_into_the_field_stays_as_it_was_typed() -> None:
    app = SelfcheckApp()
    async with app.run_test(size=NARROW) as pilot:
        await _at_addresses(pilot)
        await pilot.press(*"example.org/Mina미ㅁ")
        assert app.screen.query_one("#address", Input).value == "example.org/Mina미ㅁ"


async def test_an_answer_given_looks_other_than_one_not_given_even_without_colour() -> None:
    app = SelfcheckApp()
    async with app.run_test(size=NARROW) as pilot:
        await _at_addresses(pilot)
        await _type(pilot, "example.org/me")
        assert not [line for line in shown(app).splitlines() if "●" in line and "page" in line]
        await pilot.click(app.screen.query_one(AddressRow).query("RadioButton").last())
        await pilot.pause()
        [line] = [line for line in shown(app).splitlines() if "●" in line and "page" in line]
        assert line.index("This is my page") < line.index("●") < line.index("Its owner")


async def test_there_is_no_way_to_check_a_page_without_a_word_even_by_calling_the_button() -> None:
    app = SelfcheckApp()
    async with app.run_test(size=NARROW) as pilot:
        await _at_addresses(pilot)
        await _type(pilot, "example.org/me")
        app.screen.query_one("#start", Button).press()
        await pilot.pause()
        assert isinstance(app.screen, AddressesScreen)
        assert app.work.agreed() == ()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("my name", "my name is not a page address"),
        ("Jane", "not a page address"),
        ("me@example.org", "e-mail"),
        ("192.168.0.10/photos", "home, school or office network"),
        ("ftp://example.org/", "does not start with"),
        ("htps://example.org/", "typing slip"),
        ("https://me:secret@example.org/", "user name or password"),
    ],
)
async def test_what_cannot_be_taken_stays_in_the_line_with_the_reason(typed: str, said: str) -> None:
    app = SelfcheckApp()
    async with app.run_test(size=NARROW) as pilot:
        await _at_addresses(pilot)
        await _type(pilot, typed)
        assert said in " ".join(shown(app).split())
        assert app.screen.query_one("#address", Input).value == typed
        assert app.work.named == []


async def test_several_pasted_lines_become_several_pages_and_a_wrong_one_stays() -> None:
    app = SelfcheckApp()
    async with app.run_test(size=(80, 30)) as pilot:
        await _at_addresses(pilot)
        line = app.screen.query_one("#address", Input)
        line.post_message(Paste("example.org/a\nhttps://example.com/b\r\nnonsense\n"))
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert [page.address.url for page in app.work.named] == ["https://example.org/a", "https://example.com/b"]
        assert line.value == "nonsense"


async def test_the_same_page_twice_is_one_and_a_page_can_be_taken_out() -> None:
    app = SelfcheckApp()
    async with app.run_test(size=NARROW) as pilot:
        await _at_addresses(pilot)
        await _type(pilot, "example.org/a")
        await _type(pilot, "https://example.org/a")
        assert "on the list already" in shown(app)
        assert len(app.work.named) == 1
        await pilot.click(app.screen.query_one(AddressRow).query_one(Button))
        await pilot.pause()
        assert app.work.named == []
        assert "No page yet" in shown(app)


@pytest.mark.parametrize(
    "long",
    [
        "https://www.instagram.com/a.rather.long.name.of.mine.2026/",
        "https://a-site-of-my-own.example.org/people/a-person-with-a-long-name/pictures-of-the-summer/2026/",
    ],
)
async def test_a_long_address_is_shown_whole_and_can_be_taken_out_by_mouse(long: str) -> None:
    app = SelfcheckApp()
    async with app.run_test(size=NARROW) as pilot:
        await _at_addresses(pilot)
        await _type(pilot, "example.org/first")
        await _type(pilot, long)
        row = app.screen.query(AddressRow).last()
        address = row.query_one(".address")
        lines = [strip.text.strip() for strip in address.render_lines(address.region.reset_offset)]
        assert "".join(lines) == long
        assert app.work.guidance.platforms[app.work.named[1].address.platform].name in shown(app)
        parts = row.query("Static, Button")
        await until(pilot, lambda: all(app.screen.region.contains_region(part.region) for part in parts))
        await click(pilot, row.query_one(Button))
        assert [page.address.url for page in app.work.named] == ["https://example.org/first"]


async def test_the_twenty_first_page_is_not_taken() -> None:
    app = SelfcheckApp()
    async with app.run_test(size=(80, 30)) as pilot:
        await _at_addresses(pilot)
        await _type(pilot, " ".join(f"example.org/{number}" for number in range(21)))
        assert len(app.work.named) == 20
        assert "at most 20" in shown(app)
        assert app.screen.query_one("#address", Input).value == "example.org/20"


async def test_pages_and_words_are_still_there_after_going_back() -> None:
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await _at_addresses(pilot)
        await _type(pilot, "example.org/a")
        await pilot.click(app.screen.query_one(AddressRow).query("RadioButton").first())
        await pilot.pause()
        await pilot.press("escape")
        await press(pilot, "#own")
        await pilot.pause()
        assert not app.screen.query_one("#start", Button).disabled
