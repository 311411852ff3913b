"""Facebook: a preview card or a login form; Pages show more than people do.

`CometErrorRoot.react` marks a temporary block, `/login` a wall (gallery-dl `facebook.py`).
"""

from __future__ import annotations

import re
from typing import Final

from selfcheck.model import Outcome
from selfcheck.platforms.common.cards import card_reader
from selfcheck.platforms.common.model import Address, Profile, Reader, followed_by, handle_in, one_of, post_at

_USER: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{3,62})")
_NUMBER: Final = re.compile(r"[0-9]{2,20}")
_POST_ID: Final = re.compile(r"[A-Za-z0-9]{1,100}")
_post_in_path: Final = post_at(r"[^/]+/(?:posts|photos|videos|reel)/.+")
_OWN_PAGES: Final = one_of("fundraisers l.php memories sharer tr ufi")
_PARTS: Final = one_of(
    "posts photos photos_by photos_of photos_albums photos_stream photos_tagged about about_overview videos reels reel "
    "friends friends_all followers following likes map_view events groups sports music movies tv books notes reviews "
    "mentions community photo_albums albums media_set timeline"
)


def parse(address: Address) -> Profile | None:
    """`facebook.com/you` and what lies under it, `profile.php?id=`, `/people/Name/ID`, `story.php?…id=`.

    A share link (`/share/…`, `fb.me/…`, `fb.watch/…`) names no one before it is opened.
    """
    before = address.under("facebook.com", "fb.com")
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
    if _NUMBER.fullmatch(user) and followed_by(path, 0, _PARTS):
        return Profile("facebook", user, f"https://www.facebook.com/profile.php?id={user}")
    user = user.lower()
    if not user or "@" in path[0] or not followed_by(path, 0, _PARTS):
        return None
    return Profile("facebook", user, f"https://www.facebook.com/{user}")


def _post(address: Address) -> str:
    """A post by its path, or `story.php?story_fbid=…&id=…`, where the query says which."""
    number, owner = address.value("story_fbid"), address.value("id")
    if address.path[:1] in {("story.php",), ("permalink.php",)} and _POST_ID.fullmatch(number):
        return f"https://{address.host}/{address.path[0]}?story_fbid={number}&id={owner}"
    return _post_in_path(address)


def _wall(text: str, title: str, url: str) -> Outcome | None:
    if re.search(r"facebook\.com/(?:login|checkpoint)", url):
        return Outcome.LOGIN_WALL
    if "CometErrorRoot.react" in text:
        return Outcome.RATE_LIMITED
    return None


READER: Final = Reader(
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
    post_in=_post,
    page=card_reader("Facebook: preview card", _wall),
)
