"""All of one's own pictures in the app: offered after a check that showed that there is more, against a real server."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from selfcheck.model import PhotoMark
from selfcheck.session.ownership import LETTERS, VALID_SECONDS, OwnershipCode
from selfcheck.tui.app import SelfcheckApp
from selfcheck.tui.screens.all_mine import AllMineScreen
from selfcheck.tui.screens.checking import CheckingScreen
from selfcheck.tui.screens.photos import PhotosScreen
from tests.support.app import NARROW, name_pages, own_app, press, shown, until
from tests.support.mastodon import Mastodon, serve_mastodon
from tests.support.site import Site

FURTHER = "max_id=6"


@pytest.fixture
def server(server: Mastodon) -> Mastodon:
    """One with more than a page of posts."""
    server.posts = 45
    return server


def told(app: SelfcheckApp) -> str:
    return " ".join(shown(app).split())


def code_on(app: SelfcheckApp) -> str:
    found = re.search(rf"^\s*([{LETTERS}]{{8}})\s*$", shown(app), re.MULTILINE)
    assert found, shown(app)
    return found[1]


async def ended(pilot: Pilot[None], app: SelfcheckApp, begin: Awaitable[object]) -> None:
    """Do what begins a check, or goes on with one, and wait for its report: another than the one there before."""
    before = app.work.report
    await begin
    await until(pilot, lambda: app.work.report is not None and app.work.report is not before)
    await pilot.pause()


async def answered(app: SelfcheckApp, proof: OwnershipCode) -> None:
    """Leave the screen with the code as a person does who comes back with it."""
    assert isinstance(app.screen, AllMineScreen)
    app.screen.dismiss(proof)


async def to_the_code(pilot: Pilot[None], app: SelfcheckApp, server: Mastodon) -> str:
    """Check the profile, then ask for all of one's own."""
    await name_pages(pilot, server.profile)
    await ended(pilot, app, press(pilot, "#start"))
    await press(pilot, "#more")
    assert isinstance(app.screen, AllMineScreen)
    return code_on(app)


async def test_the_code_is_shown_put_into_the_bio_found_and_at_the_end_it_is_said_to_take_it_out(
    server: Mastodon,
) -> None:
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        code = await to_the_code(pilot, app, server)
        asked = len(server.site.asked)
        for words in ("up to 1,000", "somebody else's pictures", "bio of your profile", "valid until"):
            assert words in told(app)
        server.note = f"<p>Draws boats. {code}</p>"
        assert len(server.site.asked) == asked  # nothing is asked before the person comes back
        await ended(pilot, app, pilot.press("enter"))
        assert isinstance(app.screen, CheckingScreen)
        report = app.work.report
        assert report is not None
        assert len(report.photos) == 46
        assert "Done. 46 photos found" in told(app)
        assert f"take the code {code} out" in told(app)
        assert [path for path in server.asked_of_api() if FURTHER in path]
        assert not app.screen.query_one("#more").display
        await press(pilot, "#photos")
        assert isinstance(app.screen, PhotosScreen)
        assert "46 photos" in told(app)
        assert "All of mine" not in told(app)


async def test_a_code_that_is_not_there_is_a_sentence_and_the_same_code_can_be_tried_again(server: Mastodon) -> None:
    app = own_app()
    async with app.run_test(size=(80, 24)) as pilot:
        code = await to_the_code(pilot, app, server)
        await ended(pilot, app, press(pilot, "#put"))
        assert "The code was not found in the profile" in told(app)
        assert "41 photos found" in told(app)
        assert f"take the code {code} out" in told(app)
        assert "looks for the same code again" in told(app)
        assert not [path for path in server.asked_of_api() if FURTHER in path]
        await pilot.press("y")
        await pilot.pause()
        assert code_on(app) == code
        server.note = f"<p>{code}</p>"
        await ended(pilot, app, press(pilot, "#put"))
        assert "46 photos found" in told(app)


@pytest.mark.parametrize("way", ["#without", "escape"])
async def test_going_on_without_asks_for_nothing_and_keeps_what_was_seen(server: Mastodon, way: str) -> None:
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await to_the_code(pilot, app, server)
        report, asked = app.work.report, list(server.site.asked)
        if way == "escape":
            await pilot.press(way)
        else:
            await press(pilot, way)
        await pilot.pause()
        assert isinstance(app.screen, CheckingScreen)
        assert app.work.report is report
        assert "Done. 41 photos found" in told(app)
        assert not app.screen.query_one("#photos", Button).disabled
        assert server.site.asked == asked


async def test_stopped_in_the_middle_of_it_everything_seen_before_is_still_there(server: Mastodon) -> None:
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        code = await to_the_code(pilot, app, server)
        before = app.work.report
        assert before is not None
        server.note = f"<p>{code}</p>"
        _, reached = server.site.hang("/media/1/original.jpg")
        await press(pilot, "#put")
        await until(pilot, reached.is_set)
        await ended(pilot, app, pilot.press("escape"))
        assert "Stopped" in told(app)
        assert f"take the code {code} out" in told(app)
        report = app.work.report
        assert report is not None
        states = {photo.url: photo.state for photo in report.photos}
        assert len(states) == 46
        assert all(states[photo.url] is photo.state for photo in before.photos)
        assert report.ledger[: len(before.ledger)] == before.ledger


