"""Text for a terminal or a screen reader, line by line: wrapped and laid out, or plain. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from selfcheck.i18n import _
from selfcheck.output.text_width import cells, wrap


class Writer:
    """Gathers lines, wrapped to `width` columns, or whole if `plain`."""

    def __init__(self, *, plain: bool, width: int = 80) -> None:
        self._plain = plain
        self.width = max(40, min(width, 100))
        self._lines: list[str] = []

    def heading(self, text: str) -> None:
        """A heading with space around it."""
        self._lines += [text] if self._plain else ["", text, "─" * min(cells(text), self.width)]

    def line(self, text: str, indent: int = 0, *, hang: int = 0) -> None:
        """A sentence; wrapped lines keep its indent, and stand `hang` further in."""
        if self._plain:
            self._lines.append(text)
        else:
            self._lines += wrap(text, self.width, " " * indent, " " * hang) or [""]

    def item(self, number: int, text: str) -> int:
        """A numbered line; wrapped lines hang under its text. Returns the indent for what belongs to it."""
        lead = f"{number}. "
        self.line(lead + text, hang=len(lead))
        return len(lead)

    def bullet(self, text: str) -> None:
        """A line with a sign in front; wrapped lines hang under its text."""
        self.line(f"- {text}", hang=2)

    def path(self, labels: Iterable[str], indent: int = 0) -> None:
        """Menu labels in order."""
        self.line(self.joined(labels), indent)

    def joined(self, labels: Iterable[str]) -> str:
        """Menu labels in order, with arrows, or in words where signs are read out one by one."""
        return (_(", then ") if self._plain else " → ").join(labels)

    def as_is(self, text: str) -> None:
        """A line that is laid out already, such as a row of a table."""
        self._lines.append(text)

    def text(self) -> str:
        """All of it, ending in a line end."""
        return "\n".join(self._lines).lstrip("\n") + "\n"
