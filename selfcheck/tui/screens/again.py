"""Before a check again: which pages, what is asked for beside them, and whose they are. Asked at every check."""

from __future__ import annotations

from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import ItemGrid, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, RadioSet, Static

from selfcheck.errors import SelfcheckError
from selfcheck.i18n import N_, Texts, _, several, translated
from selfcheck.model import Consent
from selfcheck.platforms.addresses import saved_address
from selfcheck.session.page_set import NamedPage
from selfcheck.session.workspace import Workspace
from selfcheck.tui.screens.checking import CheckingScreen
from selfcheck.tui.screens.keeping import KeepingScreen
from selfcheck.tui.screens.photos import PhotosScreen
from selfcheck.tui.widgets.choices import Choice
from selfcheck.tui.widgets.keybar import KeyBar

_FILES: Final = N_(
    "Where a photo has left its page, its file is asked for as well: one byte of it, to see whether it still answers."
)
_WHOSE: Final = Texts(
    lambda: {Consent.MINE: _("These are still my pages"), Consent.WITH_OWNER: _("Their owner is here with me")}
)


class AgainScreen(Screen[None]):
    """The pages of the check before, one question for all of them, and the start."""

    HELP = N_(
        "The same pages are looked at again, as a logged-out stranger would, and compared with the check before. For a "
        "page that stays closed nothing is counted as gone."
    )

    def __init__(self, work: Workspace) -> None:
        super().__init__()
        self.work = work
        self._problem = ""
        before = work.before()
        self._day = before.report.made_at[:10] if before else ""
        self._photos = len(before.traces) if before else 0
        self._named = [] if work.demo else self._read([page.address for page in before.report.pages] if before else [])

    def _read(self, addresses: list[str]) -> list[NamedPage]:
        """The saved addresses, each held to the rules for addresses again."""
        named = []
        for address in addresses:
            try:
                named.append(NamedPage(saved_address(address, self.work.policy)))
            except SelfcheckError as error:
                self._problem = str(error)
        return named

    def compose(self) -> ComposeResult:
        """What was saved, the pages, the question, the doors."""
        named = self.work.named if self.work.demo else self._named
        with VerticalScroll(id="pages", can_focus=False):
            said = _("Your check of {day}: {photos}. Checked again, as a stranger sees them now:")
            photos = several("{n} photo", "{n} photos", self._photos)
            yield Static(said.format(day=self._day, photos=photos), markup=False)
            for page in named:
                yield Static(f"  {page.address.url}", markup=False)
            yield Static(f"\n{translated(_FILES)}", classes="quiet", markup=False)
            yield Static(self._problem, id="problem", markup=False)
        if not self.work.demo:
            with RadioSet(id="whose", compact=True):
                for consent, words in _WHOSE.items():
                    yield Choice(words, name=consent.value)
        with ItemGrid(min_column_width=22, classes="doors"):
            yield Button(_("Check again"), id="again", variant="primary", compact=True, disabled=not self.work.demo)
            yield Button(_("See what is known"), id="see", compact=True)
            yield Button(_("What is saved"), id="saved", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Ready to answer."""
        self.query_one("#again" if self.work.demo else "#whose").focus()

    @on(RadioSet.Changed)
    def _answered(self, event: RadioSet.Changed) -> None:
        for page in self._named:
            page.consent = Consent(event.pressed.name or "")
        self.query_one("#again", Button).disabled = not self._named

    @on(Button.Pressed, "#again")
    def _again(self) -> None:
        if not self.work.demo:
            self.work.named[:] = self._named
        if self.work.agreed():
            self.app.switch_screen(CheckingScreen(self.work, again=True))

    @on(Button.Pressed, "#see")
    def _see(self) -> None:
        self.work.show_saved()
        self.app.push_screen(PhotosScreen(self.work))

    @on(Button.Pressed, "#saved")
    def _saved(self) -> None:
        def looked(_result: None) -> None:
            if self.work.before() is None:  # removed
                self.dismiss()

        self.app.push_screen(KeepingScreen(self.work), looked)
