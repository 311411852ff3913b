from __future__ import annotations

import asyncio
import dataclasses
import gc
import os
import weakref
from pathlib import Path

import pytest

from selfcheck.errors import ExitCode, FileProblem, PolicyRefusal
from selfcheck.guidance.loader import load_guidance
from selfcheck.model import Consent, Examined, Outcome, OwnPage, Photo, Purpose, Report, Role, State
from selfcheck.model.events import (
    CheckDone,
    CheckStarted,
    Event,
    PageDone,
    PageStarted,
    PhotoDone,
    PhotosFound,
    Requested,
)
from selfcheck.net.fetch import REQUESTS_PER_HOST
from selfcheck.output.wording.outcomes import photo_outcome_text
from selfcheck.platforms.addresses import parse_address
from selfcheck.session import check, look_at_files
from selfcheck.session.report_builder import ReportBuilder, exit_code
from tests.support.pictures import CUT_OFF, NO_FACE, ONE_FACE, THREE_FACES, UNSURE, demo, flat
from tests.support.site import LOOPBACK_ALLOWED, Site, serve


def mine(*urls: str) -> list[OwnPage]:
    return [OwnPage(parse_address(url, LOOPBACK_ALLOWED), Consent.MINE) for url in urls]


async def events_of(*urls: str) -> list[Event]:
    return [event async for event in check(mine(*urls), policy=LOOPBACK_ALLOWED)]


async def report_of(*urls: str) -> Report:
    last = (await events_of(*urls))[-1]
    assert isinstance(last, CheckDone)
    return last.report


def photo_at(report: Report, url: str) -> Photo:
    return next(photo for photo in report.photos if photo.url == url)


def pictures(*paths: str) -> str:
    return "".join(f'<p>Some words about this one. <img src="{path}" alt="at {path}">' for path in paths)


async def test_a_whole_site_is_told_page_by_page_and_photo_by_photo(site: Site) -> None:
    for path, data in (("/one.jpg", demo(ONE_FACE)), ("/three.jpg", demo(THREE_FACES)), ("/lake.jpg", demo(NO_FACE))):
        site.picture(path, data)
    site.picture("/mask.jpg", demo(UNSURE))
    home = site.page("/", pictures("/one.jpg", "/three.jpg"))
    moved = site.redirect("/old", "/new")
    site.page("/new", pictures("/lake.jpg", "/mask.jpg"))
    walled = site.redirect("/walled", "/accounts/login/?next=/walled")
    site.page("/accounts/login/?next=/walled", '<form><input type="password"></form>')
    gone = site.url("/gone")

    report = await report_of(home, moved, walled, gone)

    assert [(page.address, page.outcome) for page in report.pages] == [
        (home, Outcome.OPENED),
        (moved, Outcome.OPENED),
        (walled, Outcome.LOGIN_WALL),
        (gone, Outcome.NOT_FOUND),
    ]
    assert report.pages[1].final_address == site.url("/new")
    seen = {photo.url.rpartition("/")[2]: (photo.state, len(photo.faces)) for photo in report.photos}
    assert seen == {
        "one.jpg": (State.FACES, 1),
        "three.jpg": (State.FACES, 3),
        "lake.jpg": (State.NONE_SEEN, 0),
        "mask.jpg": (State.UNSURE, 0),
    }
    assert {asked.method for asked in site.asked} == {"GET"}
    assert len(report.ledger) == len(site.asked)  # not one request that the person cannot read about
    assert exit_code(report) is ExitCode.PARTLY_SEEN


async def test_the_same_photo_on_two_pages_is_one_photo_with_two_places(site: Site) -> None:
    site.picture("/me.jpg", demo(ONE_FACE))
    site.picture("/me-small.jpg", flat())
    first = site.page("/a", '<img src="/me-small.jpg" srcset="/me-small.jpg 80w, /me.jpg 600w" alt="small print">')
    second = site.page("/b", '<img class="avatar" src="/me.jpg" alt="that is me">')

    report = await report_of(first, second)

    (photo,) = report.photos
    assert photo.url == site.url("/me.jpg")
    assert {place.page for place in photo.sightings} == {first, second}
    assert (photo.role, photo.page, photo.alt) == (Role.AVATAR, second, "that is me")  # the most public place tells it
    assert site.paths().count("/me.jpg") == 1
    assert "/me-small.jpg" not in site.paths()  # one size, the largest, is enough to look at


