"""Any HTML page -> its photos. The tree is walked once; each element's pictures are one photo with its sizes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from selfcheck.model import Outcome, PageReading, PhotoRef, Role
from selfcheck.readers.jsonld import pictures_in
from selfcheck.readers.srcset import parse_srcset
from selfcheck.readers.walls import PageSigns, wall_of
from selfcheck.urls import absolute_url

MAX_PHOTOS: Final = 300
"""Photos taken from one page; the rest are counted."""
MAX_TAGS: Final = 200_000
"""Tags read of one page: a tree of a million takes minutes and a gigabyte."""
_SMALL_SIDE: Final = 48  # an img declared this small or smaller is drawn as an icon

_PICTURE_END: Final = r"\.(?:jpe?g|png|webp|gif|avif)(?=[?#\s]|$)"
_ONE_PICTURE: Final = re.compile(rf"^\s*[^\s,]\S*{_PICTURE_END}\S*\s*$", re.IGNORECASE)
_PICTURE_LIST: Final = re.compile(rf"{_PICTURE_END}\S*\s+\d+(?:\.\d+)?[wx]", re.IGNORECASE)
_LAZY_NAMES: Final = frozenset(
    {"data-src", "data-original", "data-lazy-src", "data-lazy", "data-url", "data-image", "data-image-url"}
    | {"data-full", "data-full-src", "data-large-image", "data-hi-res-src", "data-delayed-url", "data-origin-src"}
)
_META_CARDS: Final = frozenset(
    {"og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "thumbnail"}
)
_WORDED_ROLES: Final = (
    (Role.AVATAR, re.compile(r"avatar|userpic|headshot|profile[-_ ]?(?:pic|photo|image|img)|\bauthor\b", re.I)),
    (Role.COVER, re.compile(r"\bcover\b|banner|\bhero\b|masthead|header[-_ ]?(?:image|photo|img)", re.I)),
    (Role.ICON, re.compile(r"\bicons?\b|favicon|\blogo\b|emoji|sprite|spacer|\bpixel\b|\bbadge\b", re.I)),
    (Role.GALLERY, re.compile(r"gallery|carousel|slide|album|\bgrid\b|thumb", re.I)),
)


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


@dataclass(slots=True)
class _Found:
    """What the walk has gathered so far."""

    base: str
    photos: list[PhotoRef] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    shown: int = 0
    scripts: int = 0
    words: int = 0
    password_field: bool = False
    captcha_field: bool = False

    def add(self, urls: Iterable[str], role: Role, found_in: str, alt: str = "") -> None:
        """Add one photo by its addresses as written, best first."""
        absolute = [url for url in (absolute_url(self.base, text) for text in urls) if url]
        if not absolute or (absolute[0], found_in) in self.seen:
            return
        self.seen.add((absolute[0], found_in))
        others = tuple(url for url in dict.fromkeys(absolute) if url != absolute[0])
        self.photos.append(PhotoRef(absolute[0], others, role, found_in, alt))


def read_html(text: str, asked_url: str, final_url: str, max_photos: int = MAX_PHOTOS) -> PageReading:
    """All photos a page names, in the order of the page, and the wall it is, if it is one.

    `final_url` is where the page was after redirects; relative addresses are relative to it (or to `<base>`).
    """
    soup = BeautifulSoup(_cut_at_tag(text, MAX_TAGS), "lxml")
    base_tag = soup.find("base", href=True)
    found = _Found(_base_url(final_url, base_tag))
    for node in soup.descendants:
        if isinstance(node, Tag):
            reader = _READERS.get(node.name)
            if reader is not None:
                reader(node, found)
        elif isinstance(node, NavigableString) and found.words < 1000 and type(node) is NavigableString:
            found.words += len(node.split())
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
    kept = tuple(found.photos[:max_photos])
    return PageReading(title, kept, wall_of(signs), over_limit=len(found.photos) - len(kept))


def _cut_at_tag(text: str, count: int) -> str:
    """The text up to its `count`-th tag."""
    last = next(islice(re.finditer(r"<[a-zA-Z]", text), count, count + 1), None)
    return text if last is None else text[: last.start()]


def _base_url(final_url: str, base_tag: Tag | None) -> str:
    href = _text(base_tag, "href") if base_tag is not None else ""
    return absolute_url(final_url, href) or final_url


def _text(tag: Tag, name: str) -> str:
    """An attribute as one string; class and rel come as lists."""
    value = tag.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else " ".join(value)


def _sizes(tag: Tag) -> list[tuple[float, str]]:
    """All addresses of an img or source with how much each is preferred: width, then density, then lazy, then src."""
    sizes: list[tuple[float, str]] = []
    for name in tag.attrs:
        value = _text(tag, name)
        if name == "srcset" or (name.startswith("data-") and (name.endswith("srcset") or _PICTURE_LIST.search(value))):
            sizes += [(c.width or c.density + 0.5, c.url) for c in parse_srcset(value)]
        elif name in _LAZY_NAMES or (name.startswith("data-") and len(value) < 4000 and _ONE_PICTURE.match(value)):
            sizes.append((0.4, value))
        elif name == "src":
            sizes.append((0.1, value))
    return sizes


def _role_of(tag: Tag, fallback: Role) -> Role:
    """The role told by declared size, then by class, id, file name and the class of the elements around."""
    sides = [int(side) for side in (_text(tag, "width"), _text(tag, "height")) if side.isdigit()]
    if len(sides) == 2 and max(sides) <= _SMALL_SIDE:
        return Role.ICON
    around = [tag, *islice((parent for parent in tag.parents if isinstance(parent, Tag)), 2)]
    hints = " ".join(f"{_text(element, 'class')} {_text(element, 'id')}" for element in around)
    name = _text(tag, "src").rpartition("/")[2][:100]
    for role, pattern in _WORDED_ROLES:
        if pattern.search(hints) or (role is not Role.GALLERY and pattern.search(name)):
            return role
    return Role.AVATAR if re.search(r"profile (?:picture|photo)|프로필 사진", _text(tag, "alt"), re.I) else fallback


def _read_img(tag: Tag, found: _Found) -> None:
    sizes = _sizes(tag)
    place = "img srcset" if tag.has_attr("srcset") else "img src"
    if not any(name in {"src", "srcset"} for name in tag.attrs) or any(0.3 < size < 0.5 for size, _ in sizes):
        place = "img lazy" if any(name.startswith("data-") for name in tag.attrs) else place
    picture = tag.find_parent("picture")
    if picture is not None:
        sources = picture.find_all("source")
        sizes += [size for source in sources for size in _sizes(source)]
        place = "picture source" if sources else place
    if tag.find_parent("noscript") is not None:
        place = "noscript img"
    best_first = [url for _, url in sorted(sizes, key=lambda size: -size[0]) if not url.startswith("data:")]
    role = _role_of(tag, Role.POST)
    before = len(found.photos)
    found.add(best_first, role, place, _text(tag, "alt"))
    if role is not Role.ICON:
        found.shown += len(found.photos) - before


def _read_meta(tag: Tag, found: _Found) -> None:
    name = (_text(tag, "property") or _text(tag, "name") or _text(tag, "itemprop")).strip().lower()
    if name in _META_CARDS or (name == "image" and tag.has_attr("itemprop")):
        found.add([_text(tag, "content")], Role.PREVIEW_CARD, name)


def _read_link(tag: Tag, found: _Found) -> None:
    rel = set(_text(tag, "rel").lower().split())
    if "image_src" in rel:
        found.add([_text(tag, "href")], Role.PREVIEW_CARD, "link rel=image_src")
    elif rel & {"icon", "apple-touch-icon", "apple-touch-icon-precomposed", "mask-icon"}:
        found.add([_text(tag, "href")], Role.ICON, f"link rel={_text(tag, 'rel').lower()[:40]}")


def _read_script(tag: Tag, found: _Found) -> None:
    kind = _text(tag, "type").lower()
    if "ld+json" in kind:
        for url, role, caption in pictures_in(tag.get_text()):
            found.add([url], role, "JSON-LD image", caption)
    elif not kind or "javascript" in kind or kind == "module":
        found.scripts += 1


def _read_input(tag: Tag, found: _Found) -> None:
    found.password_field |= _text(tag, "type").lower() == "password"


def _read_frame(tag: Tag, found: _Found) -> None:
    found.captcha_field |= bool(re.search(r"captcha|turnstile|challenges\.", _text(tag, "src"), re.I))


def _read_div(tag: Tag, found: _Found) -> None:
    found.captcha_field |= bool(re.search(r"\b(?:g-recaptcha|h-captcha|cf-turnstile)\b", _text(tag, "class")))


_READERS: Final[dict[str, Callable[[Tag, _Found], None]]] = {
    "img": _read_img,
    "meta": _read_meta,
    "link": _read_link,
    "script": _read_script,
    "input": _read_input,
    "iframe": _read_frame,
    "div": _read_div,
}


def read_page(body: bytes, content_type: str, asked_url: str, final_url: str) -> PageReading | Outcome:
    """Bytes of an answer -> its reading, or `NOT_A_PAGE` when they are no HTML."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind.startswith(("image/", "video/", "audio/", "font/")) or kind in {"application/pdf", "application/zip"}:
        return Outcome.NOT_A_PAGE
    text = decode(body, content_type)
    if not looks_like_html(text):
        return Outcome.NOT_A_PAGE
    return read_html(text, asked_url, final_url)
