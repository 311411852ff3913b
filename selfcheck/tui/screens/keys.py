"""Help: what the screen is for, its keys, and what a check cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from selfcheck.cells import cells
from selfcheck.language import _
from selfcheck.tui.hanging import Hanging
from selfcheck.tui.text import SIGNS_EXPLAINED
from selfcheck.tui.widgets.keybar import KeyBar
from selfcheck.tui.work import Work

_EVERYWHERE: Final = (
    ("Tab", _("go to the next button, line or list")),
    ("Shift+Tab", _("go back to the one before")),
    ("Enter", _("press the button you are on")),
    (_("Space"), _("choose an answer, or set a tick")),
    (_("Letter keys"), _("small, capital or Hangul: all the same")),
    (_("Arrows"), _("move in a list or a text, or between answers")),
)


class KeysScreen(Screen[None]):
    """Help for the screen below it. `keys` are pairs of key and name."""

    HELP = _("This is the help. Esc goes back to where you were.")

    def __init__(self, work: Work, about: str, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.work = work
        self._about = about
        self._keys = keys

    def compose(self) -> ComposeResult:
        """One text to scroll."""
        keys = [(_("F1 or ?") if key == "F1" else key, name) for key, name in self._keys]
        width = max(cells(pair[0]) for pair in (*keys, *_EVERYWHERE))
        parts: list[str | Content | tuple[str, str]] = [(_("This screen"), "bold"), f"\n{self._about}\n"]
        parts.append((f"\n{_('Keys (each can be clicked below as well)')}\n", "bold"))
        for key, name in keys:
            parts += [(f"{' ' * (width - cells(key))}{key}", "bold $accent"), f"  {name}\n"]
        parts.append((f"\n{_('On every screen')}\n", "bold"))
        for key, name in _EVERYWHERE:
            parts += [(f"{' ' * (width - cells(key))}{key}", "bold $accent"), f"  {name}\n"]
        parts.append((f"\n{SIGNS_EXPLAINED}\n", ""))
        parts.append((f"\n{_('What a check cannot tell')}\n", "bold"))
        parts += [f"· {text}\n" for text in self.work.guidance.limits_always.values()]
        with VerticalScroll():
            yield Static(Hanging(Content.assemble(*parts)), markup=False)
        yield KeyBar()
