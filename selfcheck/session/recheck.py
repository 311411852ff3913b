"""A check again: the same pages as a stranger sees them now, and whether files of photos that left them still answer.

Only addresses of pictures from the person's own saved check are asked for, one byte of each, within small limits, and
each of these requests stands in the ledger.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.guidance.user_marks import with_marks
from selfcheck.history.diff import STILL_SERVED, Served, marks_now, served_of, to_ask
from selfcheck.history.merge import merge_checks, with_changes
from selfcheck.history.snapshot import Snapshot, StepMark, make_snapshot, report_from, saved_addresses
from selfcheck.model import EngineName, OwnPage, PhotoMark, Purpose, Report
from selfcheck.model.events import CheckDone, Event, FileAsked, HostNamed, Requested
from selfcheck.net.client import Client
from selfcheck.net.fetch import NetSource, Source
from selfcheck.net.ledger import Ledger
from selfcheck.net.policy import NetPolicy
from selfcheck.net.proxy import Proxy
from selfcheck.net.urls import UrlRefused, split_url
from selfcheck.session.boundary import Boundary
from selfcheck.session.check import check
from selfcheck.session.check_run import SourceMaker
from selfcheck.session.deadline import Deadline, usual_minutes
from selfcheck.session.report_builder import ReportBuilder
from selfcheck.session.third_party import Gate

_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class SettledCheck:
    """What a check again came to: its report as the machine made it and with the person's marks, and what to save.

    `marks` are the person's, by the photos' addresses in these reports.
    """

    unmarked: Report
    report: Report
    marks: dict[str, PhotoMark]
    saved: Snapshot


class RecheckContext:
    """What a check is compared with, and what came of that so far. It can be settled at any moment, as a check can."""

    def __init__(self, before: Snapshot, key: bytes, guidance: Guidance) -> None:
        self.before = before
        self.key = key
        self.served: dict[str, Served] = {}
        self._guidance = guidance
        self._now: Snapshot | None = None

    def seen(self, gathered: ReportBuilder) -> Snapshot:
        """The check is through, and files are asked for next: this much stands, also if that is stopped."""
        self._now = make_snapshot(gathered.report(), gathered.unreported, self.key)
        return self._now

    def settle(
        self,
        report: Report,
        gathered: ReportBuilder,
        marks: Mapping[str, PhotoMark] | None = None,
        steps: Iterable[StepMark] = (),
    ) -> SettledCheck:
        """The person's marks found again, what changed, and what to save if they wish.

        `marks` and `steps` are given in this sitting and go before earlier ones; marks are by the photos' addresses.
        """
        now = self._now or make_snapshot(report, gathered.unreported, self.key)
        addresses = saved_addresses(report, gathered.unreported, self.key)
        given = marks_now(self.before, now)
        given |= {addresses[url]: mark for url, mark in (marks or {}).items() if url in addresses}
        traces = tuple(replace(trace, mark=given.get(trace.photo)) for trace in now.traces)
        now = replace(now, traces=traces, steps=tuple(steps))
        by_url = {url: given[address] for url, address in addresses.items() if address in given}
        saved = merge_checks(self.before, now, self.served)
        unmarked = with_changes(report, self.before, now, self.served)
        unmarked = _with_steps(unmarked, saved, self._guidance)
        return SettledCheck(unmarked, with_marks(unmarked, by_url, gathered.names), by_url, saved)


async def recheck(
    pages: Sequence[OwnPage],
    again: RecheckContext,
    *,
    engine: EngineName = EngineName.YUNET,
    policy: NetPolicy | None = None,
    proxy: Proxy | None = None,
    gate: Gate | None = None,
    source: SourceMaker | None = None,
    guidance: Guidance | None = None,
    gathered: ReportBuilder | None = None,
    deadline: Deadline | None = None,
    require_sandbox: bool = False,
) -> AsyncGenerator[Event, None]:
    """Check the person's own pages again, then ask for one byte of the files that no page names any more.

    Arguments and errors as of `check`. `again` takes in what those files answered.
    """
    guidance = guidance or load_guidance()
    gathered = gathered or ReportBuilder(guidance)
    gate = gate or Gate(page.address.url for page in pages)
    gate.hold_to(policy or NetPolicy())
    deadline = deadline or Deadline(usual_minutes(len(pages)))
    boundary = Boundary(gathered.add)
    make_source = source or (lambda ledger: NetSource(Client(policy, proxy), ledger, gate.allows))
    made: list[tuple[Source, Ledger]] = []

    def watched(ledger: Ledger) -> Source:
        made.append((make_source(ledger), ledger))
        return made[0][0]

    checking = check(
        pages,
        engine=engine,
        policy=policy,
        gate=gate,
        source=watched,
        guidance=guidance,
        gathered=gathered,
        deadline=deadline,
        require_sandbox=require_sandbox,
    )
    async with contextlib.aclosing(checking) as events:
        async for event in events:
            if not isinstance(event, CheckDone):
                yield event
    try:
        asking = _ask_files(again, await asyncio.to_thread(again.seen, gathered), *made[0], gate, deadline, boundary)
        async with contextlib.aclosing(asking) as told:
            async for news in told:
                yield news
    except Exception as error:  # costs what these files would have told; raised again where it ends the check
        boundary.record(error)
    yield CheckDone(await asyncio.to_thread(gathered.report))


async def _ask_files(
    again: RecheckContext,
    now: Snapshot,
    source: Source,
    ledger: Ledger,
    gate: Gate,
    deadline: Deadline,
    boundary: Boundary,
) -> AsyncGenerator[Event, None]:
    """Ask for the files of photos that have left their pages, a few at once; what they answer goes into `again`."""
    asks = to_ask(again.before, now)
    hosts: list[str] = []
    gate.listen(hosts.append)
    unsaid = [url for _, _, urls in asks for url in urls if gate.word_on(url) is None]
    for host in hosts:
        yield HostNamed(host)
    await gate.decide(unsaid)
    turns = asyncio.Semaphore(_AT_ONCE)

    async def one(photo: str, urls: tuple[str, ...], size: int) -> None:
        async with turns:
            for url in urls:
                asking = _served(url, size if url == photo else 0, source)
                answer = await boundary.run(asking, Served.UNKNOWN)
                again.served[photo] = _stronger(again.served.get(photo), answer)
                if answer in STILL_SERVED:
                    return

    tasks = [asyncio.create_task(one(photo.url, urls, trace.size)) for photo, trace, urls in asks]
    told, asked = len(ledger.entries), 0
    try:
        waiting = set(tasks)
        while waiting:
            left = deadline.seconds_left()
            done, waiting = await asyncio.wait(waiting, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            if not done:
                break  # there is no more time
            for entry in ledger.entries[told:]:
                yield Requested(entry)
            told = len(ledger.entries)
            for task in done:
                task.result()
                asked += 1
                yield FileAsked(asked, len(tasks))
    finally:
        for task in tasks:
            task.cancel()


async def _served(url: str, known_size: int, source: Source) -> Served:
    answer = await source.fetch(url, Purpose.STILL_SERVED)
    with contextlib.suppress(UrlRefused):
        url = split_url(url).url
    moved = answer.url.partition("://")[2] != url.partition("://")[2]
    return served_of(answer.outcome, answer.content_type, answer.size, moved=moved, known_size=known_size)


def _stronger(known: Served | None, answer: Served) -> Served:
    """Of the answers of a photo's sizes the one that says most: one that is served, then what could not be told."""
    order = [*STILL_SERVED, Served.UNKNOWN, Served.REFUSED, Served.ELSEWHERE, Served.NOT_THERE]
    return answer if known is None else min(known, answer, key=order.index)


def _with_steps(report: Report, saved: Snapshot, guidance: Guidance) -> Report:
    """The report's steps with the marks that were saved, and their days."""
    given = {(item.platform, item.step): item for item in report_from(saved, guidance).steps}
    steps = tuple(given.get((item.platform, item.step), item) for item in report.steps)
    return replace(report, steps=steps)
