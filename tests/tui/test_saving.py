"""The save screen: what is offered, what goes in, and what is told."""

from __future__ import annotations

import asyncio
import csv
import json
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import vobject
from lxml import html as lxml_html
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, RadioButton, RadioSet

from selfcheck.guidance.loader import load_guidance
from selfcheck.model import Mark, PhotoMark, State
from selfcheck.session import check
from selfcheck.session.demo import DemoSource, demo_pages
from selfcheck.session.report_builder import ReportBuilder
from selfcheck.tui.app import SelfcheckApp
from selfcheck.tui.screens.saving import SavingScreen
from selfcheck.tui.widgets.choices import Tick
from tests.support.app import NARROW, press, shown, to_checked, until
from tests.support.reports import schema_problems


async def _at_checklist(pilot: Pilot[Any]) -> None:
    await to_checked(pilot)
    await press(pilot, "#photos")
    await press(pilot, "#checklist")


@pytest.fixture(scope="module")
def checked() -> ReportBuilder:
    """What the demo's check told, made once: each test saves it in its own app."""
    gathered = ReportBuilder(load_guidance())

    async def follow() -> None:
        async for _ in check(demo_pages(), source=DemoSource, gathered=gathered):
            pass

    asyncio.run(follow())
    return gathered


Saving = Callable[..., AbstractAsyncContextManager[tuple[SelfcheckApp, Pilot[Any]]]]


@pytest.fixture
def saving(checked: ReportBuilder, tmp_path: Path) -> Saving:
    """The demo checked, its first step marked as done, and the save screen open."""

    @asynccontextmanager
    async def opened(size: tuple[int, int] = NARROW) -> AsyncIterator[tuple[SelfcheckApp, Pilot[Any]]]:
        app = SelfcheckApp(demo=True)
        async with app.run_test(size=size) as pilot:
            kept = app.work._kept
            kept.gathered, kept.report = checked, checked.report()
            first = kept.report.steps[0]
            app.work.marks[first.platform, first.step] = Mark.DONE
            app.push_screen(SavingScreen(app.work, tmp_path))
            await pilot.pause()
            yield app, pilot

    return opened


async def choose(app: SelfcheckApp, pilot: Pilot[Any], group: str, words: str) -> None:
    """Turn to the answer with these words by the keys, as someone without a mouse does."""
    answers = app.screen.query_one(group, RadioSet)
    answers.focus()
    names = [str(button.label) for button in answers.query(RadioButton)]
    wanted = next(number for number, name in enumerate(names) if words in name)
    for _ in range(len(names)):
        if answers._selected == wanted:
            break
        await pilot.press("down")
    await pilot.press("enter")
    await pilot.pause()


async def tick(app: SelfcheckApp, pilot: Pilot[Any], name: str) -> None:
    app.screen.query_one(name, Tick).focus()
    await pilot.press("space")
    await pilot.pause()


def _bytes(path: Path) -> bytes:
    return path.read_bytes()


async def save_as(app: SelfcheckApp, pilot: Pilot[Any], path: Path) -> bytes:
    app.screen.query_one("#file", Input).value = str(path)
    await press(pilot, "#save")
    await until(pilot, lambda: "Saved:" in shown(app) and path.exists())
    return _bytes(path)


FORMS = {
    "A page to read": ".html",
    "Sheets to print": ".pdf",
    "Text for notes": ".md",
    "A table": ".csv",
    "The report, for programs": ".json",
    "A reminder": ".ics",
}


