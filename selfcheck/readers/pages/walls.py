"""Tells a wall from a page: was this what the person asked for, or a door in front of it?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from selfcheck.model import Outcome
from selfcheck.readers.pages.titles import login_title

_DOOR: Final = (
    r"log[-_]?in(?:_required)?|sign[-_]?(?:in|up)|authwall|checkpoint|nidlogin|servicelogin|session/new|register"
)
_LOGIN_PATHS: Final = re.compile(
    rf"^/(?:(?:accounts?|auth|identity|m|members?|users?|uas|i/flow|oauth2?|v\d|web|[a-z]{{2}}(?:-[a-z]{{2}})?)/)?"
    rf"(?:{_DOOR})(?:[/.?]|$)",
    re.IGNORECASE,
)
_LOGIN_HOSTS: Final = re.compile(r"^(?:accounts?|auth|login|nid|signin|sso)\.")
_CHALLENGE_PATHS: Final = re.compile(r"/(?:challenge|captcha|sorry|cdn-cgi/challenge)(?:[/.?]|$)", re.IGNORECASE)
_CONSENT: Final = re.compile(r"^consent\.|/(?:cookie-?)?consent(?:[/.?]|$)", re.IGNORECASE)
_CHALLENGE_TITLE: Final = re.compile(
    r"just a moment|attention required|are you (?:a )?(?:human|robot)|verify you are|security check|captcha",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageSigns:
    """What a reader noticed that tells a wall: `words` counts the words that a browser with scripts shows."""

    asked_url: str
    final_url: str
    title: str
    password_field: bool
    captcha_field: bool
    words: int
    scripts: int
    shown_photos: int


def wall_of(signs: PageSigns, title_names: Mapping[str, tuple[str, ...]]) -> Outcome | None:
    """The wall this page is, or None. A redirect to a door counts as one; a log-in link in a corner does not."""
    asked, final = urlsplit(signs.asked_url), urlsplit(signs.final_url)
    if (asked.hostname, asked.path) != (final.hostname, final.path):
        if _CONSENT.search(final.hostname or "") or _CONSENT.search(final.path):
            return Outcome.CONSENT_WALL
        if _CHALLENGE_PATHS.search(final.path):
            return Outcome.CAPTCHA_WALL
        if _is_door(final.hostname or "", final.path) and not _is_door(asked.hostname or "", asked.path):
            return Outcome.LOGIN_WALL
    title = login_title(signs.title, final.hostname or "", title_names)
    if signs.password_field and (title.part or title.whole):
        return Outcome.LOGIN_WALL  # its title is that of a log-in page, and one can log in: however much stands there
    thin = signs.shown_photos <= 1 and signs.words < 150
    if thin and (signs.captcha_field or _CHALLENGE_TITLE.search(signs.title)):
        return Outcome.CAPTCHA_WALL
    if thin and (signs.password_field or title.part):
        return Outcome.LOGIN_WALL
    if signs.shown_photos == 0 and signs.scripts and signs.words < 60:
        return Outcome.NEEDS_SCRIPT
    return None


def _is_door(host: str, path: str) -> bool:
    return bool(_LOGIN_HOSTS.search(host) or _LOGIN_PATHS.search(path))
