"""Any HTML page -> its reading. Bytes to text, the walk, and what can only be told when the whole page is known."""

from __future__ import annotations

from collections import Counter
from typing import Final

from selfcheck.model import Outcome, PageReading, PhotoRef, Role
from selfcheck.readers.pages.css import read_css
from selfcheck.readers.pages.decoding import decode, looks_like_html
from selfcheck.readers.pages.elements import new_walk
from selfcheck.readers.pages.found import PictureSet, with_sizes_joined
from selfcheck.readers.pages.page import Notes, links_of, names_of
from selfcheck.readers.pages.selectors import Words, gather_words
from selfcheck.readers.pages.sites import NO_SITES, KnownSites
from selfcheck.readers.pages.walk import ESCAPED, SRCDOC, Walk
from selfcheck.readers.pages.walls import PageSigns, wall_of

MAX_PHOTOS: Final = 300
"""Photos taken from one page; the rest are counted."""
MAX_TAGS: Final = 200_000
"""Tags read of one page; what is beyond is left out, and that is told."""
MAX_FRAMES: Final = 10
"""Pages inside the page (iframe srcdoc) that are read, one level deep."""
_MOST_INSIDE: Final = {SRCDOC: MAX_FRAMES, ESCAPED: 200}


def read_html(
    text: str, asked_url: str, final_url: str, max_photos: int = MAX_PHOTOS, sites: KnownSites = NO_SITES
) -> PageReading:
    """All photos a page names, in the order of the page, and the wall it is, if it is one.

    `final_url` is where the page was after redirects; relative addresses are relative to it (or to `<base>`).
    Pictures of style elements come last: which rules match is known at the end.
    """
    found = PictureSet(final_url, sites=sites)
    notes = Notes()
    walk = _walk(text, found, notes)
    words = _read_styles(found, notes, whole=not walk.cut)
    signs = PageSigns(
        asked_url=asked_url,
        final_url=final_url,
        title=notes.title,
        password_field=notes.password_field,
        captcha_field=notes.captcha_field,
        words=notes.words,
        scripts=notes.scripts,
        shown_photos=found.shown,
    )
    photos = with_sizes_joined(found.photos, max_photos, found.sites.sizes)
    links = links_of(notes, final_url)
    return PageReading(
        title=notes.title,
        photos=tuple(photos),
        wall=wall_of(signs, sites.title_names),
        over_limit=max(0, len(found.photos) - max_photos) + found.dropped,
        links=links,
        asks=tuple(notes.asks),
        mining_reserved=notes.mining_reserved,
        names=names_of(notes, final_url, sites),
        cut=walk.cut,
        words=words.handed() if links.sheets else None,
    )


def read_fragment(html: str, base_url: str, where: str, max_photos: int = MAX_PHOTOS) -> list[PhotoRef]:
    """The photos of a piece of HTML, as feeds carry it. `where` is put in front of each place: "feed: "."""
    found = PictureSet(base_url, where)
    _walk(html, found, Notes())
    return with_sizes_joined(found.photos, max_photos, found.sites.sizes)


def _walk(text: str, found: PictureSet, notes: Notes) -> Walk:
    """Read a page and the pages written out inside it, one level deep."""
    walk = new_walk(found, notes, MAX_TAGS)
    walk.feed(text)
    done: Counter[str] = Counter()
    base, where = found.base, found.where
    for place, page in walk.inside:
        done[place] += 1
        if done[place] > _MOST_INSIDE[place]:
            continue
        found.where = where + place
        inner = Notes()
        inner_walk = new_walk(found, inner, MAX_TAGS // MAX_FRAMES)
        inner_walk.feed(page)
        _read_styles(found, inner, whole=not inner_walk.cut)
        found.based_on(base)
    found.where = where
    return walk


def _read_styles(found: PictureSet, notes: Notes, *, whole: bool) -> Words:
    """What the page's own style elements draw, and the words that tell which rules match.

    A page that was not read to its end (`whole`) may hold anything in the rest: then every rule counts.
    """
    words = gather_words(notes.tags, notes.classes, notes.ids, whole=whole and notes.words_whole)
    before = found.where
    for where, css in notes.styles:
        sheet = read_css(css, words)
        found.where = where
        for urls in sheet.pictures:
            found.add(urls, Role.BACKGROUND, "style sheet")
        for url in sheet.imports:
            notes.link(notes.sheets, found.absolute(url))
    found.where = before
    return words


def read_page(
    body: bytes,
    content_type: str,
    asked_url: str,
    final_url: str,
    max_photos: int = MAX_PHOTOS,
    sites: KnownSites = NO_SITES,
) -> PageReading | Outcome:
    """Bytes of an answer -> its reading, or `NOT_A_PAGE` when they are no HTML."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind.startswith(("image/", "video/", "audio/", "font/")) or kind in {"application/pdf", "application/zip"}:
        return Outcome.NOT_A_PAGE
    text = decode(body, content_type)
    if not looks_like_html(text):
        return Outcome.NOT_A_PAGE
    text = text.replace("\0", "")  # browsers drop single NULs too
    return read_html(text, asked_url, final_url, max_photos, sites)
