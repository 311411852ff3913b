"""Whether a page's title is that of a log-in page: nothing in it but the words for it and the name of the site. Pure.

“Log in • Instagram”, “Facebook - 로그인 또는 가입”, “LinkedIn: Log In or Sign Up” are; “How to log in” and “Log in
to my heart” are not. Titles seen on saved pages and in gallery-dl and maigret; the words of other languages are
general knowledge, since sites choose the language by where a visitor comes from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PARTS: Final = re.compile(r"\s+[-/~]+\s+|\s*[•·|:–—‹›«»：｜・]+\s*")
_IN: Final = re.compile(
    r"\blog(?:ging)?[ -]?in(?:to)?\b|\bsign(?:ing)?[ -]?in(?:to)?\b|로그인(?:하기|하세요|하십시오|해 주세요|해주세요)?"
    r"|ログイン|登录|登入|\banmelden\b|\beinloggen\b|\bconnexion\b|\bse connecter\b|\bconnectez-vous\b"
    r"|\binici(?:ar|a) sesi[oó]n\b|\biniciar sess[aã]o\b|\bentrar\b|\baccedi\b"
)
_UP: Final = re.compile(
    r"\bsign[ -]?up\b|\bregister\b|\bcreate (?:an |your |a )?(?:new )?account\b|(?:회원 ?)?가입(?:하기|하세요)?"
    r"|新規登録|注册|註冊|\bregistrieren\b|\bs[’']inscrire\b|\binscription\b|\bregistrarse\b|\bcadastre-se\b|\biscriviti\b"
)
_BESIDE: Final = _words(
    """
    a an and or to the your our of in on for at with please now first continue account accounts page required needed
    you must need members member free web official site korea south republic
    또는 및 혹은 에 으로 로 계속 계속하려면 하려면 필요 필요합니다 해주세요 페이지 화면 계정 회원 대한민국 한국
    oder und ou et o u e y または
    """
)


@dataclass(frozen=True, slots=True)
class LoginTitle:
    """What a title says. `part`: one part of it asks to log in and says nothing else. `whole`: no other part does more
    than name the site; there joining counts like logging in."""

    part: bool
    whole: bool


def login_title(title: str, host: str, also_called: Mapping[str, tuple[str, ...]]) -> LoginTitle:
    """Read a title; `host` is the one the page came from, whose name may stand in it, or what it is `also_called`."""
    names = _names_in(host, also_called)
    asks_in = asks = False
    others = False
    for text in _PARTS.split(title.lower()[:300]):
        rest = _UP.sub(" ", _IN.sub(" ", text))
        bare = all(_says_nothing(word, names) for word in re.findall(r"[^\W_]+", rest))
        if bare and _IN.search(text):
            asks_in = True
        elif bare and _UP.search(text):
            asks = True
        others |= not bare
    return LoginTitle(part=asks_in, whole=(asks_in or asks) and not others)


def _says_nothing(word: str, names: frozenset[str]) -> bool:
    return word in _BESIDE or word in names or re.sub(r"(?:에서|으로|에|로)$", "", word) in names


def _names_in(host: str, also_called: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    labels = [label for label in host.lower().split(".") if label not in {"www", "m", "com", "net", "org", "co"}]
    return frozenset(labels).union(*(also_called.get(label, ()) for label in labels))
