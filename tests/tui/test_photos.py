"""The list of photos and the view of one."""

from __future__ import annotations

from textual.geometry import Region
from textual.widgets import OptionList

from selfcheck.model import ASIDE, Outcome, State
from selfcheck.output.wording.outcomes import photo_outcome_text
from selfcheck.output.wording.report import summary_of
from selfcheck.tui.app import SelfcheckApp
from selfcheck.tui.screens.photos import PhotosScreen
from selfcheck.tui.widgets.picture import Picture
from tests.support.app import NARROW, press, shown, to_checked


def _colours(app: SelfcheckApp) -> set[object]:
    """The colours of the picture's cells, boxes round faces included."""
    picture = app.screen.query_one(Picture)
    strips = picture.render_lines(Region(0, 0, *picture.size))
    return {(str(part.style.color), str(part.style.bgcolor)) for strip in strips for part in strip if part.style}


async def test_photos_with_faces_come_first_and_icons_are_set_aside_until_asked_for() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await to_checked(pilot)
        await press(pilot, "#photos")
        report = app.work.report
        assert report is not None
        states = [photo.state for photo in report.photos if photo.role.value != "icon"]
        assert states[: states.count(State.FACES)] == [State.FACES] * states.count(State.FACES)
        before = app.screen.query_one(OptionList).option_count
        await pilot.press("i")
        await pilot.pause()
        assert app.screen.query_one(OptionList).option_count == len(report.photos) > before


async def test_the_end_of_the_check_the_list_and_the_details_count_the_same_photos() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await to_checked(pilot)
        report = app.work.report
        assert report is not None
        photos = sum(photo.reason not in ASIDE for photo in report.photos)
        assert f"Done. {photos} photos found; 3 of 4 pages opened." in shown(app)
        await press(pilot, "#photos")
        assert f"{photos} photos found; 3 of 4 pages opened." in shown(app)
        assert app.screen.query_one(OptionList).option_count == photos
        await pilot.press("enter")
        await pilot.pause()
        assert f"Photo 1 of {photos}" in shown(app)


async def test_the_list_is_whole_and_stays_where_it_was_when_icons_are_shown_and_hidden_again() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await to_checked(pilot)
        await press(pilot, "#photos")
        await pilot.press("down", "down", "down")
        await pilot.pause()
        options = app.screen.query_one(OptionList)
        before = (shown(app).splitlines(), options.virtual_size.height)
        assert "Show icons" in shown(app)
        await pilot.press("i")
        await pilot.pause()
        assert "Hide icons" in shown(app)
        assert options.highlighted == 3
        await pilot.press("i")
        await pilot.pause()
        assert (shown(app).splitlines(), options.virtual_size.height) == before
        assert options.highlighted == 3


async def test_a_picture_is_pixelated_until_revealed_and_the_next_one_is_pixelated_again() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await to_checked(pilot)
        await press(pilot, "#photos")
        await pilot.press("enter")
        await pilot.pause()
        in_blocks = len(_colours(app))
        await pilot.press("r")
        await pilot.pause()
        revealed = len(_colours(app))
        assert revealed > 4 * in_blocks
        await pilot.press("n")
        await pilot.pause()
        assert not app.screen.query_one(Picture).revealed
        assert len(_colours(app)) < revealed / 4
        await pilot.press("r", "escape", "enter")
        await pilot.pause()
        assert not app.screen.query_one(Picture).revealed


async def test_the_detail_gives_place_size_and_each_reason_in_a_sentence() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=(130, 60)) as pilot:
        await to_checked(pilot)
        await press(pilot, "#photos")
        await pilot.press("enter")
        await pilot.pause()
        text = " ".join(shown(app).split())
        report = app.work.report
        assert report is not None
        first = report.photos[0]
        assert f"{first.width} × {first.height}" in text
        assert f"Face: {first.faces[0].width} × {first.faces[0].height}" in text
        assert "ISO/IEC 29794-5" in text
        kinds = {finding.kind.value for finding in report.findings if finding.photo == first.url}
        assert kinds
        assert all(app.work.guidance.findings[kind].title in text for kind in kinds)


async def test_the_detail_speaks_plainly_and_says_nothing_twice() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=(130, 60)) as pilot:
        await to_checked(pilot)
        await press(pilot, "#photos")
        report = app.work.report
        assert report is not None
        await pilot.press("enter")
        for photo in report.photos:
            if photo.reason in ASIDE:
                continue
            await pilot.pause()
            text = shown(app)
            for word in ("(img ", "(picture", "JSON-LD", "og:image", "score", "A face was found."):
                assert word not in text, (word, text)
            await pilot.press("n")


