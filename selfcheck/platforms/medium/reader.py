"""Medium: a profile page with its data, and a feed at /feed/@you. Programs are sometimes refused."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.platforms.common.feeds import feed_told
from selfcheck.platforms.common.model import (
    Address,
    Ask,
    Body,
    PlatformReading,
    Profile,
    Reader,
    at,
    handle_in,
    one_of,
    post_at,
)

_USER: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,38}[A-Za-z0-9_])?")
_OWN_HOSTS: Final = one_of(
    "www about android api app blog cdn cdn-images-1 cdn-images-2 developers email engineering glyph go help ios jobs "
    "legal link m me miro mobile open partner policy press rsci static status support write"
)
_story_on_main: Final = post_at(r"@[^/]+/(?!(?:about|followers|following|lists|subscribe)$)[^/]+")
_story_on_own: Final = post_at(r"(?!(?:about|followers|following|lists|subscribe|feed)$)[^/]+")
_ORIGIN: Final = "https://medium.com"
_FEED: Final = "Medium feed"


def parse(address: Address) -> Profile | None:
    """`medium.com/@you` and its stories, `you.medium.com`, `medium.com/feed/@you`. A link of the app
    (`link.medium.com/…`) names no one before it is opened."""
    before = address.under("medium.com")
    if before is None:
        return None
    path = address.path[1:] if address.path[:1] == ("feed",) else address.path
    if before in _OWN_HOSTS - {"www"}:
        return None
    if before and before != "www":
        user = before if _USER.fullmatch(before) else ""
    else:
        user = handle_in(path, 0, _USER) if path and path[0].startswith("@") else ""
    user = user.lower()
    return Profile("medium", user, f"{_ORIGIN}/@{user}") if user else None


def _post(address: Address) -> str:
    """A story of the person's, on either host."""
    return (_story_on_main if address.under("medium.com") in {"", "www"} else _story_on_own)(address)


def asks(profile: Profile) -> tuple[Ask, ...]:
    """The feed of newest stories."""
    return (Ask(_FEED, f"{_ORIGIN}/feed/@{profile.handle}", "feed"),)


def read(profile: Profile, ask: Ask, body: Body) -> PlatformReading:
    """The feed."""
    return feed_told(ask, body)


READER: Final = Reader(
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
    post_in=_post,
)
