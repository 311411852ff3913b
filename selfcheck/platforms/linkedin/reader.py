"""LinkedIn: a public profile where its owner allows one, else status 999 or a page under /authwall."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.model import Outcome
from selfcheck.platforms.common.cards import card_reader
from selfcheck.platforms.common.model import Address, Profile, Reader, quoted

_USER: Final = re.compile(r"\w[\w-]{1,98}")


def parse(address: Address) -> Profile | None:
    """`linkedin.com/in/you` on every country's host, and what lies under it.

    `/posts/NAME_…` is left as it is: companies have such addresses too, and NAME may be somebody else's under `/in/`.
    """
    before = address.under("linkedin.com")
    if before is None or not re.fullmatch(r"|www|m|[a-z]{2}", before) or len(address.path) < 2:
        return None
    kind, name = address.path[0], address.path[1]
    user = name if kind == "in" else ""
    if kind == "mwlite":
        user = address.path[2] if name == "in" and len(address.path) > 2 else ""
    user = user.lower()
    if not _USER.fullmatch(user) or user in {"me", "edit", "unavailable"}:
        return None
    return Profile("linkedin", user, f"https://www.linkedin.com/in/{quoted(user)}")


def _wall(text: str, title: str, url: str) -> Outcome | None:
    if re.search(r"linkedin\.com/(?:authwall|uas/login|login|checkpoint)", url):
        return Outcome.LOGIN_WALL
    return None


READER: Final = Reader(
    forms=(
        "linkedin.com/in/you",
        "linkedin.com/in/you?trk=…",
        "kr.linkedin.com/in/you",
        "linkedin.com/in/you/details/…",
        "linkedin.com/mwlite/in/you",
    ),
    confidence="medium",
    source="",
    parse=parse,
    page=card_reader("LinkedIn: preview card", _wall),
)
