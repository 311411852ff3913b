"""Run a check, the demo or an import, and put the report into words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from selfcheck.boundary import Boundary
from selfcheck.changes_text import summary_of_changes
from selfcheck.commands.result import Form, Result, Talk
from selfcheck.commands.running import run_quietly
from selfcheck.demo.source import DemoSource
from selfcheck.events import (
    CheckDone,
    Event,
    FileAsked,
    HostNamed,
    ListsRead,
    MembersSeen,
    PageDone,
    PageStarted,
    PageWentFurther,
    PhotoDone,
    PhotosFound,
    WallMissing,
)
from selfcheck.export.reports import dump_json
from selfcheck.faces.engine import EngineName, notice
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.imports.saved import SavedSource
from selfcheck.language import _
from selfcheck.model import LedgerEntry, OwnPage, Report, State
from selfcheck.net.client import Client
from selfcheck.net.fetch import NetSource, Source
from selfcheck.net.ledger import Ledger
from selfcheck.net.policy import NetPolicy
from selfcheck.net.proxy import Proxy
from selfcheck.plain import report_text
from selfcheck.proof import Proof
from selfcheck.report import Gathered, exit_code
from selfcheck.session import Again, Deadline, Elsewhere, Gate, SourceMaker, check, look_into, recheck
from selfcheck.tally import is_missed
from selfcheck.terminal import when_ended_from_outside
from selfcheck.totals import totals_words
from selfcheck.urls import is_import
from selfcheck.words import OUR_FAULT, done_words, fault_words, lists_words, members_words, shown_page, summary_of
from selfcheck.worker.walls import incomplete_words

ELSEWHERE_WORDS: Final = {
    Elsewhere.ASK_FOR: _("Parts of your pages are on another site, and are asked for there: {host}"),
    Elsewhere.LEAVE_OUT: _("Parts of your pages are on another site, and are left out: {host}"),
}
MOST_FAULTS: Final = 3
"""Faults of our own that are said at the end; the report has them all."""
Keep = Callable[[Report, Gathered], tuple[Report, tuple[str, ...]]]
"""Saves a check. Returns its report with the person's earlier marks, and what to say of it."""


def run_check(
    pages: tuple[OwnPage, ...],
    engine: str,
    form: Form,
    *,
    talk: Talk,
    policy: NetPolicy | None = None,
    bundled: bool = False,
    proxy: Proxy | None = None,
    gate: Gate | None = None,
    source: SourceMaker | None = None,
    proof: Proof | None = None,
    again: Again | None = None,
    keep: Keep | None = None,
    hear: Callable[[LedgerEntry], object] | None = None,
    deadline: Deadline | None = None,
    require_sandbox: bool = False,
) -> Result:
    """Check pages, or the bundled demo. Ctrl-C keeps the photos seen so far.

    With `again` the pages are compared with a saved check; `keep` saves this one.
    `hear` is told of each request as it ends, also of those of a check that does not come to its end.
    """
    if engine == EngineName.FACE_RECOGNITION:
        talk(notice(), passing=False)
    guidance = load_guidance()
    gathered = Gathered(guidance, previews=False, hear=hear)
    start = partial(check, proof=proof) if again is None else partial(recheck, again=again)
    events = start(
        pages,
        engine=EngineName(engine),
        policy=policy,
        proxy=proxy,
        gate=gate,
        source=DemoSource if bundled else source,
        guidance=guidance,
        gathered=gathered,
        deadline=deadline,
        require_sandbox=require_sandbox,
    )
    report = run_quietly(_drawn(events, gathered, _Progress(talk, gate)))
    words: tuple[str, ...] = ()
    if keep is not None:
        report, words = keep(report, gathered)
    elif again is not None:
        boundary = Boundary(gathered.add)
        settled = boundary.call(lambda: again.settle(report, gathered), None)
        report = settled.report if settled is not None else gathered.report(interrupted=report.interrupted)
    return _told(report, guidance, form, words)


def _told(
    report: Report,
    guidance: Guidance,
    form: Form,
    words: tuple[str, ...] = (),
    places: Mapping[str, tuple[float, float]] | None = None,
) -> Result:
    """A report in the form that was asked for; `words` are said last."""
    if form.as_json:
        output = dump_json(report)
    else:
        text = report_text(
            report, guidance, plain=form.plain, width=form.width, locations=places, show_place=form.show_place
        )
        output = text.encode()
    last = [summary_of(report)] if form.as_json or report.interrupted else []
    if form.as_json and any(not entry.bundled for entry in report.ledger):
        last.append(_("Left this computer: {totals}.").format(totals=totals_words(report.ledger)))
    if report.interrupted:
        last.insert(0, _("Stopped. The report holds what was seen until then."))
    if report.compared_with and form.as_json:
        last.append(summary_of_changes(report))
    if form.as_json:
        last += [limit.text for limit in report.limits if limit.id == "no_time"]
    faults = [fault_words(fault.kind, fault.place) for fault in report.faults[:MOST_FAULTS]]
    last += [*faults, OUR_FAULT] if faults else []
    return Result(output, (*last, *words), exit_code(report))


