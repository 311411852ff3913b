"""Pictures that style sheets draw: url() and image-set() in the properties that show a picture.

One pass over the text, and a bounded look back from each url(): the cost grows with the sheet, whatever is in it.
https://www.w3.org/TR/css-images-4/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_PROPERTIES: Final = re.compile(
    r"(?:^|[\s;{*])(?:-webkit-|-moz-)?"
    r"(?:background(?:-image)?|content|list-style(?:-image)?|border-image(?:-source)?|mask(?:-image)?|--[\w-]+)\s*:"
    r"(?P<value>[^;{}]*)$"
)
_URL: Final = re.compile(
    r"""url\(\s*(?:"((?:[^"\\\n]|\\.){0,4000})"|'((?:[^'\\\n]|\\.){0,4000})'|([^\s"'()\\]{1,4000}))\s*\)"""
)
_IMAGE_SET: Final = re.compile(r"image-set\(([^;{}]{1,8000})\)")
_STRING: Final = re.compile(
    r"""(?<![\w(])(?:"([^"\\\n]{1,4000})"|'([^'\\\n]{1,4000})')(?:\s+type\([^)]*\))?\s*([\d.]*)"""
)
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
_LOOK_BACK: Final = 400
_PLAIN_LOOK_BACK: Final = 60


def pictures_in_css(css: str) -> Iterator[str]:
    """The addresses of pictures as written, in order; @import and fonts are none. `css` may be a whole sheet."""
    css = _COMMENT.sub(" ", css)
    seen: set[str] = set()
    for match in _URL.finditer(css):
        before = css[max(0, match.start() - _LOOK_BACK) : match.start()]
        # A data: address in front of this one holds semicolons; take out finished ones before looking for the property.
        if ";" in before[-_PLAIN_LOOK_BACK:] or "url(" in before:
            before = _URL.sub(" ", before)
        if _PROPERTIES.search(before):
            url = _plain(match[1] or match[2] or match[3] or "")
            if url and url not in seen:
                seen.add(url)
                yield url
    for images in _IMAGE_SET.finditer(css):
        for text in _STRING.finditer(images[1]):
            url = _plain(text[1] or text[2])
            if "/" in url and not url.startswith("image/") and url not in seen:
                seen.add(url)
                yield url


def _plain(text: str) -> str:
    """CSS escapes undone."""
    if "\\" not in text:
        return text.strip()
    return _ESCAPE.sub(lambda m: chr(min(int(m[1], 16), 0x10FFFF)) if m[1] else m[2], text).strip()
