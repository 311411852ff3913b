"""The check while it runs: every page, a sign for every photo, and each request as it is made."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, DataTable, ProgressBar, Static
from textual.worker import Worker

from selfcheck.errors import SelfcheckError
from selfcheck.i18n import N_, _, several, translated
from selfcheck.model import ASIDE, LedgerEntry, Outcome, Page, Photo, Report
from selfcheck.model.counts import tally_of
from selfcheck.model.events import (
    CheckDone,
    CheckStarted,
    Event,
    FileAsked,
    HostNamed,
    ListsRead,
    MembersSeen,
    PageDone,
    PageStarted,
    PageWentFurther,
    PhotoDone,
    PhotoSeenAgain,
    PhotosFound,
    Requested,
    WallMissing,
)
from selfcheck.output.wording.limits import limit_text
from selfcheck.output.wording.report import ended_words, lists_words, members_words, take_code_out
from selfcheck.sandbox.walls import incomplete_words
from selfcheck.session.ownership import OwnershipCode
from selfcheck.session.report_builder import add_sighting
from selfcheck.session.workspace import Workspace
from selfcheck.tui.hanging import Hanging
from selfcheck.tui.screens.all_mine import AllMineScreen
from selfcheck.tui.screens.changes import ChangesScreen
from selfcheck.tui.screens.checklist import ChecklistScreen
from selfcheck.tui.screens.photos import PhotosScreen
from selfcheck.tui.text import ledger_row, page_line
from selfcheck.tui.under_way import asking_words, other_hosts_line, photo_strip, totals_line
from selfcheck.tui.widgets.keybar import KeyBar
from selfcheck.tui.widgets.question import OtherSites
from selfcheck.tui.widgets.ways_on import WaysOn, first_way

_DRAW_SECONDS: Final = 0.1
_COLUMNS: Final = ("#", N_("result"), N_("sent"), N_("got"), N_("for"), N_("host"))
_TRY_AGAIN: Final = N_("If it is there and was not found: “All of mine” looks for the same code again.")


class CheckingScreen(Screen[str]):
    """Runs one check and draws its events. What was seen stays when it is stopped.

    Where a file that was handed in holds nothing to look at, the screen answers with the reason.
    """

    HELP = N_(
        "Each line is one of your pages, with one sign for each photo on it. Below is the ledger: every request this "
        "program makes, with the bytes sent and received, and the total. Hosts of other sites that hold pictures of "
        "your pages are named before they are asked. Stop at any time: what was seen until then stays. Where a site "
        "has more pictures of yours than the newest ones, “All of mine” looks at those as well."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "answer(True)", N_("Ask them")),
        Binding("l", "answer(False)", N_("Leave them out")),
        Binding("s", "stop", N_("Stop")),
        Binding("enter,p", "photos(True)", N_("See the photos"), key_display="p"),
        Binding("p", "photos(False)", N_("What this means")),
        Binding("enter,p", "changes", N_("What has changed"), key_display="p"),
        Binding("c", "checklist", N_("Checklist")),
        Binding("y", "more", N_("All of mine")),
    ]

    def __init__(self, work: Workspace, *, again: bool = False) -> None:
        super().__init__()
        self.work = work
        self._again = again
        self._pages: dict[str, Page | None] = dict.fromkeys(work.addresses())
        self._started: set[str] = set()
        self._photos: dict[str, Photo] = {}
        self._total = 0
        self._aside = 0
        self._ledger: list[LedgerEntry] = []
        self._drawn = 0
        self._left_out: list[str] = []
        self._wall_missing = False
        self._elsewhere: list[str] = []
        self._runner: Worker[None] | None = None
        self._proof: OwnershipCode | None = None
        """The code the person has put into a profile, once they have."""
        self._said = _("Getting ready …")
        self._changed = True

    def compose(self) -> ComposeResult:
        """Progress, pages, ledger, buttons."""
        yield Static(self._said, id="said", markup=False)
        yield Static(incomplete_words(), id="wall-missing", markup=False)
        yield Static("", id="reminder", markup=False)
        yield ProgressBar(id="progress", show_eta=False)
        yield OtherSites()
        with VerticalScroll(id="pages"):
            for number, address in enumerate(self._pages):
                line = page_line(address, None, self.work.guidance, started=False, strip="")
                yield Static(Hanging(line), id=f"page{number}", markup=False)
        yield Static("", classes="quiet", id="elsewhere", markup=False)
        yield Static(totals_line(self.work, self._ledger), classes="quiet", id="ledger-title", markup=False)
        yield DataTable(id="ledger", cursor_type="none", show_row_labels=False, zebra_stripes=False)
        yield WaysOn(self.work, again=self._again)
        yield KeyBar()

    def on_mount(self) -> None:
        """Start at once: the person said so on the screen before."""
        self.query_one(DataTable).add_columns(*map(translated, _COLUMNS))
        self.query_one(DataTable).display = self.work.file is None  # of a file nothing is asked of anyone
        self.query_one("#wall-missing").display = False
        ask = self.query_one(OtherSites).ask
        self._begin(self.work.start_again(ask) if self._again else self.work.start(ask))
        self.set_interval(_DRAW_SECONDS, self._draw)

    def _begin(self, events: AsyncGenerator[Event, None]) -> None:
        self._runner = self._run(events)
        self._offer()

    @property
    def running(self) -> bool:
        """Whether the check is still under way."""
        return self.work.report is None

    @work(exit_on_error=True)
    async def _run(self, starting: AsyncGenerator[Event, None]) -> None:
        try:
            async with contextlib.aclosing(starting) as events:
                async for event in events:
                    self._take(event)
        except asyncio.CancelledError:
            report = self.work.finish()
            tally = tally_of(report)
            looked_at = tally.faces + tally.unsure + tally.none_seen
            self._end(
                several(
                    "Stopped. {n} photo looked at until then.", "Stopped. {n} photos looked at until then.", looked_at
                )
            )
            raise
        except SelfcheckError as error:
            if self.work.file is not None and not self._photos and self.is_current:
                self.dismiss(str(error))
            else:
                self._end(str(error))

    def _take(self, event: Event) -> None:
        match event:
            case CheckStarted(pages) if self._proof is None:
                if self.work.file is not None:  # what was handed in can hold several downloads
                    self._pages = {address: self._pages.get(address) for address, _platform in pages}
                self._said = asking_words(len(pages)) if self.work.file is None else _("Reading your file …")
            case WallMissing():
                self._wall_missing = True
            case PageStarted(address):
                self._started.add(address)
            case PageDone(page) | PageWentFurther(page):
                self._pages[page.address] = page
            case HostNamed(host):
                self._elsewhere.append(host)
            case PhotosFound(total):
                self._total = total
            case PhotoDone(photo):
                before = self._photos.get(photo.url)
                self._aside += (photo.reason in ASIDE) - (before is not None and before.reason in ASIDE)
                self._photos[photo.url] = photo
                done = len(self._photos) - self._aside
                total = max(self._total - self._aside, done)
                self._said = _("Photos gone through: {done} of {total}").format(done=done, total=total)
            case PhotoSeenAgain(url, sighting, other_urls):
                if url in self._photos:
                    self._photos[url] = add_sighting(self._photos[url], sighting, other_urls)
            case MembersSeen(count):
                self._said = members_words(count)
            case ListsRead(done, total):
                self._said = lists_words(done, total)
            case FileAsked(done, total):
                words = _("Files that no page names any more: {n} of {m} asked for")
                self._said = words.format(n=done, m=total)
            case Requested(entry):
                self._ledger.append(entry)
            case CheckDone(report):
                self.work.finish(report)
                self._end(ended_words(report, self.work.guidance))
            case _:
                pass
        self._changed = True

    def _end(self, sentence: str) -> None:
        """Settle what is known, once, and open the way on."""
        self._settle(self.work.report or self.work.finish())
        self._said = sentence
        self._changed = True
        if not self.is_attached:
            return
        self._draw()
        self._offer()

    def _offer(self) -> None:
        """Offer what can be done now: stop, or go on."""
        self.query_one(WaysOn).offer()
        reminder = self.query_one("#reminder", Static)
        reminder.display = self._proof is not None and not self.running
        if self._proof is not None:
            valid = self._proof.seconds_left(time.monotonic()) is not None
            again = f"\n{translated(_TRY_AGAIN)}" if self.work.more and valid else ""
            reminder.update(f"{take_code_out(self._proof.code)}{again}")
        self.refresh_bindings()

    def _settle(self, report: Report) -> None:
        """Take what is shown from the report: what is told while a check is being stopped reaches no screen."""
        known = {photo.url: photo for photo in report.photos}
        self._photos = {url: known.pop(url) for url in self._photos if url in known} | known
        self._pages |= {page.address: page for page in report.pages}
        self._ledger = list(report.ledger)
        told = self.work.guidance.left_out if self.work.file is not None else {}
        self._left_out = [limit_text(limit, self.work.guidance) for limit in report.limits if limit.id in told]

    def _draw(self) -> None:
        """Bring the screen up to date, at most ten times a second however fast events come."""
        if not self._changed or not self.is_attached:
            return
        self._changed = False
        self.query_one("#said", Static).update(self._said)
        self.query_one("#wall-missing").display = self._wall_missing
        bar = self.query_one(ProgressBar)
        report = self.work.report
        if report is None:
            bar.update(total=max(self._total, 1) if self._total else None, progress=len(self._photos))
        elif report.interrupted:  # it stays where it was
            gone_through = sum(photo.reason is not Outcome.STOPPED for photo in report.photos)
            bar.update(total=max(self._total, 1), progress=gone_through)
        else:
            bar.update(total=1, progress=1)
        lines = self.query_one("#pages", VerticalScroll)
        for number, (address, page) in enumerate(self._pages.items()):
            strip = photo_strip(address, page, self._photos.values(), running=self.running)
            left_out = self._left_out if number == 0 else ()  # of all that was handed in
            line = page_line(
                address, page, self.work.guidance, started=address in self._started, strip=strip, left_out=left_out
            )
            if number >= len(lines.children):
                lines.mount(Static(id=f"page{number}", markup=False))
            self.query_one(f"#page{number}", Static).update(Hanging(line))
        self.query_one("#elsewhere", Static).update(other_hosts_line(self.work, self._elsewhere))
        self.query_one("#ledger-title", Static).update(totals_line(self.work, self._ledger))
        table = self.query_one(DataTable)
        for entry in self._ledger[self._drawn :]:
            table.add_row(*ledger_row(entry))
        if self._drawn < len(self._ledger):
            self._drawn = len(self._ledger)
            table.scroll_end(animate=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Stop only what runs; go on only when it has ended."""
        if action == "stop":
            return self.running
        if action == "answer":
            return self.query_one(OtherSites).open
        if action == "more":
            return bool(self.work.more)
        if action == "checklist":
            return first_way(self.work) == "checklist"
        if action in {"photos", "changes"}:
            compared = bool(self.work.report and self.work.report.compared_with)
            some = parameters == (first_way(self.work) == "photos",)
            return not self.running and (compared if action == "changes" else some and not compared)
        return True

    def action_answer(self, word: bool) -> None:
        """Whether other sites may be asked for pictures."""
        self.query_one(OtherSites).answer(word)

    @on(OtherSites.Turned)
    def _turned(self) -> None:
        self.refresh_bindings()

    @on(Button.Pressed, "#stop")
    def action_stop(self) -> None:
        """Stop the check; what was seen stays."""
        if self._runner is not None and self.running:
            self._runner.cancel()

    @on(Button.Pressed, "#another")
    def _another(self) -> None:
        self.dismiss()

    @on(Button.Pressed, "#checklist")
    def action_checklist(self) -> None:
        """Go on to the steps: they can be done where no photo was seen, too."""
        self.app.push_screen(ChecklistScreen(self.work))

    @on(Button.Pressed, "#photos")
    def _photos_pressed(self) -> None:
        self.action_photos()

    def action_photos(self, any_there: bool = True) -> None:
        """Go on to the photos, or to what it means that there are none."""
        if not self.running:
            if self.work.report and self.work.report.compared_with:
                self.app.push_screen(ChangesScreen(self.work))
            else:
                self.app.push_screen(PhotosScreen(self.work, more=self.work.more), self._came_back)

    def action_changes(self) -> None:
        """Go on to what has changed since the check before."""
        self.action_photos()

    def _came_back(self, wants_more: bool | None) -> None:
        if wants_more:
            self.action_more()

    @on(Button.Pressed, "#more")
    def action_more(self) -> None:
        """Give out the code, and go on once the person says that it is there."""
        if self.work.more:
            self.app.push_screen(AllMineScreen(self.work), self._has_put)

    def _has_put(self, proof: OwnershipCode | None) -> None:
        if proof is not None:
            self._proof = proof
            self._said = _("Looking for the code …")
            self._changed = True
            self._begin(self.work.continue_check(proof))

    def go_back(self) -> bool:
        """Esc stops a check first; only then it leaves. True when that was all there was to do."""
        if self.running:
            self.action_stop()
            return True
        return False
