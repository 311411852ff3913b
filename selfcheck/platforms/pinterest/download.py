"""Pinterest's data download: pages of its own making, with pictures on its picture host. General knowledge. Pure."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.readers.archives.lists import DownloadFormat, ListContents, ListedMedia, pattern, tags_of


def _read(path: str, data: bytes, found: ListContents) -> None:
    where = path.rpartition("/")[2]
    for tag in tags_of(data):
        for address in (tag.attributes.get("src", ""), tag.attributes.get("href", ""), tag.text):
            if re.match(r"https://i\.pinimg\.com/\S+$", address):
                found.add(ListedMedia(link=address, found_in=where))


DOWNLOAD: Final = DownloadFormat(
    id="pinterest",
    name="Pinterest",
    platform="pinterest",
    marks=pattern(r"/[^/]*pinterest[^/]*\.html$|(?P<root>/pinterest[^/]*)/.*\.html$"),
    lists=pattern(r"\.html$"),
    read=_read,
    holds="links to pictures in its pages",
    audience="not told",
    certainty="general knowledge",
)
