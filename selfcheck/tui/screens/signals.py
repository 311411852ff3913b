"""What the pages, and the hosts of their pictures, tell programs that collect."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from selfcheck.i18n import N_
from selfcheck.session.workspace import Workspace
from selfcheck.tui.hanging import Hanging
from selfcheck.tui.text import page_labels, signals_text
from selfcheck.tui.widgets.keybar import KeyBar


class SignalsScreen(Screen[None]):
    """One text to scroll, page by page and host by host."""

    HELP = N_(
        "Pages can ask search engines and AI programs to leave them out. Here is what yours ask, and what they do not. "
        "Those are requests: they keep no person out, and not every program keeps to them."
    )

    def __init__(self, work: Workspace) -> None:
        super().__init__()
        self.work = work

    def compose(self) -> ComposeResult:
        """The signals of the last check."""
        report = self.work.report or self.work.finish()
        with VerticalScroll():
            yield Static(Hanging(signals_text(report, self.work.guidance, page_labels(report))), markup=False)
        yield KeyBar()
