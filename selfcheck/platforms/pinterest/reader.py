"""Pinterest: a profile page, and a feed of the newest pins. Pins are often pictures of others."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.model import Note, Outcome
from selfcheck.platforms.common.cards import card_reader
from selfcheck.platforms.common.feeds import feed_told
from selfcheck.platforms.common.model import (
    Address,
    Ask,
    Body,
    PlatformReading,
    Profile,
    Reader,
    at,
    handle_in,
    one_of,
    post_at,
)

_HOST: Final = re.compile(r"(?:(?:www|m|[a-z]{2})\.)?pinterest\.(?:com|[a-z]{2}|com?\.[a-z]{2})")
_USER: Final = re.compile(r"[A-Za-z0-9_]{3,30}")
_OWN_PAGES: Final = one_of(
    "_created _saved _tools business-hub content-creation convert-business domain history news_hub pin-builder "
    "resource shop shopping story-pin-builder v3 website"
)
_ORIGIN: Final = "https://www.pinterest.com"
_FEED: Final = "Pinterest feed"


def parse(address: Address) -> Profile | None:
    """`pinterest.com/you` on every country's host, with a board or tab behind it."""
    if not _HOST.fullmatch(address.host):
        return None
    user = handle_in(address.path, 0, _USER, _OWN_PAGES).lower()
    return Profile("pinterest", user, f"{_ORIGIN}/{user}/") if user else None


def asks(profile: Profile) -> tuple[Ask, ...]:
    """The feed of newest pins."""
    return (Ask(_FEED, f"{_ORIGIN}/{profile.handle}/feed.rss", "feed"),)


def read(profile: Profile, ask: Ask, body: Body) -> PlatformReading:
    """The feed. A pin may show anyone."""
    told = feed_told(ask, body)
    return PlatformReading(told.photos, notes=(*told.notes, Note.SAVED_PICTURES) if told.photos else told.notes)


def _wall(text: str, title: str, url: str) -> Outcome | None:
    """A page that is gone leads to the front page, which is asked to say so."""
    return Outcome.NOT_FOUND if "show_error=true" in url.partition("?")[2] else None


READER: Final = Reader(
    forms=(
        "pinterest.com/you",
        "pinterest.co.kr/you",
        "kr.pinterest.com/you",
        "pinterest.com/you/board",
        "pinterest.com/you/_saved",
        "pinterest.com/you/_created",
    ),
    confidence="medium",
    source="https://github.com/mikf/gallery-dl",
    parse=parse,
    asks=asks,
    origins=at(_ORIGIN),  # the site itself
    read=read,
    page=card_reader("Pinterest: preview card", _wall),
    post_in=post_at(r"[^/]+/(?!_)[^/]+(?:/.*)?"),
)
