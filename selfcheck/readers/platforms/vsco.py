"""VSCO: a gallery in the page's data, or status 403 for programs (gallery-dl `vsco.py`). Its API is not open."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.readers.platforms.base import Address, Profile, Reader, handle_in, one_of
from selfcheck.readers.platforms.cards import card_reader, no_wall

_USER: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{1,38})")
_OWN_PAGES: Final = one_of(
    "spaces studio about api discover feed features join journal login search store subscribe user"
)


def parse(address: Address) -> Profile | None:
    """`vsco.co/you`, `vsco.co/you/gallery`, `vsco.co/you/media/…`."""
    if address.under("vsco.co") not in {"", "www"}:
        return None
    user = handle_in(address.path, 0, _USER, _OWN_PAGES).lower()
    return Profile("vsco", user, f"https://vsco.co/{user}/gallery") if user else None


READER: Final = Reader(
    id="vsco",
    steps="personal-website",
    hosts=("vsco.co",),
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
    page=card_reader("VSCO: preview card", no_wall),
)
