"""What platforms behind a wall have in common: the preview card of a profile page shows the profile picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from selfcheck.model import Outcome, Role
from selfcheck.readers.platforms.base import Body, Profile, Told, one_of, picture, text_of
from selfcheck.readers.platforms.markup import card_picture, title_of

WallTest = Callable[[str, str, str], Outcome | None]
"""Page text, title, and the address the page came from -> the wall this page is, or None."""

_SIGN_OF_THE_SITE: Final = re.compile(r"/rsrc\.php/|/static/images/|favicon|(?:^|[/_-])logo(?:[/_.-]|$)", re.IGNORECASE)

_TO_LOG_IN: Final = one_of("log login sign signin signup join 로그인 로그인하기 회원가입 가입 가입하기")
_AROUND_IT: Final = one_of("in up into to for on or and now us today with 에 에서 으로 또는 및 하기 하세요 page 페이지")


def card_reader(name: str, wall: WallTest) -> Callable[[Profile, Body], Told]:
    """A page function for a platform whose public pages carry the profile picture in their preview card."""

    def page(profile: Profile, body: Body) -> Told:
        text = text_of(body)
        met = wall(text, title_of(text), body.url)
        if met is not None and met is not Outcome.PRIVATE:
            return Told(wall=met)
        card = card_picture(text)
        photos = () if _SIGN_OF_THE_SITE.search(card) else tuple(picture(body.url, Role.AVATAR, name, [card]))
        return Told(photos, wall=met)

    return page


def is_door(title: str, *sites: str) -> bool:
    """Whether a title says nothing but to log in to, or to join, this site: in English or Korean, in any order.

    A title with any other word in it is that of a page: somebody's name, or a story about logging in.
    """
    words = re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[가-힣])", " ", title.lower()))
    return any(word in _TO_LOG_IN for word in words) and all(
        word in _TO_LOG_IN or word in _AROUND_IT or word in sites for word in words
    )


def titled(*sites: str) -> WallTest:
    """A wall test by title alone, for a site by its names in small letters."""

    def wall(text: str, title: str, url: str) -> Outcome | None:
        return Outcome.LOGIN_WALL if is_door(title, *sites) else None

    return wall


def no_wall(text: str, title: str, url: str) -> Outcome | None:
    """For a platform whose wall the general test knows."""
    return None
