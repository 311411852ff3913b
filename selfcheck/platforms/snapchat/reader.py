"""Snapchat: a public profile page with a preview card. What else it carries is general knowledge."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.platforms.common.cards import card_reader, no_wall
from selfcheck.platforms.common.model import Address, Profile, Reader, handle_in

_USER: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{1,13}[A-Za-z0-9]")


def parse(address: Address) -> Profile | None:
    """`snapchat.com/add/you`, `snapchat.com/@you`, `story.snapchat.com/@you`."""
    if address.under("snapchat.com") not in {"", "www", "story"} or not address.path:
        return None
    marks = {"add", "s"} if address.under("snapchat.com") == "story" else {"add"}
    place = 1 if address.path[0] in marks else 0
    named = place < len(address.path) and (place == 1 or address.path[0].startswith("@"))
    user = handle_in(address.path, place, _USER).lower() if named else ""
    return Profile("snapchat", user, f"https://www.snapchat.com/add/{user}") if user else None


READER: Final = Reader(
    forms=(
        "snapchat.com/add/you",
        "snapchat.com/add/you?share_id=…",
        "snapchat.com/@you",
        "story.snapchat.com/@you",
        "story.snapchat.com/s/you",
        "www.snapchat.com/@you",
    ),
    confidence="low",
    source="",
    parse=parse,
    page=card_reader("Snapchat: preview card", no_wall),
)
