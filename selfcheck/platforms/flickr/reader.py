"""Flickr: photos in the page, and the twenty newest public ones in a public feed by the account's number (NSID).

https://www.flickr.com/services/feeds/docs/photos_public/
"""

from __future__ import annotations

import re
from typing import Final

from selfcheck.model import Note, Role
from selfcheck.platforms.common.model import (
    Address,
    Ask,
    Body,
    PlatformReading,
    Profile,
    Reader,
    at,
    json_of,
    one_of,
    picture,
    post_at,
    quoted,
    row,
    rows,
    text_of,
    words,
)

_NSID: Final = re.compile(r"[0-9]{3,12}@N[0-9]{2}")
_USER: Final = re.compile(r"[A-Za-z0-9_-]{1,60}")
_NSID_IN_PAGE: Final = re.compile(r'(?:"nsid"\s*:\s*"|photos_public\.gne\?id=)([0-9]{3,12})(?:@|%40)(N[0-9]{2})\b')
_ORIGIN: Final = "https://www.flickr.com"
_FEED: Final = "Flickr feed"
_OWN_PAGES: Final = one_of("galleries sets tags upload me friends organize search albums contacts flickr")


def parse(address: Address) -> Profile | None:
    """`/photos/you`, `/people/you`, with an album or photo behind it; a name or a number like 12345678@N00."""
    if address.under("flickr.com") not in {"", "www", "m", "secure"} or len(address.path) < 2:
        return None
    kind, user = address.path[:2]
    if kind not in {"photos", "people"} or user.lower() in _OWN_PAGES:
        return None
    if not _NSID.fullmatch(user):
        user = user.lower()
        if not _USER.fullmatch(user):
            return None
    return Profile("flickr", user, f"{_ORIGIN}/photos/{quoted(user)}/")


def _feed_of(number: str) -> tuple[Ask, ...]:
    query = f"id={quoted(number)}&format=json&nojsoncallback=1"
    return (Ask(_FEED, f"{_ORIGIN}/services/feeds/photos_public.gne?{query}"),)


def asks(profile: Profile) -> tuple[Ask, ...]:
    """The feed, where the address holds the number."""
    return _feed_of(profile.handle) if _NSID.fullmatch(profile.handle) else ()


def page(profile: Profile, body: Body) -> PlatformReading:
    """The feed by the number that stands in the page."""
    found = None if asks(profile) else _NSID_IN_PAGE.search(text_of(body))
    return PlatformReading(asks=_feed_of(f"{found[1]}@{found[2]}") if found else ())


def read(profile: Profile, ask: Ask, body: Body) -> PlatformReading:
    """The photos of the feed."""
    photos = [
        ref
        for item in rows(json_of(body), "items")
        for ref in picture(body.url, Role.POST, _FEED, [words(row(item, "media"), "m")], words(item, "title"))
    ]
    return PlatformReading(tuple(photos), notes=(Note.NEWEST_ONLY,) if photos else ())


READER: Final = Reader(
    forms=(
        "flickr.com/photos/you",
        "flickr.com/people/you",
        "m.flickr.com/photos/you",
        "flickr.com/photos/you/PHOTO",
        "flickr.com/photos/12345678@N00",
        "flickr.com/people/12345678@N00",
    ),
    confidence="high",
    source="https://www.flickr.com/services/feeds/docs/photos_public/",
    parse=parse,
    asks=asks,
    origins=at(_ORIGIN),  # the site of the feeds
    read=read,
    page=page,
    post_in=post_at(r"photos/[^/]+/(?:[0-9]+|albums/[0-9]+|sets/[0-9]+|galleries/.+)(?:/.*)?"),
)
