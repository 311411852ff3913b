"""Help: what the screen is for, its keys, and what a check cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from selfcheck.i18n import N_, _, translated
from selfcheck.output.text_width import cells
from selfcheck.session.workspace import Workspace
from selfcheck.tui.hanging import Hanging
from selfcheck.tui.text import signs_explained
from selfcheck.tui.widgets.keybar import KeyBar

_EVERYWHERE: Final = (
    ("Tab", N_("go to the next button, line or list")),
    ("Shift+Tab", N_("go back to the one before")),
    ("Enter", N_("press the button you are on")),
    (N_("Space"), N_("choose an answer, or set a tick")),
    (N_("Letter keys"), N_("small, capital or Hangul: all the same")),
    (N_("Arrows"), N_("move in a list or a text, or between answers")),
)


class KeysScreen(Screen[None]):
    """Help for the screen below it. `keys` are pairs of key and name."""

    HELP = N_("This is the help. Esc goes back to where you were.")

    def __init__(self, work: Workspace, about: str, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.work = work
        self._about = about
        self._keys = keys

    def compose(self) -> ComposeResult:
        """One text to scroll."""
        keys = [(_("F1 or ?") if key == "F1" else key, name) for key, name in self._keys]
        everywhere = [(translated(key), translated(name)) for key, name in _EVERYWHERE]
        width = max(cells(pair[0]) for pair in (*keys, *everywhere))
        parts: list[str | Content | tuple[str, str]] = [(_("This screen"), "bold"), f"\n{self._about}\n"]
        parts.append((f"\n{_('Keys (each can be clicked below as well)')}\n", "bold"))
        for key, name in keys:
            parts += [(f"{' ' * (width - cells(key))}{key}", "bold $accent"), f"  {name}\n"]
        parts.append((f"\n{_('On every screen')}\n", "bold"))
        for key, name in everywhere:
            parts += [(f"{' ' * (width - cells(key))}{key}", "bold $accent"), f"  {name}\n"]
        parts.append((f"\n{signs_explained()}\n", ""))
        parts.append((f"\n{_('What a check cannot tell')}\n", "bold"))
        parts += [f"· {text}\n" for text in self.work.guidance.limits_always.values()]
        with VerticalScroll():
            yield Static(Hanging(Content.assemble(*parts)), markup=False)
        yield KeyBar()
