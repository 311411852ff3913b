"""WordPress, hosted anywhere: the media API lists uploads to anyone, also those that no page shows.

https://developer.wordpress.org/rest-api/reference/media/ (source_url, alt_text, media_details.sizes, per_page, page).
A site names its API with <link rel="https://api.w.org/">. Asked only where the person named the site's own front page:
somebody's page on an employer's site does not make its uploads theirs.
"""

from __future__ import annotations

import html
import re
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from selfcheck.model import Note, Outcome, Role
from selfcheck.platforms.common.markup import linked, title_of
from selfcheck.platforms.common.model import (
    Address,
    Ask,
    Body,
    PlatformReading,
    Profile,
    Reader,
    json_of,
    one_of,
    origin_of,
    picture,
    post_at,
    row,
    rows,
    text_of,
    words,
)

_SITE: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?")
_OWN_HOSTS: Final = one_of(
    "www agencies apps automattic business cloud dashboard developer developers discover faq files forums jetpack lang "
    "learn login my pixel pt-br public-api r-login s0 s1 s2 signup stats status store subscribe support tags theme "
    "themes vip wordpress wp zh-cn zh-tw"
)
_HOSTED: Final = "https://public-api.wordpress.com"
_PRIVATE: Final = "private site"
"""The title of the page that WordPress.com shows in place of a private site (Automattic/wp-calypso, issue 54497)."""
_MEDIA: Final = "WordPress API: media"
_SITE_WORDS: Final = "WordPress API: site"
_PAGE: Final = 50


def parse(address: Address) -> Profile | None:
    """`you.wordpress.com` and its posts. Other sites are known by what their page says."""
    site = address.under("wordpress.com") or ""
    if not _SITE.fullmatch(site) or site in _OWN_HOSTS or len(site) == 2:  # two letters: the front page in a language
        return None
    return Profile("wordpress", f"{site}.wordpress.com", f"https://{site}.wordpress.com/")


def _hosted(profile: Profile) -> bool:
    return (urlsplit(profile.url).hostname or "").endswith(".wordpress.com")


def origins(profile: Profile) -> tuple[str, ...]:
    """WordPress.com's public API for sites hosted there; every other site answers for itself."""
    return (_HOSTED,) if _hosted(profile) else (origin_of(profile.url),)


def asks(profile: Profile) -> tuple[Ask, ...]:
    """One page of uploaded images, where the address says it all."""
    if not _hosted(profile):
        return ()
    return (Ask(_MEDIA, f"{_HOSTED}/wp/v2/sites/{profile.handle}/media?{_query(1)}"),)


def _query(number: int) -> str:
    fields = "id,source_url,alt_text,title,media_details"
    return urlencode({"media_type": "image", "per_page": _PAGE, "page": number, "_fields": fields})


def page(profile: Profile, body: Body) -> PlatformReading:
    """The media API the page names, if this is the front page of its site."""
    if _hosted(profile):
        private = title_of(text_of(body)).lower() == _PRIVATE
        return PlatformReading(wall=Outcome.LOGIN_WALL) if private else PlatformReading()
    for root in linked(text_of(body), "https://api.w.org/", body.url):
        front = root.partition("wp-json")[0]
        if front == root or body.url.partition("?")[0].rstrip("/") != front.rstrip("/"):
            continue
        words_ask = Ask(_SITE_WORDS, f"{root.rstrip('/')}/?_fields=name,description")
        media = Ask(_MEDIA, f"{root.rstrip('/')}/wp/v2/media?{_query(1)}")
        return PlatformReading(asks=(media,), proof=words_ask, recognised="wordpress")
    return PlatformReading()


def read(profile: Profile, ask: Ask, body: Body) -> PlatformReading:
    """A page of media, or the site's name and tagline."""
    data = json_of(body)
    if ask.name == _SITE_WORDS:
        return PlatformReading(bio=f"{words(data, 'name')} {words(data, 'description')}"[:5000])
    found = rows(data)
    photos = [
        ref
        for item in found
        for ref in picture(body.url, Role.GALLERY, _MEDIA, _sizes(item), words(item, "alt_text") or _title(item))
    ]
    further = None
    query = dict(parse_qsl(urlsplit(ask.url).query))
    number = query.get("page", "1")
    if len(found) >= _PAGE and re.fullmatch(r"[0-9]{1,3}", number) and not _hosted(profile):
        further = Ask(_MEDIA, f"{ask.url.partition('?')[0]}?{_query(int(number) + 1)}")
    notes = [Note.UPLOADS] if photos else []
    notes += [Note.NEWEST_ONLY] if len(found) >= _PAGE and further is None else []
    return PlatformReading(tuple(photos), notes=tuple(notes), further=further)


def _sizes(item: Any) -> list[str]:
    sizes = list(row(row(item, "media_details"), "sizes").values())[:30]
    return [words(item, "source_url"), *(words(size, "source_url") for size in sizes)]


def _title(item: Any) -> str:
    return html.unescape(words(row(item, "title"), "rendered"))


READER: Final = Reader(
    forms=(
        "you.wordpress.com",
        "you.wordpress.com/about",
        "you.wordpress.com/2024/01/02/post",
        "you.wordpress.com/category/…",
        "you.wordpress.com/feed",
        "your-site.example (known by its page)",
    ),
    confidence="high",
    source="https://developer.wordpress.org/rest-api/reference/media/",
    parse=parse,
    asks=asks,
    origins=origins,
    read=read,
    page=page,
    page_signs=(b"api.w.org",),
    post_in=post_at(r"(?!(?:feed|rss)$|wp-).+"),
    goes_further=True,
)
