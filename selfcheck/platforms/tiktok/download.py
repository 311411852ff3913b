"""TikTok's download: one JSON file, or a folder of texts, as the person chose. Nothing but lists of addresses. Pure.

Names of files and of "Date" and "Link": d3i-infra/data-donation-task. The keys of a post are general knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from selfcheck.model import Role
from selfcheck.platforms.common.link_lists import audience, links_to_picture
from selfcheck.readers.archives.lists import (
    DownloadFormat,
    Json,
    ListContents,
    ListedMedia,
    decoded,
    items,
    mapping,
    pattern,
    raw_object,
    text,
    when,
)

_POSTS: Final = frozenset({"video", "videos", "post", "posts"})
_DEEPEST: Final = 8


def _read(path: str, data: bytes, found: ListContents) -> None:
    where = path.rpartition("/")[2]
    if where.endswith(".txt"):
        _read_text(where, data, found)
        return
    for keys, value in _objects(data, ()):
        if "ProfileMap" in value:
            _add_person(mapping(decoded(value["ProfileMap"])), where, found)
        if keys and keys[-1].lower() in _POSTS and "VideoList" in value:
            for post in items(decoded(value["VideoList"])):
                _add_post(_plain(mapping(post)), where, found)


def _objects(value: Json, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, msgspec.Raw]]]:
    """Every object above the lists, with the keys that lead to it. Lists of a year of watching are never unpacked."""
    parts = raw_object(value)
    if parts:
        yield keys, parts
    if len(keys) < _DEEPEST:
        for key, part in parts.items():
            yield from _objects(part, (*keys, key))


def _plain(row: Mapping[str, Any]) -> dict[str, str]:
    """A row by its keys in small letters alone: "Who can view" and "WhoCanView" are one."""
    return {re.sub(r"[^a-z]", "", str(key)[:80].lower()): text(value) for key, value in row.items()}


def _read_text(where: str, data: bytes, found: ListContents) -> None:
    """Lines of "key: value", an empty line after each row. A value may go on in further lines."""
    for row in _rows_of_text(data):
        if where.lower().startswith("profile"):
            _add_person(row, where, found)
        elif where.lower() != "videos.txt" or "date" in row:
            _add_post(row, where, found)


def _rows_of_text(data: bytes) -> Iterator[dict[str, str]]:
    row: dict[str, str] = {}
    last = ""
    for line in data.decode("utf-8-sig", "replace").splitlines():
        if not line.strip():
            if row:
                yield row
            row, last = {}, ""
            continue
        key, colon, value = line.partition(":")
        plain = re.sub(r"[^a-z]", "", key.lower())
        if colon and plain and not line.startswith(("http:", "https:")) and len(key) <= 60:
            last = plain
            row.setdefault(plain, value.strip()[:2000])
        elif last:
            row[last] = f"{row[last]}\n{line.strip()}"[:20_000]
    if row:
        yield row


def _add_person(row: Mapping[str, Any], where: str, found: ListContents) -> None:
    plain = _plain(row)
    found.call(plain.get("username"), plain.get("nickname"))
    for key in ("profilephoto", "avatar"):
        link = plain.get(key, "")
        if link.startswith("http"):
            found.add(ListedMedia(link=link, role=Role.AVATAR, found_in=where))


def _add_post(post: Mapping[str, str], where: str, found: ListContents) -> None:
    """A post's link holds one address a line. A post of pictures ends in the endings of pictures."""
    for line in (post.get("link") or post.get("videolink") or "").split()[:40]:
        if line.startswith("http"):
            found.add(
                ListedMedia(
                    link=line,
                    caption=post.get("title", ""),
                    posted=when(post.get("date")),
                    placed=bool(post.get("location", "").strip()),
                    public=audience(post.get("whocanview")),
                    found_in=where,
                    video=not links_to_picture(line),
                )
            )


DOWNLOAD: Final = DownloadFormat(
    id="tiktok",
    name="TikTok",
    platform="tiktok",
    marks=pattern(
        r"/user_data(?:_tiktok)?\.json$|(?:/[^/]+)?/(?:Favorite HashTags|Off TikTok Activity|Most Recent Location Data"
        r"|(?:Go|Watch) Live settings|Video Browsing History)\.txt$"
    ),
    lists=pattern(r"/user_data(?:_tiktok)?\.json$|/(?:Posts?|Videos|Profile Info(?:rmation)?)\.txt$"),
    read=_read,
    private=pattern(r"/direct messages?/"),
    message_folders=pattern(r"/direct messages?/"),
    holds="links of posts, profile picture; JSON and text, which is all it offers",
    audience="`WhoCanView` where it is there",
    certainty="seen in others' code; the list of posts: general knowledge",
)
