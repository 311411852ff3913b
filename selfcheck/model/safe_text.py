"""The one gate for text from outside: titles, alt texts, file names, header values, other people's reports.

A terminal obeys control characters, a reader is misled by invisible and direction-changing ones. Textual writes
ESC and C1 bytes from content straight to the terminal, and Rich's own stripping leaves them alone, so every
string from outside passes here once, when it enters the model. Markup is a second matter: screens draw
such text as plain content, and exports escape it for their format.
"""

from __future__ import annotations

import unicodedata
from typing import Final
from urllib.parse import quote

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_BLANKS: Final = frozenset("\t\n\v\f\r\x85\u2028\u2029")
_ZERO_WIDTH_JOINERS: Final = frozenset("\u200c\u200d")  # part of real words (Persian, Indic) and of emoji
_UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
"""Letters and marks that are drawn as nothing (Unicode: Default_Ignorable_Code_Point), and the braille blank."""
_MAX_MARKS: Final = 4  # combining marks in a row; more is a stack that runs over other lines


def safe_text(text: str, limit: int = 300) -> str:
    """Return `text` on one line, without anything a terminal obeys or a reader cannot see.

    Line ends and tabs become a space; other control, format, private and unassigned characters become
    U+FFFD, and so do letters that are drawn as nothing. Zero-width joiners and variation selectors stay: they are part
    of real words, names and emoji. Runs of combining marks are cut at four. Longer than
    `limit` characters it ends in an ellipsis.
    """
    kept: list[str] = []
    marks = 0
    for character in text[: limit * 4]:
        if character in _BLANKS:
            kept.append(" ")
            continue
        category = unicodedata.category(character)
        if category[0] == "M":
            marks += 1
            if marks > _MAX_MARKS:
                continue
        else:
            marks = 0
        no_text = category in {"Cc", "Cf", "Cs", "Co", "Cn"} and character not in _ZERO_WIDTH_JOINERS
        if no_text or character in _UNSEEN:
            kept.append(REPLACEMENT)
        else:
            kept.append(character)
    line = " ".join("".join(kept).split())
    if len(line) > limit:
        return line[: limit - 1].rstrip() + "…"
    return line


def safe_url(url: str, limit: int = 4000) -> str:
    """Return `url` with everything but printable ASCII percent-encoded, so that it can be shown and asked for.

    An address longer than `limit` is returned cut and is then no longer one that may be asked for.
    """
    return quote(url[:limit], safe="!#$%&'()*+,/:;=?@[]~-._")
