"""The kinds of archives, told apart by the names of their members. One module a kind, or a family of kinds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from selfcheck.platforms.bluesky.download import BLUESKY
from selfcheck.platforms.common.chats import KAKAOTALK, WHATSAPP
from selfcheck.platforms.common.fediverse import MASTODON, PIXELFED
from selfcheck.platforms.common.link_lists import LINKEDIN, PINTEREST, REDDIT
from selfcheck.platforms.facebook.download import FACEBOOK, THREADS
from selfcheck.platforms.google_account.download import GOOGLE
from selfcheck.platforms.instagram.download import INSTAGRAM
from selfcheck.platforms.snapchat.download import SNAPCHAT
from selfcheck.platforms.telegram.download import TELEGRAM
from selfcheck.platforms.tiktok.download import TIKTOK
from selfcheck.platforms.tumblr.download import TUMBLR
from selfcheck.platforms.x.download import X
from selfcheck.readers.archives.lists import Kind

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
