"""Picture addresses inside the data that pages carry for their scripts: JSON blocks and plain assignments.

JSON that parses is walked, so that a caption beside an address is found; what does not parse is searched for
addresses that end like a picture. Both cost in proportion to the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from selfcheck.model import Role
from selfcheck.readers.pages.lenient import NotJson, read_json, unescaped

MAX_NODES: Final = 200_000
"""JSON values looked at in one page's data."""
_ENDS_LIKE_A_PICTURE: Final = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:[?#:@!]|$)", re.IGNORECASE)
_NAMED_LIKE_A_PICTURE: Final = re.compile(
    r"(?:^|_)(?:avatar|pic|cover|banner|photo|picture|image|img|thumbnail|thumb|poster|header|display)(?:_?(?:url|src|uri))?"
    r"(?:_?(?:hd|large|medium|small|larger|static|\d+\w?))*$"
)
_CAPTIONS: Final = ("accessibility_caption", "caption", "alt", "alt_text", "title", "description")
_ASSIGNMENT: Final = re.compile(
    r"(?:^|[;\s,{(])(?:window\.|var |let |const |self\.)?[\w$.\[\]\"']{2,80}\s{0,20}=\s{0,20}(?=[{\[])"
)
_ADDRESS: Final = re.compile(r"(?:https?:)?//[^\s\"'<>\\(),;{}]{4,2000}", re.IGNORECASE)
_HINT: Final = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)\b|avatar|image|photo|picture|thumb", re.IGNORECASE)

Picture = tuple[str, Role, str]


def pictures_in_state(text: str, *, is_json: bool) -> Iterator[Picture]:
    """Give (address as written, role, caption) for each picture named in a script's text."""
    if not _HINT.search(text):
        return
    if is_json:
        try:
            yield from _walk(read_json(text))
        except NotJson:
            yield from loose_pictures(text)
        return
    decoder = json.JSONDecoder(strict=False)
    position = 0
    rest: list[str] = []
    while match := _ASSIGNMENT.search(text, position):
        try:
            value, end = decoder.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            # Not JSON. Search it loosely up to the next assignment, and never parse the same text twice.
            rest.append(text[position : match.end()])
            position = match.end()
            if len(rest) > 50:
                break
            continue
        rest.append(text[position : match.start()])
        yield from _walk(value)
        position = end
    rest.append(text[position:])
    for part in rest:
        yield from loose_pictures(part)


def _walk(data: Any) -> Iterator[Picture]:
    stack: list[tuple[Any, str, str]] = [(data, "", "")]
    for _ in range(MAX_NODES):
        if not stack:
            return
        node, key, caption = stack.pop()
        if isinstance(node, str):
            if _is_picture(node, key):
                yield node, _role_of(key), caption
            elif len(node) > 30 and node[:1] in "{[" and _HINT.search(node):  # JSON within JSON
                try:
                    stack.append((json.loads(node, strict=False), key, caption))
                except (ValueError, RecursionError):
                    yield from loose_pictures(node)
        elif isinstance(node, list):
            stack.extend((part, key, caption) for part in reversed(node))
        elif isinstance(node, dict):
            beside = next((node[name] for name in _CAPTIONS if isinstance(node.get(name), str)), caption)
            stack.extend((value, str(name), beside) for name, value in reversed(node.items()))


def _is_picture(text: str, key: str) -> bool:
    if len(text) > 4000 or not text.startswith(("https://", "http://", "//", "/", "./", "../")) or " " in text.strip():
        return False
    if _ENDS_LIKE_A_PICTURE.search(text.partition("?")[0]) or _ENDS_LIKE_A_PICTURE.search(text[-40:]):
        return True
    return text.startswith(("http", "//")) and bool(_NAMED_LIKE_A_PICTURE.search(_snake(key)))


def _snake(key: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", key[:80]).replace("-", "_").lower()


def _role_of(key: str) -> Role:
    name = _snake(key)
    if "avatar" in name or "profile_pic" in name or "profile_image" in name:
        return Role.AVATAR
    return Role.COVER if re.search(r"cover|banner|header", name) else Role.POST


def loose_pictures(text: str, role: Role = Role.POST) -> Iterator[Picture]:
    """Whole addresses that end like a picture, in text that is no JSON."""
    for match in _ADDRESS.finditer(unescaped(text)):
        if _ENDS_LIKE_A_PICTURE.search(match[0].partition("?")[0][-60:]):
            yield match[0], role, ""
