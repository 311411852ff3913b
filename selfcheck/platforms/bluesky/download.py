"""Bluesky's repository: a CAR file (ipld.io, CAR v1) of DAG-CBOR records. Pure.

A repository is public as a whole: anyone can ask for the same file (atproto.com, "Repository"). It holds the records
and not the pictures; those are named by their content's id and are looked at only if they lie beside it. Otherwise they
are told by the address at which Bluesky's own site shows them (`ImageUriBuilder` in bluesky-social/atproto).
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any, Final

import cbor2

from selfcheck.model import Role
from selfcheck.readers.archives.lists import (
    DownloadFormat,
    ListContents,
    ListedMedia,
    items,
    mapping,
    pattern,
    strings,
    text,
    when,
)

_LINK: Final = 42  # the tag of a content id
_LARGEST: Final = 2_000_000  # bytes of one block; a record has at most a million


def blocks(car: bytes) -> Iterator[bytes]:
    """The blocks of a CAR file, without their content ids. Raises `EOFError` where it breaks off."""
    at, first = 0, True
    while at < len(car):
        size, at = _varint(car, at)
        end = at + size
        if size <= 0 or end > len(car):
            raise EOFError("the repository breaks off")
        if not first:
            start = _after_id(car, at, end)
            if start is not None and end - start <= _LARGEST:
                yield car[start:end]
        at, first = end, False


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, and the place after it; 0 for one that is none."""
    value = 0
    for shift in range(0, 63, 7):
        if at >= len(data):
            return 0, at
        value |= (data[at] & 0x7F) << shift
        at += 1
        if data[at - 1] < 0x80:
            return value, at
    return 0, at


def _after_id(data: bytes, at: int, end: int) -> int | None:
    """The place after a content id: version, codec, hash, length, digest (or the old form, sha2-256 alone)."""
    if data[at : at + 2] == b"\x12\x20":
        return at + 34 if at + 34 <= end else None
    for _ in range(3):
        _, at = _varint(data, at)
    length, at = _varint(data, at)
    return at + length if at + length <= end else None


def _decoded(block: bytes) -> Any:
    try:
        return cbor2.CBORDecoder(BytesIO(block), tag_hook=_link).decode()
    except MemoryError:  # says nothing of the record
        raise
    except Exception:  # whatever a hostile record provokes costs that record
        return None


def _link(tag: cbor2.CBORTag, immutable: bool) -> Any:
    """A content id as it is written in addresses: base32, lower case, with "b" before it."""
    value = tag.value
    if tag.tag != _LINK or not isinstance(value, bytes):
        return None
    return "b" + base64.b32encode(value[1:]).decode().lower().rstrip("=")


def _read(path: str, data: bytes, found: ListContents) -> None:
    for block in blocks(data):
        record = mapping(_decoded(block))
        match record.get("$type"):
            case "app.bsky.actor.profile":
                found.call(record.get("displayName"))
                for key, role in (("avatar", Role.AVATAR), ("banner", Role.COVER)):
                    _add(record.get(key), ListedMedia(role=role, public=True, found_in="profile"), found)
            case "app.bsky.feed.post":
                _read_post(record, found)
            case _ if record.get("sig") and text(record.get("did")).startswith("did:"):  # the commit at the root
                found.facts["did"] = text(record.get("did"))[:200]
            case _:
                pass


def _read_post(post: Any, found: ListContents) -> None:
    embed = mapping(post.get("embed"))
    embed = mapping(embed.get("media")) or embed
    about: dict[str, Any] = {
        "posted": when(post.get("createdAt")),
        "tags": strings(items(post.get("tags"))),
        "public": True,
        "found_in": "post",
    }
    for image in map(mapping, items(embed.get("images"))):
        words = text(image.get("alt")) or text(post.get("text"))
        _add(image.get("image"), ListedMedia(caption=words, **about), found)
    if embed.get("video"):
        _add(embed.get("video"), ListedMedia(video=True, **about), found)


def _add(blob: Any, shown: ListedMedia, found: ListContents) -> None:
    content_id = mapping(blob).get("ref")
    if isinstance(content_id, str):
        found.add(replace(shown, name=content_id))


_VIEWS: Final = {Role.AVATAR: "avatar", Role.COVER: "banner", Role.POST: "feed_fullsize"}


def _settle(found: ListContents, names: Collection[str]) -> None:
    """Programs that fetch pictures name them by their content's id, with an ending or without."""
    beside = {name.rpartition("/")[2].partition(".")[0]: name for name in names}
    did = found.facts.get("did", "")
    settled = []
    for one in found.shown:
        link = f"https://cdn.bsky.app/img/{_VIEWS[one.role]}/plain/{did}/{one.name}@jpeg" if did else ""
        settled.append(replace(one, name=beside.get(one.name, one.name), link=link))
    found.shown = settled


DOWNLOAD: Final = DownloadFormat(
    id="bluesky",
    name="Bluesky",
    platform="bluesky",
    marks=pattern(r"/[^/]*\.car$"),
    lists=pattern(r"\.car$"),
    read=_read,
    settle=_settle,
    holds=(
        "a CAR file: posts, profile picture, header; pictures looked at where they lie beside it under "
        "their content id, else named by their address"
    ),
    audience="a repository is public as a whole",
    certainty="general knowledge",
)
