"""The curtain: an empty screen over whatever stood there. The check behind it goes on."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from selfcheck.i18n import _


class CurtainScreen(Screen[None]):
    """Hides everything at once, until the same key is pressed again. Every other key does nothing, but leaving."""

    def compose(self) -> ComposeResult:
        """One line that says nothing of what is behind it."""
        yield Static(_("Paused. Press F9 to go on."), classes="quiet", markup=False)
