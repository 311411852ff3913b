"""How wide a text is in a terminal, and its lines broken for a width. Pure, standard library alone.

A Korean, Chinese or Japanese character takes two cells, a mark set over another one none. Lines are broken at spaces
alone: an address must stay whole to be copied, and a Korean word is not cut in its middle.
"""

from __future__ import annotations

import re
import unicodedata


def cells(text: str) -> int:
    """The cells this text takes on one line (Unicode Standard Annex #11: W and F are wide)."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def _cells_of(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def cut(text: str, width: int) -> str:
    """As much of the beginning as fits into `width` cells; never half a character."""
    room = width
    for number, character in enumerate(text):
        room -= _cells_of(character)
        if room < 0:
            return text[:number]
    return text


def wrap(text: str, width: int, indent: str = "", hang: str = "") -> list[str]:
    """The text in lines of at most `width` cells, each with `indent` in front, and all but the first with `hang` too.

    A longer word gets a line of its own.
    """
    lines: list[str] = []
    front, line, space = indent, "", ""
    for part in re.findall(r"\s+|\S+", text):
        if part.isspace():
            space = part.replace("\n", " ")
        elif not line:
            line = part
        elif cells(front) + cells(line) + cells(space) + cells(part) <= width:
            line += space + part
        else:
            lines.append(front + line)
            front, line = indent + hang, part
    return [*lines, front + line] if line else lines
