"""In the app: keep a check, check again, see what has changed, give one's word on photos."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, OptionList

from selfcheck.history.store import load, open_for_writing
from selfcheck.model import Mark, PhotoMark, State
from selfcheck.output.wording.plan import plan_text
from selfcheck.tui.app import SelfcheckApp
from selfcheck.tui.screens.changes import ChangesScreen
from selfcheck.tui.screens.detail import DetailScreen
from tests.support import pictures
from tests.support.app import NARROW, name_pages, own_app, press, shown, until
from tests.support.running import run
from tests.support.site import Site


def two_photos(site: Site) -> str:
    site.picture("/me.jpg", pictures.demo(pictures.ONE_FACE))
    site.picture("/lake.jpg", pictures.demo(pictures.NO_FACE))
    return site.page("/", '<img src="/me.jpg"><img src="/lake.jpg">')


async def to_photos(pilot: Pilot[Any], *urls: str) -> None:
    """From the first screen to the photos of these pages."""
    await name_pages(pilot, *urls)
    await press(pilot, "#start")
    await to_the_end(pilot)


async def to_the_end(pilot: Pilot[Any]) -> None:
    await until(pilot, lambda: pilot.app.screen.query("CheckingScreen #photos, #photos"))
    await until(pilot, lambda: not pilot.app.screen.query_one("#photos", Button).disabled)
    await press(pilot, "#photos")


def photo_of(app: SelfcheckApp, name: str) -> Any:
    return next(photo for photo in app.work.marked().photos if photo.url.endswith(name))


async def test_nothing_is_on_the_disk_until_the_person_saves_and_then_they_are_told_what_it_means(
    site: Site, tmp_path: Path
) -> None:
    folder = tmp_path / "selfcheck"
    app = own_app(folder)
    async with app.run_test(size=NARROW) as pilot:
        await to_photos(pilot, two_photos(site))
        assert not folder.exists()
        assert "Not saved: press s to keep it." in shown(app)
        await pilot.press("s")
        await pilot.pause()
        said = " ".join(shown(app).split())
        assert "Never saved: pictures" in said
        assert "Whoever uses this account on this computer can open that file" in said
        await press(pilot, "#keep")
        assert "saved.json" in shown(app).replace("\n", "")
        await press(pilot, "#back")
        assert "Saved." in shown(app)
    file = load(folder)
    assert file is not None and file.own is not None
    app.work.keeping.close()


async def test_a_saved_check_is_checked_again_in_another_sitting_and_what_changed_is_shown(
    site: Site, tmp_path: Path
) -> None:
    folder, page = tmp_path / "selfcheck", two_photos(site)
    first = own_app(folder)
    async with first.run_test(size=NARROW) as pilot:
        await to_photos(pilot, page)
        first.work.save()
        await pilot.press("o")  # not me, on the photo with a face, which stands first
        assert photo_of(first, "me.jpg").mark is PhotoMark.NOT_ME
    first.work.keeping.close()
    site.page("/", '<img src="/me.jpg">')
    site.asked.clear()
    app = own_app(folder)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert "F1 Help" in shown(app).splitlines()[-1]  # the keys end the screen, with no empty lines below
        await press(pilot, "#again")
        assert page in shown(app)
        assert app.screen.query_one("#again", Button).disabled  # whose pages these are is asked again
        assert site.asked == []
        app.screen.query("RadioButton").first().toggle()  # type: ignore[attr-defined]
        await press(pilot, "#again")
        await to_the_end(pilot)
        assert isinstance(app.screen, ChangesScreen)
        text = " ".join(shown(app).split())
        assert "1 photo has left its page, but its file still answers" in text
        assert "Deleted but still served" in text
        assert "███" in text  # the course in bars
        assert "/lake.jpg" in text
        await pilot.press("end")
        await pilot.pause()
        assert "= 1. 1 face" in shown(app)  # the number it has in the list of photos
        assert "/me.jpg" in shown(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, DetailScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert app.work.plan().still_served == 1
        text = " ".join(plan_text(app.work.plan(), app.work.guidance, plain=False).split())
        assert "No step reaches it: ask the site to remove the file." in text
        text = " ".join(shown(app).split())
        assert photo_of(app, "me.jpg").mark is PhotoMark.NOT_ME  # the word of the sitting before
        assert re.search(r"Photos with a face: 1 on \d{4}-\d\d-\d\d, 1 now", text)  # it is still out there
        assert "whatever you said of them." in text
        assert "Saved." in text
    app.work.keeping.close()
    file = load(folder)
    assert file is not None and file.own is not None
    assert [point.still_served for point in file.own.report.course] == [0, 1]


async def test_without_saving_a_check_again_in_the_same_sitting_compares_in_memory(site: Site, tmp_path: Path) -> None:
    folder, page = tmp_path / "selfcheck", two_photos(site)
    app = own_app(folder)
    async with app.run_test(size=NARROW) as pilot:
        await to_photos(pilot, page)
        await pilot.press("a")
        await pilot.pause()
        site.answer("/lake.jpg", status=404)
        site.page("/", '<img src="/me.jpg">')
        app.screen.query("RadioButton").first().toggle()  # type: ignore[attr-defined]
        await press(pilot, "#again")
        await until(pilot, lambda: not app.screen.query_one("#photos", Button).disabled)
        assert "p What has changed" in shown(app)
        assert "See the photos" not in shown(app)
        await to_the_end(pilot)
        assert "1 photo is gone; 1 photo is still there." in " ".join(shown(app).split())
        assert "Not saved: it goes when you leave." in shown(app)
    assert not folder.exists()


async def test_a_done_step_whose_photo_is_still_there_is_told_in_the_app_and_by_command(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "selfcheck"
    app = own_app(folder)
    async with app.run_test(size=NARROW) as pilot:
        await to_photos(pilot, two_photos(site))
        app.work.save()
        app.work.mark_step("personal-website", "pw-remove", Mark.DONE)
        await pilot.press("a")
        await pilot.pause()
        app.screen.query("RadioButton").first().toggle()  # type: ignore[attr-defined]
        await press(pilot, "#again")
        await to_the_end(pilot)
        await pilot.press("end")
        await pilot.pause()
        text = " ".join(shown(app).split())
        assert "Done, and still to be seen" in text
        assert "1 photo that it can hide could still be seen at this check." in text
    app.work.keeping.close()
    monkeypatch.setenv("SELFCHECK_TESTS_FOLDER", str(folder))
    told = run("recheck", "--mine", "--plain").out.decode()
    assert "1 photo that it can hide could still be seen at this check." in told
    site.answer("/me.jpg", status=404)
    site.page("/", '<img src="/lake.jpg">')
    assert "Done, and still to be seen" not in run("recheck", "--mine", "--plain").out.decode()


async def test_each_mark_has_one_key_in_the_list_and_beside_the_picture_and_the_same_key_takes_it_back(
    site: Site, tmp_path: Path
) -> None:
    app = own_app(tmp_path / "selfcheck")
    async with app.run_test(size=NARROW) as pilot:
        await to_photos(pilot, two_photos(site))
        assert "f Not a face" in shown(app)
        assert "m Face missed" not in shown(app)  # offered where none was seen
        await pilot.press("f")
        await pilot.pause()
        assert photo_of(app, "me.jpg").state is State.NONE_SEEN
        assert app.screen.query_one(OptionList).highlighted == 0  # the photo stays under the key
        assert "no face on this picture" in " ".join(shown(app).split())
        await pilot.press("f")
        assert photo_of(app, "me.jpg").state is State.FACES
        await pilot.press("down")
        await pilot.press("m")
        assert photo_of(app, "lake.jpg").state is State.FACES
        await pilot.press("enter")
        await pilot.pause()
        assert "Your own word" in shown(app)
        await pilot.press("m")
        assert photo_of(app, "lake.jpg").mark is None
        await pilot.press("k")
        await pilot.press("escape")
        await pilot.pause()
        assert photo_of(app, "lake.jpg").mark is PhotoMark.KEEP
        assert "keep this picture" in " ".join(shown(app).split())


async def test_a_mark_given_after_saving_is_saved_and_one_taken_back_is_forgotten(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "selfcheck"
    app = own_app(folder)
    async with app.run_test(size=NARROW) as pilot:
        await to_photos(pilot, two_photos(site))
        app.work.save()
        for marks in ({PhotoMark.KEEP}, set()):
            await pilot.press("k")
            file = load(folder)
            assert file is not None and file.own is not None
            assert set(file.own.marks().values()) == marks
        await pilot.press("c")
        await pilot.pause()
        step = app.work.marked().steps[0]
        app.work.mark_step(step.platform, step.step, type(step.mark)("done"))
        file = load(folder)
        assert file is not None and file.own is not None
        assert [(one.step, one.marked_on[:2]) for one in file.own.steps] == [(step.step, "20")]
    app.work.keeping.close()


async def test_a_second_app_reads_what_is_saved_and_says_that_it_cannot_save(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "selfcheck"
    app = own_app(folder)
    async with app.run_test(size=NARROW) as pilot:
        await to_photos(pilot, two_photos(site))
        app.work.save()
    app.work.keeping.close()
    before = (folder / "saved.json").read_bytes()
    with open_for_writing(folder):
        second = own_app(folder)
        async with second.run_test(size=NARROW) as pilot:
            await pilot.pause()
            await press(pilot, "#again")
            await press(pilot, "#see")
            assert "Another selfcheck is using what you saved." in " ".join(shown(second).split())
            await pilot.press("k")
            await pilot.press("s")
            await pilot.pause()
            assert second.screen.query_one("#keep", Button).display is False
        second.work.keeping.close()
    assert (folder / "saved.json").read_bytes() == before


async def test_removing_asks_once_more_names_what_went_and_leaves_nothing(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "selfcheck"
    app = own_app(folder)
    async with app.run_test(size=NARROW) as pilot:
        await to_photos(pilot, two_photos(site))
        app.work.save()
        await pilot.press("s")
        await pilot.pause()
        await press(pilot, "#remove")
        assert folder.exists()
        assert "Press once more" in " ".join(shown(app).split())
        await press(pilot, "#remove")
        assert not folder.exists()
        assert "saved.json" in shown(app).replace("\n", "")
        await press(pilot, "#back")
        await pilot.press("k")  # a mark now brings nothing back
        await pilot.pause()
    assert not folder.exists()
    app.work.keeping.close()


async def test_the_demo_is_saved_apart_and_its_check_again_needs_no_network(tmp_path: Path) -> None:
    folder = tmp_path / "selfcheck"
    app = SelfcheckApp(demo=True, folder=folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await press(pilot, "#demo")
        await press(pilot, "#start")
        await to_the_end(pilot)
        app.work.save()
        await pilot.press("a")
        await pilot.pause()
        await press(pilot, "#again")
        await to_the_end(pilot)
        assert "photos are still there" in shown(app)
    app.work.keeping.close()
    file = load(folder)
    assert file is not None and file.demo is not None and file.own is None
