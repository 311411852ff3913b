"""The door for "it has already happened": evidence first, then who helps. Works without a network or a check."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from selfcheck.language import _
from selfcheck.tui.hanging import Hanging
from selfcheck.tui.text import help_now
from selfcheck.tui.widgets.keybar import KeyBar
from selfcheck.tui.work import Work


class HelpNowScreen(Screen[None]):
    """What to do first, and who helps."""

    HELP = _("Scroll with the arrow keys, Page Up and Page Down, or the mouse wheel. Nothing here needs the internet.")

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.work = work

    def compose(self) -> ComposeResult:
        """One text to scroll."""
        with VerticalScroll():
            yield Static(Hanging(help_now(self.work.guidance)))
        yield KeyBar()
