"""What people paste around an address: share texts, quotation marks, Markdown, marks nobody sees. Pure."""

from __future__ import annotations

import re
from typing import Final

_UNSEEN: Final = re.compile("[\u00ad\u200b\u200e\u200f\u2060-\u2064\ufeff]")
"""Marks of direction and width that copying brings along. Inside an address they mean nothing."""
_TURNING: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks that turn what is shown around. Around an address they go; inside one they can make it look like another."""
_MARKDOWN: Final = re.compile(r"!?\[[^\[\]]*\]\(\s*<?([^\s<>]+?)>?(?:\s+[\"'“][^\"'”]*[\"'”])?\s*\)[.,;!?]*")
_OPENING: Final = _TURNING + "<\"'“”‘’„«»‹›「『【〈《（([{*`"
_CLOSING: Final = {")": "(", "]": "[", "}": "{", "）": "（"}
_TRAILING: Final = _TURNING + ".,;:!…。、，；：！>\"'“”‘’«»‹›」』】〉》*`\u200c\u200d"
_TWICE: Final = re.compile(r"^(?:https?:?/{1,3})+(?=https?:?//)", re.IGNORECASE)
_SLIP: Final = re.compile(r"^(https?)(?:[;,.]/{0,3}|/{2,3})(?=[^\W_][\w-]*\.)", re.IGNORECASE)
_CERTAIN: Final = re.compile(r"[a-z][a-z0-9+.-]*:/.*|(?:[\w-]+\.)+[\w-]+(?::\d+)?/.+|@[\w.-]+@[\w.-]+", re.IGNORECASE)
_LIKELY: Final = re.compile(r"@?(?:[\w-]+\.)+[^\W\d_]{2,}/?")
"""A host alone. In a sentence it may as well be a name, so it counts only where nothing but addresses stands."""


def bare(typed: str) -> str:
    """One address without what stands around it, and with a slip at its beginning mended (`https//`, `https://https://`).

    Signs at its end go with it: nobody's page ends in a full stop. A bracket stays where the address opened it.
    """
    text = _UNSEEN.sub("", typed).strip()
    link = _MARKDOWN.fullmatch(text)
    text = link[1] if link else text
    before = None
    while text != before:
        before = text
        text = text.lstrip(_OPENING).rstrip(_TRAILING).strip()
        opened = _CLOSING.get(text[-1:])
        if opened is not None and text.count(text[-1]) > text.count(opened):
            text = text[:-1]
    return _SLIP.sub(r"\1://", _TWICE.sub("", text))


def addresses_in(text: str) -> list[str]:
    """The addresses in what somebody pasted; all of it as one where nothing in it is an address for certain.

    Words around one address are left out: “Look at my page https://…” is what a phone shares. Among several they may be
    addresses with a slip, so they stay to be told.
    """
    link = _MARKDOWN.fullmatch(text.strip())
    if link:
        return [link[1]]
    words = _UNSEEN.sub("", text).split()
    found = [word for word in words if _CERTAIN.fullmatch(bare(word))]
    if len(found) > 1 or (found and all(word in found or _LIKELY.fullmatch(bare(word)) for word in words)):
        return words
    return found or ([text] if text.strip() else [])
