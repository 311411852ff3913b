"""Follows a check to its end and says on the way how far it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from selfcheck.cli.result import Progress
from selfcheck.guidance.loader import load_guidance
from selfcheck.i18n import Texts, _
from selfcheck.model import Report, State
from selfcheck.model.counts import is_missed
from selfcheck.model.events import (
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
from selfcheck.net.urls import is_import
from selfcheck.output.wording.outcomes import note_text, page_outcome_text
from selfcheck.output.wording.report import done_words, lists_words, members_words, shown_page
from selfcheck.sandbox.walls import incomplete_words
from selfcheck.session import Elsewhere, Gate
from selfcheck.session.report_builder import ReportBuilder
from selfcheck.session.shutdown import when_ended_from_outside

ELSEWHERE_WORDS: Final = Texts(
    lambda: {
        Elsewhere.ASK_FOR: _("Parts of your pages are on another site, and are asked for there: {host}"),
        Elsewhere.LEAVE_OUT: _("Parts of your pages are on another site, and are left out: {host}"),
    }
)


async def follow(
    events: AsyncIterator[Event], gathered: ReportBuilder, progress: Progress, gate: Gate | None = None
) -> Report:
    """The report at the end of a check, or of what was seen until the person stopped it."""
    task = asyncio.current_task()
    when_ended_from_outside(task.cancel if task else asyncio.get_running_loop().stop)
    sentences = _Sentences(progress, gate)
    try:
        async for event in events:
            sentences.write(event)
            if isinstance(event, CheckDone):
                return event.report
    except asyncio.CancelledError:
        return gathered.report(interrupted=True)
    return gathered.report(interrupted=True)


class _Sentences:
    """Turns events into short sentences."""

    def __init__(self, progress: Progress, gate: Gate | None) -> None:
        self._write = progress
        self._guidance = load_guidance()
        self._elsewhere = ELSEWHERE_WORDS.get(gate.choice, "") if gate is not None else ""
        self._total = 0
        self._seen = 0
        self._missed = 0
        self._aside = 0
        self._written: set[str] = set()

    def write(self, event: Event) -> None:
        """Say what this event changes."""
        match event:
            case WallMissing():
                self._write(incomplete_words(), passing=False)
            case PageStarted(address):
                doing = _("Reading {page}") if is_import(address) else _("Asking for {page}")
                self._write(doing.format(page=shown_page(address)), passing=True)
            case PageDone(page):
                sentence = f"{shown_page(page.address)}: {page_outcome_text(page, self._guidance)}"
                if sentence not in self._written:  # a page comes again with what was found later
                    self._write(sentence, passing=False)
                self._written.add(sentence)
            case PageWentFurther(page):
                last = [note_text(note, self._guidance) for note in page.notes[-1:]]
                sentence = last[0] if last else page_outcome_text(page, self._guidance)
                self._write(f"{page.address}: {sentence}", passing=False)
            case HostNamed(host):
                if self._elsewhere:
                    self._write(self._elsewhere.format(host=host), passing=False)
            case PhotosFound(total):
                self._total = total
            case PhotoDone(photo):
                self._seen += photo.state is not State.NOT_CHECKED
                self._missed += is_missed(photo)
                self._aside += photo.state is State.NOT_CHECKED and not is_missed(photo)
                self._write(self._photos(), passing=True)
            case MembersSeen(count):
                self._write(members_words(count), passing=True)
            case ListsRead(done, total):
                self._write(lists_words(done, total), passing=True)
            case FileAsked(done, total):
                said = _("Asked for {n} of {m} files that no page names any more")
                self._write(said.format(n=done, m=total), passing=True)
            case CheckDone(report):
                self._write(done_words(report), passing=False)
            case _:
                pass

    def _photos(self) -> str:
        total = max(self._total - self._aside, self._seen + self._missed)
        words = (
            _("Looked at {seen} of {total} photos; {missed} could not be checked")
            if self._missed
            else _("Looked at {seen} of {total} photos")
        )
        return words.format(seen=self._seen, total=total, missed=self._missed)
