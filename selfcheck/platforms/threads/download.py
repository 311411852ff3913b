"""Threads' data download, alone and inside Instagram's; JSON and HTML. Names from general knowledge. Pure.

Who could see a post is not in it, so `public` is never told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from selfcheck.platforms.common.meta import EXTRAS, media_in, media_in_html, read_person
from selfcheck.readers.archives.lists import DownloadFormat, ListContents, pattern, pieces


def _read(path: str, data: bytes, found: ListContents) -> None:
    """The account's word on being private is Instagram's, so nothing is made of it here."""
    if "personal_information" in path:
        read_person(path, data, found)
        return
    shown_media = media_in_html(data) if path.endswith(".html") else (s for _, p in pieces(data) for s in media_in(p))
    for shown in shown_media:
        found.add(replace(shown, found_in=path.rpartition("/")[2]))


DOWNLOAD: Final = DownloadFormat(
    id="threads",
    name="Threads",
    platform="threads",
    marks=pattern(r"(?:/your_instagram_activity)?/threads/threads_and_replies\.(?:json|html)$"),
    lists=pattern(r"/threads/threads_and_replies\.(?:json|html)$|/personal_information\.(?:json|html)$"),
    read=_read,
    private=pattern(r"/messages/|/direct/"),
    extras=EXTRAS,
    holds="`threads_and_replies`, profile picture; JSON and HTML; in its own download and inside Instagram's",
    audience="not told",
    certainty="general knowledge",
)
