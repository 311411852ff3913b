"""Feeds and pages that a platform serves to anyone, read by the readers there are, told under the platform's name."""

from __future__ import annotations

from dataclasses import replace

from selfcheck.model import Note, PageReading, PhotoRef, Role
from selfcheck.platforms.common.facts import known_sites
from selfcheck.platforms.common.model import Ask, Body, PlatformReading


def feed_told(ask: Ask, body: Body) -> PlatformReading:
    """The photos of a feed; none where it is no feed. A feed holds the newest posts, never all for certain."""
    from selfcheck.readers.pages.feeds import read_feed  # late: addresses are read without a parser at hand

    reading = read_feed(body.data, body.content_type, body.url, known_sites())
    if not isinstance(reading, PageReading):
        return PlatformReading()
    return PlatformReading(
        _named(reading.photos, ask.name), notes=(Note.NEWEST_ONLY,) if has_entries(body.data) else ()
    )


def has_entries(feed: bytes) -> bool:
    """Whether there is any post in a feed."""
    return any(sign in feed for sign in (b"<item", b"<entry", b'"items"'))


def page_told(ask: Ask, body: Body) -> PlatformReading:
    """The photos of a page of the platform; the wall it is, if it is one."""
    from selfcheck.readers.pages.html import read_page

    reading = read_page(body.data, body.content_type, ask.url, body.url, sites=known_sites())
    if not isinstance(reading, PageReading):
        return PlatformReading()
    return PlatformReading(_named(reading.photos, ask.name), wall=reading.wall)


def _named(photos: tuple[PhotoRef, ...], name: str) -> tuple[PhotoRef, ...]:
    return tuple(
        replace(ref, found_in=f"{name}: {ref.found_in}"[:60], role=ref.role)
        for ref in photos
        if ref.role is not Role.ICON
    )
