"""The kinds of archives, told apart by the names of their members. One module a kind, or a family of kinds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from selfcheck.imports.kinds.base import Kind
from selfcheck.imports.kinds.bluesky import BLUESKY
from selfcheck.imports.kinds.chats import KAKAOTALK, WHATSAPP
from selfcheck.imports.kinds.facebook import FACEBOOK, THREADS
from selfcheck.imports.kinds.fediverse import MASTODON, PIXELFED
from selfcheck.imports.kinds.google import GOOGLE
from selfcheck.imports.kinds.instagram import INSTAGRAM
from selfcheck.imports.kinds.links import LINKEDIN, PINTEREST, REDDIT
from selfcheck.imports.kinds.snapchat import SNAPCHAT
from selfcheck.imports.kinds.telegram import TELEGRAM
from selfcheck.imports.kinds.tiktok import TIKTOK
from selfcheck.imports.kinds.tumblr import TUMBLR
from selfcheck.imports.kinds.x import X

KINDS: Final = (
    INSTAGRAM,
    THREADS,
    FACEBOOK,
    X,
    TIKTOK,
    SNAPCHAT,
    GOOGLE,
    MASTODON,
    PIXELFED,
    BLUESKY,
    TUMBLR,
    REDDIT,
    LINKEDIN,
    TELEGRAM,
    WHATSAPP,
    KAKAOTALK,
    PINTEREST,
)
"""In the order in which they are tried: the ones with the most telling names first."""


def kind_of(names: Iterable[str]) -> Kind | None:
    """The kind that these members belong to: the first one whose mark is among them. None for a folder of pictures."""
    best: int | None = None
    for name in names:
        for order, kind in enumerate(KINDS[:best]):
            if kind.marks.search(f"/{name}"):
                best = order
                break
        if best == 0:
            break
    return None if best is None else KINDS[best]
