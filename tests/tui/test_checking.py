"""A check in the app, against a real web server."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, DataTable

from selfcheck.guidance.model import Guidance
from selfcheck.model import Outcome, Page, State
from selfcheck.net.proxy import parse_proxy
from selfcheck.output.wording.totals import totals_words
from selfcheck.tui.app import SelfcheckApp
from selfcheck.tui.screens.addresses import AddressesScreen
from selfcheck.tui.screens.checking import CheckingScreen
from selfcheck.tui.screens.checklist import ChecklistScreen
from selfcheck.tui.screens.photos import PhotosScreen
from selfcheck.tui.text import page_line
from selfcheck.tui.widgets.choices import Choice
from tests.support import pictures
from tests.support.app import NARROW, name_pages, own_app, press, shown, to_checked, until
from tests.support.site import Site, serve
from tests.support.socks import socks


async def click_choice(pilot: Pilot[None], words: str) -> None:
    """Choose one of the answers about pictures on other sites."""
    choices = pilot.app.screen.query("#elsewhere Choice").results(Choice)
    await pilot.click(next(choice for choice in choices if str(choice.label) == words))
    await pilot.pause()


async def test_progress_ledger_and_photos_come_from_the_server(site: Site) -> None:
    site.picture("/me.jpg", pictures.demo(pictures.ONE_FACE))
    site.picture("/lake.jpg", pictures.demo(pictures.NO_FACE))
    page = site.page("/", '<img src="/lake.jpg"><img src="/me.jpg" alt="At the lake">')
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await name_pages(pilot, page)
        await press(pilot, "#start")
        await until(pilot, lambda: app.work.report)
        await pilot.pause()
        assert "Done. 2 photos found; 1 of 1 page opened." in shown(app)
        assert sorted(site.paths()) == ["/", "/lake.jpg", "/me.jpg"]
        assert app.screen.query_one(DataTable).row_count == len(site.asked) == 5
        await pilot.press("p")
        await pilot.pause()
        text = shown(app)
        assert text.index("1 face") < text.index("None seen")


async def test_a_fault_of_our_own_in_a_check_is_said_with_what_was_found(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("https://mina.example/a-private-address")

    monkeypatch.setattr("selfcheck.session.check_run.read_page_parts", fails)
    site.picture("/me.jpg", pictures.demo(pictures.ONE_FACE))
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await name_pages(pilot, site.page("/", '<p>Words.</p><img src="/me.jpg">'))
        await press(pilot, "#start")
        await until(pilot, lambda: app.work.report)
        await pilot.pause()
        said = " ".join(shown(app).split())
        assert "Done. 1 photo found; 1 of 1 page opened." in said
        assert "could not be done because of a fault in selfcheck itself: 1." in said
        assert "private" not in said
        await pilot.press("p")
        await pilot.pause()
        assert "1 face" in shown(app)


async def test_the_time_that_a_check_may_take_is_said(site: Site) -> None:
    address, reached = site.hang("/")
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await name_pages(pilot, address)
        await press(pilot, "#start")
        await until(pilot, reached.is_set)
        await until(pilot, lambda: "15 minutes at most" in " ".join(shown(app).split()))


async def test_what_came_of_each_request_stands_on_the_smallest_screen_in_the_demo_too() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await to_checked(pilot)
        table = app.screen.query_one(DataTable)
        table.focus()
        report = app.work.report
        assert report is not None
        seen: set[str] = set()
        for _ in report.ledger:
            seen |= {line.strip() for line in shown(app).splitlines()}
            await pilot.press("up")
            await pilot.pause()
        text = "\n".join(seen)
        assert "result" in text
        for entry in report.ledger:
            words = f"{entry.outcome.value.replace('_', ' ')} (bundled)"
            assert any(line.split()[:1] == [str(entry.number)] and words in line for line in seen), (entry, text)


async def test_esc_stops_a_check_and_the_photos_seen_so_far_stay(site: Site) -> None:
    site.picture("/me.jpg", pictures.demo(pictures.ONE_FACE))
    slow, reached = site.hang("/slow.jpg")
    page = site.page("/", f'<img src="/me.jpg"><img src="{slow}">')
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await name_pages(pilot, page)
        await press(pilot, "#start")
        await until(pilot, lambda: reached.is_set() and app.work.gathered.previews)
        await pilot.press("escape")
        await until(pilot, lambda: app.work.report)
        await pilot.pause()
        assert isinstance(app.screen, CheckingScreen)
        assert "Stopped" in shown(app)
        report = app.work.report
        assert report is not None
        assert report.interrupted
        assert {photo.url: photo.state for photo in report.photos} == {
            site.url("/me.jpg"): State.FACES,
            slow: State.NOT_CHECKED,
        }
        assert slow in {entry.url for entry in report.ledger}  # it was asked for, so it is told
        await press(pilot, "#photos")
        assert "1 face" in shown(app)


async def test_a_stopped_check_shows_what_was_not_reached_and_every_request_on_its_screen(site: Site) -> None:
    empty = site.page("/empty", "<p>Only words here, and enough of them to be a page.</p>")
    for name in "bc":
        site.hang(f"/{name}.jpg")
    _, reached = site.hang("/a.jpg")
    full = site.page("/full", '<img src="/a.jpg"><img src="/b.jpg"><img src="/c.jpg"> Words.')
    never, _ = site.hang("/never")
    app = own_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await name_pages(pilot, empty, full, never)
        await press(pilot, "#start")
        await until(pilot, lambda: reached.is_set() and "No photos named here." in shown(app) and "···" in shown(app))
        await pilot.press("s")
        await until(pilot, lambda: app.work.report)
        await pilot.pause()
        lines = shown(app).splitlines()
        under = {url: lines[next(i for i, line in enumerate(lines) if url in line) + 1] for url in (full, empty, never)}
        assert under[full].strip() == "×××"
        assert under[empty].strip() == "No photos named here."
        assert "was stopped before this page was read" in under[never]
        assert "Stopped. 0 photos looked at until then." in shown(app)
        assert "100%" not in shown(app)
        report = app.work.report
        assert report is not None
        assert app.screen.query_one(DataTable).row_count == len(report.ledger) >= 4


async def test_a_check_stopped_while_it_gets_ready_names_its_pages_and_their_steps(site: Site) -> None:
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        page, _ = site.hang("/")  # should the worker be up sooner than the key, the page is still on its way
        await name_pages(pilot, page)
        await press(pilot, "#start")
        await pilot.press("s")
        await until(pilot, lambda: app.work.report)
        await pilot.pause()
        report = app.work.report
        assert report is not None
        assert [page.outcome for page in report.pages] == [Outcome.STOPPED]
        assert report.steps
        assert "was stopped before" in shown(app)


async def test_ctrl_c_stops_a_check_and_else_says_how_to_leave(site: Site) -> None:
    slow, reached = site.hang("/slow.jpg")
    app = own_app()
    async with app.run_test(size=NARROW, notifications=True) as pilot:
        await name_pages(pilot, site.page("/", f'<img src="{slow}">'))
        app.screen.query_one("#address").focus()
        await pilot.press("ctrl+c")
        await until(pilot, lambda: "To leave, press Ctrl+Q" in " ".join(shown(app).split()))
        await press(pilot, "#start")
        await until(pilot, reached.is_set)
        await pilot.press("f1", "ctrl+c")  # also from the help above it
        await until(pilot, lambda: app.work.report)
        assert app.work.report is not None
        assert app.work.report.interrupted
        assert not app._exit


def test_a_closed_page_tells_how_to_look_oneself(guidance: Guidance) -> None:
    page = Page("https://x.example/me", "x", Outcome.LOGIN_WALL)
    told = page_line(page.address, page, guidance, started=True, strip="").plain
    assert all(line in told for line in guidance.look_yourself)


async def test_leaving_in_the_middle_ends_every_child_process(site: Site) -> None:
    slow, reached = site.hang("/slow.jpg")
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await name_pages(pilot, site.page("/", f'<img src="{slow}">'))
        await press(pilot, "#start")
        await until(pilot, reached.is_set)
        await pilot.press("ctrl+q")
    assert app.return_code == 0


async def test_a_page_behind_a_wall_and_one_that_is_not_there_are_told_and_never_counted_as_clean(site: Site) -> None:
    wall = site.redirect("/me", "/accounts/login/?next=/me")
    site.page("/accounts/login/?next=/me", '<form><input type="password"></form>')
    app = own_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await name_pages(pilot, wall, site.url("/gone"))
        await press(pilot, "#start")
        await until(pilot, lambda: app.work.report)
        await pilot.pause()
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, PhotosScreen))
        await until(pilot, lambda: "Closed" in shown(app))
        text = shown(app)
        assert "Not seen" in text
        assert "not counted as clean" in text
        assert "does not mean that there are none" in text
        assert app.screen.query_one("#look", Button).disabled


async def test_a_broken_line_under_a_page_goes_on_below_its_first_word(site: Site) -> None:
    site.answer("/me", status=401)
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await name_pages(pilot, site.url("/me"))
        await press(pilot, "#start")
        await until(pilot, lambda: app.work.report)
        await pilot.pause()
        told = app.screen.query_one("#page0")
        lines = [strip.text for strip in told.render_lines(told.region.reset_offset) if strip.text.strip()]
        assert len(lines) > 2
        assert all(line.startswith("  ") for line in lines[1:])


async def test_without_a_network_the_app_says_so_and_the_steps_can_still_be_done(site: Site) -> None:
    with_nobody = site.url("/").replace(str(site.port), "9")  # the discard port: nobody listens
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await name_pages(pilot, with_nobody)
        await press(pilot, "#start")
        await until(pilot, lambda: app.work.report)
        assert app.work.report is not None
        assert app.work.report.pages[0].outcome is Outcome.NO_CONNECTION
        await pilot.press("p")
        await press(pilot, "#checklist")
        assert app.work.marked().steps


async def test_the_total_grows_in_the_app_and_other_hosts_are_named(site: Site) -> None:
    with serve("127.0.0.2") as away:
        picture = away.picture("/b.jpg", pictures.demo(pictures.ONE_FACE))
        page = site.page("/", f'<img src="{picture}">')
        app = own_app()
        async with app.run_test(size=NARROW) as pilot:
            await name_pages(pilot, page)
            assert "Will be asked: 127.0.0.1" in shown(app)
            assert site.asked == []
            await press(pilot, "#start")
            await until(pilot, lambda: app.work.report)
            await pilot.pause()
            report = app.work.report
            assert report is not None
            assert f"Left this computer: {totals_words(report.ledger)}" in shown(app)
            assert "5 requests" in shown(app)
            assert "2 hosts" in shown(app)
            assert "Also on: 127.0.0.2" in shown(app)


@pytest.mark.parametrize("word", [True, False])
async def test_asked_first_the_persons_word_decides_about_other_sites(site: Site, word: bool) -> None:
    with serve("127.0.0.2") as away:
        picture = away.picture("/b.jpg", pictures.demo(pictures.ONE_FACE))
        page = site.page("/", f'<img src="{picture}">')
        app = own_app()
        async with app.run_test(size=NARROW) as pilot:
            await name_pages(pilot, page)
            await click_choice(pilot, "Ask me first")
            await press(pilot, "#start")
            await until(pilot, lambda: "May these be asked?" in " ".join(shown(app).replace("█", "").split()))
            assert away.asked == []
            if word:
                await press(pilot, "#ask-them")
            else:
                await pilot.press("l")
            await until(pilot, lambda: app.work.report)
            await pilot.pause()
            assert not app.screen.query_one("#question").display
            assert ("Leave them out" in shown(app)) is False
        assert bool(away.asked) is word
        report = app.work.report
        assert report is not None
        assert [photo.state for photo in report.photos] == [State.FACES if word else State.NOT_CHECKED]


async def test_left_out_pictures_are_told_in_the_app_and_never_asked_for(site: Site) -> None:
    with serve("127.0.0.2") as away:
        picture = away.picture("/b.jpg", pictures.demo(pictures.ONE_FACE))
        app = own_app()
        async with app.run_test(size=NARROW) as pilot:
            await name_pages(pilot, site.page("/", f'<img src="{picture}">'))
            await click_choice(pilot, "Leave them out")
            await press(pilot, "#start")
            await until(pilot, lambda: app.work.report)
            await pilot.pause()
            assert "Left out, as you wish: 127.0.0.2" in shown(app)
            await pilot.press("p")
            await until(pilot, lambda: "Not checked" in shown(app))
            assert "1 not asked for" in " ".join(shown(app).split())
        assert away.asked == []


async def test_a_check_that_waits_for_an_answer_can_be_stopped(site: Site) -> None:
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await name_pages(pilot, site.page("/", '<img src="http://127.0.0.2:9/b.jpg">'))
        await click_choice(pilot, "Ask me first")
        await press(pilot, "#start")
        await until(pilot, lambda: app.screen.query_one("#question").display)
        await pilot.press("escape")
        await until(pilot, lambda: app.work.report)
        await pilot.pause()
        assert not app.screen.query_one("#question").display


async def test_through_a_proxy_the_screens_say_so_and_every_request_goes_there(site: Site) -> None:
    with socks() as proxy:
        proxy.names["mina-site.org"] = ("127.0.0.1", site.port)
        site.page("/", f"<p>{'Words. ' * 100}</p>")
        app = SelfcheckApp(proxy=parse_proxy(proxy.url))
        async with app.run_test(size=NARROW) as pilot:
            await name_pages(pilot, "http://mina-site.org/")
            assert f"through the proxy 127.0.0.1:{proxy.port}" in " ".join(shown(app).split())
            await press(pilot, "#start")
            await until(pilot, lambda: app.work.report)
            await pilot.pause()
            assert f"through the proxy 127.0.0.1:{proxy.port}" in " ".join(shown(app).split())
        assert {host for _, host, _ in proxy.asked} == {"mina-site.org"}
        assert len(site.asked) == len(proxy.asked) == 3


async def test_a_second_check_starts_afresh(site: Site) -> None:
    site.picture("/me.jpg", pictures.demo(pictures.ONE_FACE))
    page = site.page("/", '<img src="/me.jpg">')
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await name_pages(pilot, page)
        await press(pilot, "#start")
        await until(pilot, lambda: app.work.report)
        first = app.work.report
        site.page("/", "<p>Nothing here any more, and that is fine.</p>")
        await pilot.press("escape")
        await press(pilot, "#start")
        await until(pilot, lambda: app.work.report not in (None, first))
        assert app.work.report is not None
        assert app.work.report.photos == ()


def primary(app: SelfcheckApp) -> list[str]:
    """The buttons that stand out and can be pressed."""
    return [str(one.label) for one in app.screen.query(Button) if one.variant == "primary" and one.display]


async def test_where_no_photo_was_seen_none_is_offered_and_the_checklist_is(site: Site) -> None:
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await name_pages(pilot, site.answer("/me", status=403))
        await press(pilot, "#start")
        await until(pilot, lambda: app.work.report)
        await pilot.pause()
        assert "See the photos" not in shown(app)
        assert primary(app) == ["To the checklist"]
        await pilot.press("p")
        await until(pilot, lambda: "does not mean that there are none" in " ".join(shown(app).split()))
        await pilot.press("escape", "enter")
        await until(pilot, lambda: isinstance(app.screen, ChecklistScreen))


async def test_after_a_slip_in_the_address_the_way_back_to_it_is_offered_first(site: Site) -> None:
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await name_pages(pilot, site.url("/typing-slip"))
        await press(pilot, "#start")
        await until(pilot, lambda: app.work.report)
        await pilot.pause()
        assert "See the photos" not in shown(app)
        assert primary(app) == ["Back to the addresses"]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, AddressesScreen))
