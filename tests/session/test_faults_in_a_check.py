"""What one page, photo, list or answer raises costs that one: the check goes on, and the report says what was lost."""

from __future__ import annotations

import base64
import inspect
from collections.abc import Callable
from importlib import import_module
from itertools import cycle
from pathlib import Path
from typing import Any

import idna
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfcheck import session
from selfcheck.errors import EngineUnavailable, ExitCode
from selfcheck.guidance.model import Guidance
from selfcheck.model import ChangeKind, Consent, Outcome, OwnPage, Purpose, Report, State
from selfcheck.model.events import CheckDone
from selfcheck.net.client import Client
from selfcheck.net.fetch import Answer, NetSource
from selfcheck.net.guard import WayOutBlocked
from selfcheck.net.ledger import Ledger
from selfcheck.output.report_json import dump_json
from selfcheck.platforms.addresses import parse_address
from selfcheck.sandbox.pool import WorkerPool
from selfcheck.session import RecheckContext
from selfcheck.session.report_builder import ReportBuilder, exit_code
from tests.fuzz.checks import checks
from tests.session.test_recheck import KEY, by_name, first_check
from tests.support import pictures
from tests.support.mastodon import Mastodon
from tests.support.reports import schema_problems
from tests.support.site import LOOPBACK_ALLOWED, Site

PRIVATE = "https://mina.example/a-private-address"
KINDS: tuple[Callable[[], Exception], ...] = (
    lambda: ValueError(PRIVATE),
    lambda: KeyError(PRIVATE),
    lambda: RecursionError(PRIVATE),
    lambda: idna.IDNAError(PRIVATE),
    lambda: AssertionError(PRIVATE),
    lambda: ExceptionGroup(PRIVATE, [ExceptionGroup(PRIVATE, [LookupError(PRIVATE)])]),
    lambda: TimeoutError(PRIVATE),
    lambda: OSError(5, PRIVATE),
    lambda: UnicodeDecodeError("utf-8", b"x", 0, 1, PRIVATE),
    lambda: EngineUnavailable(PRIVATE),
    lambda: StopAsyncIteration(PRIVATE),
)
"""Of every family: of values, of Python itself, of libraries, in groups, of the system, our own."""
ENDING: tuple[Callable[[], Exception], ...] = (
    lambda: MemoryError(PRIVATE),
    lambda: OSError(24, "Too many open files"),
    lambda: WayOutBlocked("urllib.Request"),
    lambda: ExceptionGroup(PRIVATE, [ValueError(PRIVATE), WayOutBlocked("urllib.Request")]),
)
PHOTOS = 9
# Where an error is raised once, and how many photos that may cost at most.
ASKED = {
    Purpose.PAGE: 5,
    Purpose.PICTURE: 1,
    Purpose.STYLE_SHEET: 1,
    Purpose.FRAME: 1,
    Purpose.FEED: 1,
    Purpose.API: 4,
    Purpose.ROBOTS: 0,
    Purpose.DATA_MINING: 0,
}
OPENED = {
    "read_page": 5,
    "read_sheet": 1,
    "read_feed": 1,
    "read_platform": 5,
    "read_robots": 0,
    "read_mining": 0,
    "examine": 1,
}
OURS = {
    "session.check_run.read_page_parts": 3,
    "session.check_run.page_statements": 5,
    "session.check_run.ask_platform": 4,
    "session.check_run.ask_hosts": 0,
    "session.check_run.new_photo": 1,
    "session.check_run.trace_of": 1,
    "session.check_run.page_notes": 5,
    "session.page_parts.urljoin": 0,
    "session.platform_pages.is_front_page": 5,
    "session.platform_pages.may_ask": 4,
    "session.report_builder.findings_of": 0,
    "session.report_builder.signals_of": 0,
    "session.report_builder.by_platform": 0,
}


class Once:
    """Raises an error the first time it is called, and does what it stands for from then on."""

    def __init__(self, real: Callable[..., Any], error: Exception) -> None:
        self._real = real
        self._error: Exception | None = error

    @property
    def was_called(self) -> bool:
        return self._error is None

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        error, self._error = self._error, None
        if error is not None:
            raise error
        return self._real(*arguments, **named)

    @classmethod
    def put_into(cls, room: Any, name: str, error: Exception, monkeypatch: pytest.MonkeyPatch) -> Once:
        """Have a function of a module or class raise once; one that is waited for raises while it is."""
        real = getattr(room, name)
        once = cls(real, error)

        async def waited_for(*arguments: Any, **named: Any) -> Any:
            return await once(*arguments, **named)

        def called(*arguments: Any, **named: Any) -> Any:
            return once(*arguments, **named)

        monkeypatch.setattr(room, name, waited_for if inspect.iscoroutinefunction(real) else called)
        return once


