"""Instagram: a stranger gets the preview card and, at most, a few posts. Nothing open is documented, so none is asked.

Login titles and paths as in gallery-dl `instagram.py` and saved pages; general knowledge beyond.
"""

from __future__ import annotations

import re
from typing import Final

from selfcheck.model import Outcome
from selfcheck.readers.platforms.base import Address, Profile, Reader, handle_in
from selfcheck.readers.platforms.cards import card_reader

_USER: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?")
_OWN_PAGES: Final = frozenset(
    [
        "accounts",
        "about",
        "api",
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


def parse(address: Address) -> Profile | None:
    """`instagram.com/you`, its posts and tabs, `/stories/you/…`; a bare `/p/CODE` names no one."""
    if address.under("instagram.com", "instagr.am") not in {"", "www", "m"}:
        return None
    place = 1 if address.path[:1] in {("stories",), ("_u",)} else 0
    user = handle_in(address.path, place, _USER, _OWN_PAGES).lower()
    return Profile("instagram", user, f"https://www.instagram.com/{user}/") if user else None


def _wall(text: str, title: str, url: str) -> Outcome | None:
    if re.search(r"instagram\.com/(?:accounts/login|challenge)", url):
        return Outcome.LOGIN_WALL
    if re.match(r"(?:log ?in|login)\s*[•·|-]\s*instagram|instagram\s*[•·|-]\s*(?:log ?in|login)", title, re.IGNORECASE):
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
