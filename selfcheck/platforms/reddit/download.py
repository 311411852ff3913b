"""Reddit's data download: posts.csv with id, permalink, date, ip, subreddit, gildings, title, url, body. Pure."""

from __future__ import annotations

from typing import Final

from selfcheck.platforms.common.link_lists import links_to_picture
from selfcheck.readers.archives.lists import DownloadFormat, ListContents, ListedMedia, pattern, rows, when
from selfcheck.readers.archives.names import is_video


def _read(path: str, data: bytes, found: ListContents) -> None:
    for row in rows(data):
        link = (row.get("url") or "").strip()
        if links_to_picture(link) or is_video(link):
            found.add(
                ListedMedia(
                    link=link,
                    caption=(row.get("title") or "")[:2000],
                    posted=when(row.get("date")),
                    found_in="posts.csv",
                    video=is_video(link),
                )
            )


DOWNLOAD: Final = DownloadFormat(
    id="reddit",
    name="Reddit",
    platform="reddit",
    marks=pattern(r"/(?:subscribed_subreddits|post_votes|comment_headers|post_headers|account_gender)\.csv$"),
    lists=pattern(r"/posts\.csv$"),
    read=_read,
    holds="links to pictures in `posts.csv`",
    audience="not told",
    certainty="seen in others' code",
)
