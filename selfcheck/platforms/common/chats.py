"""The text of a chat between people. Chats are counted and their pictures are not looked at. Pure."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.readers.archives.lists import MAX_SHOWN, ListContents

_LINE: Final = re.compile(r"[^\r\n]{1,2000}")
_FILE: Final = re.compile(
    r"(?:^|[<:：]\s*)([^<>:：/\\|?*]{1,120}?\.(?:jpe?g|png|webp|gif|hei[cf]))(?=$|[\s>(])", re.IGNORECASE
)


def read_chat(path: str, data: bytes, found: ListContents) -> None:
    """One chat. The pictures that its lines name were sent in it: "Mina: <attached: 1.jpg>", "Mina: 1.jpg (...)"."""
    found.private += 1
    for line in _LINE.finditer(data.decode("utf-8-sig", "replace")):
        if len(found.sent) < MAX_SHOWN:
            found.sent += [name.strip() for name in _FILE.findall(line[0].replace("\u200e", ""))]
