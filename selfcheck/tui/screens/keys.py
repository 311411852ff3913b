"""Help: what the screen is for, its keys, and what a check cannot tell."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from selfcheck.tui.text import SIGNS_EXPLAINED
from selfcheck.tui.widgets.keybar import KeyBar
from selfcheck.tui.work import Work


class KeysScreen(Screen[None]):
    """Help for the screen below it. `keys` are pairs of key and name."""

    HELP = "This is the help. Esc goes back to where you were."

    def __init__(self, work: Work, about: str, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.work = work
        self._about = about
        self._keys = keys

    def compose(self) -> ComposeResult:
        """One text to scroll."""
        width = max(len(key) for key, _ in self._keys)
        parts: list[str | Content | tuple[str, str]] = [("This screen\n", "bold"), f"{self._about}\n"]
        parts.append(("\nKeys (each can be clicked below as well)\n", "bold"))
        for key, name in self._keys:
            parts += [(f"{key.rjust(width)}", "bold $accent"), f"  {name}\n"]
        parts += [f"{'Tab'.rjust(width)}  go to the next button or list\n", "\n", f"{SIGNS_EXPLAINED}\n"]
        parts.append(("\nWhat a check cannot tell\n", "bold"))
        parts += [f"· {text}\n" for text in self.work.guidance.limits_always.values()]
        with VerticalScroll():
            yield Static(Content.assemble(*parts), markup=False)
        yield KeyBar()
