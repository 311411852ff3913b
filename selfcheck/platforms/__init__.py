"""All platform readers, and the questions the rest of the program asks of them. Pure; one folder a platform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module

from selfcheck.model import Outcome
from selfcheck.platforms.common.facts import platform_of, site_facts, with_module
from selfcheck.platforms.common.model import Address, Ask, Body, PlatformReading, Profile, Reader, address_of, origin_of
from selfcheck.readers.pages.sites import PERSONAL_WEBSITE

__all__ = [
    "Ask",
    "Body",
    "PlatformReading",
    "Profile",
    "Reader",
    "can_go_further",
    "has_reader",
    "is_front_page",
    "may_ask",
    "post_of",
    "profile_of",
    "profile_shown_at",
    "read_platform",
    "readers",
]


@cache
def readers() -> Mapping[str, Reader]:
    """All readers by id, in the order in which they are tried and listed. They are loaded at first use."""
    found = {}
    for folder in with_module("reader", "order"):
        facts = site_facts()[folder]
        reader: Reader = import_module(f"{__name__}.{folder}.reader").READER
        found[facts.id] = replace(reader, id=facts.id, steps=facts.steps, hosts=facts.hosts)
    return found


def profile_of(url: str) -> Profile | None:
    """The profile an address belongs to, in its one form; None for what names no profile. Never raises."""
    address = address_of(url)
    if address is None:
        return None
    asked = _readers_of(address)
    if not asked and platform_of(address.host) == PERSONAL_WEBSITE and "." in address.host:
        asked = [reader for reader in readers().values() if reader.on_any_host]
    return next(filter(None, (reader.parse(address) for reader in asked)), None)


def _readers_of(address: Address) -> list[Reader]:
    """The readers that know the host of an address. A site with a host for each country is known by its name alone."""
    every = readers().values()
    known = [reader for reader in every if address.under(*reader.hosts) is not None]
    return known or [reader for reader in every if address.in_some_country(*reader.hosts)]


def post_of(url: str) -> str:
    """The post or page of a profile that an address names, in the form it is asked for; "" for all others."""
    address, profile = address_of(url), profile_of(url)
    if address is None or profile is None or not profile.sure:
        return ""
    post = readers()[profile.platform].post_in(address)
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
        return readers()[profile.platform] if profile.sure else None
    return next(iter(_readers_of(address)), None)


def can_go_further(url: str) -> bool:
    """Whether more pages of results may be asked for at this address. A site nobody knows may have some."""
    profile = profile_of(url)
    return profile is None or readers()[profile.platform].goes_further


def may_ask(profile: Profile, ask: Ask) -> bool:
    """Whether an address is one of the platform's own documented hosts. Held again where the session asks."""
    address = address_of(ask.url)
    return address is not None and address.origin in readers()[profile.platform].origins(profile)


def read_platform(profile: Profile | None, ask: Ask | None, body: Body) -> PlatformReading:
    """Read what came back: the page itself where there is no `ask`, else that answer.

    A page without a `profile` (a share link, a post, a site nobody knows) is read by where it came from in the end.
    """
    if profile is None:
        there = _reader_at(body.url)
        return _recognise(body) if there is None else _at_its_end(there, body)
    reader = readers()[profile.platform]
    if ask is not None:
        return reader.read(profile, ask, body)
    told = reader.page(profile, body)
    there = _reader_at(body.url)  # it may have led to another platform's door
    if told.wall is None and there is not None and there is not reader:
        return replace(told, wall=_at_its_end(there, body).wall)
    return told


def _at_its_end(reader: Reader, body: Body) -> PlatformReading:
    """What a platform's reader says of a page that is no profile by its address, or was led to from elsewhere.

    Only of a profile's own page it is known whose picture its card shows, and whether it is a private account's.
    """
    profile = profile_of(body.url)
    told = reader.page(profile or Profile(reader.id, "", body.url), body)
    if profile is not None and not post_of(body.url):
        return PlatformReading(told.photos, wall=told.wall, notes=told.notes, elsewhere=told.elsewhere)
    return PlatformReading(wall=told.wall if told.wall is not Outcome.PRIVATE else None)


def _recognise(body: Body) -> PlatformReading:
    """What a page of a site nobody knows says of itself: which software it runs on, and its owner's other pages."""
    here = Profile(PERSONAL_WEBSITE, origin_of(body.url), body.url, sure=False)
    answers = [reader.page(here, body) for reader in readers().values() if reader.page_signs]
    software = next((told for told in answers if told.recognised), PlatformReading())
    return PlatformReading(
        asks=software.asks,
        proof=software.proof,
        recognised=software.recognised,
        notes=tuple(note for told in answers for note in told.notes),
        elsewhere=tuple(url for told in answers for url in told.elsewhere),
        me=tuple(url for told in answers for url in told.me),
    )
