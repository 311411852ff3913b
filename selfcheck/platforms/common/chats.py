"""WhatsApp and KakaoTalk: messages between people, with no page of one's own but the profile picture. Pure.

Chats are counted and their pictures are not looked at. KakaoTalk has no documented download of a profile.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from selfcheck.model import Role
from selfcheck.readers.archives.lists import MAX_SHOWN, Found, Kind, Shown, pattern
from selfcheck.readers.archives.names import is_picture

_LINE: Final = re.compile(r"[^\r\n]{1,2000}")
_FILE: Final = re.compile(
    r"(?:^|[<:：]\s*)([^<>:：/\\|?*]{1,120}?\.(?:jpe?g|png|webp|gif|hei[cf]))(?=$|[\s>(])", re.IGNORECASE
)


def _read_chat(path: str, data: bytes, found: Found) -> None:
    """One chat. The pictures that its lines name were sent in it: "Mina: <attached: 1.jpg>", "Mina: 1.jpg (...)"."""
    found.private += 1
    for line in _LINE.finditer(data.decode("utf-8-sig", "replace")):
        if len(found.sent) < MAX_SHOWN:
            found.sent += [name.strip() for name in _FILE.findall(line[0].replace("\u200e", ""))]


def _settle_whatsapp(found: Found, names: Collection[str]) -> None:
    """The account report holds the profile picture, under a name with "profile" in it. General knowledge."""
    for name in names:
        if is_picture(name) and re.search(r"profile", name.rpartition("/")[2], re.IGNORECASE):
            found.add(Shown(name=name, role=Role.AVATAR, found_in="account report"))


def _read_whatsapp(path: str, data: bytes, found: Found) -> None:
    if WHATSAPP.chats.search(f"/{path}"):
        _read_chat(path, data, found)


_REPORT: Final = r"[^/]*whatsapp[ _-]?account[ _-]?info[^/]*"
_OF_WHATSAPP: Final = r"/_chat\.txt$|/[^/]*whatsapp[^/]*\.txt$"
WHATSAPP: Final = Kind(
    id="whatsapp",
    name="WhatsApp",
    platform="whatsapp",
    marks=pattern(f"(?P<root>/{_REPORT})/|/{_REPORT}$|{_OF_WHATSAPP}"),
    lists=pattern(_OF_WHATSAPP),
    read=_read_whatsapp,
    settle=_settle_whatsapp,
    chats=pattern(_OF_WHATSAPP),
)
_OF_KAKAOTALK: Final = r"/KakaoTalk[^/]*\.(?:txt|csv)$|/Talk_\d{4}[^/]*\.txt$"
KAKAOTALK: Final = Kind(
    id="kakaotalk",
    name="KakaoTalk",
    platform="kakaotalk",
    marks=pattern(_OF_KAKAOTALK),
    lists=pattern(_OF_KAKAOTALK),
    read=_read_chat,
    chats=pattern(_OF_KAKAOTALK),
)
