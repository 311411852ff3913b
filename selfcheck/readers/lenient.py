"""JSON as pages really write it: in HTML comments, with comments, trailing commas and raw control characters."""

from __future__ import annotations

import html
import json
import re
from typing import Any, Final

_WRAPPING: Final = re.compile(
    r"^\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?)|(?:-->|(?://|/\*)?\s*\]\]>(?:\s*\*/)?)\s*;?\s*$"
)
_ODD: Final = re.compile(r"\"(?:[^\"\\]|\\[\s\S])*\"|/\*[\s\S]*?(?:\*/|\Z)|//[^\n]*|,(?=\s*[}\]])")
_ESCAPES: Final = re.compile(r"\\u([0-9a-fA-F]{4})|\\(/)")


class NotJson(Exception):
    """Text that is no JSON, even read leniently."""


def read_json(text: str) -> Any:
    """The value of a JSON text. Raises `NotJson`. The cost grows with the text, whatever is in it."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    text = _WRAPPING.sub("", _WRAPPING.sub("", text)).strip().removesuffix(";").lstrip("\ufeff")
    if "&quot;" in text and '"' not in text:
        text = html.unescape(text)
    text = _ODD.sub(lambda match: match[0] if match[0][0] == '"' else " ", text)
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        raise NotJson from None


def unescaped(text: str) -> str:
    """Script escapes undone as far as addresses need: "\\/", "\\u002F", "\\u0026"."""
    if "\\" not in text:
        return text
    return _ESCAPES.sub(
        lambda m: "/" if m[2] else chr(int(m[1], 16)), text.replace("\\\\/", "/").replace("\\\\u", "\\u")
    )
