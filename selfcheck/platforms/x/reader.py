"""X: an almost empty page for most programs, a preview card for some. Nothing is open without a key."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.platforms.common.cards import card_reader, no_wall
from selfcheck.platforms.common.model import Address, Profile, Reader, followed_by, handle_in, one_of

_USER: Final = re.compile(r"[A-Za-z0-9_]{1,15}")
_POST: Final = re.compile(r"(?:status|statuses|article)/[0-9]+")
_OWN_PAGES: Final = one_of("grok hashtag logged_out premium_sign_up spaces who_to_follow")
_PARTS: Final = one_of(
    "status statuses media with_replies likes highlights article articles photo header_photo followers following "
    "verified_followers followers_you_follow lists moments topics superfollows affiliates communities"
)


def parse(address: Address) -> Profile | None:
    """`x.com/you`, `twitter.com/you/status/…`, `intent/user?screen_name=you`."""
    if address.under("x.com", "twitter.com") not in {"", "www", "m", "mobile"}:
        return None
    path = address.path
    if path[:2] in {("intent", "user"), ("intent", "follow")}:
        path = (f"@{address.value('screen_name').removeprefix('@')}",)
    user = handle_in(path, 0, _USER, _OWN_PAGES).lower()
    return Profile("x", user, f"https://x.com/{user}") if user and followed_by(path, 0, _PARTS) else None


def _post(address: Address) -> str:
    """A post in the one form it is asked for, whichever host and whichever of its pictures was named."""
    profile, path = parse(address), address.path
    if profile is None or len(path) < 3 or not _POST.fullmatch(f"{path[1]}/{path[2]}".lower()):
        return ""
    return f"{profile.url}/{'article' if path[1].lower() == 'article' else 'status'}/{path[2]}"


READER: Final = Reader(
    forms=(
        "x.com/you",
        "x.com/you/status/POST",
        "x.com/you/media",
        "twitter.com/you",
        "twitter.com/you/status/POST",
        "mobile.twitter.com/you",
        "twitter.com/intent/user?screen_name=you",
    ),
    confidence="medium",
    source="https://github.com/soxoj/maigret",
    parse=parse,
    post_in=_post,
    page=card_reader("X: preview card", no_wall),
)
