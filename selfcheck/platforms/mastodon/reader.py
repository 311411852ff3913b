"""Mastodon, and servers that speak its API: account and media posts, both open to anyone where the admin left it so.

https://docs.joinmastodon.org/methods/accounts/ (lookup, statuses), https://docs.joinmastodon.org/entities/Account/,
https://docs.joinmastodon.org/entities/MediaAttachment/. Facts read there; 40 is the documented most of one page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from selfcheck.model import Note, PhotoRef, Role
from selfcheck.platforms.common.facts import site_facts
from selfcheck.platforms.common.markup import linked
from selfcheck.platforms.common.model import (
    Address,
    Ask,
    Body,
    PlatformReading,
    Profile,
    Reader,
    address_of,
    json_of,
    origin_of,
    picture,
    post_at,
    quoted,
    row,
    rows,
    words,
)

_USER: Final = re.compile(r"[A-Za-z0-9_](?:[\w.-]{0,60}[A-Za-z0-9_])?", re.ASCII)
_ELSEWHERE: Final = re.compile(r"@?([\w.-]{1,62})@((?:[\w-]+\.)+[\w-]+)", re.ASCII)
_FULL: Final = 20  # a page with fewer statuses than servers give without being told a number is the last
_ACCOUNT: Final = "Mastodon API: account"
_MEDIA: Final = "Mastodon API: media"


def parse(address: Address) -> Profile | None:
    """`/@user`, `/@user/POST`, `/users/user`, `/web/@user`; `/@user@other.host` is a profile of that other host.

    Of a server that is not known, only what can be nothing but a profile: `/@user/12` may be a story of any service.
    """
    path = address.path[1:] if address.path[:1] in {("web",), ("deck",)} else address.path
    if not path or (address.host not in _known_hosts() and not _names_no_more_than_a_profile(address.path)):
        return None
    named = path[0] if path[0].startswith("@") else f"@{path[1]}" if path[0] == "users" and len(path) > 1 else ""
    named = re.sub(r"\.(?:rss|atom|json)$", "", named)
    origin, host = address.origin, address.host
    away = _ELSEWHERE.fullmatch(named)
    if away:
        there = address_of(f"https://{away[2]}/")
        if there is None:
            return None
        named, origin, host = f"@{away[1]}", there.origin, there.host
    user = named.removeprefix("@")
    if not named or not _USER.fullmatch(user):
        return None
    return Profile("mastodon", f"{user}@{host}", f"{origin}/@{user}", sure=host in _known_hosts())


def _known_hosts() -> tuple[str, ...]:
    return site_facts()["mastodon"].hosts


def _names_no_more_than_a_profile(path: tuple[str, ...]) -> bool:
    named = path[-1].removeprefix("@")
    return bool(_USER.fullmatch(named)) and (path == (f"@{named}",) or path[:-1] == ("users",))


def origins(profile: Profile) -> tuple[str, ...]:
    """A server of this kind answers for itself, and only for itself."""
    return (origin_of(profile.url),)


def asks(profile: Profile) -> tuple[Ask, ...]:
    """The account by its name; its media are asked for by the id found there."""
    user = profile.handle.partition("@")[0]
    return (Ask(_ACCOUNT, f"{origin_of(profile.url)}/api/v1/accounts/lookup?acct={quoted(user)}"),)


def read(profile: Profile, ask: Ask, body: Body) -> PlatformReading:
    """An account, or a page of its statuses with media."""
    data = json_of(body)
    if ask.name == _ACCOUNT:
        return _account(profile, data)
    return _statuses(ask, data, body.url)


def _account(profile: Profile, account: Any) -> PlatformReading:
    number = words(account, "id")
    if not re.fullmatch(r"[\w-]{1,60}", number, re.ASCII):
        return PlatformReading()
    base = profile.url
    photos = [
        ref
        for role, name in ((Role.AVATAR, "avatar"), (Role.COVER, "header"))
        if not (url := words(account, name)).endswith("/missing.png")  # the server's own stand-in, no one's picture
        for ref in picture(base, role, _ACCOUNT, [url, words(account, f"{name}_static")])
    ]
    fields = " ".join(f"{words(field, 'name')} {words(field, 'value')}" for field in rows(account, "fields"))
    notes = [Note.NOINDEX] if account.get("noindex") is True else []
    notes += [Note.NOT_DISCOVERABLE] if account.get("discoverable") is False else []
    query = urlencode({"only_media": "true", "exclude_reblogs": "true", "limit": 40})
    media = Ask(_MEDIA, f"{origin_of(base)}/api/v1/accounts/{number}/statuses?{query}")
    bio = f"{words(account, 'display_name')} {words(account, 'note')} {fields}"
    return PlatformReading(
        tuple(photos),
        (media,),
        notes=tuple(notes),
        bio=html.unescape(re.sub(r"<[^>]{0,2000}>", " ", bio))[:5000],
        me=linked(f"{words(account, 'note')}{fields}", "me", base),
        recognised="mastodon",
    )


def _statuses(ask: Ask, statuses: Any, base: str) -> PlatformReading:
    found = rows(statuses)
    photos = tuple(ref for status in found if not row(status, "reblog") for ref in _attachments(status, base))
    oldest = words(found[-1], "id") if found else ""
    further = None
    if len(found) >= _FULL and re.fullmatch(r"[\w-]{1,60}", oldest, re.ASCII):
        query = dict(parse_qsl(urlsplit(ask.url).query)) | {"max_id": oldest}
        further = Ask(_MEDIA, f"{ask.url.partition('?')[0]}?{urlencode(query)}")
    return PlatformReading(photos, further=further)


def _attachments(status: Any, base: str) -> Iterator[PhotoRef]:
    for attachment in rows(status, "media_attachments"):
        still = words(attachment, "type") == "image"
        urls = [words(attachment, "url")] if still else []  # of a video, its still picture alone
        yield from picture(
            base, Role.POST, _MEDIA, [*urls, words(attachment, "preview_url")], words(attachment, "description")
        )


READER: Final = Reader(
    forms=(
        "@you@server",
        "server/@you",
        "server/users/you",
        "server/web/@you",
        "server/@you/POST",
        "server/@you/media",
        "server/@you.rss",
        "server/@you@other.server",
    ),
    confidence="high",
    source="https://docs.joinmastodon.org/methods/accounts/",
    parse=parse,
    asks=asks,
    origins=origins,
    read=read,
    post_in=post_at(r"(?:web/)?@[^/]+/[0-9]+"),
    goes_further=True,
    on_any_host=True,
)
