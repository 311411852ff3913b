"""Medium: a profile page with its data, and a feed at /feed/@you. Programs are sometimes refused."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.readers.platforms.base import Address, Ask, Body, Profile, Reader, Told, at, handle_in, one_of
from selfcheck.readers.platforms.feeds import feed_told

_USER: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,38}[A-Za-z0-9_])?")
_OWN_HOSTS: Final = one_of("www link app open help blog policy api miro cdn-images-1 about status")
_ORIGIN: Final = "https://medium.com"
_FEED: Final = "Medium feed"


def parse(address: Address) -> Profile | None:
    """`medium.com/@you` and its stories, `you.medium.com`, `medium.com/feed/@you`."""
    before = address.under("medium.com")
    if before is None:
        return None
    path = address.path[1:] if address.path[:1] in {("feed",), ("u",)} else address.path
    if before and before not in _OWN_HOSTS:
        user = before if _USER.fullmatch(before) else ""
    else:
        user = handle_in(path, 0, _USER) if path and path[0].startswith("@") else ""
    user = user.lower()
    return Profile("medium", user, f"{_ORIGIN}/@{user}") if user else None


def asks(profile: Profile) -> tuple[Ask, ...]:
    """The feed of newest stories."""
    return (Ask(_FEED, f"{_ORIGIN}/feed/@{profile.handle}", "feed"),)


def read(profile: Profile, ask: Ask, body: Body) -> Told:
    """The feed."""
    return feed_told(ask, body)


READER: Final = Reader(
    id="medium",
    steps="personal-website",
    hosts=("medium.com",),
    forms=(
        "medium.com/@you",
        "medium.com/@you/story-123abc",
        "medium.com/@you/about",
        "you.medium.com",
        "you.medium.com/story-123abc",
        "medium.com/feed/@you",
    ),
    confidence="medium",
    source="https://github.com/soxoj/maigret",
    parse=parse,
    asks=asks,
    origins=at(_ORIGIN),  # the site itself
    read=read,
)
