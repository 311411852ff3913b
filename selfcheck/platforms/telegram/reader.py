"""Telegram: the preview page of a user name, and the web preview of a public channel with its posts.

Profile picture `img.tgme_page_photo_image`, channel posts as `style="background-image"` (saved pages; socid-extractor,
metascraper-telegram). Where a channel's preview is off, `/s/NAME` leads back to `/NAME`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from selfcheck.model import Note, Outcome, Role
from selfcheck.platforms.common.feeds import page_told
from selfcheck.platforms.common.markup import tags_of
from selfcheck.platforms.common.model import (
    Address,
    Ask,
    Body,
    PlatformReading,
    Profile,
    Reader,
    at,
    handle_in,
    one_of,
    picture,
    post_at,
    text_of,
)

_USER: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
_OWN_PAGES: Final = one_of(
    "addemoji addlist addstickers addstyle addtheme auction boost call confirmphone contact giftcode giveaway invoice "
    "joinchat newbot nft passport premium premium_offer proxy send_gift setlanguage socks stars stars_topup stargift"
)
_CHANNEL: Final = "Telegram channel preview"


def parse(address: Address) -> Profile | None:
    """`t.me/you`, `t.me/s/you`, `you.t.me`, `telegram.me/you`, and posts of a channel."""
    before = address.under("t.me", "telegram.me", "telegram.dog")
    if before is None:
        return None
    path = (before,) if before not in {"", "www"} else address.path
    user = handle_in(path, 1 if path[:1] == ("s",) else 0, _USER, _OWN_PAGES).lower()
    return Profile("telegram", user, f"https://t.me/{user}") if user else None


def asks(profile: Profile) -> tuple[Ask, ...]:
    """The channel's web preview; a person has none and the site leads back."""
    return (Ask(_CHANNEL, f"https://t.me/s/{profile.handle}", "page"),)


def page(profile: Profile, body: Body) -> PlatformReading:
    """The profile picture of the preview page.

    One that names nobody is shown for names nobody has, and programs that looked say for some accounts, too.
    """
    text = text_of(body)
    if "tgme_icon_user" in text and "tgme_page_title" not in text:
        return PlatformReading(wall=Outcome.ODD_ANSWER, notes=(Note.NAMES_NOBODY,))
    for tag in tags_of(text, "img"):
        if "tgme_page_photo_image" in tag.get("class", "").split():
            return PlatformReading(
                tuple(picture(body.url, Role.AVATAR, "Telegram: profile preview", [tag.get("src", "")]))
            )
    return PlatformReading()


def read(profile: Profile, ask: Ask, body: Body) -> PlatformReading:
    """Posts of a channel; nothing where the site led back to the profile page."""
    if "/s/" not in body.url:
        return PlatformReading()
    told = page_told(ask, body)
    posts = (ref if ref.role is Role.AVATAR else replace(ref, role=Role.POST) for ref in told.photos)
    return PlatformReading(tuple(posts), notes=(Note.NEWEST_ONLY,) if b"tgme_widget_message" in body.data else ())


READER: Final = Reader(
    forms=(
        "t.me/you",
        "t.me/@you",
        "you.t.me",
        "telegram.me/you",
        "t.me/s/CHANNEL",
        "t.me/CHANNEL/POST",
    ),
    confidence="medium",
    source="https://github.com/soxoj/socid-extractor",
    parse=parse,
    asks=asks,
    origins=at("https://t.me"),  # the site of the preview pages
    read=read,
    page=page,
    post_in=post_at(r"(?:s/)?[^/]+/[0-9]+"),
)
