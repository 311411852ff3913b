"""What each element of a page is read for. Which readers there are is told by the two tables at the end.

The mechanisms and how common they are on real pages: docs/method.md, "What is found on a page".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from operator import itemgetter
from typing import Final

from selfcheck.model import Role
from selfcheck.readers.pages.anywhere import ANY_READERS, read_lazy
from selfcheck.readers.pages.found import PictureSet
from selfcheck.readers.pages.head import read_base, read_link, read_meta, read_script, read_style, read_title
from selfcheck.readers.pages.page import Notes
from selfcheck.readers.pages.roles import role_of
from selfcheck.readers.pages.srcset import preferred
from selfcheck.readers.pages.values import (
    LAZY_NAME,
    ONE_PICTURE,
    PICTURE_LIST,
    PICTURE_PATH,
    like_address,
    links_to_picture,
)
from selfcheck.readers.pages.walk import ESCAPED, MAX_CAPTION, SRCDOC, Figure, Link, Reader, Walk

Attributes = Mapping[str, str]
Sizes = list[tuple[float, str]]

_NO_ADDRESSES: Final = frozenset(
    {"alt", "class", "id", "style", "title", "width", "height", "sizes", "loading", "decoding", "usemap", "longdesc"}
    | {"role", "itemprop", "border", "align", "onerror", "onload", "fetchpriority", "crossorigin", "referrerpolicy"}
    | {"aria-label", "property", "name", "type", "media"}
)
_PREFERENCE: Final = itemgetter(0)
_LONG: Final = 4000


def _sizes(attrs: Attributes) -> tuple[Sizes, bool, str]:
    """All addresses of an img or source with how much each is preferred; whether one is lazy; where the best is from.

    Width first, then density, then lazy, then src. A lazy attribute is known by its value, or by its name.
    """
    sizes: Sizes = []
    lazy = False
    place = "img src"
    for name, value in attrs.items():
        if name == "src":
            sizes.append((0.1, value))
        elif name == "srcset":
            sizes += preferred(value)
            place = "img srcset"
        elif name in _NO_ADDRESSES or not value:
            continue
        elif name.endswith("srcset") or PICTURE_LIST.search(value[:2000]):
            sizes += preferred(value)
            lazy = True
        elif len(value) < _LONG and (ONE_PICTURE.match(value) or (LAZY_NAME.match(name) and like_address(value))):
            sizes.append((0.4, value))
            lazy = True
    return sizes, lazy, place


def _best_first(sizes: Sizes) -> list[str]:
    if len(sizes) > 1:
        sizes.sort(key=_PREFERENCE, reverse=True)
    return [url for _, url in sizes]


def _alt_of(attrs: Attributes) -> str:
    return (attrs.get("alt") or attrs.get("aria-label") or attrs.get("title") or "").strip()


def read_img(walk: Walk, tag: str, attrs: Attributes) -> None:
    """An img with its sizes, those of the picture around it, and the full size behind it."""
    sizes, lazy, place = _sizes(attrs)
    if walk.pictures:
        sources = walk.pictures[-1][1]
        for source in sources:
            more, lazy_source, _ = _sizes(source)
            sizes += more
            lazy = lazy or lazy_source
        place = "picture source" if sources else place
    if walk.noscript:
        place = "noscript img"
    elif lazy and place != "picture source":
        place = "img lazy"
    urls = _best_first(sizes)
    if not urls:
        return
    alt = _alt_of(attrs)
    role = role_of(attrs, walk.around(), urls[0], alt, Role.POST)
    link = walk.links[-1] if walk.links else None
    if link is None or link.many:
        walk.add(urls, role, place, alt, weak=lazy)
    elif link.held is None:
        link.held = (urls, role, place, alt)
    else:
        _let_go(walk, link, [])
        link.many = True
        walk.add(urls, role, place, alt, weak=lazy)


def _let_go(walk: Walk, link: Link, first: list[str]) -> None:
    """Add the one picture that a link to a picture has held back."""
    if link.held is not None:
        urls, role, place, alt = link.held
        link.held = None
        walk.add([*first, *urls], role, place, alt, weak=True)


def read_a(walk: Walk, tag: str, attrs: Attributes) -> None:
    """A link straight to a picture file; around one img it is that photo's full size and told there."""
    href = attrs.get("href")
    if not href or not links_to_picture(href):
        return
    link = Link(href)
    title = attrs.get("title") or attrs.get("aria-label") or ""
    walk.links.append(link)

    def done(words: str) -> None:
        walk.links.pop()
        if link.held is not None:
            _let_go(walk, link, [href])
        else:
            sighted = walk.found.add([href], Role.GALLERY, "a href", title or words[:MAX_CAPTION])
            if sighted is not None and walk.figures:
                walk.figures[-1].photos.append(sighted)

    walk.gather_text(done)


def read_picture(walk: Walk, tag: str, attrs: Attributes) -> None:
    """Keeps the sources for the img inside."""
    mine: tuple[int, list[Attributes]] = (len(walk.stack), [])
    walk.pictures.append(mine)

    def done() -> None:
        walk.pictures.pop()

    walk.at_end(done)


