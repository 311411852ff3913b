"""WhatsApp's account report, and the texts of chats. General knowledge. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from selfcheck.model import Role
from selfcheck.platforms.common.chats import read_chat
from selfcheck.readers.archives.lists import DownloadFormat, ListContents, ListedMedia, pattern
from selfcheck.readers.archives.names import is_picture


def _settle(found: ListContents, names: Collection[str]) -> None:
    """The account report holds the profile picture, under a name with "profile" in it. General knowledge."""
    for name in names:
        if is_picture(name) and re.search(r"profile", name.rpartition("/")[2], re.IGNORECASE):
            found.add(ListedMedia(name=name, role=Role.AVATAR, found_in="account report"))


def _read(path: str, data: bytes, found: ListContents) -> None:
    if DOWNLOAD.chats.search(f"/{path}"):
        read_chat(path, data, found)


_REPORT: Final = r"[^/]*whatsapp[ _-]?account[ _-]?info[^/]*"
_CHAT: Final = r"/_chat\.txt$|/[^/]*whatsapp[^/]*\.txt$"
DOWNLOAD: Final = DownloadFormat(
    id="whatsapp",
    name="WhatsApp",
    platform="whatsapp",
    marks=pattern(f"(?P<root>/{_REPORT})/|/{_REPORT}$|{_CHAT}"),
    lists=pattern(_CHAT),
    read=_read,
    settle=_settle,
    chats=pattern(_CHAT),
    sent_names=pattern(r"^(?:IMG|STK)-\d{8}-WA\d+|^\d{8}-(?:PHOTO|STICKER|GIF)-|^WhatsApp Image "),
    chat_folders=pattern("whatsapp"),
    holds="the profile picture of the account report; chats are only counted",
    audience="not told",
    certainty="general knowledge",
)
