"""A few signs of a page, without parsing it: its title, meta tags, rel=me links, its preview-card picture.

The generic reader parses the page for photos. What a platform's reader wants besides is small and near the top.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from selfcheck.net.urls import absolute_url

_MAX_TAGS: Final = 20_000
_MAX_FLAGS: Final = 40
_OBJECT: Final = 20_000
"""Characters of an object in a page's data that are read to learn whose flag stands in it."""
_TAG: Final = re.compile(
    r"<(meta|link|a|img|iframe|frame)\b((?:[^<>\"']++|\"[^\"<>]{0,4000}+\"|'[^'<>]{0,4000}+'){0,200}+)>", re.IGNORECASE
)
_ATTRIBUTE: Final = re.compile(
    r"([a-z][\w:-]{0,60})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE
)
_TITLE: Final = re.compile(r"<title\b[^>]{0,500}>([^<]{0,2000})", re.IGNORECASE)


def tags_of(text: str, *names: str) -> Iterator[dict[str, str]]:
    """The attributes of each tag of these names, entities undone."""
    for match in islice(_TAG.finditer(text), _MAX_TAGS):
        if match[1].lower() in names:
            yield {
                name.lower(): html.unescape(double or single or bare).strip()
                for name, double, single, bare in _ATTRIBUTE.findall(match[2])
            }


def title_of(text: str) -> str:
    """The page's title on one line, or ""."""
    match = _TITLE.search(text)
    return " ".join(html.unescape(match[1]).split()) if match else ""


def meta_of(text: str, *names: str) -> str:
    """The content of the first meta tag of one of these names, or ""."""
    for tag in tags_of(text, "meta"):
        if {tag.get("property", "").lower(), tag.get("name", "").lower()} & set(names) and tag.get("content"):
            return tag["content"]
    return ""


def card_picture(text: str) -> str:
    """The picture that link previews take, or ""."""
    return meta_of(text, "og:image", "og:image:secure_url", "og:image:url", "twitter:image", "twitter:image:src")


def linked(text: str, rel: str, base: str) -> tuple[str, ...]:
    """Where links with this rel point, at most 50."""
    found = (
        absolute_url(base, tag.get("href", ""))
        for tag in tags_of(text, "a", "link")
        if rel in tag.get("rel", "").lower().split()
    )
    return tuple(dict.fromkeys(islice((url for url in found if url), 50)))


def is_flagged(text: str, flag: str, name: str, handle: str) -> bool:
    """Whether the data in a page sets a flag of this account: `"flag": true` beside `"name": "handle"`.

    Pages carry the data of other accounts too, those they suggest: theirs say nothing. A flag in an object without a
    name counts only where none has the account's, and all of them agree.
    """
    own: list[bool] = []
    unnamed: list[bool] = []
    for match in islice(re.finditer(rf'"{flag}"\s*:\s*(true|false)', text), _MAX_FLAGS):
        named = _around(text, match.start()).get(name)
        if isinstance(named, str) and named.lower() != handle.lower():
            continue
        (own if isinstance(named, str) else unnamed).append(match[1] == "true")
    counted = own or unnamed
    return bool(counted) and all(counted)


def _around(text: str, at: int) -> dict[str, Any]:
    """The object of a page's data that this place stands in; empty where it cannot be read."""
    depth = 0
    for start in range(at - 1, max(-1, at - _OBJECT), -1):
        depth += {"}": 1, "{": -1}.get(text[start], 0)
        if depth < 0:
            try:
                found, _ = json.JSONDecoder().raw_decode(text[start : start + _OBJECT])
            except (ValueError, RecursionError):
                return {}
            return found if isinstance(found, dict) else {}
    return {}
