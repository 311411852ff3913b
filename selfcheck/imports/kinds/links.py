"""Downloads that hold lists and few or no pictures: TikTok, LinkedIn, Reddit, Pinterest, Snapchat. Pure.

Their pictures are named by an address, or lie in one folder. Nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, Final

from selfcheck.imports.kinds.base import Found, Kind, Shown, decoded, items, mapping, rows, tags_of, text, when
from selfcheck.imports.names import is_picture, is_video
from selfcheck.model import Role

_OPEN: Final = frozenset({"public", "everyone", "anyone", "모두"})
_CLOSED: Final = frozenset({"private", "only me", "only you", "friends", "followers", "connections", "나만", "친구"})


def audience(word: Any) -> bool | None:
    """The word for who can see a post; None for one that is not known here."""
    said = text(word).strip().lower()
    return True if said in _OPEN else False if said in _CLOSED else None


def _is_link_to_picture(address: str) -> bool:
    return is_picture(address.partition("?")[0])


# TikTok (d3i-infra/data-donation-task; the key of the list of posts is general knowledge).
_POSTS: Final = frozenset({"video", "videos", "post", "posts"})


def _read_tiktok(path: str, data: bytes, found: Found) -> None:
    where = path.rpartition("/")[2]
    for keys, value in _objects(decoded(data), ()):
        if "ProfileMap" in value:
            profile = mapping(value["ProfileMap"])
            found.call(profile.get("userName"), profile.get("nickName"))
            for key in ("profilePhoto", "avatar"):
                found.add(Shown(link=text(profile.get(key)), role=Role.AVATAR, found_in=where))
        if keys and keys[-1].lower() in _POSTS:
            for post in items(value.get("VideoList")):
                _add_tiktok(mapping(post), where, found)


def _add_tiktok(post: Any, where: str, found: Found) -> None:
    """A post's `Link` holds one address a line. A post of pictures ends in the endings of pictures."""
    for line in text(post.get("Link") or post.get("link")).split()[:40]:
        found.add(
            Shown(
                link=line,
                caption=text(post.get("Title")),
                posted=when(text(post.get("Date") or post.get("date"))),
                placed=bool(text(post.get("Location")).strip()),
                public=audience(post.get("WhoCanView")),
                found_in=where,
                video=not _is_link_to_picture(line),
            )
        )


def _objects(value: Any, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every object above the lists, with the keys that lead to it."""
    if isinstance(value, dict) and len(keys) < 8:
        yield keys, value
        for key, part in value.items():
            yield from _objects(part, (*keys, key))


TIKTOK: Final = Kind(
    id="tiktok",
    name="TikTok",
    platform="tiktok",
    marks=re.compile(r"/user_data(?:_tiktok)?\.json$"),
    lists=re.compile(r"/user_data(?:_tiktok)?\.json$"),
    read=_read_tiktok,
    private=re.compile(r"/direct messages?/", re.IGNORECASE),
)


# LinkedIn (file names: d3i-infra/data-donation-task).
def _read_linkedin(path: str, data: bytes, found: Found) -> None:
    where = path.rpartition("/")[2]
    for row in rows(data):
        if where == "Profile.csv":
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
    marks=re.compile(r"/Rich[_ ]Media\.csv$|/Email Addresses\.csv$|/Shares\.csv$"),
    lists=re.compile(r"/(?:Profile|Rich[_ ]Media|Shares)\.csv$"),
    read=_read_linkedin,
)


# Reddit: posts.csv with id, permalink, date, ip, subreddit, gildings, title, url, body.
def _read_reddit(path: str, data: bytes, found: Found) -> None:
    for row in rows(data):
        link = (row.get("url") or "").strip()
        if _is_link_to_picture(link) or is_video(link):
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
    marks=re.compile(r"/(?:subscribed_subreddits|post_votes|comment_headers|post_headers|account_gender)\.csv$"),
    lists=re.compile(r"/posts\.csv$"),
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
    marks=re.compile(r"pinterest[^/]*\.html$|/pinterest[^/]*/.*\.html$", re.IGNORECASE),
    lists=re.compile(r"\.html$"),
    read=_read_pinterest,
)


# Snapchat (XRTce/snapchat-takeout): memories are the person's own album; what was sent in chats is not looked at.
def _read_snapchat(path: str, data: bytes, found: Found) -> None:
    where = path.rpartition("/")[2]
    whole = mapping(decoded(data))
    basic = mapping(whole.get("Basic Information"))
    found.call(basic.get("Username"), basic.get("Name"))
    memories = where == "memories_history.json"
    for row in map(mapping, items(whole.get("Saved Media")) + items(whole.get("Shared Story"))):
        link = text(row.get("Media Download Url") or row.get("Download Link") or row.get("Story URL"))
        place = re.findall(r"-?\d+\.\d+", text(row.get("Location")))
        found.add(
            Shown(
                link=link,
                posted=when(row.get("Date") or row.get("Story Date")),
                placed=any(float(part) for part in place),
                public=False if memories else None,
                found_in=where,
                video=text(row.get("Media Type")).strip().lower() == "video",
            )
        )


def _settle_snapchat(found: Found, names: Collection[str]) -> None:
    """Where the download brought the memories' files along, those are looked at and not their links."""
    files = [name for name in names if re.search(r"/memories/[^/]+-main\.\w+$", f"/{name}") and is_picture(name)]
    if files:
        found.shown = [shown for shown in found.shown if shown.found_in != "memories_history.json" or shown.video]
    for name in files:
        day = re.match(r"\d{4}-\d\d-\d\d", name.rpartition("/")[2])
        found.add(Shown(name=name, posted=day[0] if day else "", public=False, found_in="memories"))


SNAPCHAT: Final = Kind(
    id="snapchat",
    name="Snapchat",
    platform="snapchat",
    marks=re.compile(r"/(?:memories_history|snap_history|shared_story|snapchat_ai)\.json$|/memories/[^/]+-main\.\w+$"),
    lists=re.compile(r"/json/(?:memories_history|shared_story|account)\.json$|/memories_history\.json$"),
    read=_read_snapchat,
    settle=_settle_snapchat,
    private=re.compile(r"/chat_media/"),
)
