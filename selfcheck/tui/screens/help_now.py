"""The door for "it has already happened": evidence first, then who helps. Works without a network or a check."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from selfcheck.i18n import N_, _
from selfcheck.session.workspace import Workspace
from selfcheck.tui.hanging import Hanging
from selfcheck.tui.text import help_now
from selfcheck.tui.widgets.keybar import KeyBar


class HelpNowScreen(Screen[None]):
    """What to do first, and who helps."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("h", "harm", N_("Into my plan"))]
    HELP = N_("Scroll with the arrow keys, Page Up and Page Down, or the mouse wheel. Nothing here needs the internet.")

    def __init__(self, work: Workspace) -> None:
        super().__init__()
        self.work = work

    def compose(self) -> ComposeResult:
        """One text to scroll."""
        yield Static("", id="harm", markup=False)
        with VerticalScroll():
            yield Static(Hanging(help_now(self.work.guidance)), markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Tell what the plan begins with."""
        self._draw()

    def action_harm(self) -> None:
        """Let the plan begin with evidence and help, or take that back."""
        self.work.harm = not self.work.harm
        self._draw()

    def _draw(self) -> None:
        told = (
            _("[x] Your plan begins with evidence and help, and deletes nothing first. H takes this back.")
            if self.work.harm
            else _("[ ] It has happened to me: H lets my plan begin with evidence and help, and delete nothing first.")
        )
        self.query_one("#harm", Static).update(told)
