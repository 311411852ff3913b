"""The texts of KakaoTalk's chats: it has no documented download of a profile. General knowledge. Pure."""

from __future__ import annotations

from typing import Final

from selfcheck.platforms.common.chats import read_chat
from selfcheck.readers.archives.lists import DownloadFormat, pattern

_CHAT: Final = r"/KakaoTalk[^/]*\.(?:txt|csv)$|/Talk_\d{4}[^/]*\.txt$"
DOWNLOAD: Final = DownloadFormat(
    id="kakaotalk",
    name="KakaoTalk",
    platform="kakaotalk",
    marks=pattern(_CHAT),
    lists=pattern(_CHAT),
    read=read_chat,
    chats=pattern(_CHAT),
    # Saved from a chat: a hash, or the moment in milliseconds.
    sent_names=pattern(r"^KakaoTalk_|^[0-9a-f]{20,}\.|^1\d{12}(?:[-_ (]+\d+\)?)?\."),
    chat_folders=pattern(r"kakaotalk|카카오톡|/talk_\d{4}"),
    holds="no download of a profile is documented; chats are only counted",
    audience="not told",
    certainty="general knowledge",
)
