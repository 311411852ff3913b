"""The last line of every screen: the keys that work here, each of which can be clicked."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class KeyBar(Static):
    """Keys and their names. It wraps, so that none is out of reach on a narrow terminal."""

    def on_mount(self) -> None:
        """Follow the screen's keys."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self._draw())
        self._draw()

    def _draw(self) -> None:
        parts: list[Content] = []
        drawn: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if not binding.show or binding.action in drawn or not active.enabled:
                continue
            drawn.add(binding.action)
            owner = "app" if active.node is self.app else "screen"
            key = self.app.get_key_display(binding)
            # Only our own words come here: no text from outside may meet this markup.
            name = binding.description.replace(" ", "\N{NO-BREAK SPACE}")
            parts.append(
                Content.from_markup(f"[@click={owner}.{binding.action}][b]{key}[/b]\N{NO-BREAK SPACE}{name}[/]")
            )
        self.update(Content("  ").join(parts))
