"""Downloads that hold lists and few or no pictures: LinkedIn, Reddit, Pinterest. Pure.

Their pictures are named by an address. Nothing is fetched.
"""

from __future__ import annotations

import re
from typing import Any, Final

from selfcheck.model import Role
from selfcheck.readers.archives.lists import Found, Kind, Shown, pattern, rows, tags_of, text, when
from selfcheck.readers.archives.names import is_picture, is_video

_OPEN: Final = frozenset({"public", "everyone", "anyone", "모두"})
_CLOSED: Final = frozenset({"private", "only me", "only you", "friends", "followers", "connections", "나만", "친구"})


def audience(word: Any) -> bool | None:
    """The word for who can see a post; None for one that is not known here."""
    said = text(word).strip().lower()
    return True if said in _OPEN else False if said in _CLOSED else None


def links_to_picture(address: str) -> bool:
    """Whether an address ends as that of a picture does."""
    return is_picture(address.partition("?")[0])


# LinkedIn (file names: d3i-infra/data-donation-task).
def _read_linkedin(path: str, data: bytes, found: Found) -> None:
    where = path.rpartition("/")[2]
    for row in rows(data):
        if where.lower() == "profile.csv":
            name = f"{row.get('first name', '')} {row.get('last name', '')}".strip()
            found.call(name)
            continue
        link = row.get("media link") or row.get("mediaurl") or ""
        said = row.get("media description") or row.get("sharecommentary") or ""
        found.add(
            Shown(
                link=link.strip(),
                caption=said[:2000],
                posted=when(row.get("date/time") or row.get("date")),
                role=Role.AVATAR if "profile photo" in said.lower() else Role.POST,
                # MEMBER_NETWORK is not told to mean one thing or the other.
                public=audience(row.get("visibility")),
                found_in=where,
                video=is_video(link.partition("?")[0]),
            )
        )


LINKEDIN: Final = Kind(
    id="linkedin",
    name="LinkedIn",
    platform="linkedin",
    marks=pattern(r"/Rich[_ ]Media\.csv$|/Email Addresses\.csv$|/Shares\.csv$"),
    lists=pattern(r"/(?:Profile|Rich[_ ]Media|Shares)\.csv$"),
    read=_read_linkedin,
)


# Reddit: posts.csv with id, permalink, date, ip, subreddit, gildings, title, url, body.
def _read_reddit(path: str, data: bytes, found: Found) -> None:
    for row in rows(data):
        link = (row.get("url") or "").strip()
        if links_to_picture(link) or is_video(link):
            found.add(
                Shown(
                    link=link,
                    caption=(row.get("title") or "")[:2000],
                    posted=when(row.get("date")),
                    found_in="posts.csv",
                    video=is_video(link),
                )
            )


REDDIT: Final = Kind(
    id="reddit",
    name="Reddit",
    platform="reddit",
    marks=pattern(r"/(?:subscribed_subreddits|post_votes|comment_headers|post_headers|account_gender)\.csv$"),
    lists=pattern(r"/posts\.csv$"),
    read=_read_reddit,
)


# Pinterest: pages of its own making; pictures are on its picture host. General knowledge.
def _read_pinterest(path: str, data: bytes, found: Found) -> None:
    where = path.rpartition("/")[2]
    for tag in tags_of(data):
        for address in (tag.attributes.get("src", ""), tag.attributes.get("href", ""), tag.text):
            if re.match(r"https://i\.pinimg\.com/\S+$", address):
                found.add(Shown(link=address, found_in=where))


PINTEREST: Final = Kind(
    id="pinterest",
    name="Pinterest",
    platform="pinterest",
    marks=pattern(r"/[^/]*pinterest[^/]*\.html$|(?P<root>/pinterest[^/]*)/.*\.html$"),
    lists=pattern(r"\.html$"),
    read=_read_pinterest,
)