class FailingSource:
    """The network, where the first request for a purpose raises."""

    def __init__(self, ledger: Ledger, purpose: Purpose, error: Exception) -> None:
        self._source = NetSource(Client(LOOPBACK_ALLOWED), ledger)
        self._purpose = purpose
        self._fails = Once(lambda: None, error)

    async def fetch(self, url: str, purpose: Purpose) -> Answer:
        if purpose is self._purpose:
            self._fails()
        return await self._source.fetch(url, purpose)


@pytest.fixture
def pages(server: Mastodon) -> list[OwnPage]:
    """A profile with an open API, and a page with a sheet, a frame and a feed: nine photos in all."""
    site = server.site
    for name in ("a", "b", "sheet", "frame", "feed"):
        site.picture(f"/{name}.jpg", pictures.flat(60, 60 + ord(name[-1])))
    site.answer("/s.css", b".bg { background: url(/sheet.jpg) }", headers={"Content-Type": "text/css"})
    site.page("/frame", 'Words in a frame. <img src="/frame.jpg">')
    feed = '<rss><channel><title>t</title><item><enclosure url="/feed.jpg" type="image/jpeg"/></item></channel></rss>'
    site.answer("/feed.xml", feed.encode(), headers={"Content-Type": "application/rss+xml"})
    site.answer("/robots.txt", b"User-agent: *\nAllow: /\n")
    site.answer("/.well-known/tdmrep.json", b"[]")
    site.page(
        "/plain",
        '<html><head><link rel="stylesheet" href="/s.css"><link rel="alternate" type="application/rss+xml" '
        'href="/feed.xml"></head><body class="bg"><a rel="me" href="/me">Me</a><p>Words.<img src="/a.jpg"><p>More.'
        '<img src="/b.jpg"><iframe src="/frame"></iframe></body></html>',
    )
    urls = (site.url("/plain"), server.profile)
    return [OwnPage(parse_address(url, LOOPBACK_ALLOWED), Consent.MINE) for url in urls]


async def report_of(pages: list[OwnPage], **more: Any) -> Report:
    async for event in session.check(pages, policy=LOOPBACK_ALLOWED, **more):
        if isinstance(event, CheckDone):
            return event.report
    raise AssertionError("the check came to no end")


