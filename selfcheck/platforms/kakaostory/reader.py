"""KakaoStory: an almost empty page with a preview card. General knowledge, not confirmed."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.platforms.common.cards import card_reader, no_wall
from selfcheck.platforms.common.model import Address, Profile, Reader, handle_in, one_of, post_at

_USER: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{1,38}")
_OWN_PAGES: Final = one_of("ch hashtag story stories kakaostory")


def parse(address: Address) -> Profile | None:
    """`story.kakao.com/you` and its posts; `/ch/channel` is a channel."""
    if address.under("story.kakao.com", "story.kakao.co.kr") not in {"", "m"}:
        return None
    if address.path[:1] == ("ch",):
        channel = handle_in(address.path, 1, _USER)
        return Profile("kakaostory", f"ch/{channel}", f"https://story.kakao.com/ch/{channel}") if channel else None
    user = handle_in(address.path, 0, _USER, _OWN_PAGES)
    return Profile("kakaostory", user, f"https://story.kakao.com/{user}") if user else None


READER: Final = Reader(
    forms=(
        "story.kakao.com/you",
        "m.story.kakao.com/you",
        "story.kakao.com/you/POST",
        "story.kakao.com/_ID",
        "story.kakao.com/ch/CHANNEL",
        "story.kakao.com/ch/CHANNEL/feed",
    ),
    confidence="low",
    source="",
    parse=parse,
    post_in=post_at(r"(?!ch/)[^/]+/[A-Za-z0-9_-]{4,}|ch/[^/]+/(?!feed$|app$|info$)[A-Za-z0-9_-]{4,}"),
    page=card_reader("KakaoStory: preview card", no_wall),
)
