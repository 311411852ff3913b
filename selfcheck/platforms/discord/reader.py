"""Discord invites: the preview card of a server is all that is shown. Profiles are not public."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.model import Outcome, Role
from selfcheck.platforms.common.markup import card_picture
from selfcheck.platforms.common.model import (
    Address,
    Body,
    PlatformReading,
    Profile,
    Reader,
    handle_in,
    one_of,
    picture,
    text_of,
)

_CODE: Final = re.compile(r"[A-Za-z0-9-]{2,40}")
_OWN_PAGES: Final = one_of("invite channels login register app")
_HOME_CARD: Final = re.compile(r"/assets/og_img_discord_home", re.IGNORECASE)


def parse(address: Address) -> Profile | None:
    """`discord.gg/CODE`, `discord.com/invite/CODE`, on the old host too. Codes know upper and lower case."""
    if address.under("discord.gg") in {"", "www"}:
        place = 1 if address.path[:1] == ("invite",) else 0
    elif address.under("discord.com", "discordapp.com") in {"", "www", "ptb", "canary"} and address.path[:1] == (
        "invite",
    ):
        place = 1
    else:
        return None
    code = handle_in(address.path, place, _CODE, _OWN_PAGES)
    return Profile("discord", code, f"https://discord.com/invite/{code}") if code else None


def page(profile: Profile, body: Body) -> PlatformReading:
    """The picture that chats show for the invite: a picture of the server, not of a person.

    Where it is the card of Discord's own front page, the invite was not shown: it may have ended.
    """
    card = card_picture(text_of(body))
    if _HOME_CARD.search(card):
        return PlatformReading(wall=Outcome.ODD_ANSWER)
    return PlatformReading(tuple(picture(body.url, Role.PREVIEW_CARD, "Discord: invite card", [card])))


READER: Final = Reader(
    forms=(
        "discord.gg/CODE",
        "discord.gg/invite/CODE",
        "discord.com/invite/CODE",
        "discordapp.com/invite/CODE",
        "canary.discord.com/invite/CODE",
    ),
    confidence="low",
    source="",
    parse=parse,
    page=page,
)
