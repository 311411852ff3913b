"""Gravatar: a profile and its data, open to anyone; whoever knows the e-mail address can ask for the picture.

`gravatar.com/NAME.json` with entry[0].thumbnailUrl and photos[].value (socid-extractor; public examples).
"""

from __future__ import annotations

import re
from typing import Final

from selfcheck.model import PhotoRef, Role
from selfcheck.platforms.common.model import (
    Address,
    Ask,
    Body,
    PlatformReading,
    Profile,
    Reader,
    at,
    followed_by,
    handle_in,
    json_of,
    one_of,
    picture,
    row,
    rows,
    words,
)

_USER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_OWN_PAGES: Final = one_of("hovercards userimage implement for")
_ORIGIN: Final = "https://gravatar.com"
_PROFILE: Final = "Gravatar profile data"


def parse(address: Address) -> Profile | None:
    """`gravatar.com/you`, `en.gravatar.com/you`, `gravatar.com/avatar/HASH`."""
    before = address.under("gravatar.com")
    if before is None or not re.fullmatch(r"|www|secure|[0-9]|[a-z]{2}", before):
        return None
    path = tuple(re.sub(r"\.(?:json|xml|vcf|qr|jpg|png)$", "", part) for part in address.path)
    place = 1 if path[:1] == ("avatar",) else 0
    user = handle_in(path, place, _USER, _OWN_PAGES).lower()
    return Profile("gravatar", user, f"{_ORIGIN}/{user}") if user and followed_by(path, place, frozenset()) else None


def asks(profile: Profile) -> tuple[Ask, ...]:
    """The profile as data."""
    return (Ask(_PROFILE, f"{_ORIGIN}/{profile.handle}.json"),)


def read(profile: Profile, ask: Ask, body: Body) -> PlatformReading:
    """Pictures, background, and the other accounts the profile names."""
    photos: list[PhotoRef] = []
    elsewhere: list[str] = []
    for entry in rows(json_of(body), "entry")[:1]:
        sizes = [words(entry, "thumbnailUrl")]
        photos += picture(body.url, Role.AVATAR, _PROFILE, sizes)
        for photo in rows(entry, "photos"):
            photos += picture(body.url, Role.AVATAR, _PROFILE, [words(photo, "value")])
        photos += picture(body.url, Role.COVER, _PROFILE, [words(row(entry, "profileBackground"), "url")])
        elsewhere += [
            words(part, name) for kind, name in (("accounts", "url"), ("urls", "value")) for part in rows(entry, kind)
        ]
    return PlatformReading(
        tuple(dict.fromkeys(photos)), elsewhere=tuple(url for url in elsewhere if re.match(r"https?://", url))
    )


READER: Final = Reader(
    forms=(
        "gravatar.com/you",
        "en.gravatar.com/you",
        "gravatar.com/you.json",
        "gravatar.com/HASH",
        "gravatar.com/avatar/HASH",
        "secure.gravatar.com/avatar/HASH",
    ),
    confidence="medium",
    source="https://github.com/soxoj/socid-extractor",
    parse=parse,
    asks=asks,
    origins=at(_ORIGIN),  # the site itself
    read=read,
)
