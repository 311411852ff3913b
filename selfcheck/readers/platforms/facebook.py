"""Facebook: a preview card or a login form; Pages show more than people do.

`CometErrorRoot.react` marks a temporary block, `/login` a wall (gallery-dl `facebook.py`).
"""

from __future__ import annotations

import re
from typing import Final

from selfcheck.model import Outcome
from selfcheck.readers.platforms.base import Address, Profile, Reader, handle_in
from selfcheck.readers.platforms.cards import card_reader, is_door

_USER: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{3,62})")
_NUMBER: Final = re.compile(r"[0-9]{2,20}")
_OWN_PAGES: Final = frozenset(
    [
        "friends",
        "media",
        "about",
        "ads",
        "business",
        "checkpoint",
        "events",
        "gaming",
        "groups",
        "hashtag",
        "help",
        "home.php",
        "l.php",
        "legal",
        "login",
        "login.php",
        "marketplace",
        "messages",
        "notes",
        "notifications",
        "pages",
        "people",
        "permalink.php",
        "photo",
        "photo.php",
        "photos",
        "policies",
        "privacy",
        "profile.php",
        "public",
        "recover",
        "reel",
        "settings",
        "share",
        "sharer",
        "sharer.php",
        "stories",
        "story.php",
        "terms",
        "video",
        "video.php",
        "videos",
        "watch",
    ]
)


def parse(address: Address) -> Profile | None:
    """`facebook.com/you` and what lies under it, `profile.php?id=`, `/people/Name/ID`, `story.php?…id=`."""
    before = address.under("facebook.com", "fb.com", "fb.me")
    if before is None or not re.fullmatch(r"|www|m|mbasic|web|touch|mobile|[a-z]{2}-[a-z]{2}", before):
        return None
    path = address.path
    number = ""
    if path[:1] in {("profile.php",), ("story.php",), ("permalink.php",)}:
        number = address.value("id")
    elif path[:1] == ("people",) and len(path) > 2:
        number = path[2]
    if _NUMBER.fullmatch(number):
        return Profile("facebook", number, f"https://www.facebook.com/profile.php?id={number}")
    user = handle_in(path, 0, _USER, _OWN_PAGES)
    if _NUMBER.fullmatch(user):
        return Profile("facebook", user, f"https://www.facebook.com/profile.php?id={user}")
    user = user.lower()
    return Profile("facebook", user, f"https://www.facebook.com/{user}") if user and "@" not in path[0] else None


def _wall(text: str, title: str, url: str) -> Outcome | None:
    if re.search(r"facebook\.com/(?:login|checkpoint)", url):
        return Outcome.LOGIN_WALL
    if "CometErrorRoot.react" in text:
        return Outcome.RATE_LIMITED
    return Outcome.LOGIN_WALL if is_door(title, "facebook") else None


READER: Final = Reader(
    id="facebook",
    steps="facebook",
    hosts=("facebook.com", "fb.com", "fb.me"),
    forms=(
        "facebook.com/you",
        "m.facebook.com/you",
        "facebook.com/you/photos",
        "facebook.com/you/posts/POST",
        "facebook.com/profile.php?id=NUMBER",
        "facebook.com/people/Name/NUMBER",
        "facebook.com/story.php?story_fbid=POST&id=NUMBER",
        "fb.com/you",
    ),
    confidence="medium",
    source="https://github.com/mikf/gallery-dl",
    parse=parse,
    page=card_reader("Facebook: preview card", _wall),
)
