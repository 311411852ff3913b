"""The last lines of every screen: the keys that work here, each of which can be clicked."""

from __future__ import annotations

from typing import Any, Final

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from selfcheck.i18n import translated

_MARGINS: Final = 4
"""Cells to the left and right of the keys, those of the screen included (app.tcss)."""


class KeyBar(Static):
    """Keys and their names, broken into lines between keys, so that none is out of reach on a narrow terminal."""

    def on_mount(self) -> None:
        """Follow the screen's keys."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[Any]) -> None:
        if self.is_attached and screen is self.screen:
            self._write()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._write()

    def _write(self) -> None:
        lines: list[list[Content]] = [[]]
        # Before it has a size, that of the terminal less the margins: a line for each key would stay as empty lines.
        width = self.size.width or self.app.size.width - _MARGINS
        room = width
        for key, name, action in self._keys():
            # Only our own words come here: no text from outside may meet this markup.
            part = Content.from_markup(f"[@click={action}][b]{key}[/b] {name}[/]")
            if lines[-1] and part.cell_length > room:
                lines.append([])
                room = width
            room -= part.cell_length + 2
            lines[-1].append(part)
        self.update(Content("\n").join(Content("  ").join(line) for line in lines))

    def _keys(self) -> list[tuple[str, str, str]]:
        """Key, name and action of each key, the screen's own first."""
        keys: dict[str, tuple[str, str, str]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled:
                owner = "app" if active.node is self.app else "screen"
                shown = self.app.get_key_display(binding)
                keys.setdefault(binding.action, (shown, translated(binding.description), f"{owner}.{binding.action}"))
        return list(keys.values())
