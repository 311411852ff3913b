"""Pixelfed: a public profile has an Atom feed with its newest posts; the rest of the API asks for a token.

`/users/NAME.atom` as github.com/pixelfed/pixelfed serves it (its profile page links it too).
"""

from __future__ import annotations

import re
from typing import Final

from selfcheck.platforms.common.facts import site_facts
from selfcheck.platforms.common.feeds import feed_told
from selfcheck.platforms.common.model import (
    Address,
    Ask,
    Body,
    PlatformReading,
    Profile,
    Reader,
    followed_by,
    handle_in,
    one_of,
    origin_of,
    post_at,
)

_USER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,29}")
_OWN_PAGES: Final = one_of("storage timeline")
_PARTS: Final = one_of("collections followers following likes saved")
_FEED: Final = "Pixelfed feed"


def parse(address: Address) -> Profile | None:
    """`HOST/you`, `HOST/@you`, `HOST/users/you`, `HOST/p/you/POST`."""
    if address.under(*site_facts()["pixelfed"].hosts) != "":
        return None
    place = 1 if address.path[:1] in {("users",), ("p",)} else 0
    path = tuple(re.sub(r"\.(?:atom|json)$", "", part) for part in address.path)
    user = handle_in(path, place, _USER, _OWN_PAGES)
    if not user or (place == 0 and not followed_by(path, 0, _PARTS)):
        return None
    return Profile("pixelfed", f"{user}@{address.host}", f"{address.origin}/{user}")


def origins(profile: Profile) -> tuple[str, ...]:
    """A server answers for itself."""
    return (origin_of(profile.url),)


def asks(profile: Profile) -> tuple[Ask, ...]:
    """The feed of newest posts."""
    user = profile.handle.partition("@")[0]
    return (Ask(_FEED, f"{origin_of(profile.url)}/users/{user}.atom", "feed"),)


def read(profile: Profile, ask: Ask, body: Body) -> PlatformReading:
    """The feed."""
    return feed_told(ask, body)


READER: Final = Reader(
    forms=(
        "pixelfed.social/you",
        "pixelfed.social/@you",
        "pixelfed.social/users/you",
        "pixelfed.social/users/you.atom",
        "pixelfed.social/p/you/POST",
        "@you@pixelfed.social",
    ),
    confidence="medium",
    source="https://github.com/pixelfed/pixelfed",
    parse=parse,
    asks=asks,
    origins=origins,
    read=read,
    post_in=post_at(r"p/[^/]+/[0-9]+"),
)
