"""Personal sites: no address form, no open API; what their pages say of the person's other pages (rel=me) is told."""

from __future__ import annotations

from typing import Final

from selfcheck.model import Note
from selfcheck.platforms.common.markup import linked
from selfcheck.platforms.common.model import Address, Body, PlatformReading, Profile, Reader, text_of


def parse(address: Address) -> Profile | None:
    """No address is a personal site by its form."""
    return None


def page(profile: Profile, body: Body) -> PlatformReading:
    """The pages this one calls “also me”."""
    me = linked(text_of(body), "me", body.url)
    return PlatformReading(me=me, elsewhere=me, notes=(Note.NAMES_OTHERS,) if me else ())


READER: Final = Reader(
    forms=(
        "your-site.example",
        "www.your-site.example/about",
        "server/~you",
        "you.github.io",
    ),
    confidence="high",
    source="https://microformats.org/wiki/rel-me",
    parse=parse,
    page=page,
    page_signs=(b'rel="me', b"rel='me", b"rel=me", b' me"', b" me'"),
)
