"""Search engines and others: what to do once something is gone from its source, and what that costs."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from selfcheck.guidance.after_removal import Section, load_after_removal
from selfcheck.guidance.model import SearchEngine
from selfcheck.i18n import N_
from selfcheck.session.workspace import Workspace
from selfcheck.tui.cards import engine_card, section_card
from selfcheck.tui.hanging import Hanging
from selfcheck.tui.screens.address import CodeScreen, OpeningScreen
from selfcheck.tui.widgets.keybar import KeyBar


class AfterRemovalScreen(Screen[None]):
    """A list of things to know and of search engines, and below or beside it all about the one chosen."""

    HELP = N_(
        "Search engines keep showing what a page held when they last looked. Here is how to ask each of them, and what "
        "it asks for in return. Nothing is opened or sent from here unless you press a key that says so."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "code", N_("Code")), Binding("o", "open", N_("Browser"))]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    def __init__(self, work: Workspace) -> None:
        super().__init__()
        self.work = work
        sections = load_after_removal(work.guidance.language)
        searching = [one for one in work.guidance.engines if one.group == "search_engines"]
        facing = [one for one in work.guidance.engines if one.group == "face_search_engines"]
        know = [one for one in sections if one.id != "face-search"]
        price = [one for one in sections if one.id == "face-search"]
        self._rows: list[Section | SearchEngine] = [*know, *searching, *price, *facing]

    def compose(self) -> ComposeResult:
        """List and text."""
        with Container(id="checklist"):
            yield OptionList(*(Option(Hanging(_row(one))) for one in self._rows), id="steps")
            with VerticalScroll(id="about"):
                yield Static("", id="words", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Stand on the first."""
        options = self.query_one(OptionList)
        options.highlighted = 0
        options.focus()

    @property
    def _current(self) -> Section | SearchEngine:
        return self._rows[self.query_one(OptionList).highlighted or 0]

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        one = self._current
        text = section_card(one) if isinstance(one, Section) else engine_card(one)
        self.query_one("#words", Static).update(Hanging(text))
        self.query_one("#about", VerticalScroll).scroll_home(animate=False)
        self.refresh_bindings()

    @on(OptionList.OptionSelected)
    def _chosen(self) -> None:
        """Enter: read it."""
        self.query_one("#about").focus()

    def _address(self) -> str:
        return self._current.facts.url or ""

    def action_code(self) -> None:
        """Show the address as a code."""
        if address := self._address():
            self.app.push_screen(CodeScreen(self.work, address))

    def action_open(self) -> None:
        """Tell what opening the browser does, and offer it."""
        if address := self._address():
            self.app.push_screen(OpeningScreen(self.work, address))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer code and browser where there is an address."""
        return not self.is_mounted or bool(self._address()) if action in {"code", "open"} else True


def _row(one: Section | SearchEngine) -> Content:
    if isinstance(one, Section):
        return Content.assemble("· ", one.title)
    return Content.assemble("  ", one.name)
