"""YouTube: avatar and banner stand in the page; a channel's newest videos in a public feed.

The feed by channel id: https://developers.google.com/youtube/v3/guides/push_notifications. The id of a handle stands
in the page's own data. In some countries a consent page comes first.
"""

from __future__ import annotations

import re
from typing import Final

from selfcheck.model import Outcome, Role
from selfcheck.platforms.common.facts import known_sites
from selfcheck.platforms.common.feeds import feed_told
from selfcheck.platforms.common.markup import card_picture
from selfcheck.platforms.common.model import (
    Address,
    Ask,
    Body,
    PlatformReading,
    Profile,
    Reader,
    at,
    picture,
    quoted,
    text_of,
)

_CHANNEL: Final = re.compile(r"UC[A-Za-z0-9_-]{22}")
_NAME: Final = re.compile(r"\w[\w.·-]{0,98}")
_ID_IN_PAGE: Final = re.compile(r'(?:"externalId"\s*:\s*"|/channel/|channel_id=)(UC[A-Za-z0-9_-]{22})\b')
_ORIGIN: Final = "https://www.youtube.com"
_CONSENT_FORM: Final = 'action="https://consent.youtube.com/save"'
_FEED: Final = "YouTube feed"


def parse(address: Address) -> Profile | None:
    """`/@you`, `/channel/ID`, `/c/you`, `/user/you`, with a tab behind it. A video names no channel."""
    before = address.under("youtube.com")
    if before is None or not re.fullmatch(r"|www|m|music|gaming|[a-z]{2}", before) or not address.path:
        return None
    kind, *rest = address.path
    if kind.startswith("@") and _NAME.fullmatch(kind[1:]):
        handle = "@" + kind[1:].lower()
        return Profile("youtube", handle, f"{_ORIGIN}/{quoted(handle)}")
    if kind == "channel" and rest and _CHANNEL.fullmatch(rest[0]):
        return Profile("youtube", rest[0], f"{_ORIGIN}/channel/{rest[0]}")
    if kind in {"c", "user"} and rest and _NAME.fullmatch(rest[0]):
        return Profile("youtube", f"{kind}/{rest[0]}", f"{_ORIGIN}/{kind}/{quoted(rest[0])}")
    return None


def _feed_of(channel: str) -> tuple[Ask, ...]:
    return (Ask(_FEED, f"{_ORIGIN}/feeds/videos.xml?channel_id={channel}", "feed"),)


def asks(profile: Profile) -> tuple[Ask, ...]:
    """The feed, where the address holds the channel's id."""
    return _feed_of(profile.handle) if _CHANNEL.fullmatch(profile.handle) else ()


def page(profile: Profile, body: Body) -> PlatformReading:
    """The channel's picture, and the feed by the id that stands in the page."""
    text = text_of(body)
    if "consent.youtube.com" in body.url or _CONSENT_FORM in text:  # the form stands on the channel's address, too
        return PlatformReading(wall=Outcome.CONSENT_WALL)
    card = card_picture(text)
    own = known_sites().is_own_picture(card)
    photos = () if own else tuple(picture(body.url, Role.AVATAR, "YouTube: preview card", [card]))
    found = None if asks(profile) else _ID_IN_PAGE.search(text)
    return PlatformReading(photos, asks=_feed_of(found[1]) if found else ())


def read(profile: Profile, ask: Ask, body: Body) -> PlatformReading:
    """The feed's thumbnails."""
    return feed_told(ask, body)


READER: Final = Reader(
    forms=(
        "youtube.com/@you",
        "youtube.com/@you/videos",
        "m.youtube.com/@you",
        "youtube.com/channel/ID",
        "music.youtube.com/channel/ID",
        "youtube.com/c/you",
        "youtube.com/user/you",
    ),
    confidence="high",
    source="https://developers.google.com/youtube/v3/guides/push_notifications",
    parse=parse,
    asks=asks,
    origins=at(_ORIGIN),  # the site of the feeds
    read=read,
    page=page,
)
