"""Tumblr: a blog with a public feed, or one that is kept to people with an account (`/login_required/`)."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.model import Outcome
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
    post_at,
)

_BLOG: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?")
_OWN_HOSTS: Final = one_of("www at m share widgets communities api assets static media engineering staff-static embed")
_MAIN_HOSTS: Final = one_of("www at m") | {""}
_OWN_PAGES: Final = one_of(
    "abuse blog buttons changes communities dashboard follow_recommendations for_you for-you inbox jobs login_required "
    "new radar reblog safe-mode svc tagged themes tips"
)
_PARTS: Final = one_of("archive likes following followers submit ask about")
_FEED: Final = "Tumblr feed"


def parse(address: Address) -> Profile | None:
    """`you.tumblr.com`, `tumblr.com/you`, `tumblr.com/blog/you`, `tumblr.com/blog/view/you`, and posts of it."""
    before = address.under("tumblr.com")
    if before is None:
        return None
    if before and before not in _OWN_HOSTS:
        blog = before if _BLOG.fullmatch(before) else ""
    elif before not in _MAIN_HOSTS:
        return None
    else:
        path = address.path
        place = 2 if path[:2] == ("blog", "view") else 1 if path[:1] == ("blog",) else 0
        blog = handle_in(path, place, _BLOG, _OWN_PAGES)
        post = path[place + 1 : place + 2]
        if post and not re.fullmatch(r"[0-9]+", post[0]) and not followed_by(path, place, _PARTS):
            return None
    blog = blog.lower()
    if not blog or blog in _OWN_HOSTS:
        return None
    return Profile("tumblr", blog, f"https://{blog}.tumblr.com/")


_post_on_main: Final = post_at(r"(?:blog/(?:view/)?)?[^/]+/[0-9]+(?:/.*)?")
_page_of_blog: Final = post_at(r"(?!(?:rss|feed|mobile)$).+")


def _post(address: Address) -> str:
    """A post on the main site by its number; on the blog's own host every page of it."""
    return (_post_on_main if address.under("tumblr.com") in _MAIN_HOSTS else _page_of_blog)(address)


def origins(profile: Profile) -> tuple[str, ...]:
    """The blog's own host."""
    return (f"https://{profile.handle}.tumblr.com",)


def asks(profile: Profile) -> tuple[Ask, ...]:
    """The feed of newest posts."""
    return (Ask(_FEED, f"https://{profile.handle}.tumblr.com/rss", "feed"),)


def read(profile: Profile, ask: Ask, body: Body) -> PlatformReading:
    """The feed."""
    return feed_told(ask, body)


def page(profile: Profile, body: Body) -> PlatformReading:
    """Whether the blog is kept to people with an account."""
    return PlatformReading(wall=Outcome.LOGIN_WALL) if "tumblr.com/login" in body.url else PlatformReading()


READER: Final = Reader(
    forms=(
        "you.tumblr.com",
        "tumblr.com/you",
        "tumblr.com/@you",
        "tumblr.com/blog/view/you",
        "you.tumblr.com/post/NUMBER",
        "tumblr.com/you/NUMBER",
    ),
    confidence="medium",
    source="https://github.com/mikf/gallery-dl",
    parse=parse,
    asks=asks,
    origins=origins,
    read=read,
    page=page,
    post_in=_post,
)
