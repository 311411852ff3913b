"""Threads: a profile page with a preview card, or a page titled “Log in” (maigret's site data)."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.platforms.common.cards import card_reader, no_wall
from selfcheck.platforms.common.model import Address, Profile, Reader, handle_in, post_at

_USER: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?")


def parse(address: Address) -> Profile | None:
    """`threads.com/@you` and its posts, on the old host too."""
    if address.under("threads.com", "threads.net") not in {"", "www"} or not address.path[:1]:
        return None
    user = handle_in(address.path, 0, _USER).lower() if address.path[0].startswith("@") else ""
    return Profile("threads", user, f"https://www.threads.com/@{user}") if user else None


READER: Final = Reader(
    forms=(
        "threads.com/@you",
        "threads.com/@you?xmt=…",
        "threads.com/@you/post/POST",
        "threads.com/@you/replies",
        "threads.net/@you",
        "threads.net/@you/post/POST",
    ),
    confidence="medium",
    source="https://github.com/soxoj/maigret",
    parse=parse,
    post_in=post_at(r"@[^/]+/post/.+"),
    page=card_reader("Threads: preview card", no_wall),
)