def assert_complete(report: Report, error: Exception, cost: int) -> None:
    """The report holds everything but the one thing, counts that one, and tells nothing of what the error says."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    assert [(fault.kind, fault.count) for fault in report.faults] == [(type(error).__name__, 1)]
    assert [limit.id for limit in report.limits].count("faults") == 1
    assert len(report.pages) == 2
    assert Outcome.STOPPED not in {thing.outcome for thing in report.pages}
    assert Outcome.STOPPED not in {photo.reason for photo in report.photos}
    assert sum(photo.state is not State.NOT_CHECKED for photo in report.photos) >= PHOTOS - cost
    assert exit_code(report) is ExitCode.BUG
    written = dump_json(report)
    assert b"a-private-address" not in written
    assert schema_problems(written) == []


async def test_undisturbed_these_pages_show_nine_photos_and_no_fault(pages: list[OwnPage]) -> None:
    report = await report_of(pages)
    assert len(report.photos) == PHOTOS
    assert all(photo.state is not State.NOT_CHECKED for photo in report.photos)
    assert (report.faults, exit_code(report)) == ((), ExitCode.DONE)


@pytest.mark.parametrize(("purpose", "kind"), list(zip(ASKED, cycle(KINDS), strict=False)))
async def test_what_asking_raises_costs_what_was_asked_for(
    pages: list[OwnPage], purpose: Purpose, kind: Callable[[], Exception]
) -> None:
    error = kind()
    report = await report_of(pages, source=lambda ledger: FailingSource(ledger, purpose, error))
    assert_complete(report, error, ASKED[purpose])


@pytest.mark.parametrize(("name", "kind"), list(zip(OPENED, cycle(reversed(KINDS)), strict=False)))
async def test_what_opening_raises_costs_what_was_opened(
    pages: list[OwnPage], name: str, kind: Callable[[], Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    error = kind()
    fails = Once.put_into(WorkerPool, name, error, monkeypatch)
    report = await report_of(pages)
    assert fails.was_called
    assert_complete(report, error, OPENED[name])


@pytest.mark.parametrize(("name", "kind"), list(zip(OURS, cycle(KINDS), strict=False)))
async def test_a_fault_of_our_own_costs_one_part(
    pages: list[OwnPage], name: str, kind: Callable[[], Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    error = kind()
    room, _, function = name.rpartition(".")
    fails = Once.put_into(import_module(f"selfcheck.{room}"), function, error, monkeypatch)
    report = await report_of(pages)
    assert fails.was_called
    assert_complete(report, error, OURS[name])


@pytest.mark.parametrize("kind", ENDING)
async def test_no_room_and_a_way_out_that_was_blocked_end_a_check(
    pages: list[OwnPage], kind: Callable[[], Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    Once.put_into(WorkerPool, "examine", kind(), monkeypatch)
    with pytest.raises(ExceptionGroup) as ended:
        await report_of(pages)
    assert ended.value.subgroup((MemoryError, OSError, WayOutBlocked))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.binary(min_size=1, max_size=60))
def test_whichever_doors_raise_a_check_a_check_again_and_an_import_come_to_a_complete_report(data: bytes) -> None:
    checks(data)


async def test_after_a_fault_no_photo_is_called_gone(site: Site, guidance: Guidance) -> None:
    site.picture("/a.jpg", pictures.flat(60, 60))
    home = site.page("/", '<p>Words.</p><img src="/a.jpg">')
    _, before = await first_check(guidance, home)
    site.page("/", '<html><head><link rel="stylesheet" href="/s.css"></head><body>Words.</body></html>')
    site.answer("/s.css", b"p { background: url(/x.jpg) }", headers={"Content-Type": "text/css"})
    site.answer("/a.jpg", status=404)
    gathered, again = ReportBuilder(guidance), RecheckContext(before, KEY, guidance)
    own = [OwnPage(parse_address(home, LOOPBACK_ALLOWED), Consent.MINE)]
    source = lambda ledger: FailingSource(ledger, Purpose.STYLE_SHEET, ValueError(PRIVATE))  # noqa: E731
    events = [event async for event in session.recheck(own, again, source=source, gathered=gathered, guidance=guidance)]
    assert isinstance(events[-1], CheckDone)
    report = again.settle(events[-1].report, gathered).report
    assert by_name(report.changes)["a.jpg"].kind is ChangeKind.CANNOT_TELL
    assert exit_code(report) is ExitCode.BUG


async def test_what_asking_for_a_file_that_left_raises_costs_that_file(site: Site, guidance: Guidance) -> None:
    for name in ("a", "b"):
        site.picture(f"/{name}.jpg", pictures.flat(60, 60 + ord(name)))
    home = site.page("/", '<p>Words.</p><img src="/a.jpg"><p>More.</p><img src="/b.jpg">')
    _, before = await first_check(guidance, home)
    site.page("/", "<p>Nothing here any more.</p>")
    gathered, again = ReportBuilder(guidance), RecheckContext(before, KEY, guidance)
    own = [OwnPage(parse_address(home, LOOPBACK_ALLOWED), Consent.MINE)]
    source = lambda ledger: FailingSource(ledger, Purpose.STILL_SERVED, ValueError(PRIVATE))  # noqa: E731
    events = [event async for event in session.recheck(own, again, source=source, gathered=gathered, guidance=guidance)]
    assert isinstance(events[-1], CheckDone)
    report = again.settle(events[-1].report, gathered).report
    kinds = sorted(change.kind for change in report.changes)
    assert kinds == [ChangeKind.CANNOT_TELL, ChangeKind.STILL_SERVED]
    assert [fault.kind for fault in report.faults] == ["ValueError"]


@pytest.mark.parametrize("name", ["examine", "read_lists", "read_page"])
async def test_what_opening_raises_costs_one_part_of_a_file_that_was_handed_in(
    tmp_path: Path, name: str, guidance: Guidance, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = tmp_path / "your_instagram_activity" / "content"
    posts.mkdir(parents=True)
    (tmp_path / "media").mkdir()
    for number in (1, 2):
        (tmp_path / "media" / f"{number}.jpg").write_bytes(pictures.flat(60, 60 + number))
    (posts / "posts_1.json").write_text('[{"media": [{"uri": "media/1.jpg", "creation_timestamp": 1}]}]')
    saved = tmp_path / "saved.html"
    picture = base64.b64encode(pictures.flat(60, 60)).decode()
    saved.write_text(f'<html><body>Words. <img src="data:image/jpeg;base64,{picture}"></body></html>')
    fails = Once.put_into(WorkerPool, name, ValueError(PRIVATE), monkeypatch)
    gathered = ReportBuilder(guidance)
    path = saved if name == "read_page" else tmp_path
    events = [event async for event in session.look_into(path, guidance=guidance, gathered=gathered)]
    assert fails.was_called
    assert isinstance(events[-1], CheckDone)
    report = events[-1].report
    assert [(fault.kind, fault.count) for fault in report.faults] == [("ValueError", 1)]
    assert sum(photo.reason is Outcome.FAULT for photo in report.photos) == (name == "examine")
    assert [page.outcome for page in report.pages] == [Outcome.FAULT if name == "read_page" else Outcome.IMPORTED]
    assert exit_code(report) is ExitCode.BUG
    assert "a-private-address" not in dump_json(report).decode()