async def test_at_60_columns_a_broken_line_of_a_list_goes_on_below_its_words() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await to_checked(pilot)
        await press(pilot, "#photos")
        options = app.screen.query_one(OptionList)
        starts = set()
        for number in range(options.option_count):
            options.highlighted = number
            await pilot.pause()
            lines = [strip.text for strip in options.render_lines(Region(0, 0, *options.size))]
            starts |= {line[:2] for line in lines if line.strip()}
        assert starts <= {"● ", "◐ ", "○ ", "× ", "  "}


async def test_the_list_stands_where_the_person_was_in_the_details() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await to_checked(pilot)
        await press(pilot, "#photos")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("n", "n", "n", "b", "escape")
        await pilot.pause()
        assert isinstance(app.screen, PhotosScreen)
        assert app.screen.query_one(OptionList).highlighted == 2


async def test_a_broken_picture_has_its_reason_instead_of_a_preview() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await to_checked(pilot)
        await press(pilot, "#photos")
        report = app.work.report
        assert report is not None
        index = next(i for i, photo in enumerate(report.photos) if photo.url.endswith("market.jpg"))
        app.screen.query_one(OptionList).highlighted = index
        await pilot.press("enter")
        await pilot.pause()
        assert "No picture to show" in shown(app)
        assert photo_outcome_text(report.photos[index], app.work.guidance) in " ".join(shown(app).split())


async def test_a_picture_that_was_not_asked_for_is_not_said_to_be_broken() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await to_checked(pilot)
        await press(pilot, "#photos")
        await pilot.press("i")
        report = app.work.report
        assert report is not None
        index = next(i for i, photo in enumerate(report.photos) if photo.reason is Outcome.SET_ASIDE)
        app.screen.query_one(OptionList).highlighted = index
        await pilot.press("enter")
        await pilot.pause()
        picture = app.screen.query_one(Picture)
        drawn = " ".join(strip.text.strip() for strip in picture.render_lines(Region(0, 0, *picture.size)))
        assert "No picture to show." in drawn
        assert photo_outcome_text(report.photos[index], app.work.guidance) in " ".join(drawn.split())
        assert "could not be opened" not in drawn


async def test_the_place_a_file_holds_is_shown_only_when_asked_for_and_hidden_again_at_the_next_photo() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=(130, 60)) as pilot:
        await to_checked(pilot)
        await press(pilot, "#photos")
        report = app.work.report
        assert report is not None
        photos = [photo for photo in report.photos if photo.role.value != "icon"]
        with_place = next(number for number, photo in enumerate(photos) if photo.url.endswith("/paris.jpg"))
        app.screen.query_one(OptionList).highlighted = with_place
        await pilot.press("enter")
        await pilot.pause()
        assert "48.8" not in shown(app)
        assert "The place is hidden" in shown(app)
        await pilot.press("p")
        await pilot.pause()
        assert "48.8584 north, 2.2945 east" in shown(app)
        await pilot.press("n", "b")
        await pilot.pause()
        assert "48.8" not in shown(app)
        await press(pilot, "#place")
        assert "48.8584 north" in shown(app)
        await pilot.press("n", "p")
        await pilot.pause()
        assert "48.8" not in shown(app)  # the next photo holds no place, and its key does nothing


async def test_what_pages_tell_programs_is_a_key_and_a_button_away() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=(100, 200)) as pilot:
        await to_checked(pilot)
        await press(pilot, "#photos")
        for way in ("key", "button"):
            await (pilot.press("w") if way == "key" else press(pilot, "#signals"))
            await pilot.pause()
            text = " ".join(shown(app).split())
            assert "The page does not ask AI programs to leave it out." in text
            assert "asks the others to stay away. (GPTBot, CCBot)" in text
            await pilot.press("escape")
            await pilot.pause()
            assert isinstance(app.screen, PhotosScreen)


async def test_a_mark_given_on_a_photos_own_screen_changes_the_counts_above_the_list() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await to_checked(pilot)
        await press(pilot, "#photos")
        counts = app.screen.query_one("#counts")
        before = str(counts.render())
        await pilot.press("enter", "f", "escape")
        await pilot.pause()
        assert isinstance(app.screen, PhotosScreen)
        assert str(counts.render()) != before
        assert summary_of(app.work.marked()) in " ".join(shown(app).split())
