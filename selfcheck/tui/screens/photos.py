"""The photos of the check, those with faces first, and the pages that stayed closed."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from selfcheck.model import ASIDE, Finding, Photo
from selfcheck.tui.hanging import Hanging
from selfcheck.tui.screens.checklist import ChecklistScreen
from selfcheck.tui.screens.detail import DetailScreen
from selfcheck.tui.screens.signals import SignalsScreen
from selfcheck.tui.text import SIGNS_EXPLAINED, closed_pages, page_labels, photo_line
from selfcheck.tui.widgets.keybar import KeyBar
from selfcheck.tui.work import Work
from selfcheck.words import summary_of

_NOTHING: Final = "No photo could be looked at. That does not mean that there are none. The steps can still be done."
_NOT_SAFE: Final = "“None seen” is not “safe”."


class PhotosScreen(Screen[None]):
    """A list to choose from; Enter opens one."""

    HELP = (
        "Every photo found on your pages or in your file, those with faces first. Under each stand the reasons to act "
        "on it. Pages that stayed closed are named above the list: they are never counted as clean."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "checklist", "Checklist"),
        Binding("w", "signals", "Programs"),
        Binding("i", "icons(True)", "Show icons"),
        Binding("i", "icons(False)", "Hide icons"),
    ]

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.work = work
        self._report = work.report or work.finish()
        self._names = page_labels(self._report)
        self._findings: dict[str, list[Finding]] = {}
        for finding in self._report.findings:
            self._findings.setdefault(finding.photo, []).append(finding)
        self._with_icons = False

    def compose(self) -> ComposeResult:
        """Summary, closed pages, the list, the way on."""
        with VerticalScroll(id="summary", can_focus=False):
            yield Static(Hanging(Content(summary_of(self._report))), markup=False)
            yield Static(Hanging(closed_pages(self._report, self._names)), markup=False)
        yield OptionList(id="list")
        yield Static(f"{SIGNS_EXPLAINED}\n{_NOT_SAFE}", classes="quiet", markup=False)
        with Horizontal(classes="doors"):
            yield Button("Look at this photo", id="look", compact=True)
            yield Button("Programs", id="signals", compact=True)
            yield Button("To the checklist", id="checklist", variant="primary", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill the list."""
        self._fill()
        self.query_one("#list" if self._shown() else "#checklist").focus()

    def _shown(self) -> list[Photo]:
        return [photo for photo in self._report.photos if self._with_icons or photo.reason not in ASIDE]

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        where = options.highlighted or 0
        options.clear_options()
        photos = self._shown()
        for photo in photos:
            line = photo_line(photo, self._names, self._findings.get(photo.url, ()), self.work.guidance)
            options.add_option(Option(Hanging(line)))
        if photos:
            options.highlighted = min(where, len(photos) - 1)
        else:
            options.add_option(Option(_NOTHING, disabled=True))
        self.query_one("#look", Button).disabled = not photos

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._open(event.option_index)

    @on(Button.Pressed, "#look")
    def _look(self) -> None:
        self._open(self.query_one(OptionList).highlighted or 0)

    def _open(self, index: int) -> None:
        photos = self._shown()

        def came_back(last: int | None) -> None:
            if last is not None:
                self.query_one(OptionList).highlighted = last

        if photos:
            self.app.push_screen(DetailScreen(self.work, photos, index, self._names, self._findings), came_back)

    def action_icons(self, shown: bool) -> None:
        """Show or hide the icons that were set aside."""
        self._with_icons = shown
        self._fill()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to show the icons while they are hidden, and the other way round."""
        return parameters != (self._with_icons,) if action == "icons" else True

    @on(Button.Pressed, "#signals")
    def action_signals(self) -> None:
        """See what the pages tell search engines and AI programs."""
        self.app.push_screen(SignalsScreen(self.work))

    @on(Button.Pressed, "#checklist")
    def action_checklist(self) -> None:
        """Go on to the checklist."""
        self.app.push_screen(ChecklistScreen(self.work))
