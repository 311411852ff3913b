"""Text whose broken lines go on below their first word, not below the sign in front of it."""

from __future__ import annotations

import re
from typing import Final

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

_LEAD: Final = re.compile(r"(?:[●◐○×▣◆◇·✓] |\[.\] |\d+\. | +)")


class Hanging(Visual):
    """Draws a text, breaking its lines for the width it gets."""

    def __init__(self, text: Content) -> None:
        self._text = text
        self._broken: tuple[int, Content] = (0, text)

    def at(self, width: int) -> Content:
        """The text with its lines broken for this width."""
        if self._broken[0] != width:
            lines = [part for line in self._text.split("\n", allow_blank=True) for part in _break(line, width)]
            self._broken = width, Content("\n").join(lines)
        return self._broken[1]

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Draw it."""
        return self.at(width).render_strips(width, height, style, options)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """The width at which no line is broken."""
        return self._text.get_optimal_width(rules, container_width)

    def get_minimal_width(self, rules: RulesMap) -> int:
        """The width of the longest word."""
        return self._text.get_minimal_width(rules)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """How many lines it takes."""
        return self.at(width).get_height(rules, width)


def _break(line: Content, width: int) -> list[Content]:
    lead = _LEAD.match(line.plain)
    indent = len(lead[0]) if lead else 0
    if line.cell_length <= width or not indent or width <= indent * 2:
        return [line]
    first = line.wrap(width)[0].rstrip()
    rest = line[len(first.plain) :]
    rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
    return [first, *(part.pad_left(indent) for part in rest.wrap(width - indent))] if rest.plain else [first]
