"""Snapchat's download, JSON and HTML (XRTce/snapchat-takeout; shoeless03/snapchat-memory-downloader). Pure.

Memories are the person's own album; what was sent in chats is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Final

from selfcheck.readers.archives.lists import (
    DownloadFormat,
    ListContents,
    ListedMedia,
    decoded,
    items,
    mapping,
    pattern,
    tags_of,
    text,
    when,
)
from selfcheck.readers.archives.names import is_picture

_MEMORIES: Final = re.compile(r"memories_history\.(?:json|html)$")
_LINK: Final = re.compile(r"downloadMemories\(\s*'(https://[^']{1,2000})'")


def _read(path: str, data: bytes, found: ListContents) -> None:
    where = path.rpartition("/")[2]
    if where.endswith(".html"):
        _read_page(where, data, found)
        return
    whole = mapping(decoded(data))
    basic = mapping(whole.get("Basic Information"))
    found.call(basic.get("Username"), basic.get("Name"))
    for row in map(mapping, items(whole.get("Saved Media")) + items(whole.get("Shared Story"))):
        _add(
            text(row.get("Media Download Url") or row.get("Download Link") or row.get("Story URL")),
            row.get("Date") or row.get("Story Date"),
            text(row.get("Location")),
            text(row.get("Media Type")),
            where,
            found,
        )


def _read_page(where: str, data: bytes, found: ListContents) -> None:
    """A table with a row a memory: its date, what it is, where it was, and a link in what its button does."""
    cells: list[str] = []
    link = ""
    for tag in tags_of(data):
        if tag.name == "tr":
            cells, link = [], ""
        elif tag.name == "td":
            cells.append(tag.text)
        elif tag.name == "a" and (named := _LINK.search(tag.attributes.get("onclick", ""))):
            link = named[1]
        elif tag.name == "/tr" and link:
            date = next((cell for cell in cells if when(cell)), "")
            place = next((cell for cell in cells if cell.startswith("Latitude")), "")
            kind = next((cell for cell in cells if cell.lower() in {"image", "video"}), "")
            _add(link, date, place, kind, where, found)


def _add(link: str, date: Any, place: str, kind: str, where: str, found: ListContents) -> None:
    found.add(
        ListedMedia(
            link=link,
            posted=when(date),
            placed=any(float(part) for part in re.findall(r"-?\d{1,3}\.\d{1,20}", place)),
            public=False if _MEMORIES.match(where) else None,
            found_in=where,
            video=kind.strip().lower() == "video",
        )
    )


def _settle(found: ListContents, names: Collection[str]) -> None:
    """Where the download brought the memories' files along, those are looked at and not their links."""
    files = [name for name in names if re.search(r"/memories/[^/]+-main\.\w+$", f"/{name}") and is_picture(name)]
    days: dict[str, set[bool]] = {}
    for shown in found.shown:
        if _MEMORIES.match(shown.found_in):
            days.setdefault(shown.posted[:10], set()).add(shown.placed)
    if files:
        found.shown = [shown for shown in found.shown if not _MEMORIES.match(shown.found_in) or shown.video]
    for name in files:
        day = re.match(r"\d{4}-\d\d-\d\d", name.rpartition("/")[2])
        posted = day[0] if day else ""
        # Which row is which file is not told; where all of a day have a place, so has each.
        placed = days.get(posted) == {True}
        found.add(ListedMedia(name=name, posted=posted, placed=placed, public=False, found_in="memories"))


DOWNLOAD: Final = DownloadFormat(
    id="snapchat",
    name="Snapchat",
    platform="snapchat",
    marks=pattern(
        r"(?:/json|/html)?/(?:memories_history|snap_history|shared_story|snapchat_ai)\.(?:json|html)$"
        r"|/memories/[^/]+-main\.\w+$"
    ),
    lists=pattern(r"/json/(?:memories_history|shared_story|account)\.json$|/memories_history\.(?:json|html)$"),
    read=_read,
    settle=_settle,
    private=pattern(r"/chat_media/"),
    extras=pattern(r"-overlay\.\w+$"),
    message_folders=pattern(r"/chat_media/"),
    holds="memories, with files or as links; JSON and HTML",
    audience="memories are not public; the rest not told",
    certainty="seen in others' code; public stories: general knowledge",
)
