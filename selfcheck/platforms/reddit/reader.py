"""Reddit: a profile and its posts, also as data beside the page; often refused to programs, which is then told.

`about.json` (icon_img, banner) and `submitted.json` (preview.images, media_metadata): gallery-dl `reddit.py`, maigret.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any, Final

from selfcheck.model import Note, Outcome, PhotoRef, Role
from selfcheck.platforms.common.model import (
    Address,
    Ask,
    Body,
    PlatformReading,
    Profile,
    Reader,
    at,
    handle_in,
    json_of,
    one_of,
    picture,
    post_at,
    row,
    rows,
    words,
)

_USER: Final = re.compile(r"[A-Za-z0-9_-]{3,20}")
_NO_ONE: Final = one_of("me")
_ORIGIN: Final = "https://www.reddit.com"
_ABOUT: Final = "Reddit data: profile"
_POSTS: Final = "Reddit data: posts"


def parse(address: Address) -> Profile | None:
    """`/user/you`, `/u/you`, on every host of the site, with a tab or post behind it."""
    before = address.under("reddit.com")
    if before is None or not re.fullmatch(r"|www|old|new|np|m|i|sh|amp|[a-z]{2}", before):
        return None
    user = handle_in(address.path, 1, _USER, _NO_ONE).lower() if address.path[:1] in {("user",), ("u",)} else ""
    return Profile("reddit", user, f"{_ORIGIN}/user/{user}/") if user else None


def asks(profile: Profile) -> tuple[Ask, ...]:
    """The profile, and one page of its posts."""
    at = f"{_ORIGIN}/user/{profile.handle}"
    return (Ask(_ABOUT, f"{at}/about.json"), Ask(_POSTS, f"{at}/submitted.json?limit=25&raw_json=1"))


def read(profile: Profile, ask: Ask, body: Body) -> PlatformReading:
    """Icon and banner, or the pictures of posts."""
    data = row(json_of(body), "data")
    if ask.name == _POSTS:
        photos = [ref for post in rows(data, "children") for ref in _of_post(row(post, "data"), body.url)]
        return PlatformReading(tuple(photos), notes=(Note.NEWEST_ONLY,) if words(data, "after") else ())
    if data.get("is_suspended") is True:
        return PlatformReading(wall=Outcome.NOT_FOUND)
    page = row(data, "subreddit")
    photos = []
    for role, urls in (
        (Role.AVATAR, [words(data, "icon_img"), words(data, "snoovatar_img")]),
        (Role.COVER, [words(page, "banner_img")]),
    ):
        own = [html.unescape(url) for url in urls if url and "/avatars/defaults/" not in url]
        photos += picture(body.url, role, _ABOUT, own)
    return PlatformReading(tuple(photos))


def _of_post(post: Any, base: str) -> Iterator[PhotoRef]:
    title = words(post, "title")
    for image in rows(row(post, "preview"), "images"):
        sizes = [row(image, "source"), *reversed(rows(image, "resolutions"))]
        yield from picture(base, Role.POST, _POSTS, [html.unescape(words(size, "url")) for size in sizes], title)
    for medium in list(row(post, "media_metadata").values())[:40]:
        sizes = [row(medium, "s"), *reversed(rows(medium, "p"))]
        yield from picture(base, Role.POST, _POSTS, [html.unescape(words(size, "u")) for size in sizes], title)


READER: Final = Reader(
    forms=(
        "reddit.com/user/you",
        "reddit.com/u/you",
        "old.reddit.com/user/you",
        "m.reddit.com/user/you",
        "reddit.com/user/you/submitted",
        "reddit.com/user/you/comments/…",
    ),
    confidence="medium",
    source="https://github.com/mikf/gallery-dl",
    parse=parse,
    asks=asks,
    origins=at(_ORIGIN),  # the site itself
    read=read,
    post_in=post_at(r"(?:user|u)/[^/]+/(?:comments|s)/.+"),
)