@pytest.mark.parametrize("size", [NARROW, (140, 40)], ids=["narrow", "wide"])
async def test_every_format_is_saved_as_what_it_says_for_its_owner_alone_without_addresses(
    saving: Saving, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with saving(size) as (app, pilot):
        title = app.work.guidance.steps_by_id[app.work.marked().steps[0].step].title
        files: dict[str, bytes] = {}
        for words, ending in FORMS.items():
            await choose(app, pilot, "#form", words)
            assert app.screen.query_one("#file", Input).value.endswith(ending)
            files[ending] = await save_as(app, pilot, tmp_path / f"list{ending}")
            assert stat.S_IMODE((tmp_path / f"list{ending}").stat().st_mode) == 0o600
            assert "delete that file" in " ".join(shown(app).replace("│", " ").split())
        pages = pypdfium2.PdfDocument(files[".pdf"])
        texts = {
            ".html": lxml_html.document_fromstring(files[".html"].decode()).text_content(),
            ".pdf": "\n".join(page.get_textpage().get_text_range() for page in pages),
            ".md": files[".md"].decode(),
            ".csv": "\n".join(" ".join(row) for row in csv.reader(files[".csv"].decode("utf-8-sig").splitlines())),
            ".json": json.dumps(json.loads(files[".json"])["steps"]),
        }
        assert {ending for ending, text in texts.items() if title in text} == set(texts)
        assert [ending for ending, data in files.items() if b"mina" in data] == []
        assert [ending for ending, text in texts.items() if "mina" in text] == []
        assert schema_problems(files[".json"]) == []
        assert json.loads(files[".json"])["steps"][0]["mark"] == "done"
        assert vobject.readOne(files[".ics"].decode()).vevent.summary.value == "Reminder"


async def test_what_is_saved_has_the_steps_in_the_order_of_the_plan_on_the_screen(
    saving: Saving, tmp_path: Path
) -> None:
    async with saving() as (app, pilot):
        app.work.minutes, app.work.harm = 60, True
        plan = app.work.plan()
        await choose(app, pilot, "#form", "A table")
        table = await save_as(app, pilot, tmp_path / "table.csv")
        steps = [row[3] for row in csv.reader(table.decode("utf-8-sig").splitlines()) if row[0] == "step"]
        ordered = [one.item.step for one in (*plan.items, *plan.more, *plan.waiting)]
        ordered += [item.step for item in app.work.marked().steps if item.mark is Mark.DONE]
        assert steps == [app.work.guidance.steps_by_id[step].title for step in ordered]


async def test_what_is_chosen_for_saving_can_be_told_without_colour(saving: Saving) -> None:
    async with saving() as (app, pilot):

        def sign(words: str) -> str:
            return next(line.partition(words)[0] for line in shown(app).splitlines() if words in line).strip(" │▐▌")

        asked = ("A page to read", "Text for notes", "No addresses", "Only numbers")
        assert [sign(words) for words in asked] == ["●", "", "●", ""]
        await choose(app, pilot, "#form", "Text for notes")
        await choose(app, pilot, "#share", "Only numbers")
        app.screen.query_one("#form").scroll_visible(animate=False)
        await pilot.pause()
        assert [sign(words) for words in asked] == ["", "●", "", "●"]


async def test_only_what_belongs_to_a_format_is_asked(saving: Saving) -> None:
    async with saving((80, 40)) as (app, pilot):

        def asked() -> set[str]:
            words = ("How much goes in", "Large type", "Letter paper", "Small pictures", "When?")
            return {word for word in words if word in shown(app)}

        assert asked() == {"How much goes in", "Large type", "Small pictures"}
        await choose(app, pilot, "#form", "Sheets to print")
        assert asked() == {"How much goes in", "Large type", "Letter paper", "Small pictures"}
        await choose(app, pilot, "#share", "Only numbers")
        assert asked() == {"How much goes in", "Large type", "Letter paper"}
        await choose(app, pilot, "#form", "A table")
        assert asked() == {"How much goes in"}
        await choose(app, pilot, "#form", "A reminder")
        assert asked() == {"When?"}


async def test_addresses_go_into_the_file_only_when_asked_for(saving: Saving, tmp_path: Path) -> None:
    async with saving() as (app, pilot):
        await choose(app, pilot, "#share", "With the addresses")
        assert b"mina.example" in await save_as(app, pilot, tmp_path / "list.html")


async def test_only_numbers_are_only_numbers(saving: Saving, tmp_path: Path) -> None:
    async with saving() as (app, pilot):
        await choose(app, pilot, "#share", "Only numbers")
        text = lxml_html.document_fromstring(
            (await save_as(app, pilot, tmp_path / "list.html")).decode()
        ).text_content()
        assert "Photos with a face" in text
        assert not [word for word in ("Photo 1", "Flickr", "Instagram", "profile picture") if word in text]


async def test_pictures_go_in_only_when_ticked_and_what_they_can_show_is_said_before(
    saving: Saving, tmp_path: Path
) -> None:
    async with saving((80, 40)) as (app, pilot):
        assert b"<img" not in await save_as(app, pilot, tmp_path / "without.html")
        assert "misses some faces" not in shown(app)
        await tick(app, pilot, "#pictures")
        assert "misses some faces" in shown(app)
        page = await save_as(app, pilot, tmp_path / "with.html")
        report = app.work.marked()
        with_faces = sum(photo.state in {"faces", "unsure"} for photo in report.photos)
        assert page.count(b"<img") == with_faces
        assert f"{with_faces} pictures are in it." in shown(app)
        assert b"misses some faces" in page


async def test_as_many_pictures_are_told_as_are_in_the_file_where_the_person_saw_no_face(
    saving: Saving, tmp_path: Path
) -> None:
    async with saving((80, 40)) as (app, pilot):
        first = next(photo for photo in app.work.marked().photos if photo.state is State.FACES)
        app.work.mark_photo(first.url, PhotoMark.NOT_A_FACE)
        await tick(app, pilot, "#pictures")
        page = await save_as(app, pilot, tmp_path / "with.html")
        assert f"{page.count(b'<img')} pictures are in it." in shown(app)


async def test_large_type_and_letter_paper_reach_the_sheets(saving: Saving, tmp_path: Path) -> None:
    async with saving((80, 40)) as (app, pilot):
        await choose(app, pilot, "#form", "Sheets to print")
        plain = pypdfium2.PdfDocument(await save_as(app, pilot, tmp_path / "plain.pdf"))
        await tick(app, pilot, "#large")
        await tick(app, pilot, "#letter")
        large = pypdfium2.PdfDocument(await save_as(app, pilot, tmp_path / "large.pdf"))
        assert [round(side) for side in plain[0].get_size()] == [595, 842]
        assert [round(side) for side in large[0].get_size()] == [612, 792]
        assert len(large) > len(plain)


async def test_a_time_that_is_none_is_explained_and_nothing_is_written(saving: Saving, tmp_path: Path) -> None:
    async with saving() as (app, pilot):
        await choose(app, pilot, "#form", "A reminder")
        app.screen.query_one("#remind", Input).value = "soon"
        app.screen.query_one("#file", Input).value = str(tmp_path / "r.ics")
        await press(pilot, "#save")
        await until(pilot, lambda: "Say it like this" in shown(app))
        assert not (tmp_path / "r.ics").exists()


async def test_the_name_suggested_tells_nothing_and_is_not_taken_yet(saving: Saving, tmp_path: Path) -> None:
    (tmp_path / "checklist.html").write_text("mine")
    async with saving() as (app, pilot):
        assert app.screen.query_one("#file", Input).value == str(tmp_path / "checklist-2.html")
        await press(pilot, "#save")
        await until(pilot, lambda: (tmp_path / "checklist-2.html").exists())
        assert (tmp_path / "checklist.html").read_text() == "mine"


async def test_a_name_of_ones_own_keeps_its_stem_when_the_format_changes(saving: Saving, tmp_path: Path) -> None:
    async with saving() as (app, pilot):
        app.screen.query_one("#file", Input).value = str(tmp_path / "diary.html")
        await choose(app, pilot, "#form", "A table")
        assert app.screen.query_one("#file", Input).value == str(tmp_path / "diary.csv")


async def test_what_was_saved_is_told_in_ordinary_colour_and_the_way_back_by_its_whole_name(tmp_path: Path) -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await _at_checklist(pilot)
        heading = app.screen.query_one(OptionList).get_component_rich_style("option-list--option-disabled")
        title = app.screen.query_one(OptionList).rich_style
        assert heading.color != title.color
        await pilot.press("e")
        await pilot.pause()
        said = app.screen.query_one("#problem")
        app.screen.query_one("#file", Input).value = str(tmp_path / "no" / "list.html")
        await press(pilot, "#save")
        await until(pilot, lambda: "could not be written" in shown(app))
        warned = said.styles.color
        app.screen.query_one("#file", Input).value = str(tmp_path / "list.html")
        await press(pilot, "#save")
        await until(pilot, lambda: "Saved:" in shown(app))
        assert said.styles.color != warned
        assert "Back to the checklist" in shown(app)


async def test_a_file_that_is_there_or_a_folder_that_is_not_gets_a_sentence_and_nothing_is_lost(
    saving: Saving, tmp_path: Path
) -> None:
    there = tmp_path / "list.html"
    there.write_bytes(b"mine")
    async with saving() as (app, pilot):
        for name, said in ((there, "already a file"), (tmp_path / "no" / "list.html", "could not be written")):
            app.screen.query_one("#file", Input).value = str(name)
            await press(pilot, "#save")
            await until(pilot, lambda said=said: said in " ".join(shown(app).replace("│", " ").split()))
        assert there.read_bytes() == b"mine"
        assert app.work.marked().steps[0].mark is Mark.DONE
