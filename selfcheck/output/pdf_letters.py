"""Text as one font can draw it: letters it has, and lines of a width. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Mapping
from typing import Final

from selfcheck.model.safe_text import safe_text

MISSING: Final = "□"
_LONGEST: Final = 5000


class FontLetters:
    """The letters of a font. `widths` are in thousandths of the type's size, by code point."""

    def __init__(self, known: Container[int], widths: Mapping[int, float]) -> None:
        self.missing = False
        """Whether a letter was asked for that the font does not have."""
        self._known = known
        self._widths = widths

    def drawable(self, text: str) -> str:
        """Text of letters the font has: composed, without accents it does not know, □ for what is left."""
        kept: list[str] = []
        for letter in unicodedata.normalize("NFC", safe_text(text, _LONGEST)):
            if ord(letter) in self._known:
                kept.append(letter)
                continue
            bare = [part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)]
            if bare and all(ord(part) in self._known for part in bare):
                kept += bare
            elif bare and unicodedata.category(letter) not in {"Cf", "Mn"}:
                kept.append(MISSING)
                self.missing = True
        return "".join(kept)

    def wrapped(self, words: str, room: float) -> list[str]:
        """Words in lines of at most this width. What has no space in it and is longer is broken anywhere.

        fpdf2's own way adds a line's width up again for every letter; here each letter is added once.
        """
        lines: list[str] = []
        line, used = "", 0.0
        for word in self.drawable(words).split(" "):
            wide = self._width(word)
            if line and used + self._width(" ") + wide <= room:
                line, used = f"{line} {word}", used + self._width(" ") + wide
                continue
            if line:
                lines.append(line)
            line, used = (word, wide) if wide <= room else ("", 0.0)
            for letter in word if wide > room else ():
                if line and used + self._width(letter) > room:
                    lines.append(line)
                    line, used = "", 0.0
                line, used = line + letter, used + self._width(letter)
        return [*lines, line] if line or not lines else lines

    def _width(self, text: str) -> float:
        return sum(self._widths[ord(letter)] for letter in text)
