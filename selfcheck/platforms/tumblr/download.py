"""Tumblr's export: a page a post in posts/html/, files in media/. The layout is general knowledge. Pure.

The pages lie in an archive of their own inside the download, posts.zip, which is read as it is: page by page.

A post is shown on the blog, but whether the blog or the post is closed is not in it.
"""

from __future__ import annotations

import io
import re
from typing import Final

from selfcheck.readers.archives.lists import DownloadFormat, ListContents, ListedMedia, pattern, tags_of, when
from selfcheck.readers.archives.names import POSTS_ARCHIVE, is_picture, is_video
from selfcheck.readers.archives.zips import ZipArchive

_PAGE: Final = re.compile(r"/html/[^/]+\.html$")
_LARGEST_PAGE: Final = 5_000_000  # bytes, unpacked


def _read(path: str, data: bytes, found: ListContents) -> None:
    if not path.lower().endswith(".zip"):
        _read_post(data, found)
        return
    archive = ZipArchive(io.BytesIO(data))
    for number, entry in enumerate(list(archive.entries())):
        if _PAGE.search(f"/{entry.name}"):
            page = archive.read(number, _LARGEST_PAGE)
            if isinstance(page, bytes):
                _read_post(page, found)
            else:
                found.broken = True  # this post; the others are read
    found.broken |= any(archive.left_out[reason] for reason in ("bomb", "encrypted", "odd_packing"))


def _read_post(data: bytes, found: ListContents) -> None:
    files: dict[str, str] = {}
    words: list[str] = []
    labels: list[str] = []
    posted = ""
    for tag in tags_of(data):
        name = tag.attributes.get("src", "")
        if tag.name in {"img", "source", "video"} and (is_picture(name) or is_video(name)):
            files[name] = tag.attributes.get("alt", "")
        if tag.attributes.get("id") == "timestamp" or "timestamp" in tag.classes:
            posted = when(tag.text) or posted
        elif "tag" in tag.classes and tag.text:
            labels.append(tag.text)
        elif tag.text and tag.name in {"p", "h1", "h2", "blockquote", "a", "b", "i", "em", "strong", "/a", "br"}:
            words.append(tag.text)
    for name, alt in files.items():
        elsewhere = re.match(r"https?://", name)
        found.add(
            ListedMedia(
                name="" if elsewhere else name,
                link=name if elsewhere else "",
                caption=alt or " ".join(words)[:2000],
                posted=posted,
                tags=tuple(labels[:50]),
                found_in="posts",
                video=is_video(name),
            )
        )


DOWNLOAD: Final = DownloadFormat(
    id="tumblr",
    name="Tumblr",
    platform="tumblr",
    marks=pattern(rf"/posts/html/[^/]+\.html$|{POSTS_ARCHIVE}"),
    lists=pattern(rf"/posts/html/[^/]+\.html$|{POSTS_ARCHIVE}"),
    read=_read,
    holds="posts as pages, in `posts.zip` as it comes or unpacked; `media/`",
    audience="not told",
    certainty="general knowledge",
)
