"""RSS, Atom and JSON feeds -> the photos they name. A feed is what scrapers read first: all of it in one request.

RSS 2.0 (https://www.rssboard.org/rss-specification), Media RSS (https://www.rssboard.org/media-rss), Atom (RFC 4287),
JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). Broken XML is common and read as far as it goes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from selfcheck.model import Outcome, PageReading, PhotoRef, Role
from selfcheck.readers.pages.decoding import decode
from selfcheck.readers.pages.found import PictureSet, with_sizes_joined
from selfcheck.readers.pages.html import MAX_PHOTOS, read_fragment
from selfcheck.readers.pages.sites import NO_SITES, KnownSites

MAX_ITEMS: Final = 1000
"""Items read of one feed; more than any site serves."""
_MAX_ELEMENTS: Final = 100_000
_PICTURE_END: Final = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$", re.IGNORECASE)
_HTML_PARTS: Final = frozenset({"description", "encoded", "content", "summary"})


def read_feed(body: bytes, content_type: str, url: str, sites: KnownSites = NO_SITES) -> PageReading | Outcome:
    """The photos of a feed at `url`, or `NOT_A_PAGE` when it is none."""
    start = body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    found = PictureSet(url, sites=sites)
    is_json = start.startswith((b"{", b"["))
    title = _read_json(decode(body, content_type), found) if is_json else _read_xml(body, found)
    if title is None:
        return Outcome.NOT_A_PAGE
    photos = with_sizes_joined(found.photos, MAX_PHOTOS, found.sites.sizes)
    over = max(0, len(found.photos) - MAX_PHOTOS) + found.dropped
    return PageReading(title[:300], tuple(photos), over_limit=over)


def _read_xml(body: bytes, found: PictureSet) -> str | None:
    # No entities, no network, no huge trees: the parser's own limits stand, and what it cannot read it leaves out.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None or _name(root) not in {"rss", "rdf", "feed"}:
        return None
    title = next((element.text or "" for element in root.iter() if _name(element) == "title"), "")
    caption = " ".join(title.split())[:300]
    items = 0
    for number, element in enumerate(root.iter()):
        if number >= _MAX_ELEMENTS or items > MAX_ITEMS:
            break
        name = _name(element)
        if name in {"item", "entry"}:
            items += 1
            words = next((child.text or "" for child in element if _name(child) == "title"), "")
            caption = " ".join(words.split())[:300]
        elif name:
            for ref in _of_element(element, name, found.base):
                found.add((ref.url, *ref.other_urls), ref.role, ref.found_in, ref.alt or caption)
    return " ".join(title.split())


def _of_element(element: Any, name: str, base: str) -> Iterator[PhotoRef]:
    """The photos one element of a feed names."""
    media = "search.yahoo.com/mrss" in str(element.tag)
    kind = element.get("type", "").lower()
    if name == "enclosure" or (name == "link" and element.get("rel") == "enclosure"):
        url = element.get("url") or element.get("href") or ""
        if kind.startswith("image/") or (not kind and _like_picture(url)):
            yield PhotoRef(url, (), Role.FEED, "feed enclosure")
    elif media and name in {"content", "thumbnail"}:
        url = element.get("url", "")
        if name == "thumbnail" or kind.startswith("image/") or element.get("medium") == "image" or _like_picture(url):
            yield PhotoRef(url, (), Role.FEED, f"feed media:{name}")
    elif name == "image":  # <image><url>, and itunes:image with href
        inner = next((child.text or "" for child in element if _name(child) == "url"), "")
        yield PhotoRef(element.get("href") or inner, (), Role.FEED, "feed image")
    elif name in {"logo", "icon"} and (element.text or "").strip():
        yield PhotoRef(element.text.strip(), (), Role.ICON if name == "icon" else Role.FEED, f"feed {name}")
    elif name in _HTML_PARTS and not media:
        inline = kind == "xhtml"
        text = etree.tostring(element, encoding="unicode", with_tail=False) if inline else element.text or ""
        if "<" in text:
            yield from _of_html(text, base)


def _of_html(text: str, base: str) -> Iterator[PhotoRef]:
    for ref in read_fragment(text, base, "feed: "):
        role = Role.ICON if ref.role is Role.ICON else Role.FEED
        yield PhotoRef(ref.url, ref.other_urls, role, ref.found_in, ref.alt)


def _read_json(text: str, found: PictureSet) -> str | None:
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or "jsonfeed.org" not in str(feed.get("version", "")):
        return None
    _add_fields(feed, ("icon", "favicon"), "", found)
    for author in _rows(feed, "authors"):
        _add_fields(author, ("avatar",), _text(author, "name"), found)
    for item in _rows(feed, "items")[:MAX_ITEMS]:
        title = _text(item, "title") or _text(item, "summary")
        _add_fields(item, ("image", "banner_image"), title, found)
        for attachment in _rows(item, "attachments"):
            if _text(attachment, "mime_type").lower().startswith("image/"):
                found.add([_text(attachment, "url")], Role.FEED, "feed attachment", _text(attachment, "title") or title)
        for ref in _of_html(_text(item, "content_html"), found.base):
            found.add((ref.url, *ref.other_urls), ref.role, ref.found_in, ref.alt or title)
    return _text(feed, "title")


def _add_fields(row: dict[str, Any], names: tuple[str, ...], caption: str, found: PictureSet) -> None:
    for name in names:
        role = {"favicon": Role.ICON, "avatar": Role.AVATAR}.get(name, Role.FEED)
        found.add([_text(row, name)], role, f"feed {name}", caption)


def _rows(row: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = row.get(name)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _like_picture(url: str) -> bool:
    return bool(_PICTURE_END.search(url.partition("?")[0]))


def _name(element: Any) -> str:
    """The local name of an element in lower case; "" for comments and processing instructions."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
