"""Whether the words beside a photo, or its file name, tell whose it is, which account, or where. Pure.

Words are only ever compared with names that the person's own page declares and with a list of well-known places.
Nothing is looked up anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final
from urllib.parse import unquote, urlsplit

_ACCOUNT: Final = re.compile(r"(?<![\w.@/])@[A-Za-z0-9_][\w.]{2,29}|[\w.+-]{1,60}@[\w-]{1,60}\.[a-z]{2,}", re.ASCII)
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_EXTENSION: Final = re.compile(r"(?:\.\w{2,5}){1,2}$")
_HANGUL: Final = re.compile(r"[가-힣]{2,4}")
_NO_NAMES: Final = frozenset(
    {"the", "and", "for", "our", "your", "page", "home", "blog", "site", "photo", "photos", "photography", "picture"}
    | {"pictures", "image", "profile", "official", "user", "admin", "author", "account", "web", "personal"}
)
_SHORTEST: Final = 3


def names_person(text: str, names: Iterable[str]) -> bool:
    """Whether `text` holds one of `names`, or a part of one that stands alone: the given name, the handle."""
    words = _words(text)
    joined = f" {' '.join(words)} "
    for name in names:
        parts = _words(name)
        if parts and len("".join(parts)) >= _SHORTEST and f" {' '.join(parts)} " in joined and not _plain(parts):
            return True
        if any(len(part) >= _SHORTEST and part in words and part not in _NO_NAMES for part in parts):
            return True
        if any(_korean_in(part, joined) for part in parts):
            return True
    return False


def names_account(text: str) -> bool:
    """Whether `text` names an account (@someone) or a mail address."""
    return bool(_ACCOUNT.search(unicodedata.normalize("NFKC", text)))


def names_place(text: str) -> str:
    """The first well-known place named in `text`, as written there; "" for none."""
    places = _places()
    normal = unicodedata.normalize("NFKC", text)
    words = [match[0] for match in _WORD.finditer(normal)]
    bare = [_bare(word) for word in words]
    for start, word in enumerate(words):
        for length in (3, 2, 1):
            part = words[start : start + length]
            # Names of places are written with a capital; "nice" and "reading" are not meant.
            if len(part) == length and word[:1].isupper() and " ".join(bare[start : start + length]) in places:
                return " ".join(part)
        # A particle may follow a Korean name without a space.
        if _HANGUL.match(word) and word.startswith(_korean_places()):
            return word
    return ""


def words_of_file(url: str) -> str:
    """The words a file is named with: "mina-at-the-lake" of ".../mina-at-the-lake.jpg"."""
    name = unquote(urlsplit(url).path.rpartition("/")[2])
    return " ".join(re.split(r"[-_+.\s]+", _EXTENSION.sub("", name)))


def _words(text: str) -> list[str]:
    return [match[0] for match in _WORD.finditer(unicodedata.normalize("NFKC", text).casefold())]


def _bare(text: str) -> str:
    """In lower case and without accents: Sao Paulo is São Paulo."""
    split = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", "".join(part for part in split if not unicodedata.combining(part)))


def _plain(parts: list[str]) -> bool:
    return all(part in _NO_NAMES for part in parts)


def _korean_in(part: str, text: str) -> bool:
    """A Korean name stands without spaces, often without its family name, with a particle behind it."""
    if not re.fullmatch(r"[가-힣]{3,4}", part):
        return False
    return part in text or f" {part[1:]}" in text


@cache
def _places() -> frozenset[str]:
    text = (files("selfcheck.guidance") / "data" / "facts" / "places.txt").read_text(encoding="utf-8")
    return frozenset(_bare(line) for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _korean_places() -> tuple[str, ...]:
    return tuple(name for name in _places() if _HANGUL.fullmatch(name))
