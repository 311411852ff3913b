"""Instagram: a stranger gets the preview card and, at most, a few posts. Nothing open is documented, so none is asked.

Login titles and paths as in gallery-dl `instagram.py` and saved pages; general knowledge beyond.
"""

from __future__ import annotations

import re
from typing import Final

from selfcheck.model import Outcome
from selfcheck.readers.platforms.base import Address, Profile, Reader, handle_in, one_of
from selfcheck.readers.platforms.cards import card_reader, is_door

_USER: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?")
_OWN_PAGES: Final = frozenset(
    [
        "a",
        "accounts",
        "about",
        "api",
        "ar",
        "audio",
        "create",
        "guide",
        "hashtag",
        "highlights",
        "invites",
        "live",
        "locations",
        "nametag",
        "popular",
        "qr",
        "s",
        "share",
        "challenge",
        "developer",
        "direct",
        "directory",
        "emails",
        "explore",
        "fragment",
        "graphql",
        "legal",
        "lite",
        "p",
        "press",
        "privacy",
        "reel",
        "reels",
        "session",
        "shop",
        "stories",
        "terms",
        "tv",
        "web",
    ]
)


_OF_A_PROFILE: Final = one_of("p reel reels tagged saved channel guides guide live tv followers following highlights")
"""What may follow a handle. Anything else after a first word means that the word is the site's own."""


def parse(address: Address) -> Profile | None:
    """`instagram.com/you`, its posts and tabs, `/stories/you/…`; a bare `/p/CODE` or `/share/CODE` names no one."""
    if address.under("instagram.com", "instagr.am") not in {"", "www", "m"}:
        return None
    place = 1 if address.path[:1] in {("stories",), ("_u",)} else 0
    if place == 0 and address.path[1:2] and address.path[1].lower() not in _OF_A_PROFILE:
        return None
    user = handle_in(address.path, place, _USER, _OWN_PAGES).lower()
    return Profile("instagram", user, f"https://www.instagram.com/{user}/") if user else None


def _wall(text: str, title: str, url: str) -> Outcome | None:
    if re.search(r"instagram\.com/(?:accounts/login|challenge)", url):
        return Outcome.LOGIN_WALL
    if is_door(title, "instagram"):
        return Outcome.LOGIN_WALL
    return Outcome.PRIVATE if re.search(r'"is_private"\s*:\s*true', text) else None


READER: Final = Reader(
    id="instagram",
    steps="instagram",
    hosts=("instagram.com", "instagr.am"),
    forms=(
        "instagram.com/you",
        "instagram.com/you?igsh=…",
        "m.instagram.com/you",
        "instagr.am/you",
        "instagram.com/you/p/POST",
        "instagram.com/stories/you/…",
        "instagram.com/_u/you",
    ),
    confidence="medium",
    source="https://github.com/mikf/gallery-dl",
    parse=parse,
    page=card_reader("Instagram: preview card", _wall),
)
