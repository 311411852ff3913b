"""Tistory: whole pages without a wall, and a feed at /rss."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.platforms.common.feeds import feed_told
from selfcheck.platforms.common.model import Address, Ask, Body, PlatformReading, Profile, Reader, one_of, post_at

_BLOG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")
_OWN_HOSTS: Final = one_of(
    "www m api app accounts auth blog cdn cfs cs dev developers forum help i1 img notice static story t1 tistory track"
)
_FEED: Final = "Tistory feed"


def parse(address: Address) -> Profile | None:
    """`you.tistory.com` and every post, category or mobile page of it."""
    blog = address.under("tistory.com") or ""
    if not _BLOG.fullmatch(blog) or blog in _OWN_HOSTS:
        return None
    return Profile("tistory", blog, f"https://{blog}.tistory.com/")


def origins(profile: Profile) -> tuple[str, ...]:
    """The blog's own host."""
    return (f"https://{profile.handle}.tistory.com",)


def asks(profile: Profile) -> tuple[Ask, ...]:
    """The feed of newest posts."""
    return (Ask(_FEED, f"https://{profile.handle}.tistory.com/rss", "feed"),)


def read(profile: Profile, ask: Ask, body: Body) -> PlatformReading:
    """The feed."""
    return feed_told(ask, body)


READER: Final = Reader(
    forms=(
        "you.tistory.com",
        "you.tistory.com/m",
        "you.tistory.com/12",
        "you.tistory.com/m/12",
        "you.tistory.com/entry/…",
        "you.tistory.com/category/…",
        "you.tistory.com/rss",
    ),
    confidence="medium",
    source="https://github.com/soxoj/maigret",
    parse=parse,
    asks=asks,
    origins=origins,
    read=read,
    post_in=post_at(r"(?!(?:m|rss|feed|atom)$|sitemap).+"),
)
