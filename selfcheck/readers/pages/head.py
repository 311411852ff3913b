"""What a page declares: meta, link, base, title, script and style elements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from selfcheck.model import Role
from selfcheck.net.urls import absolute_url
from selfcheck.readers.pages.jsonld import read_json_ld
from selfcheck.readers.pages.page import card_detail, card_name
from selfcheck.readers.pages.roles import SMALL_SIDE
from selfcheck.readers.pages.srcset import parse_srcset
from selfcheck.readers.pages.state import pictures_in_state
from selfcheck.readers.pages.walk import Walk

Attributes = Mapping[str, str]

_ICON_RELS: Final = frozenset(
    {"icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon", "fluid-icon", "apple-touch-startup-image"}
)
_FEEDS: Final = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_MAX_STATE: Final = 5_000_000  # characters of script data read in one page
_MAX_STYLES: Final = 200


def read_meta(walk: Walk, tag: str, attrs: Attributes) -> None:
    """Preview cards, what the page asks of programs, and what it calls its person."""
    content = attrs.get("content")
    if not content:
        return
    names: list[str] = []
    for kind in ("property", "name"):
        if kind in attrs:
            names += attrs[kind][:200].lower().split()
    notes = walk.notes
    for name in dict.fromkeys(names):
        detail = card_detail(name)
        if name == "robots" or name.endswith(("bot", "bot-image")):
            notes.ask(name, content)
        elif detail:
            _detail(walk, detail, content)
        elif card_name(name):
            walk.card_image = walk.found.add([content], Role.PREVIEW_CARD, name[:40])
        elif name == "msapplication-tileimage":
            walk.found.add([content], Role.ICON, name)
        elif name == "tdm-reservation" and content.strip() in {"0", "1"}:
            notes.mining_reserved = content.strip() == "1"
        elif name in {"profile:username", "author"}:
            notes.name(content)
        elif name in {"profile:first_name", "profile:last_name", "og:type", "og:title"}:
            notes.profile.setdefault(name, content[:300])


def _detail(walk: Walk, detail: str, content: str) -> None:
    """Width, height or words of the card picture before it."""
    if walk.card_image is None:
        return
    if detail == "alt":
        walk.card_image.alt = content[:300]
    elif content.strip().isdigit() and int(content.strip()[:6]) <= SMALL_SIDE:
        walk.card_image.role = Role.ICON


def read_link(walk: Walk, tag: str, attrs: Attributes) -> None:
    """Pictures that links in the head name, and the style sheets and feeds of the page."""
    href = attrs.get("href", "")
    rel = set(attrs.get("rel", "")[:500].lower().split())
    if "image_src" in rel:
        walk.found.add([href], Role.PREVIEW_CARD, "link rel=image_src")
    elif not rel.isdisjoint(_ICON_RELS):
        walk.found.add([href], Role.ICON, f"link rel={attrs['rel'].lower()[:40]}")
    elif not rel.isdisjoint({"preload", "prefetch"}):
        if attrs.get("as", "").lower() == "image":
            sizes = sorted(parse_srcset(attrs.get("imagesrcset", "")), key=lambda size: -(size.width or size.density))
            walk.found.add([*(size.url for size in sizes), href], Role.POST, "link rel=preload")
    elif "stylesheet" in rel:
        if "alternate" not in rel and href and attrs.get("media", "").strip().lower() not in {"print", "speech"}:
            walk.notes.link(walk.notes.sheets, walk.found.absolute(href))
    elif "alternate" in rel and href:
        kind = attrs.get("type", "").partition(";")[0].strip().lower()
        told = f"{attrs.get('title', '')} {href}".lower()
        if kind in _FEEDS or (kind == "application/json" and "feed" in told):
            walk.notes.link(walk.notes.feeds, walk.found.absolute(href))


def read_base(walk: Walk, tag: str, attrs: Attributes) -> None:
    """The first base with an address: what follows is relative to it."""
    if not walk.based and "href" in attrs:
        walk.based = True
        base = absolute_url(walk.found.base, attrs["href"])
        if base:
            walk.found.based_on(base)


def read_title(walk: Walk, tag: str, attrs: Attributes) -> None:
    """The first title; that of a drawing is none."""

    def done(text: str) -> None:
        walk.notes.title = walk.notes.title or " ".join(text[:2000].split())[:300]

    if not walk.svg:
        walk.gather_raw(done)


def read_script(walk: Walk, tag: str, attrs: Attributes) -> None:
    """Data that a page carries for its scripts, and JSON-LD."""
    kind = attrs.get("type", "").strip().lower()
    if "ld+json" in kind:
        walk.gather_raw(lambda text: _json_ld(walk, text))
        return
    is_json = kind.endswith("json")
    if not is_json and (not kind or "javascript" in kind or kind == "module"):
        walk.notes.scripts += 1

    def done(text: str) -> None:
        room = _MAX_STATE - walk.state_read
        if not text or room <= 0:
            return
        walk.state_read += len(text)
        for url, role, caption in pictures_in_state(text[:room], is_json=is_json):
            walk.found.add([url], role, "script data", caption)

    walk.gather_raw(done)


def _json_ld(walk: Walk, text: str) -> None:
    declared = read_json_ld(text)
    for url, role, caption in declared.pictures:
        walk.found.add([url], role, "JSON-LD image", caption)
    walk.notes.name(*declared.names)


def read_style(walk: Walk, tag: str, attrs: Attributes) -> None:
    """Kept until the whole page is known: then it can be told which rules match."""
    media = attrs.get("media", "").strip().lower()
    kind = attrs.get("type", "text/css").strip().lower()
    where = walk.found.where

    def done(text: str) -> None:
        if media not in {"print", "speech"} and kind in {"", "text/css"} and len(walk.notes.styles) < _MAX_STYLES:
            walk.notes.styles.append((where, text))

    walk.gather_raw(done)