async def test_icons_are_set_aside_and_not_asked_for(site: Site) -> None:
    site.picture("/me.jpg", demo(ONE_FACE))
    home = site.page(
        "/",
        '<html><head><link rel="icon" href="/favicon.png"></head><body>'
        '<img src="/star.png" width="16" height="16"><img src="/me.jpg"></body></html>',
    )

    report = await report_of(home)

    aside = {photo.url for photo in report.photos if photo.reason is Outcome.SET_ASIDE}
    assert aside == {site.url("/favicon.png"), site.url("/star.png")}
    assert site.paths() == ["/", "/me.jpg"]
    assert exit_code(report) is ExitCode.DONE


async def test_an_icon_that_is_a_picture_on_another_page_is_looked_at_after_all(site: Site) -> None:
    site.picture("/me.jpg", demo(ONE_FACE))
    first = site.page("/a", '<img src="/me.jpg" width="24" height="24"> A few words.')
    second = site.page("/b", '<img src="/me.jpg"> A few words.')

    report = await report_of(first, second)

    assert photo_at(report, site.url("/me.jpg")).state is State.FACES


async def test_a_picture_that_cannot_be_seen_is_not_checked_with_the_reason(site: Site) -> None:
    site.picture("/cut.jpg", demo(CUT_OFF))
    site.picture("/words.jpg", b"<!doctype html><p>Not here")
    site.picture("/empty.jpg", b"")
    site.picture("/drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml")
    site.picture("/dot.png", flat(20, 20, "PNG"), "image/png")
    site.answer("/fault.jpg", status=503)
    site.answer("/friends.jpg", status=403)
    site.answer("/members.jpg", status=401)
    site.redirect("/door.jpg", "/welcome")  # nothing in the address says "log in": it is told by what comes back
    site.page("/welcome", "Become a member to see this.")
    site.redirect("/round.jpg", "/round.jpg")
    site.raw("/short.jpg", b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\nabc")
    site.redirect("/inside.jpg", "http://10.0.0.1/")
    expected = {
        "/cut.jpg": Outcome.BROKEN,
        "/words.jpg": Outcome.NOT_A_PICTURE,
        "/empty.jpg": Outcome.NOT_A_PICTURE,
        "/drawing.svg": Outcome.FORMAT_REFUSED,
        "/dot.png": Outcome.TOO_SMALL,
        "/gone.jpg": Outcome.NOT_FOUND,
        "/fault.jpg": Outcome.SITE_ERROR,
        "/friends.jpg": Outcome.FORBIDDEN,
        "/members.jpg": Outcome.LOGIN_WALL,
        "/door.jpg": Outcome.LOGIN_WALL,
        "/round.jpg": Outcome.TOO_MANY_REDIRECTS,
        "/short.jpg": Outcome.CUT_SHORT,
        "/inside.jpg": Outcome.REFUSED_PRIVATE,
    }

    report = await report_of(site.page("/", pictures(*expected)))

    assert {photo.url.removeprefix(site.url("")): photo.reason for photo in report.photos} == expected
    assert {photo.state for photo in report.photos} == {State.NOT_CHECKED}
    guidance = load_guidance()
    assert all(photo_outcome_text(photo, guidance).endswith(".") for photo in report.photos)
    assert exit_code(report) is ExitCode.PARTLY_SEEN


async def test_one_broken_picture_does_not_cost_the_others(site: Site) -> None:
    site.picture("/cut.jpg", demo(CUT_OFF))
    site.picture("/me.jpg", demo(ONE_FACE))

    report = await report_of(site.page("/", pictures("/cut.jpg", "/me.jpg")))

    assert [photo.state for photo in report.photos] == [State.FACES, State.NOT_CHECKED]


async def test_after_a_picture_answers_slow_down_nothing_more_is_asked_of_that_host(site: Site) -> None:
    paths = [f"/{number}.jpg" for number in range(12)]
    for path in paths:
        site.answer(path, status=429)
    with serve() as elsewhere:
        elsewhere.host = "localhost"
        other = elsewhere.picture("/other.jpg", demo(ONE_FACE))
        report = await report_of(site.page("/", pictures(*paths, other)))

    assert len(site.asked) <= 1 + REQUESTS_PER_HOST  # the page, and what was under way when the first answer came
    assert {photo_at(report, site.url(path)).reason for path in paths} == {Outcome.RATE_LIMITED}
    assert photo_at(report, other).state is State.FACES  # another host did not ask for that


async def test_after_a_page_answers_slow_down_its_host_is_left_alone(site: Site) -> None:
    pages = [site.answer(f"/{number}", status=429) for number in range(6)]

    report = await report_of(*pages)

    assert len(site.asked) <= REQUESTS_PER_HOST
    assert {page.outcome for page in report.pages} == {Outcome.RATE_LIMITED}
    assert exit_code(report) is ExitCode.NOTHING_SEEN


async def test_events_come_in_an_order_that_can_be_drawn(site: Site) -> None:
    site.picture("/me.jpg", demo(ONE_FACE))
    home, travel = site.page("/", pictures("/me.jpg")), site.page("/travel", pictures("/me.jpg", "/gone.jpg"))

    events = await events_of(home, travel)

    assert events[0] == CheckStarted(((home, "personal-website"), (travel, "personal-website")), "yunet")
    assert [type(event) for event in events].count(CheckDone) == 1
    assert isinstance(events[-1], CheckDone)
    for address in (home, travel):
        asked = next(i for i, e in enumerate(events) if isinstance(e, Requested) and e.entry.url == address)
        done = next(i for i, e in enumerate(events) if isinstance(e, PageDone) and e.page.address == address)
        assert events.index(PageStarted(address)) < asked < done
    totals = [event.total for event in events if isinstance(event, PhotosFound)]
    assert totals == sorted(totals)
    assert totals[-1] == 2
    assert {e.photo.url for e in events if isinstance(e, PhotoDone)} == {site.url("/me.jpg"), site.url("/gone.jpg")}


async def test_events_cannot_be_changed_by_who_draws_them(site: Site) -> None:
    for event in await events_of(site.page("/", "Nothing here yet.")):
        name = next(iter(field.name for field in dataclasses.fields(event)))
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(event, name, None)


def _workers() -> set[int]:
    """Process ids of our worker children that are alive."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            command = (stat.parent / "cmdline").read_bytes()
        except OSError:
            continue  # ended while we looked
        if int(parent) == os.getpid() and state != "Z" and b"selfcheck.sandbox" in command:
            found.add(int(stat.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="counts child processes in /proc, which is not here")
async def test_closing_in_the_middle_ends_the_workers_and_the_requests(site: Site) -> None:
    paths = [f"/{number}.jpg" for number in range(30)]
    reached = [site.hang(path)[1] for path in paths]
    heap = ReportBuilder(load_guidance())
    events = check(mine(site.page("/", pictures(*paths))), policy=LOOPBACK_ALLOWED, gathered=heap)
    async for event in events:
        if isinstance(event, PageDone):
            break
    await asyncio.to_thread(reached[0].wait, 30)
    assert _workers()

    await events.aclose()

    assert not _workers()
    assert len(site.asked) <= 1 + REQUESTS_PER_HOST
    assert asyncio.all_tasks() == {asyncio.current_task()}
    report = heap.report(interrupted=True)
    assert len(report.ledger) == len(site.asked)  # also what was under way is told
    assert [photo.reason for photo in report.photos] == [Outcome.STOPPED] * len(paths)


async def test_more_than_twenty_pages_are_refused_before_anything_is_asked(site: Site) -> None:
    pages = mine(*(site.page(f"/{number}", "words") for number in range(21)))
    with pytest.raises(PolicyRefusal):
        async for _ in check(pages, policy=LOOPBACK_ALLOWED):
            pass
    assert site.asked == []


async def test_without_the_tests_policy_loopback_is_refused_and_not_contacted(site: Site) -> None:
    pages = mine(site.page("/", "words"))

    last = [event async for event in check(pages)][-1]

    assert isinstance(last, CheckDone)
    assert last.report.pages[0].outcome in {Outcome.REFUSED_PRIVATE, Outcome.REFUSED_PORT}
    assert site.asked == []
    assert [(entry.purpose, entry.bytes_out) for entry in last.report.ledger] == [(Purpose.PAGE, 0)]
    assert exit_code(last.report) is ExitCode.REFUSED


async def test_files_are_looked_at_in_order_and_a_missing_one_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "me.jpg").write_bytes(demo(ONE_FACE))
    (tmp_path / "lake.jpg").write_bytes(demo(NO_FACE))
    paths = [tmp_path / "me.jpg", tmp_path / "missing.jpg", tmp_path / "lake.jpg"]

    looks = [look async for look in look_at_files(paths)]

    assert [path for path, _ in looks] == paths
    assert [look.state if isinstance(look, Examined) else type(look) for _, look in looks] == [
        State.FACES,
        FileProblem,
        State.NONE_SEEN,
    ]


async def test_the_previews_of_a_check_leave_the_memory_as_soon_as_it_is_let_go(site: Site) -> None:
    site.picture("/one.jpg", demo(ONE_FACE))
    pages = mine(site.page("/", pictures("/one.jpg")))
    gc.disable()  # what waits for the collector waits for dozens of checks
    try:
        gathered = ReportBuilder(load_guidance())
        async for _event in check(pages, policy=LOOPBACK_ALLOWED, gathered=gathered):
            pass
        assert gathered.previews
        left = weakref.ref(gathered)
        del gathered
        assert left() is None
    finally:
        gc.enable()
