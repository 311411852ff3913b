"""Any HTML page -> its photos. The tree is walked once; each element's pictures are one photo with its sizes."""

from __future__ import annotations

import re
import warnings
from itertools import islice
from typing import Final

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from bs4.element import NavigableString, Tag

from selfcheck.model import Outcome, PageReading, PhotoRef
from selfcheck.readers.elements import read_element, text_of
from selfcheck.readers.found import Found, with_sizes_joined
from selfcheck.readers.walls import PageSigns, wall_of
from selfcheck.urls import absolute_url

MAX_PHOTOS: Final = 300
"""Photos taken from one page; the rest are counted."""
MAX_TAGS: Final = 200_000
"""Tags read of one page: a tree of a million takes minutes and a gigabyte."""
MAX_FRAMES: Final = 10
"""Pages inside the page (iframe srcdoc) that are read, one level deep."""


def decode(body: bytes, content_type: str) -> str:
    """Page bytes to text: the HTTP charset, else UTF-8 if it fits, else the page's own meta charset, else Latin-1.

    Some pages declare one charset and hold another; decoding first finds what the parser's own guess loses.
    """
    named = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    in_page = re.search(rb"charset\s*=\s*[\"']?([\w.:-]+)", body[:4096], re.IGNORECASE)
    if body[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return body.decode("utf-16", errors="replace")
    for charset in (
        named.group(1) if named else "",
        "utf-8",
        in_page.group(1).decode("ascii", "replace") if in_page else "",
    ):
        try:
            return body.decode(charset or "utf-8").lstrip("\ufeff")
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return body.decode("latin-1")


def looks_like_html(text: str) -> bool:
    """Whether this is a page at all, whatever its content type says."""
    start = text[:4096].lstrip().lower()
    if "\0" in text[:1024] or (start.startswith(("<?xml", "<svg", "<rss", "{", "%pdf")) and "<html" not in start):
        return False
    return bool(re.search(r"<(?:!doctype html|html|head|body|title|meta|div|p|a|img|link|span|h1|script)\b", start))


def read_html(text: str, asked_url: str, final_url: str, max_photos: int = MAX_PHOTOS) -> PageReading:
    """All photos a page names, in the order of the page, and the wall it is, if it is one.

    `final_url` is where the page was after redirects; relative addresses are relative to it (or to `<base>`).
    """
    soup = _parsed(text, MAX_TAGS)
    found = Found(_base_url(final_url, soup))
    frames = _walk(soup, found)
    for frame in frames[:MAX_FRAMES]:
        inner = _parsed(frame, MAX_TAGS // MAX_FRAMES)
        _walk(inner, found.inside(_base_url(found.base, inner), "iframe srcdoc: "))
    title = soup.title.get_text(" ", strip=True)[:300] if soup.title else ""
    signs = PageSigns(
        asked_url=asked_url,
        final_url=final_url,
        title=title,
        password_field=found.password_field,
        captcha_field=found.captcha_field,
        words=found.words,
        scripts=found.scripts,
        shown_photos=found.shown,
    )
    photos = with_sizes_joined(found.photos)
    kept = tuple(photos[:max_photos])
    return PageReading(title, kept, wall_of(signs), over_limit=len(photos) - len(kept) + found.dropped)


def read_fragment(html: str, base_url: str, where: str) -> list[PhotoRef]:
    """Stand-in."""
    found = Found(base_url, where)
    _walk(_parsed(html, MAX_TAGS), found)
    return found.photos


def _walk(soup: BeautifulSoup, found: Found) -> list[str]:
    """Read every element once, in the order of the page. Returns the pages inside this one."""
    frames: list[str] = []
    for node in soup.descendants:
        if isinstance(node, Tag):
            frame = read_element(node, found)
            if frame:
                frames.append(frame)
        elif found.words < 1000 and type(node) is NavigableString:
            found.words += len(node.split())
    return frames


def _parsed(text: str, max_tags: int) -> BeautifulSoup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # XHTML: browsers read it as HTML too
        return BeautifulSoup(_cut_at_tag(text, max_tags), "lxml")


def _cut_at_tag(text: str, count: int) -> str:
    """The text up to its `count`-th tag."""
    last = next(islice(re.finditer(r"<[a-zA-Z]", text), count, count + 1), None)
    return text if last is None else text[: last.start()]


def _base_url(final_url: str, soup: BeautifulSoup) -> str:
    base = soup.find("base", href=True)
    href = text_of(base, "href") if isinstance(base, Tag) else ""
    return absolute_url(final_url, href) or final_url


def read_page(body: bytes, content_type: str, asked_url: str, final_url: str) -> PageReading | Outcome:
    """Bytes of an answer -> its reading, or `NOT_A_PAGE` when they are no HTML."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind.startswith(("image/", "video/", "audio/", "font/")) or kind in {"application/pdf", "application/zip"}:
        return Outcome.NOT_A_PAGE
    text = decode(body, content_type)
    if not looks_like_html(text):
        return Outcome.NOT_A_PAGE
    return read_html(text, asked_url, final_url)
