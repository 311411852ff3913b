"""What lists in downloads say: who can see a post, and whether an address is that of a picture. Pure."""

from __future__ import annotations

from typing import Any, Final

from selfcheck.readers.archives.lists import text
from selfcheck.readers.archives.names import is_picture

_OPEN: Final = frozenset({"public", "everyone", "anyone", "모두"})
_CLOSED: Final = frozenset({"private", "only me", "only you", "friends", "followers", "connections", "나만", "친구"})


def audience(word: Any) -> bool | None:
    """The word for who can see a post; None for one that is not known here."""
    said = text(word).strip().lower()
    return True if said in _OPEN else False if said in _CLOSED else None


def links_to_picture(address: str) -> bool:
    """Whether an address ends as that of a picture does."""
    return is_picture(address.partition("?")[0])
