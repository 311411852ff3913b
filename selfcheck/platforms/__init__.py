"""All platform readers, and the four questions the rest of the program asks of them. Pure; one file a platform."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from selfcheck.model import Outcome
from selfcheck.platforms.bluesky import reader as bluesky
from selfcheck.platforms.common.reader import Ask, Body, Note, Profile, Reader, Told, address_of, origin_of
from selfcheck.platforms.discord import reader as discord
from selfcheck.platforms.facebook import reader as facebook
from selfcheck.platforms.flickr import reader as flickr
from selfcheck.platforms.github import reader as github
from selfcheck.platforms.gravatar import reader as gravatar
from selfcheck.platforms.instagram import reader as instagram
from selfcheck.platforms.kakaostory import reader as kakaostory
from selfcheck.platforms.linkedin import reader as linkedin
from selfcheck.platforms.linktree import reader as linktree
from selfcheck.platforms.mastodon import reader as mastodon
from selfcheck.platforms.medium import reader as medium
from selfcheck.platforms.naver_blog import reader as naver_blog
from selfcheck.platforms.personal_website import reader as personal
from selfcheck.platforms.pinterest import reader as pinterest
from selfcheck.platforms.pixelfed import reader as pixelfed
from selfcheck.platforms.reddit import reader as reddit
from selfcheck.platforms.snapchat import reader as snapchat
from selfcheck.platforms.telegram import reader as telegram
from selfcheck.platforms.threads import reader as threads
from selfcheck.platforms.tiktok import reader as tiktok
from selfcheck.platforms.tistory import reader as tistory
from selfcheck.platforms.tumblr import reader as tumblr
from selfcheck.platforms.vsco import reader as vsco
from selfcheck.platforms.wordpress import reader as wordpress
from selfcheck.platforms.x import reader as x
from selfcheck.platforms.youtube import reader as youtube
from selfcheck.readers.pages.sites import PERSONAL_WEBSITE, platform_of

__all__ = [
    "READERS",
    "Ask",
    "Body",
    "Note",
    "Profile",
    "Reader",
    "Told",
    "can_go_further",
    "has_reader",
    "is_front_page",
    "may_ask",
    "post_of",
    "profile_of",
    "profile_shown_at",
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
    return mastodon.parse(address)  # a host nobody knows, with /@name: its form speaks for the fediverse


def post_of(url: str) -> str:
    """The post or page of a profile that an address names, in the form it is asked for; "" for all others."""
    address, profile = address_of(url), profile_of(url)
    if address is None or profile is None or not profile.sure:
        return ""
    post = READERS[profile.platform].post_in(address)
    return post if post != profile.url else ""


def profile_shown_at(url: str) -> Profile | None:
    """The profile that a page is, where it is one. A post belongs to a profile, and is not it."""
    return None if post_of(url) == url else profile_of(url)


def is_front_page(url: str) -> bool:
    """Whether this is the front page of a platform, which shows nobody's profile."""
    address = address_of(url)
    return address is not None and not address.path and _reader_at(url) is not None and profile_of(url) is None


def has_reader(url: str) -> bool:
    """Whether a platform's reader knows pages at this address, be they a profile or not."""
    return _reader_at(url) is not None


def _reader_at(url: str) -> Reader | None:
    address = address_of(url)
    if address is None:
        return None
    if profile := profile_of(url):
        return READERS[profile.platform] if profile.sure else None
    known = (reader for reader in READERS.values() if reader.hosts and address.under(*reader.hosts) is not None)
    return next(known, None) or (READERS["pinterest"] if platform_of(address.host) == "pinterest" else None)


def can_go_further(url: str) -> bool:
    """Whether more pages of results may be asked for at this address. A site nobody knows may run on WordPress."""
    profile = profile_of(url)
    return profile is None or READERS[profile.platform].goes_further


def may_ask(profile: Profile, ask: Ask) -> bool:
    """Whether an address is one of the platform's own documented hosts. Held again where the session asks."""
    address = address_of(ask.url)
    return address is not None and address.origin in READERS[profile.platform].origins(profile)


def read_platform(profile: Profile | None, ask: Ask | None, body: Body) -> Told:
    """Read what came back: the page itself where there is no `ask`, else that answer.

    A page without a `profile` (a share link, a post, a site nobody knows) is read by where it came from in the end.
    """
    if profile is None:
        there = _reader_at(body.url)
        return _recognise(body) if there is None else _at_its_end(there, body)
    reader = READERS[profile.platform]
    if ask is not None:
        return reader.read(profile, ask, body)
    told = reader.page(profile, body)
    there = _reader_at(body.url)  # it may have led to another platform's door
    if told.wall is None and there is not None and there is not reader:
        return replace(told, wall=_at_its_end(there, body).wall)
    return told


def _at_its_end(reader: Reader, body: Body) -> Told:
    """What a platform's reader says of a page that is no profile by its address, or was led to from elsewhere.

    Only of a profile's own page it is known whose picture its card shows, and whether it is a private account's.
    """
    profile = profile_of(body.url)
    told = reader.page(profile or Profile(reader.id, "", body.url), body)
    if profile is not None and not post_of(body.url):
        return Told(told.photos, wall=told.wall, notes=told.notes, elsewhere=told.elsewhere)
    return Told(wall=told.wall if told.wall is not Outcome.PRIVATE else None)


def _recognise(body: Body) -> Told:
    """What a page of a site nobody knows says of itself: WordPress by its API link, and its rel=me links."""
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
