"""A letter key, however the keyboard writes it. Pure.

A screen names its keys in small letters. With the caps lock on, or with a Korean keyboard still set to Hangul, the same
key sends another character, and nothing would happen: a person new to terminals takes that for their own mistake.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_PLAIN: Final = zip("ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ", "qwertyuiopasdfghjklzxcvbnm", strict=True)
_SHIFTED: Final = zip("ㅃㅉㄸㄲㅆㅒㅖ", "qwertop", strict=True)
_HANGUL: Final = dict((*_PLAIN, *_SHIFTED))
"""The two-set layout of the Korean standard KS X 5002, plain and shifted, by the letter on the same key."""


def small_letter(key: str) -> str | None:
    """The key as the screens name it, where it is a letter written otherwise: capital, Hangul or full-width.

    None for every other key, such as `d`, `F1` or a syllable: what is already named, and what means no single key.
    """
    if len(key) != 1:
        return None
    letter = _HANGUL.get(key) or unicodedata.normalize("NFKC", key).lower()
    return letter if letter != key and len(letter) == 1 and "a" <= letter <= "z" else None
