"""What any element can carry: inline style, microdata, RDFa, microformats, lazy backgrounds, old attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from selfcheck.model import Role
from selfcheck.readers.pages.css import read_css
from selfcheck.readers.pages.roles import role_of
from selfcheck.readers.pages.selectors import MAX_WORDS
from selfcheck.readers.pages.srcset import parse_srcset
from selfcheck.readers.pages.state import loose_pictures
from selfcheck.readers.pages.values import ONE_PICTURE, PICTURE_LIST, like_address, links_to_picture
from selfcheck.readers.pages.walk import Card, Reader, Walk

Attributes = Mapping[str, str]

_ITEM_PICTURES: Final = frozenset({"image", "photo", "thumbnailurl", "contenturl", "thumbnail", "primaryimageofpage"})
_MICROFORMATS: Final = {"u-photo": Role.AVATAR, "u-featured": Role.COVER, "u-logo": Role.ICON}
_MICROFORMATS_1: Final = {"photo": Role.AVATAR, "logo": Role.ICON}
_NAMES: Final = frozenset({"p-name", "p-nickname", "fn", "nickname"})
_CLASSES: Final = re.compile(r"\b(?:u-(?:photo|featured|logo)|h-card|vcard|p-(?:nick)?name|fn|nickname|photo|logo)\b")
_MAY_BE: Final = re.compile(r"[up]-[pfln]|card|fn|nick|photo|logo")
_CAPTCHA: Final = re.compile(r"\b(?:g-recaptcha|h-captcha|cf-turnstile)\b")
_CAN_LOAD: Final = frozenset({"img", "source", "amp-img", "image"})
_LONG: Final = 4000
_LONG_DATA: Final = 200_000
_HINT: Final = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)", re.IGNORECASE)


def read_class(walk: Walk, tag: str, attrs: Attributes) -> None:
    """Microformats, and the words that style sheets go by."""
    value = attrs["class"]
    classes = walk.notes.classes
    if len(classes) < MAX_WORDS:
        classes.add((tag, value))
    if "captcha" in value or "turnstile" in value:
        walk.notes.captcha_field |= bool(_CAPTCHA.search(value))
    if _MAY_BE.search(value) and _CLASSES.search(value):
        _read_microformats(walk, tag, attrs, value.split())


def _read_microformats(walk: Walk, tag: str, attrs: Attributes, words: list[str]) -> None:
    """https://microformats.org/wiki/h-card, with the photo that is only implied."""
    card = walk.cards[-1] if walk.cards else None
    for word in words:
        role = _MICROFORMATS.get(word) or (_MICROFORMATS_1.get(word) if card else None)
        if role is not None:
            if card is not None and role is Role.AVATAR:
                card.told = True
            if tag not in _CAN_LOAD or card is not None:
                walk.found.add([value_of(tag, attrs)], role, "microformats photo", attrs.get("alt", ""))
        elif word in _NAMES and card is not None:
            card.named = True
            walk.gather_text(walk.notes.name)
    if "h-card" in words or "vcard" in words:
        _open_card(walk)


def _open_card(walk: Walk) -> None:
    card = Card()
    walk.cards.append(card)

    def done(text: str) -> None:
        walk.cards.pop()
        if len(card.photos) == 1 and not card.told:
            [photo] = card.photos
            walk.found.add(photo.urls, Role.AVATAR, "microformats photo", photo.alt)
        if not card.named and len(card.photos) < 2:
            walk.notes.name(text or (card.photos[0].alt if card.photos else ""))

    walk.gather_text(done)


def read_id(walk: Walk, tag: str, attrs: Attributes) -> None:
    """An id is kept for style sheets."""
    if len(walk.notes.ids) < MAX_WORDS:
        walk.notes.ids.add((tag, attrs["id"]))


def read_inline_style(walk: Walk, tag: str, attrs: Attributes) -> None:
    """Pictures drawn by a style attribute."""
    style = attrs["style"]
    if "(" not in style:
        return
    for urls in read_css(style).pictures:
        alt = attrs.get("aria-label") or attrs.get("title") or ""
        role = role_of(attrs, walk.around(), urls[0], alt, Role.BACKGROUND)
        walk.add(urls, role, "inline style", alt)


def read_item(walk: Walk, tag: str, attrs: Attributes) -> None:
    """Microdata: https://html.spec.whatwg.org/multipage/microdata.html"""
    if tag != "img" and not _ITEM_PICTURES.isdisjoint(attrs["itemprop"].lower().split()):
        walk.found.add([value_of(tag, attrs)], Role.PREVIEW_CARD, "microdata image")


def read_property(walk: Walk, tag: str, attrs: Attributes) -> None:
    """RDFa: https://www.w3.org/TR/rdfa-lite/"""
    if tag not in {"meta", "img"} and attrs["property"].lower().rpartition(":")[2] in _ITEM_PICTURES:
        walk.found.add([value_of(tag, attrs)], Role.PREVIEW_CARD, "RDFa image")


def read_background(walk: Walk, tag: str, attrs: Attributes) -> None:
    """The background attribute of old pages."""
    if tag in {"body", "table", "td", "th", "tr"}:
        walk.add([attrs["background"]], Role.BACKGROUND, "background attribute", "")


def read_lazy(walk: Walk, tag: str, attrs: Attributes, name: str) -> None:
    """A background, link or data that a script would put in place: known by its value, or by its name."""
    value = attrs[name]
    if tag in _CAN_LOAD or name == "data-poster" or ("." not in value and "/" not in value):
        return
    if value[:1] in "{[" and len(value) < _LONG_DATA and _HINT.search(value):
        for url, role, alt in loose_pictures(value):
            walk.found.add([url], role, "data attribute", alt)
        return
    if len(value) > _LONG:
        return
    if "url(" in value:
        groups = read_css(f"background:{value}").pictures
    elif PICTURE_LIST.search(value):
        sizes = sorted(parse_srcset(value), key=lambda size: -(size.width or size.density))
        groups = [[size.url for size in sizes]]
    elif ONE_PICTURE.match(value) or (("-bg" in name or "-background" in name) and like_address(value)):
        groups = [[value]]
    else:
        return
    for urls in groups:
        walk.found.add(urls, role_of(attrs, walk.around(), urls[0], "", Role.BACKGROUND), "lazy background")


def value_of(tag: str, attrs: Attributes) -> str:
    """The address an element stands for in microdata, RDFa and microformats."""
    for name in ("content", "src", "href", "data", "value", "resource"):
        if name in attrs:
            value = attrs[name]
            return "" if name == "href" and tag == "a" and not links_to_picture(value) else value
    return ""


ANY_READERS: Final[dict[str, Reader]] = {
    "class": read_class,
    "id": read_id,
    "style": read_inline_style,
    "itemprop": read_item,
    "property": read_property,
    "background": read_background,
}