async def test_a_site_that_closes_meanwhile_is_a_sentence_and_nothing_is_lost(server: Mastodon) -> None:
    app = own_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_code(pilot, app, server)
        server.closed = True
        await ended(pilot, app, press(pilot, "#put"))
        assert "could not be looked for" in told(app)
        assert "41 photos found" in told(app)


async def test_the_list_of_photos_says_that_there_is_more_and_leads_there_by_key(server: Mastodon) -> None:
    app = own_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await name_pages(pilot, server.profile)
        await ended(pilot, app, press(pilot, "#start"))
        await pilot.press("p")
        await until(pilot, lambda: "has more than the newest pictures" in told(app))
        photo = app.work.report.photos[0].url if app.work.report else ""
        assert "y All of mine" in told(app)
        await pilot.press("end", "m")  # the word on a photo keeps its key beside it
        await pilot.pause()
        assert isinstance(app.screen, PhotosScreen)
        assert app.work.report is not None
        assert [one.mark for one in app.work.marked().photos if one.mark is not None] == [PhotoMark.FACE_MISSED]
        await pilot.press("m", "home")
        await pilot.press("k", "y")
        await until(pilot, lambda: isinstance(app.screen, AllMineScreen))
        server.note = f"<p>{code_on(app)}</p>"
        await ended(pilot, app, press(pilot, "#put"))
        marked = {one.url for one in app.work.marked().photos if one.mark is PhotoMark.KEEP}
        assert marked == {photo}  # the person's own words are kept, too


async def test_after_a_check_again_the_list_of_before_offers_no_more_what_cannot_be_gone_on_with(
    server: Mastodon,
) -> None:
    app = own_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await name_pages(pilot, server.profile)
        await ended(pilot, app, press(pilot, "#start"))
        await pilot.press("p")
        await until(pilot, lambda: "has more than the newest pictures" in told(app))
        await pilot.press("a")
        await until(pilot, lambda: app.screen.query("#whose"))
        app.screen.query("RadioButton").first().toggle()  # type: ignore[attr-defined]
        await ended(pilot, app, press(pilot, "#again"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, PhotosScreen))
        await pilot.pause()
        assert "has more than the newest pictures" not in told(app)
        assert "All of mine" not in told(app)
        await pilot.press("y")
        await pilot.pause()
        assert isinstance(app.screen, PhotosScreen)


async def test_a_code_that_grew_too_old_is_not_said_to_be_looked_for_again(server: Mastodon) -> None:
    app = own_app()
    async with app.run_test(size=(80, 24)) as pilot:
        code = await to_the_code(pilot, app, server)
        server.note = f"<p>{code}</p>"
        late = OwnershipCode(code, time.monotonic() - VALID_SECONDS - 1)
        await ended(pilot, app, answered(app, late))
        assert "older than one hour" in told(app)
        assert f"take the code {code} out" in told(app)
        assert "the same code" not in told(app)


async def test_of_several_profiles_the_code_is_still_in_sight_and_the_profiles_are_read_below(server: Mastodon) -> None:
    app = own_app()
    with serve_mastodon() as second:
        second.posts = 45
        async with app.run_test(size=NARROW) as pilot:
            await name_pages(pilot, server.profile, second.profile)
            await ended(pilot, app, press(pilot, "#start"))
            await press(pilot, "#more")
            assert code_on(app)
            assert "valid until" in told(app)
            await pilot.press("pagedown")
            await until(pilot, lambda: "Put it into each of these profiles" in told(app))
            for one in (server, second):
                assert one.profile in shown(app)
            await pilot.press("enter")  # the button is still the one that Enter presses
            await until(pilot, lambda: isinstance(app.screen, CheckingScreen))


async def test_help_says_what_the_code_is(server: Mastodon) -> None:
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await to_the_code(pilot, app, server)
        await pilot.press("f1")
        await pilot.pause()
        assert "Only the owner of a profile can change its bio" in told(app)


async def test_where_there_is_no_more_it_is_not_offered(site: Site) -> None:
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await name_pages(pilot, site.page("/", "<p>Only words here, and enough of them to be a page.</p>"))
        await ended(pilot, app, press(pilot, "#start"))
        assert not app.screen.query_one("#more").display
        assert "All of mine" not in shown(app)
        await pilot.press("y")
        await pilot.pause()
        assert isinstance(app.screen, CheckingScreen)


async def test_a_check_that_is_gone_on_with_is_one_row_of_the_course(server: Mastodon) -> None:
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await name_pages(pilot, server.profile)
        await ended(pilot, app, press(pilot, "#start"))
        await pilot.press("escape")
        await ended(pilot, app, press(pilot, "#start"))
        await press(pilot, "#more")
        server.note = f"<p>Draws boats. {code_on(app)}</p>"
        await ended(pilot, app, pilot.press("enter"))
        known = app.work.before()
    assert known is not None
    first, second = known.report.course
    assert (first.photos, second.photos) == (1, 6)  # of those that could be looked at
    assert (second.new, second.gone) == (5, 0)
