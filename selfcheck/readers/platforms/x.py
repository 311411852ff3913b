"""X: an almost empty page for most programs, a preview card for some. Nothing is open without a key."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.readers.platforms.base import Address, Profile, Reader, handle_in
from selfcheck.readers.platforms.cards import card_reader, titled

_USER: Final = re.compile(r"[A-Za-z0-9_]{1,15}")
_OWN_PAGES: Final = frozenset(
    [
        "about",
        "account",
        "compose",
        "download",
        "explore",
        "hashtag",
        "home",
        "i",
        "intent",
        "jobs",
        "login",
        "logout",
        "messages",
        "notifications",
        "privacy",
        "search",
        "settings",
        "share",
        "signup",
        "tos",
        "who_to_follow",
    ]
)


def parse(address: Address) -> Profile | None:
    """`x.com/you`, `twitter.com/you/status/…`, `intent/user?screen_name=you`."""
    if address.under("x.com", "twitter.com") not in {"", "www", "m", "mobile"}:
        return None
    path = address.path
    if path[:2] in {("intent", "user"), ("intent", "follow")}:
        path = (address.value("screen_name"),)
    user = handle_in(path, 0, _USER, _OWN_PAGES).lower()
    return Profile("x", user, f"https://x.com/{user}") if user else None


READER: Final = Reader(
    id="x",
    steps="x",
    hosts=("x.com", "twitter.com"),
    forms=(
        "x.com/you",
        "x.com/you/status/POST",
        "x.com/you/media",
        "twitter.com/you",
        "twitter.com/you/status/POST",
        "mobile.twitter.com/you",
        "twitter.com/intent/user?screen_name=you",
    ),
    confidence="medium",
    source="https://github.com/soxoj/maigret",
    parse=parse,
    page=card_reader("X: preview card", titled("x", "twitter")),
)
