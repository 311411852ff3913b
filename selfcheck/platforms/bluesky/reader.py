"""Bluesky: the public AppView answers anyone, logged in or not.

https://docs.bsky.app/docs/api/app-bsky-actor-get-profile and app-bsky-feed-get-author-feed, lexicons in
github.com/bluesky-social/atproto. The label "!no-unauthenticated" asks programs not to show the profile to people
who are not logged in; the API returns it all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

from selfcheck.model import Note, PhotoRef, Role
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
    words,
)

_API: Final = "https://public.api.bsky.app"
_HANDLE: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,30}")
_DID: Final = re.compile(r"did:(?:plc|web):[a-zA-Z0-9._:%-]{1,200}")
_OWN_HOSTS: Final = one_of("www api app atproto blog docs help pds public staging status support")
_PROFILE: Final = "Bluesky API: profile"
_MEDIA: Final = "Bluesky API: media"


def address_of_handle(handle: str) -> str:
    """`@you.bsky.social`: other handles are hosts of their own, and name no platform."""
    return f"https://bsky.app/profile/{handle}" if re.fullmatch(r"[\w-]+\.bsky\.social", handle, re.A | re.I) else ""


def parse(address: Address) -> Profile | None:
    """`bsky.app/profile/HANDLE`, with a post or list behind it; `NAME.bsky.social` itself."""
    name = address.under("bsky.social")
    if address.under("bsky.app") in {"", "www"} and address.path[:1] == ("profile",) and len(address.path) > 1:
        name = address.path[1].removeprefix("@")
    elif name and name not in _OWN_HOSTS:
        name = f"{name}.bsky.social"
    else:
        return None
    if not _DID.fullmatch(name):
        name = name.lower()
        if not _HANDLE.fullmatch(name):
            return None
    return Profile("bluesky", name, f"https://bsky.app/profile/{quoted(name)}")


def asks(profile: Profile) -> tuple[Ask, ...]:
    """The profile, and one page of posts with media."""
    feed = urlencode({"actor": profile.handle, "filter": "posts_with_media", "limit": 50})
    return (
        Ask(_PROFILE, f"{_API}/xrpc/app.bsky.actor.getProfile?{urlencode({'actor': profile.handle})}"),
        Ask(_MEDIA, f"{_API}/xrpc/app.bsky.feed.getAuthorFeed?{feed}"),
    )


def read(profile: Profile, ask: Ask, body: Body) -> PlatformReading:
    """A profile view, or a page of its feed."""
    data = json_of(body)
    if ask.name == _PROFILE:
        return _profile(data, body.url)
    return _feed(profile, data, body.url)


def _profile(view: Any, base: str) -> PlatformReading:
    if not words(view, "did"):
        return PlatformReading()
    photos = [
        ref
        for role, name in ((Role.AVATAR, "avatar"), (Role.COVER, "banner"))
        for ref in picture(base, role, _PROFILE, [words(view, name)])
    ]
    labels = {words(label, "val") for label in rows(view, "labels")}
    notes = (Note.SIGNED_OUT_LABEL,) if "!no-unauthenticated" in labels else ()
    return PlatformReading(
        tuple(photos), notes=notes, bio=f"{words(view, 'displayName')} {words(view, 'description')}"[:5000]
    )


def _feed(profile: Profile, data: Any, base: str) -> PlatformReading:
    photos: list[PhotoRef] = []
    for entry in rows(data, "feed"):
        post = row(entry, "post")
        author = row(post, "author")
        if row(entry, "reason") or profile.handle not in {words(author, "handle").lower(), words(author, "did")}:
            continue  # someone else's post, passed on
        embed = row(post, "embed")
        if words(embed, "$type").startswith("app.bsky.embed.recordWithMedia"):
            embed = row(embed, "media")  # a quoted post beside pictures of the person's own
        photos += _embedded(embed, base)
    cursor = words(data, "cursor")
    further = None
    if cursor and len(cursor) < 500:
        query = {"actor": profile.handle, "filter": "posts_with_media", "limit": 50, "cursor": cursor}
        further = Ask(_MEDIA, f"{_API}/xrpc/app.bsky.feed.getAuthorFeed?{urlencode(query)}")
    return PlatformReading(tuple(photos), further=further)


def _embedded(embed: Any, base: str) -> Iterator[PhotoRef]:
    kind = words(embed, "$type")
    if kind.startswith("app.bsky.embed.images"):
        for image in rows(embed, "images"):
            sizes = [words(image, "fullsize"), words(image, "thumb")]
            yield from picture(base, Role.POST, _MEDIA, sizes, words(image, "alt"))
    elif kind.startswith("app.bsky.embed.video"):
        yield from picture(base, Role.POST, _MEDIA, [words(embed, "thumbnail")], words(embed, "alt"))


READER: Final = Reader(
    forms=(
        "bsky.app/profile/you.bsky.social",
        "bsky.app/profile/your-site.example",
        "bsky.app/profile/you.bsky.social/post/POST",
        "@you.bsky.social",
        "you.bsky.social",
        "bsky.app/profile/did:plc:…",
    ),
    confidence="high",
    source="https://docs.bsky.app/docs/api/app-bsky-feed-get-author-feed",
    parse=parse,
    of_handle=address_of_handle,
    asks=asks,
    origins=at(_API),  # the public AppView alone; no personal data server is asked
    read=read,
    absent_status=400,  # "Profile not found", deactivated, taken down (bsky/src/api/app/bsky/actor/getProfile.ts)
    post_in=post_at(r"profile/[^/]+/post/.+"),
    goes_further=True,
)
