"""Example Album: the preview card of a profile's page shows its picture. Say what is read, and where you read it."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.platforms.common.cards import card_reader, no_wall
from selfcheck.platforms.common.model import Address, Profile, Reader, followed_by, handle_in, one_of

_USER: Final = re.compile(r"[A-Za-z0-9_]{3,30}")
_OWN_PAGES: Final = one_of("careers tour")
"""First parts of a path that are no one's name here. Words that many services keep for themselves are known already."""
_PARTS: Final = one_of("albums photos")
"""What may follow the name in the address of a profile."""


def parse(address: Address) -> Profile | None:
    """`album.example/you`, `album.example/you/albums`."""
    user = handle_in(address.path, 0, _USER, _OWN_PAGES).lower()
    if not user or not followed_by(address.path, 0, _PARTS):
        return None
    return Profile("example-album", user, f"https://album.example/{user}")


READER: Final = Reader(
    forms=(
        "album.example/you",
        "album.example/@you",
        "album.example/you/albums",
        "www.album.example/you/photos",
    ),
    confidence="low",  # high: the platform's own page or source; medium: someone else's, named in `source`
    source="",
    parse=parse,
    page=card_reader("Example Album: preview card", no_wall),
)
