"""Instagram: a stranger gets the preview card and, at most, a few posts. Nothing open is documented, so none is asked.

Login titles and paths as in gallery-dl `instagram.py` and saved pages; general knowledge beyond.
"""

from __future__ import annotations

import re
from typing import Final

from selfcheck.model import Outcome
from selfcheck.platforms.common.cards import card_reader
from selfcheck.platforms.common.markup import is_flagged
from selfcheck.platforms.common.model import (
    Address,
    Profile,
    Reader,
    address_of,
    followed_by,
    handle_in,
    one_of,
    post_at,
)

_USER: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?")
_OWN_PAGES: Final = one_of("audio developer emails fragment highlights lite press reels web")
_PARTS: Final = one_of(
    "p reel reels tv igtv tagged saved channel guide guides highlights feed live followers following profilecard embed "
    "similar_accounts"
)
_GONE: Final = re.compile(r"(?:page not found|페이지를 찾을 수 없(?:습니다|음))\s*[•·|-]\s*instagram", re.IGNORECASE)


def parse(address: Address) -> Profile | None:
    """`instagram.com/you`, its posts and tabs, `/stories/you/…`, the log-in page that leads there.

    A bare `/p/CODE`, a share link and a highlight name no one.
    """
    if address.host == "ig.me" and address.path[:1] == ("m",):  # a link to write to someone
        user = handle_in(address.path, 1, _USER).lower()
        return Profile("instagram", user, f"https://www.instagram.com/{user}/") if user else None
    if address.under("instagram.com", "instagr.am") not in {"", "www", "m"}:
        return None
    wanted = address.value("next")
    if address.path[:2] == ("accounts", "login") and wanted.startswith("/"):  # where strangers are led to the door
        there = address_of(f"https://www.instagram.com{wanted}")
        return parse(there) if there is not None and there.path[:1] != ("accounts",) else None
    place = 1 if address.path[:1] in {("stories",), ("_u",)} else 0
    user = handle_in(address.path, place, _USER, _OWN_PAGES).lower()
    if place == 0 and not followed_by(address.path, place, _PARTS):
        return None
    return Profile("instagram", user, f"https://www.instagram.com/{user}/") if user else None


def _wall(text: str, title: str, url: str) -> Outcome | None:
    if re.search(r"instagram\.com/(?:accounts/login|challenge)", url):
        return Outcome.LOGIN_WALL
    if _GONE.match(title):
        return Outcome.NOT_FOUND
    address = address_of(url)
    profile = parse(address) if address else None
    if profile is not None and is_flagged(text, "is_private", "username", profile.handle):
        return Outcome.PRIVATE
    return None


READER: Final = Reader(
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
    post_in=post_at(r"(?!stories/)[^/]+/(?:p|reel|tv)/[^/]+|stories/[^/]+/[0-9]+"),
    page=card_reader("Instagram: preview card", _wall),
)
