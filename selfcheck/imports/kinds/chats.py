"""WhatsApp and KakaoTalk: messages between people, with no page of one's own but the profile picture. Pure.

Chats are counted and their pictures are not looked at. KakaoTalk has no documented download of a profile.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from selfcheck.imports.kinds.base import Found, Kind, Shown
from selfcheck.imports.names import is_picture
from selfcheck.model import Role


def _read_chat(path: str, data: bytes, found: Found) -> None:
    found.private += 1


def _settle_whatsapp(found: Found, names: Collection[str]) -> None:
    """The account report holds the profile picture, under a name with "profile" in it. General knowledge."""
    for name in names:
        if is_picture(name) and re.search(r"profile", name, re.IGNORECASE):
            found.add(Shown(name=name, role=Role.AVATAR, found_in="account report"))


WHATSAPP: Final = Kind(
    id="whatsapp",
    name="WhatsApp",
    platform="whatsapp",
    marks=re.compile(r"whatsapp[ _-]?account[ _-]?info|/_chat\.txt$|/WhatsApp Chat[^/]*\.txt$", re.IGNORECASE),
    lists=re.compile(r"/_chat\.txt$|/WhatsApp Chat[^/]*\.txt$", re.IGNORECASE),
    read=_read_chat,
    settle=_settle_whatsapp,
    private=re.compile(r".", re.IGNORECASE),
)
KAKAOTALK: Final = Kind(
    id="kakaotalk",
    name="KakaoTalk",
    platform="kakaotalk",
    marks=re.compile(r"/KakaoTalk[^/]*\.(?:txt|csv)$|/Talk_\d{4}[^/]*\.txt$"),
    lists=re.compile(r"/KakaoTalk[^/]*\.(?:txt|csv)$|/Talk_\d{4}[^/]*\.txt$"),
    read=_read_chat,
    private=re.compile(r"."),
)
