"""Toggles whose sign itself tells whether they are on: Textual's own differ by colour alone."""

from __future__ import annotations

from textual.widgets import Checkbox, RadioButton


class Choice(RadioButton):
    """One of several answers: ● if it is the one, empty if not."""

    @property
    def BUTTON_INNER(self) -> str:  # type: ignore[override]
        """The sign inside the button."""
        return "●" if self.value else " "


class Tick(Checkbox):
    """Something to say yes to: x if it was, empty if not."""

    @property
    def BUTTON_INNER(self) -> str:  # type: ignore[override]
        """The sign inside the button."""
        return "x" if self.value else " "
