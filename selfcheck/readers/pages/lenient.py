"""JSON as pages really write it: in HTML comments, with comments, trailing commas and raw control characters."""

from __future__ import annotations

import html
import json
import re
from typing import Any, Final

# Possessive, and with an end that always fits: a string that is never closed is gone through once, not once a quote.
_ODD: Final = re.compile(r"\"(?:[^\"\\]|\\[\s\S])*+(?:\"|\\?\Z)|/\*[\s\S]*?(?:\*/|\Z)|//[^\n]*|,(?=\s*[}\]])")
_OPENING: Final = re.compile(r"<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?")
_ESCAPES: Final = re.compile(r"\\u([0-9a-fA-F]{4})|\\(/)")


class NotJson(Exception):
    """Text that is no JSON, even read leniently."""


def read_json(text: str) -> Any:
    """The value of a JSON text. Raises `NotJson`. The cost grows with the text, whatever is in it."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    text = _unwrapped(_unwrapped(text)).removesuffix(";").lstrip("\ufeff")
    if "&quot;" in text and '"' not in text:
        text = html.unescape(text)
    text = _ODD.sub(lambda match: match[0] if match[0][0] == '"' else " ", text)
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        raise NotJson from None


def _unwrapped(text: str) -> str:
    """Without the HTML comment or CDATA section around it, and without white space."""
    text = text.strip()
    opening = _OPENING.match(text)
    text = text[opening.end() :] if opening else text
    end = text.rstrip().removesuffix(";").rstrip()
    if end.endswith("-->"):
        return end.removesuffix("-->").strip()
    end = end.removesuffix("*/").rstrip()
    if end.endswith("]]>"):
        end = end.removesuffix("]]>").rstrip()
        return end.removesuffix("//" if end.endswith("//") else "/*").strip()
    return text.strip()


def unescaped(text: str) -> str:
    """Script escapes undone as far as addresses need: "\\/", "\\u002F", "\\u0026"."""
    if "\\" not in text:
        return text
    return _ESCAPES.sub(
        lambda m: "/" if m[2] else chr(int(m[1], 16)), text.replace("\\\\/", "/").replace("\\\\u", "\\u")
    )
