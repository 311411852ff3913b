"""What downloads of the fediverse have in common: attachments that lie in the archive or at an address. Pure."""

from __future__ import annotations

import re
from typing import Any

from selfcheck.readers.archives.lists import ListedMedia, items, mapping, strings
from selfcheck.readers.archives.names import is_video


def tags_in(post: Any) -> tuple[str, ...]:
    """The tags of a post."""
    return strings(mapping(tag).get("name") for tag in items(post.get("tag") or post.get("tags")))


def file_shown(url: str, **more: Any) -> ListedMedia:
    """An attachment: in the archive by its path, or elsewhere by its address."""
    whole = re.match(r"https?://", url)
    # Where files lie in a bucket, the address has its name in front and the archive has not.
    name = "" if whole else url[max(0, url.find("media_attachments/")) :].lstrip("/")
    more.setdefault("video", is_video(url))
    return ListedMedia(name=name, link=url if whole else "", **more)
