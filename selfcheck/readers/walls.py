"""Tells a wall from a page: was this what the person asked for, or a door in front of it?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from selfcheck.model import Outcome

_LOGIN_PATHS: Final = re.compile(
    r"^/(?:accounts/)?(?:login|log-in|signin|sign-in|authwall|uas/login|checkpoint|i/flow/login|nidlogin)(?:[/.?]|$)"
    r"|^/(?:users/sign_in|auth/(?:login|sign_in)|session/new)(?:[/?]|$)",
    re.IGNORECASE,
)
_CHALLENGE_PATHS: Final = re.compile(r"/(?:challenge|captcha|sorry|cdn-cgi/challenge)(?:[/.?]|$)", re.IGNORECASE)
_CONSENT: Final = re.compile(r"^consent\.|/(?:cookie-?)?consent(?:[/.?]|$)", re.IGNORECASE)
_LOGIN_TITLE: Final = re.compile(r"\b(?:log ?in|login|sign ?in)\b|로그인", re.IGNORECASE)
_CHALLENGE_TITLE: Final = re.compile(
    r"just a moment|attention required|are you (?:a )?(?:human|robot)|verify you are|security check|captcha",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageSigns:
    """What a reader noticed that tells a wall: `words` counts the words of visible text."""

    asked_url: str
    final_url: str
    title: str
    password_field: bool
    captcha_field: bool
    words: int
    scripts: int
    shown_photos: int


def wall_of(signs: PageSigns) -> Outcome | None:
    """The wall this page is, or None. A redirect to a door counts as one; a log-in link in a corner does not."""
    asked, final = urlsplit(signs.asked_url), urlsplit(signs.final_url)
    moved = (asked.hostname, asked.path) != (final.hostname, final.path)
    if moved and (_CONSENT.search(final.hostname or "") or _CONSENT.search(final.path)):
        return Outcome.CONSENT_WALL
    if moved and _CHALLENGE_PATHS.search(final.path):
        return Outcome.CAPTCHA_WALL
    if moved and _LOGIN_PATHS.search(final.path):
        return Outcome.LOGIN_WALL
    thin = signs.shown_photos <= 1 and signs.words < 150
    if thin and (signs.captcha_field or _CHALLENGE_TITLE.search(signs.title)):
        return Outcome.CAPTCHA_WALL
    if thin and (signs.password_field or _LOGIN_TITLE.search(signs.title)):
        return Outcome.LOGIN_WALL
    if signs.shown_photos == 0 and signs.scripts and signs.words < 60:
        return Outcome.NEEDS_SCRIPT
    return None