def read_source(walk: Walk, tag: str, attrs: Attributes) -> None:
    """A source of a picture; one of a video or an audio is none."""
    if walk.pictures and len(walk.pictures[-1][1]) < 40:
        walk.pictures[-1][1].append(attrs)


def read_noscript(walk: Walk, tag: str, attrs: Attributes) -> None:
    """What browsers without scripts show. Some pages hold it as escaped text, for a script to put in place."""
    walk.noscript += 1

    def done(text: str) -> None:
        walk.noscript -= 1
        if "<" in text and re.search(r"<(?:img|picture|source)\b", text, re.IGNORECASE):
            walk.inside.append((ESCAPED, text))

    walk.gather_text(done)


def read_svg(walk: Walk, tag: str, attrs: Attributes) -> None:
    """Inside a drawing, image and title are its own."""
    walk.svg += 1

    def done() -> None:
        walk.svg -= 1

    walk.at_end(done)


def read_image(walk: Walk, tag: str, attrs: Attributes) -> None:
    """An image inside a drawing; outside one browsers take it as an img."""
    if not walk.svg and "src" in attrs:
        read_img(walk, tag, attrs)
        return
    href = attrs.get("href") or attrs.get("xlink:href") or attrs.get("src") or ""
    alt = _alt_of(attrs)
    walk.add([href], role_of(attrs, walk.around(), href, alt, Role.POST), "svg image", alt)


def read_template(walk: Walk, tag: str, attrs: Attributes) -> None:
    """What scripts may put on the page. No browser shows it as it is; a collector reads it all the same."""
    before = walk.found.where
    shown = walk.found.shown
    if "template: " not in before:
        walk.found.where = before + "template: "

    def done() -> None:
        walk.found.where = before
        walk.found.shown = shown

    walk.at_end(done)


def read_figure(walk: Walk, tag: str, attrs: Attributes) -> None:
    """The caption of a figure is the words of its pictures that have none."""
    figure = Figure()
    walk.figures.append(figure)

    def done() -> None:
        walk.figures.remove(figure)
        for sighted in figure.photos if figure.caption else ():
            sighted.alt = sighted.alt or figure.caption

    walk.at_end(done)


def read_figcaption(walk: Walk, tag: str, attrs: Attributes) -> None:
    """See `read_figure`. Long captions are texts of their own."""
    if not walk.figures:
        return
    figure = walk.figures[-1]

    def done(text: str) -> None:
        figure.caption = figure.caption or (text if len(text) <= MAX_CAPTION else "")

    walk.gather_text(done)


def read_video(walk: Walk, tag: str, attrs: Attributes) -> None:
    """The still picture of a video."""
    for name in ("poster", "data-poster"):
        if attrs.get(name):
            walk.add([attrs[name]], Role.POST, "video poster", _alt_of(attrs))


def read_object(walk: Walk, tag: str, attrs: Attributes) -> None:
    """A picture put in as an object; drawings (svg) and films are none."""
    url = attrs.get("data") or attrs.get("src") or ""
    told = attrs.get("type", "").lower()
    if (told.startswith("image/") and "svg" not in told) or (not told and PICTURE_PATH.search(url.partition("?")[0])):
        walk.add([url], Role.POST, tag, _alt_of(attrs))


def read_input(walk: Walk, tag: str, attrs: Attributes) -> None:
    """A picture as a button; and the sign of a log-in."""
    kind = attrs.get("type", "").lower()
    walk.notes.password_field |= kind == "password"
    if kind == "image" and attrs.get("src"):
        alt = _alt_of(attrs)
        walk.found.add(
            [attrs["src"]], role_of(attrs, walk.around(), attrs["src"], alt, Role.ICON), "input type=image", alt
        )


def read_frame(walk: Walk, tag: str, attrs: Attributes) -> None:
    """A page inside the page: named, or written out in srcdoc."""
    source = attrs.get("src") or attrs.get("data-src") or ""
    if "srcdoc" in attrs:
        walk.inside.append((SRCDOC, attrs["srcdoc"]))
    elif source:
        walk.notes.captcha_field |= bool(re.search(r"captcha|turnstile|challenges\.", source[:2000], re.I))
        walk.notes.link(walk.notes.frames, walk.found.absolute(source))


READERS: Final[dict[str, Reader]] = {
    "img": read_img,
    "amp-img": read_img,
    "a": read_a,
    "area": read_a,
    "picture": read_picture,
    "source": read_source,
    "noscript": read_noscript,
    "svg": read_svg,
    "image": read_image,
    "svg:image": read_image,
    "template": read_template,
    "figure": read_figure,
    "figcaption": read_figcaption,
    "video": read_video,
    "object": read_object,
    "embed": read_object,
    "input": read_input,
    "iframe": read_frame,
    "frame": read_frame,
    "meta": read_meta,
    "link": read_link,
    "base": read_base,
    "script": read_script,
    "style": read_style,
    "title": read_title,
}


def new_walk(found: PictureSet, notes: Notes, max_tags: int) -> Walk:
    """A walk with all readers."""
    return Walk(found, notes, max_tags, READERS, ANY_READERS, read_lazy)
