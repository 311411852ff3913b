"""Which pictures were sent in messages between people, told by names alone. Pure.

They are other people's too and were never for everyone, so they are not looked at: not in a download of a known kind,
and not in a part of one, or a folder, whose kind cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from selfcheck.platforms.downloads import downloads
from selfcheck.readers.archives.lists import NEVER, DownloadFormat, pattern


@cache
def _message_folders() -> re.Pattern[str]:
    return _any_of(kind.message_folders for kind in downloads())


@cache
def _sent_names() -> re.Pattern[str]:
    """Names that messengers give to what was sent. They count beside the text of a chat only."""
    return _any_of(kind.sent_names for kind in downloads())


@cache
def _chat_folders() -> re.Pattern[str]:
    return _any_of(kind.chat_folders for kind in downloads())


def _any_of(patterns: Iterable[re.Pattern[str]]) -> re.Pattern[str]:
    return pattern("|".join(one.pattern for one in patterns if one is not NEVER) or NEVER.pattern)


def in_messages(name: str) -> bool:
    """Whether a member, by its whole name, lies where some service puts what was sent in messages."""
    return _message_folders().search(f"/{name}") is not None


def chat_kind(name: str) -> DownloadFormat | None:
    """The messenger whose chat this member is the text of; None for anything else."""
    return next((kind for kind in downloads() if kind.chats.search(f"/{name}")), None)


class Chats:
    """The texts of chats in what was handed in, and which pictures belong to them.

    An archive that holds a chat and no download, and a folder named as a chat, is that chat as a whole. Elsewhere the
    chat's own words and the names that messengers give count: the text may lie among pictures of a holiday.
    """

    def __init__(self, texts: Iterable[str], archives: Iterable[str], downloads: Iterable[str], called: str) -> None:
        """`archives` and `downloads` are the folders that such a thing lies in, with "/" at the end, or "".

        `called` is the name of what was handed in.
        """
        self._called = called
        self._folders = {text.rpartition("/")[0] for text in texts}
        self._downloads = frozenset(downloads)
        whole = [one for one in archives if not any(other.startswith(one) for other in self._downloads)]
        self._whole = {one for one in self._folders if self._is_whole(one, archives, whole)}
        self._sent: set[str] = set()

    def take(self, text: str, sent: Iterable[str]) -> None:
        """Take in what the text of a chat names as sent."""
        self._sent.update(f"{text.rpartition('/')[0]}/{name}".casefold() for name in sent)

    def holds(self, name: str) -> bool:
        """Whether a picture was sent in one of the chats."""
        folder, _, file = name.rpartition("/")
        if folder in self._folders and (f"{folder}/{file}".casefold() in self._sent or _sent_names().search(file)):
            return True
        while folder not in self._whole:
            if not folder or f"{folder}/" in self._downloads:
                return False
            folder = folder.rpartition("/")[0]
        return True

    def _is_whole(self, folder: str, archives: Iterable[str], whole: Iterable[str]) -> bool:
        inside = f"{folder}/" if folder else ""
        named = _chat_folders().search(f"/{folder.rpartition('/')[2] or self._called}")
        return inside in archives or any(inside.startswith(one) for one in whole) or named is not None
