"""What platforms behind a wall have in common: the preview card of a profile page shows the profile picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from selfcheck.model import Outcome, Role
from selfcheck.platforms.common.facts import known_sites
from selfcheck.platforms.common.markup import card_picture, title_of
from selfcheck.platforms.common.model import Body, PlatformReading, Profile, picture, text_of
from selfcheck.readers.pages.titles import login_title

WallTest = Callable[[str, str, str], Outcome | None]
"""Page text, title, and the address the page came from -> the wall this page is, or None."""

_SIGN_OF_THE_SITE: Final = re.compile(r"/rsrc\.php/|/static/images/|favicon|(?:^|[/_-])logo(?:[/_.-]|$)", re.IGNORECASE)


def card_reader(name: str, wall: WallTest) -> Callable[[Profile, Body], PlatformReading]:
    """A page function for a platform whose public pages carry the profile picture in their preview card.

    What `wall` does not know, a title tells that is nothing but “Log in” and the site's name, in any language.
    """

    def page(profile: Profile, body: Body) -> PlatformReading:
        text = text_of(body)
        title = title_of(text)
        met = wall(text, title, body.url)
        names = known_sites().title_names
        if met is None and login_title(title, urlsplit(body.url).hostname or "", names).whole:
            met = Outcome.LOGIN_WALL  # these sites choose their titles, not the people on them
        if met is not None and met is not Outcome.PRIVATE:
            return PlatformReading(wall=met)
        card = card_picture(text)
        own = _SIGN_OF_THE_SITE.search(card) or known_sites().is_own_picture(card)
        photos = () if own else tuple(picture(body.url, Role.AVATAR, name, [card]))
        return PlatformReading(photos, wall=met)

    return page


def no_wall(text: str, title: str, url: str) -> Outcome | None:
    """For a platform whose wall the general test knows."""
    return None