def run_import(
    paths: tuple[Path, ...],
    engine: str,
    form: Form,
    *,
    talk: Talk,
    keep: Keep | None = None,
    require_sandbox: bool = False,
) -> Result:
    """Look into files or folders that the person hands in, as one. Ctrl-C keeps the photos seen so far.

    Where pictures were taken is told only where the form asks for it, and in no report that can be passed on.
    """
    if engine == EngineName.FACE_RECOGNITION:
        talk(notice(), passing=False)
    guidance = load_guidance()
    gathered = Gathered(guidance, previews=False)
    events = look_into(
        *paths, engine=EngineName(engine), guidance=guidance, gathered=gathered, require_sandbox=require_sandbox
    )
    report = run_quietly(_drawn(events, gathered, _Progress(talk)))
    places = {url: known.location for url, known in gathered.unreported.items() if known.location is not None}
    report, words = keep(report, gathered) if keep is not None else (report, ())
    return _told(report, guidance, form, words, places)


def saved_source(page: OwnPage, body: bytes, pictures_from: Client | None, gate: Gate) -> SourceMaker:
    """A source that has one page already; its pictures come from the network, or not at all."""

    def make(ledger: Ledger) -> Source:
        pictures = NetSource(pictures_from, ledger, gate.allows) if pictures_from is not None else None
        return SavedSource(ledger, page.address.url, body, pictures)

    return make


async def _drawn(events: AsyncIterator[Event], gathered: Gathered, progress: _Progress) -> Report:
    """Follow a check to its end, or until the person stops it."""
    task = asyncio.current_task()
    when_ended_from_outside(task.cancel if task else asyncio.get_running_loop().stop)
    try:
        async for event in events:
            progress.draw(event)
            if isinstance(event, CheckDone):
                return event.report
    except asyncio.CancelledError:
        return gathered.report(interrupted=True)
    return gathered.report(interrupted=True)


class _Progress:
    """Turns events into short sentences."""

    def __init__(self, talk: Talk, gate: Gate | None = None) -> None:
        self._talk = talk
        self._elsewhere = ELSEWHERE_WORDS.get(gate.choice, "") if gate is not None else ""
        self._total = 0
        self._seen = 0
        self._missed = 0
        self._aside = 0
        self._said: set[str] = set()

    def draw(self, event: Event) -> None:
        """Tell what this event changes."""
        match event:
            case WallMissing():
                self._talk(incomplete_words(), passing=False)
            case PageStarted(address):
                doing = _("Reading {page}") if is_import(address) else _("Asking for {page}")
                self._talk(doing.format(page=shown_page(address)), passing=True)
            case PageDone(page):
                sentence = f"{shown_page(page.address)}: {page.why}"
                if sentence not in self._said:  # a page is told again with what came up later
                    self._talk(sentence, passing=False)
                self._said.add(sentence)
            case PageWentFurther(page):
                self._talk(f"{page.address}: {page.notes[-1] if page.notes else page.why}", passing=False)
            case HostNamed(host):
                if self._elsewhere:
                    self._talk(self._elsewhere.format(host=host), passing=False)
            case PhotosFound(total):
                self._total = total
            case PhotoDone(photo):
                self._seen += photo.state is not State.NOT_CHECKED
                self._missed += is_missed(photo)
                self._aside += photo.state is State.NOT_CHECKED and not is_missed(photo)
                total = max(self._total - self._aside, self._seen + self._missed)
                words = (
                    _("Looked at {seen} of {total} photos; {missed} could not be checked")
                    if self._missed
                    else _("Looked at {seen} of {total} photos")
                )
                self._talk(words.format(seen=self._seen, total=total, missed=self._missed), passing=True)
            case MembersSeen(count):
                self._talk(members_words(count), passing=True)
            case ListsRead(done, total):
                self._talk(lists_words(done, total), passing=True)
            case FileAsked(done, total):
                said = _("Asked for {n} of {m} files that no page names any more")
                self._talk(said.format(n=done, m=total), passing=True)
            case CheckDone(report):
                self._talk(done_words(report), passing=False)
            case _:
                pass
