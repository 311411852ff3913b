"""VSCO: a gallery in the page's data, or status 403 for programs (gallery-dl `vsco.py`). Its API is not open."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.platforms.common.cards import card_reader, no_wall
from selfcheck.platforms.common.model import Address, Profile, Reader, followed_by, handle_in, one_of, post_at

_USER: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{1,38})")
_OWN_PAGES: Final = one_of("ag-ad grid hub membership spaces")
_PARTS: Final = one_of("gallery images media journal collection profile video spaces")


def parse(address: Address) -> Profile | None:
    """`vsco.co/you`, `vsco.co/you/gallery`, `vsco.co/you/media/…`."""
    if address.under("vsco.co") not in {"", "www"}:
        return None
    user = handle_in(address.path, 0, _USER, _OWN_PAGES).lower()
    if not user or not followed_by(address.path, 0, _PARTS):
        return None
    return Profile("vsco", user, f"https://vsco.co/{user}/gallery")


READER: Final = Reader(
    forms=(
        "vsco.co/you",
        "vsco.co/@you",
        "vsco.co/you/gallery",
        "vsco.co/you/journal",
        "vsco.co/you/media/POST",
        "www.vsco.co/you",
    ),
    confidence="medium",
    source="https://github.com/mikf/gallery-dl",
    parse=parse,
    post_in=post_at(r"[^/]+/(?:media|video|journal|collection)/.+"),
    page=card_reader("VSCO: preview card", no_wall),
)
