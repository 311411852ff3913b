"""All platform readers, and the four questions the rest of the program asks of them. Pure; one file a platform."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.readers.platforms import (
    bluesky,
    discord,
    facebook,
    flickr,
    github,
    gravatar,
    instagram,
    kakaostory,
    linkedin,
    linktree,
    mastodon,
    medium,
    naver_blog,
    personal,
    pinterest,
    pixelfed,
    reddit,
    snapchat,
    telegram,
    threads,
    tiktok,
    tistory,
    tumblr,
    vsco,
    wordpress,
    x,
    youtube,
)
from selfcheck.readers.platforms.base import Ask, Body, Note, Profile, Reader, Told, address_of, origin_of
from selfcheck.readers.sites import PERSONAL_WEBSITE, platform_of

__all__ = [
    "READERS",
    "Ask",
    "Body",
    "Note",
    "Profile",
    "Reader",
    "Told",
    "can_go_further",
    "is_platforms",
    "may_ask",
    "profile_of",
    "read_platform",
]

READERS: Final[dict[str, Reader]] = {
    module.READER.id: module.READER
    for module in (
        instagram, facebook, threads, x, tiktok, snapchat, linkedin, youtube, reddit, telegram, kakaostory, naver_blog,
        tistory, bluesky, mastodon, pixelfed, flickr, tumblr, pinterest, github, gravatar, discord, medium, linktree,
        vsco, wordpress, personal,
    )
}  # fmt: skip
"""By id, in the order of the table in docs/platforms.md."""


_OF_THE_FEDIVERSE: Final = re.compile(r"\d{15,20}|[\w.-]*@.*|with_replies|media|tagged|followers|following|featured.*")
"""What follows `/@name` on a Mastodon server: the number of a post (a snowflake, not a count), or a tab."""


def profile_of(url: str) -> Profile | None:
    """The profile an address belongs to, in its one form; None for what names no profile. Never raises."""
    address = address_of(url)
    if address is None:
        return None
    known = False
    for reader in READERS.values():
        if reader.hosts and address.under(*reader.hosts) is not None:
            known = True
            if found := reader.parse(address):
                return found
    if found := pinterest.parse(address):
        return found
    if known or platform_of(address.host) != PERSONAL_WEBSITE or "." not in address.host:
        return None
    if address.path[1:] and not _OF_THE_FEDIVERSE.fullmatch(address.path[1]):
        return None  # a story on a host nobody knows: what was named is looked at, and nothing in its place
    return mastodon.parse(address)  # a host nobody knows, with /@name: its form speaks for the fediverse


def is_platforms(url: str) -> bool:
    """Whether an address is on a platform's own host, profile or not: a short link may end at its door."""
    return _on_host(url) is not None


def _on_host(url: str) -> Reader | None:
    address = address_of(url)
    if address is None:
        return None
    return next((one for one in READERS.values() if one.hosts and address.under(*one.hosts) is not None), None)


def can_go_further(url: str) -> bool:
    """Whether more pages of results may be asked for at this address. A site nobody knows may run on WordPress."""
    profile = profile_of(url)
    return profile is None or READERS[profile.platform].goes_further


def may_ask(profile: Profile, ask: Ask) -> bool:
    """Whether an address is one of the platform's own documented hosts. Held again where the session asks."""
    address = address_of(ask.url)
    return address is not None and address.origin in READERS[profile.platform].origins(profile)


def read_platform(profile: Profile | None, ask: Ask | None, body: Body) -> Told:
    """Read what came back: the page itself where there is no `ask`, else that answer."""
    if profile is None:
        return _recognise(body)
    reader = READERS[profile.platform]
    return reader.page(profile, body) if ask is None else reader.read(profile, ask, body)


def _recognise(body: Body) -> Told:
    """What a page says of itself, whose address named no profile: on a platform's own host, whether it is its wall.

    Elsewhere WordPress by its API link, and its rel=me links.
    """
    if (reader := _on_host(body.url)) is not None:
        return Told(wall=reader.page(Profile(reader.id, "", body.url, sure=False), body).wall)
    here = Profile(PERSONAL_WEBSITE, origin_of(body.url), body.url, sure=False)
    other = personal.page(here, body)
    told = wordpress.page(here, body)
    return Told(
        asks=told.asks,
        proof=told.proof,
        recognised=told.recognised,
        notes=other.notes,
        elsewhere=other.elsewhere,
        me=other.me,
    )
