"""The door for a data download, from the path to the checklist, by key and by mouse, on the smallest terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input

from selfcheck.tui.app import SelfcheckApp
from selfcheck.tui.screens.addresses import AddressesScreen
from selfcheck.tui.screens.checking import CheckingScreen
from selfcheck.tui.screens.checklist import ChecklistScreen
from selfcheck.tui.screens.detail import DetailScreen
from selfcheck.tui.screens.handing_in import HandingInScreen
from selfcheck.tui.screens.photos import PhotosScreen
from tests.support import archives
from tests.support.app import NARROW, own_app, press, shown, until


@pytest.fixture
def download(tmp_path: Path) -> Path:
    return archives.zipped(tmp_path / "insta.zip", archives.instagram())


async def handed_in(pilot: Pilot[Any], path: Path) -> None:
    """From the first screen to what was found in this file or folder."""
    app = pilot.app
    assert isinstance(app, SelfcheckApp)
    await pilot.pause()
    await press(pilot, "#own")
    await press(pilot, "#download")
    app.screen.query_one("#path", Input).value = str(path)
    await press(pilot, "#look")
    await until(pilot, lambda: app.work.report)
    await pilot.pause()


async def test_a_download_goes_the_same_way_as_a_check_by_mouse(download: Path) -> None:
    app = SelfcheckApp()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "#own")
        assert "I have my data download" in shown(app)
        await press(pilot, "#download")
        assert isinstance(app.screen, HandingInScreen)
        assert "Look into it" in shown(app)
        app.screen.query_one("#path", Input).value = str(download)
        await press(pilot, "#look")
        assert isinstance(app.screen, CheckingScreen)
        await until(pilot, lambda: app.work.report)
        await pilot.pause()
        text = shown(app)
        assert "insta.zip" in text
        assert "Requests: none" in text
        await press(pilot, "#photos")
        assert isinstance(app.screen, PhotosScreen)
        assert "5 photos in your file" in " ".join(shown(app).split())
        await press(pilot, "#look")
        assert isinstance(app.screen, DetailScreen)
        assert "stranger sees" not in shown(app)
        assert len(app.work.gathered.previews) == 5
        await pilot.press("escape")
        await press(pilot, "#checklist")
        assert isinstance(app.screen, ChecklistScreen)
        assert app.work.report is not None
        assert {item.platform for item in app.work.report.steps} == {"instagram"}
        assert app.work.report.ledger == ()


async def test_the_same_by_key_and_back_again(download: Path) -> None:
    app = SelfcheckApp()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "#own")
        await pilot.press("f4")
        assert isinstance(app.screen, HandingInScreen)
        app.screen.query_one("#path", Input).value = f"'{download}'"  # as terminals write a file dropped on them
        await pilot.press("enter")
        await until(pilot, lambda: app.work.report)
        await pilot.pause()
        await pilot.press("p", "c")
        for screen in (PhotosScreen, CheckingScreen, HandingInScreen, AddressesScreen):
            await pilot.press("escape")
            await pilot.pause()
            assert isinstance(app.screen, screen)
        assert app.work.file is None
        assert app.work.report is None  # the person's pages have not been checked


async def test_a_folder_with_the_parts_of_two_downloads_has_a_line_for_each(tmp_path: Path) -> None:
    whole = archives.instagram()
    lists = {name: data for name, data in whole.items() if not name.startswith("media/")}
    media = {name: data for name, data in whole.items() if name.startswith("media/")}
    archives.zipped(tmp_path / "instagram-mina-part1.zip", lists)
    archives.zipped(tmp_path / "instagram-mina-part2.zip", media)
    archives.zipped(tmp_path / "facebook-mina.zip", archives.facebook())
    app = SelfcheckApp()
    async with app.run_test(size=(100, 40)) as pilot:
        await handed_in(pilot, tmp_path)
        assert isinstance(app.screen, CheckingScreen)
        text = " ".join(shown(app).split())
        assert f"{tmp_path.name}/instagram-mina" in text
        assert f"{tmp_path.name}/facebook-mina" in text
        assert text.count("Pictures sent in messages between people: 2.") == 1
        await press(pilot, "#photos")
        assert "7 photos in your file" in " ".join(shown(app).split())


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Type or paste"), ("/no/such.zip", "no file or folder"), ("~x/y", "")]
)
async def test_what_cannot_be_read_stays_in_the_line_with_the_reason(typed: str, said: str) -> None:
    app = SelfcheckApp()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "#own")
        await press(pilot, "#download")
        app.screen.query_one("#path", Input).value = typed
        await press(pilot, "#look")
        assert isinstance(app.screen, HandingInScreen)
        assert said in " ".join(shown(app).split())
        assert app.screen.query_one("#path", Input).value == typed


async def test_a_folder_without_pictures_leads_back_to_its_line_with_the_reason(tmp_path: Path) -> None:
    app = SelfcheckApp()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "#own")
        await press(pilot, "#download")
        app.screen.query_one("#path", Input).value = str(tmp_path)
        await press(pilot, "#look")
        await until(pilot, lambda: app.screen.query("#problem") and "No picture was found" in shown(app))
        assert isinstance(app.screen, HandingInScreen)
        assert "Look whether this is the right one" in " ".join(shown(app).split())


async def test_how_to_ask_for_a_download_stands_there_and_can_be_read_without_leaving_the_line() -> None:
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "#own")
        await press(pilot, "#download")
        assert "How to ask for your download" in shown(app)
        seen = ""
        while "Request account info" not in seen:  # WhatsApp's, well below
            await pilot.press("pagedown")
            await pilot.pause()
            assert shown(app) != seen
            seen = shown(app)
        assert app.screen.focused is app.screen.query_one("#path")


async def test_photos_of_a_file_are_told_apart_by_what_the_file_says_of_them(download: Path, tmp_path: Path) -> None:
    app = own_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "#own")
        for path, words in ((download, "picture, public, 2021-08-12"), (tmp_path / "new", "picture, my cat.jpg")):
            archives.unpacked(tmp_path / "new", {"my cat.jpg": archives.FACE})
            await press(pilot, "#download")
            app.screen.query_one("#path", Input).value = str(path)
            await press(pilot, "#look")
            await until(pilot, lambda: app.work.report)
            await press(pilot, "#photos")
            assert words in shown(app)
            await pilot.press("escape", "escape", "escape")
            await pilot.pause()


async def test_what_could_not_be_read_of_a_file_stands_on_the_screen(tmp_path: Path) -> None:
    members = archives.instagram() | {"your_instagram_activity/media/posts_1.json": b"[{"}
    path = archives.zipped(tmp_path / "insta.zip", members)
    app = own_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await handed_in(pilot, path)
        ended = " ".join(shown(app).split())
        assert "Lists of posts that could not be read: 1." in ended
        assert "Videos in your file: 1." in ended
        await press(pilot, "#photos")
        assert "× Lists of posts that could not be read: 1." in shown(app)
        assert "Videos in your file" not in shown(app)  # left out on purpose: nothing is missing


async def test_pictures_that_are_not_posted_have_words_for_before_in_place_of_steps(tmp_path: Path) -> None:
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "#own")
        await press(pilot, "#download")
        app.screen.query_one("#path", Input).value = str(archives.unpacked(tmp_path / "new", {"a.jpg": archives.FACE}))
        await press(pilot, "#look")
        await until(pilot, lambda: app.work.report)
        await press(pilot, "#photos")
        await press(pilot, "#checklist")
        text = " ".join(shown(app).split())
        assert "A picture without your face, or with a small one" in text
        assert "of 0 steps" not in text


async def test_the_made_up_person_has_no_download() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "#demo")
        assert app.screen.query_one("#download", Button).disabled
        await pilot.press("f4")
        assert isinstance(app.screen, AddressesScreen)


async def test_after_a_file_without_photos_another_one_is_offered_and_no_photos(tmp_path: Path) -> None:
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "#own")
        await press(pilot, "#download")
        path = archives.unpacked(tmp_path / "words", {"letter.txt": b"Hello.", "more.zip": b"PK"})  # some may be in it
        app.screen.query_one("#path", Input).value = str(path)
        await press(pilot, "#look")
        await until(pilot, lambda: app.work.report)
        await pilot.pause()
        assert "See the photos" not in shown(app)
        assert "What this means" in shown(app)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, PhotosScreen))
        assert "The steps can still be done" not in " ".join(shown(app).split())  # there are none
        await pilot.press("escape")
        await press(pilot, "#another")
        assert isinstance(app.screen, HandingInScreen)
        assert app.screen.query_one("#path", Input).value == str(path)


async def test_while_a_large_download_is_gone_through_it_says_how_far_and_can_be_stopped(tmp_path: Path) -> None:
    path = archives.large(tmp_path / "x.tar.gz")
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        await press(pilot, "#own")
        await press(pilot, "#download")
        app.screen.query_one("#path", Input).value = str(path)
        await press(pilot, "#look")
        await until(pilot, lambda: " files seen in it" in shown(app))
        assert app.work.report is None
        await pilot.press("escape")
        await until(pilot, lambda: app.work.report)
        assert app.work.report is not None
        assert app.work.report.interrupted
        assert isinstance(app.screen, CheckingScreen)
