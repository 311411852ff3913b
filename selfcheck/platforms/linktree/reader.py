"""Linktree: a picture, and the list of the person's other pages. They are told, never asked for.

The page's `__NEXT_DATA__` holds profilePictureUrl and links (socid-extractor).
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from selfcheck.model import Note, PhotoRef, Role
from selfcheck.platforms.common.model import (
    Address,
    Body,
    PlatformReading,
    Profile,
    Reader,
    handle_in,
    one_of,
    picture,
    rows,
    text_of,
    words,
)

_USER: Final = re.compile(r"[A-Za-z0-9_.-]{1,50}")
_OWN_PAGES: Final = one_of("admin about blog discover help login marketplace pricing products register s")
_DATA: Final = re.compile(r"<script[^>]{0,200}id=[\"']?__NEXT_DATA__[\"']?[^>]{0,200}>", re.IGNORECASE)


def parse(address: Address) -> Profile | None:
    """`linktr.ee/you`."""
    if address.under("linktr.ee") not in {"", "www"} and address.under("linktree.com") not in {"", "www"}:
        return None
    user = handle_in(address.path, 0, _USER, _OWN_PAGES).lower()
    if not user.strip("._-") or len(address.path) > 1:
        return None
    return Profile("linktree", user, f"https://linktr.ee/{user}")


def page(profile: Profile, body: Body) -> PlatformReading:
    """The profile picture, and where the links lead."""
    text = text_of(body)
    start = _DATA.search(text)
    if start is None:
        return PlatformReading()
    try:
        data = json.loads(text[start.end() :].partition("</script")[0])
    except (ValueError, RecursionError):
        return PlatformReading()
    photos: list[PhotoRef] = []
    links: list[str] = []
    waiting: list[Any] = [data]
    for _ in range(20_000):
        if not waiting:
            break
        node = waiting.pop()
        if isinstance(node, dict):
            photos += picture(body.url, Role.AVATAR, "Linktree: profile picture", [words(node, "profilePictureUrl")])
            for kind in ("links", "socialLinks"):
                links += [words(link, "url") for link in rows(node, kind)]
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    others = tuple(dict.fromkeys(url for url in links if re.match(r"https?://", url)))[:50]
    return PlatformReading(tuple(dict.fromkeys(photos)), notes=(Note.NAMES_OTHERS,) if others else (), elsewhere=others)


READER: Final = Reader(
    forms=(
        "linktr.ee/you",
        "linktr.ee/@you",
        "linktr.ee/you?utm_source=…",
        "www.linktr.ee/you",
    ),
    confidence="medium",
    source="https://github.com/soxoj/socid-extractor",
    parse=parse,
    page=page,
)
