"""Whole checks, checks again and imports, with a source and workers that raise wherever the bytes say."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final
from unittest import mock

import idna

from selfcheck import session
from selfcheck.errors import EngineUnavailable, ExitCode
from selfcheck.guidance.loader import load_guidance
from selfcheck.history.snapshot import Snapshot, make_snapshot
from selfcheck.model import Consent, Examined, Outcome, OwnPage, PageReading, Purpose, State
from selfcheck.model.events import CheckDone, Event
from selfcheck.net.fetch import Answer
from selfcheck.net.ledger import Ledger
from selfcheck.output.report_json import dump_json
from selfcheck.platforms import Body, read_platform
from selfcheck.platforms.addresses import parse_address
from selfcheck.readers.archives.lists import ListContents
from selfcheck.readers.pages.feeds import read_feed
from selfcheck.readers.pages.html import read_page
from selfcheck.readers.pages.robots import allowed_counts
from selfcheck.session.report_builder import ReportBuilder, exit_code
from tests.support import pictures

_KINDS: Final = (
    ValueError, KeyError, OSError, RecursionError, TimeoutError, StopAsyncIteration, idna.IDNAError, EngineUnavailable,
    lambda text: ExceptionGroup(text, [LookupError(text)]),
)  # fmt: skip
_PAGE: Final = (
    b'<html><head><link rel="stylesheet" href="/s.css"><link rel="alternate" type="application/rss+xml" href="/feed">'
    b'</head><body><a rel="me" href="/">me</a><p>Words.<img src="a.jpg"><p>More.<img src="http://other.example/b.jpg">'
    b'<iframe src="/frame"></iframe></body></html>'
)
_FEED: Final = b'<rss><channel><item><enclosure url="/f.jpg" type="image/jpeg"/></item></channel></rss>'
_PRIVATE: Final = "https://mina.example/a-private-address"
_KEY: Final = bytes(32)
_TEMPORARY: Final = tempfile.TemporaryDirectory()


class _Script:
    """Raises at some of the calls: each takes a byte, and where none is left all goes well."""

    def __init__(self, data: bytes) -> None:
        self._bytes: Iterator[int] = iter(data)
        self.raised = 0

    def step(self) -> None:
        byte = next(self._bytes, 0)
        if byte >= 128:
            self.raised += 1
            kind: Callable[[str], Exception] = _KINDS[byte % len(_KINDS)]
            raise kind(_PRIVATE)


class _Source:
    """Answers in memory."""

    def __init__(self, script: _Script, ledger: Ledger) -> None:
        self._script = script
        self._ledger = ledger

    async def fetch(self, url: str, purpose: Purpose) -> Answer:
        self._script.step()
        self._ledger.record(host="mina.example", purpose=purpose, url=url, outcome=Outcome.OPENED)
        body = {Purpose.PAGE: _PAGE, Purpose.FRAME: _PAGE, Purpose.FEED: _FEED}.get(purpose, b"x")
        return Answer(url, Outcome.OPENED, 200, "text/html" if body is _PAGE else "", body)


class _Pool:
    """The readers themselves, without the processes that they run in."""

    size = 2

    def __init__(self, script: _Script) -> None:
        self._script = script

    async def __aenter__(self) -> _Pool:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def warm_up(self) -> tuple[str, ...]:
        return ()

    async def read_page(self, body: bytes, kind: str, asked: str, final: str, _packing: str = "") -> Any:
        self._script.step()
        return read_page(body, kind, asked, final)

    async def read_sheet(self, *_: object) -> PageReading:
        self._script.step()
        return PageReading("", ())

    async def read_feed(self, body: bytes, kind: str, url: str) -> Any:
        self._script.step()
        return read_feed(body, kind, url)

    async def read_robots(self, body: bytes, urls: Any, agents: Any) -> Any:
        self._script.step()
        return allowed_counts(body, urls, agents)

    async def read_mining(self, *_: object) -> None:
        self._script.step()

    async def read_platform(self, profile: Any, ask: Any, body: Body, _packing: str = "") -> Any:
        self._script.step()
        return read_platform(profile, ask, body)

    async def read_lists(self, _archive: str, lists: Any) -> tuple[ListContents, ...]:
        self._script.step()
        return tuple(ListContents() for _ in lists)

    async def examine(self, *_: object) -> tuple[Examined, None]:
        self._script.step()
        return Examined(State.NONE_SEEN, Outcome.NONE_SEEN, 60, 60), None


def _own() -> list[OwnPage]:
    urls = ("https://mina.example/me", "https://mastodon.example/@mina")
    return [OwnPage(parse_address(url), Consent.MINE) for url in urls]


@cache
def _folder() -> Path:
    folder = Path(_TEMPORARY.name)
    lists = folder / "your_instagram_activity" / "content"
    lists.mkdir(parents=True)
    (lists / "posts_1.json").write_text("[]")
    for number in range(3):
        (folder / f"{number}.jpg").write_bytes(pictures.flat(40, 40 + number))
    return folder


@cache
def _before() -> Snapshot:
    gathered = ReportBuilder(load_guidance())
    asyncio.run(_driven(_Script(b""), 0, gathered, None))
    return make_snapshot(gathered.report(), gathered.unreported, _KEY)


async def _driven(script: _Script, way: int, gathered: ReportBuilder, again: session.RecheckContext | None) -> Event:
    with (
        mock.patch("selfcheck.session.check_run.WorkerPool", lambda _engine: _Pool(script)),
        mock.patch("selfcheck.session.imports.run.WorkerPool", lambda _engine: _Pool(script)),
    ):
        if way == 2:
            events = session.look_into(_folder(), gathered=gathered)
        elif again is not None:
            events = session.recheck(_own(), again, source=lambda one: _Source(script, one), gathered=gathered)
        else:
            events = session.check(_own(), source=lambda one: _Source(script, one), gathered=gathered)
        return [event async for event in events][-1]


def checks(data: bytes) -> None:
    """A whole check: whatever its doors raise, it ends with a report that is complete and counts what was lost."""
    way, script = data[0] % 3 if data else 0, _Script(data[1:])
    guidance = load_guidance()
    again = session.RecheckContext(_before(), _KEY, guidance) if way == 1 else None
    gathered = ReportBuilder(guidance)
    done = asyncio.run(_driven(script, way, gathered, again))
    assert isinstance(done, CheckDone)
    report = again.settle(done.report, gathered).report if again is not None else done.report
    # One host's two questions are one part.
    assert bool(script.raised) <= sum(fault.count for fault in report.faults) <= script.raised
    assert (exit_code(report) is ExitCode.BUG) == bool(script.raised)
    assert len(report.pages) == (1 if way == 2 else 2)
    assert all(page.outcome is not Outcome.STOPPED for page in report.pages)
    assert all(photo.reason is not Outcome.STOPPED for photo in report.photos)
    assert b"a-private-address" not in dump_json(report)
