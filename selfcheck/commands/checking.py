"""Run a check, the demo or an import, and put the report into words."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from selfcheck.changes_text import summary_of_changes
from selfcheck.commands.result import Result, Talk
from selfcheck.commands.running import run_quietly
from selfcheck.demo.source import DemoSource
from selfcheck.events import CheckDone, Event, FileAsked, PageDone, PageStarted, PageWentFurther, PhotoDone, PhotosFound
from selfcheck.export.reports import dump_json
from selfcheck.faces.engine import NOTICE, EngineName
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.imports.saved import SavedSource
from selfcheck.language import _
from selfcheck.model import ASIDE, OwnPage, Report
from selfcheck.net.client import Client
from selfcheck.net.fetch import NetSource, Source
from selfcheck.net.ledger import Ledger
from selfcheck.net.policy import NetPolicy
from selfcheck.plain import report_text
from selfcheck.proof import Proof
from selfcheck.report import Gathered, exit_code
from selfcheck.session import Again, SourceMaker, check, look_into, recheck
from selfcheck.tally import tally_of
from selfcheck.urls import is_import
from selfcheck.words import found_words, shown_page, summary_of

Keep = Callable[[Report, Gathered], tuple[Report, tuple[str, ...]]]
"""Saves a check. Returns its report with the person's earlier marks, and what to say of it."""


def run_check(
    pages: tuple[OwnPage, ...],
    engine: str,
    *,
    as_json: bool,
    plain: bool,
    width: int,
    talk: Talk,
    policy: NetPolicy | None,
    bundled: bool,
    source: SourceMaker | None = None,
    proof: Proof | None = None,
    again: Again | None = None,
    keep: Keep | None = None,
) -> Result:
    """Check pages, or the bundled demo. Ctrl-C keeps the photos seen so far.

    With `again` the pages are compared with a saved check; `keep` saves this one.
    """
    if engine == EngineName.FACE_RECOGNITION:
        talk(NOTICE, passing=False)
    guidance = load_guidance()
    gathered = Gathered(guidance)
    name, maker = EngineName(engine), DemoSource if bundled else source
    if again is None:
        events = check(
            pages, engine=name, policy=policy, source=maker, guidance=guidance, gathered=gathered, proof=proof
        )
    else:
        events = recheck(pages, again, engine=name, policy=policy, source=maker, guidance=guidance, gathered=gathered)
    report = run_quietly(_drawn(events, gathered, _Progress(talk)))
    words: tuple[str, ...] = ()
    if keep is not None:
        report, words = keep(report, gathered)
    elif again is not None:
        report = again.settle(report, gathered).report
    return _told(report, guidance, as_json, plain, width, words)


def _told(
    report: Report, guidance: Guidance, as_json: bool, plain: bool, width: int, words: tuple[str, ...] = ()
) -> Result:
    """A report in the form that was asked for; `words` are said last."""
    output = dump_json(report) if as_json else report_text(report, guidance, plain=plain, width=width).encode()
    last = [summary_of(report)] if as_json or report.interrupted else []
    if report.interrupted:
        last.insert(0, "Stopped. The report holds what was seen until then.")
    if report.compared_with and as_json:
        last.append(summary_of_changes(report))
    return Result(output, (*last, *words), exit_code(report), dump_json(report.ledger))


def run_import(
    path: Path, engine: str, *, as_json: bool, plain: bool, width: int, talk: Talk, keep: Keep | None = None
) -> Result:
    """Look into a file or folder that the person hands in. Ctrl-C keeps the photos seen so far."""
    if engine == EngineName.FACE_RECOGNITION:
        talk(NOTICE, passing=False)
    guidance = load_guidance()
    gathered = Gathered(guidance)
    events = look_into(path, engine=EngineName(engine), guidance=guidance, gathered=gathered)
    report = run_quietly(_drawn(events, gathered, _Progress(talk)))
    report, words = keep(report, gathered) if keep is not None else (report, ())
    return _told(report, guidance, as_json, plain, width, words)


def saved_source(page: OwnPage, body: bytes, policy: NetPolicy | None, fetch_pictures: bool) -> SourceMaker:
    """A source that has one page already; its pictures come from the network, or not at all."""

    def make(ledger: Ledger) -> Source:
        pictures = NetSource(Client(policy), ledger) if fetch_pictures else None
        return SavedSource(ledger, page.address.url, body, pictures)

    return make


async def _drawn(events: AsyncIterator[Event], gathered: Gathered, progress: _Progress) -> Report:
    """Follow a check to its end, or until the person stops it."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    with contextlib.suppress(NotImplementedError):  # asyncio takes no signals on Windows
        loop.add_signal_handler(signal.SIGTERM, task.cancel if task else loop.stop)
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

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._total = 0
        self._done = 0
        self._aside = 0
        self._said = ""

    def draw(self, event: Event) -> None:
        """Tell what this event changes."""
        match event:
            case PageStarted(address):
                asking = "Reading" if is_import(address) else "Asking for"
                self._talk(f"{asking} {shown_page(address)}", passing=True)
            case PageDone(page):
                sentence = f"{shown_page(page.address)}: {page.why}"
                if sentence != self._said:
                    self._talk(sentence, passing=False)
                self._said = sentence
            case PageWentFurther(page):
                self._talk(f"{page.address}: {page.notes[-1] if page.notes else page.why}", passing=False)
            case PhotosFound(total):
                self._total = total
            case PhotoDone(photo):
                self._aside += photo.reason in ASIDE
                self._done += photo.reason not in ASIDE
                total = max(self._total - self._aside, self._done)
                self._talk(f"Looked at {self._done} of {total} photos", passing=True)
            case FileAsked(done, total):
                said = _("Asked for {n} of {m} files that no page names any more")
                self._talk(said.format(n=done, m=total), passing=True)
            case CheckDone(report):
                self._talk(f"Done. {found_words(tally_of(report))}", passing=False)
            case _:
                pass
