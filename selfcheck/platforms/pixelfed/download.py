"""Pixelfed's statuses, in the shape of its API. General knowledge. Pure."""

from __future__ import annotations

from typing import Final

from selfcheck.model import Role
from selfcheck.platforms.common.fediverse import file_shown, tags_in
from selfcheck.readers.archives.lists import (
    DownloadFormat,
    ListContents,
    items,
    mapping,
    pattern,
    pieces,
    plain_text,
    text,
    when,
)

_VISIBLE: Final = {"public": True, "private": False, "direct": False, "draft": False, "archived": False}


def _read(path: str, data: bytes, found: ListContents) -> None:
    where = path.rpartition("/")[2]
    for key, row in pieces(data):
        status = mapping(row)
        account = mapping(row if key == "account" else status.get("account"))
        found.call(account.get("username"), account.get("display_name"))
        if key in {"account", "avatar"}:
            found.add(file_shown(text(account.get("avatar")), role=Role.AVATAR, found_in=where))
        for one in map(mapping, items(status.get("media_attachments"))):
            found.add(
                file_shown(
                    text(one.get("url")),
                    caption=text(one.get("description")) or plain_text(status.get("content")),
                    posted=when(status.get("created_at")),
                    tags=tags_in(status),
                    placed=bool(status.get("place")),
                    public=_VISIBLE.get(text(status.get("visibility") or status.get("scope"))),
                    found_in=where,
                    video=text(one.get("type")) == "video",
                )
            )


DOWNLOAD: Final = DownloadFormat(
    id="pixelfed",
    name="Pixelfed",
    platform="pixelfed",
    marks=pattern(r"/[^/]*pixelfed[^/]*\.json$"),
    lists=pattern(r"(?:pixelfed|statuses|account)[^/]*\.json$"),
    read=_read,
    holds="statuses with links of their media",
    audience="`visibility`",
    certainty="general knowledge",
)
