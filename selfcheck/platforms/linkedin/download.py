"""LinkedIn's data download: lists of pictures by their address (file names: d3i-infra/data-donation-task). Pure."""

from __future__ import annotations

from typing import Final

from selfcheck.model import Role
from selfcheck.platforms.common.link_lists import audience
from selfcheck.readers.archives.lists import DownloadFormat, ListContents, ListedMedia, pattern, rows, when
from selfcheck.readers.archives.names import is_video


def _read(path: str, data: bytes, found: ListContents) -> None:
    where = path.rpartition("/")[2]
    for row in rows(data):
        if where.lower() == "profile.csv":
            name = f"{row.get('first name', '')} {row.get('last name', '')}".strip()
            found.call(name)
            continue
        link = row.get("media link") or row.get("mediaurl") or ""
        said = row.get("media description") or row.get("sharecommentary") or ""
        found.add(
            ListedMedia(
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


DOWNLOAD: Final = DownloadFormat(
    id="linkedin",
    name="LinkedIn",
    platform="linkedin",
    marks=pattern(r"/Rich[_ ]Media\.csv$|/Email Addresses\.csv$|/Shares\.csv$"),
    lists=pattern(r"/(?:Profile|Rich[_ ]Media|Shares)\.csv$"),
    read=_read,
    holds="links in `Rich_Media.csv` and `Shares.csv`",
    audience="`Visibility` where it says public or connections; the rest not told",
    certainty="seen in others' code (names of files)",
)
