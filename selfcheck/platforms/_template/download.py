"""Example Album's data download: a list of posts in JSON. Say here where its form was read."""

from __future__ import annotations

from typing import Final

from selfcheck.readers.archives.lists import (
    DownloadFormat,
    ListContents,
    ListedMedia,
    mapping,
    pattern,
    pieces,
    text,
    when,
)


def _read(path: str, data: bytes, found: ListContents) -> None:
    for _key, part in pieces(data):
        post = mapping(part)
        found.add(
            ListedMedia(
                name=text(post.get("file")),
                caption=text(post.get("caption")),
                posted=when(post.get("date")),
                public={"everyone": True, "only me": False}.get(text(post.get("audience"))),
                found_in="example-album-posts.json",
            )
        )


DOWNLOAD: Final = DownloadFormat(
    id="example-album",
    name="Example Album",
    platform="example-album",
    marks=pattern(r"/example-album-posts\.json$"),
    lists=pattern(r"/example-album-posts\.json$"),
    read=_read,
    holds="posts with their pictures",
    audience="`audience` where it is there",
    certainty="general knowledge",
)
