"""TikTok: the page carries the profile picture in its data; at times a challenge page (gallery-dl `tiktok.py`)."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.model import Outcome
from selfcheck.platforms.common.cards import card_reader
from selfcheck.platforms.common.markup import is_flagged
from selfcheck.platforms.common.model import Address, Profile, Reader, address_of, handle_in, post_at

_USER: Final = re.compile(r"[A-Za-z0-9_.]{1,24}")


def parse(address: Address) -> Profile | None:
    """`tiktok.com/@you` and its videos. A short link (vm.tiktok.com) names no one before it is opened."""
    if address.under("tiktok.com") not in {"", "www", "m"} or not address.path or not address.path[0].startswith("@"):
        return None
    user = handle_in(address.path, 0, _USER).lower()
    if not user.strip("."):
        return None
    return Profile("tiktok", user, f"https://www.tiktok.com/@{user}")


def _wall(text: str, title: str, url: str) -> Outcome | None:
    if re.search(r"tiktok\.com/login", url):
        return Outcome.LOGIN_WALL
    if "tiktok-verify-page" in text:
        return Outcome.CAPTCHA_WALL
    if re.search(r'"webapp\.user-detail"\s*:\s*\{[^{}]{0,200}"statusCode"\s*:\s*(?:10202|10221)\b', text):
        return Outcome.NOT_FOUND  # no such account, or one that was closed
    address = address_of(url)
    profile = parse(address) if address else None
    if profile is not None and is_flagged(text, "privateAccount", "uniqueId", profile.handle):
        return Outcome.PRIVATE
    return None


READER: Final = Reader(
    forms=(
        "tiktok.com/@you",
        "tiktok.com/@you?lang=…",
        "m.tiktok.com/@you",
        "tiktok.com/@you/video/NUMBER",
        "tiktok.com/@you/photo/NUMBER",
        "www.tiktok.com/@you",
    ),
    confidence="medium",
    source="https://github.com/mikf/gallery-dl",
    parse=parse,
    post_in=post_at(r"@[^/]+/(?:video|photo)/[0-9]+"),
    page=card_reader("TikTok: preview card", _wall),
)
