"""Which addresses are sizes of one picture, by the ways sites write sizes into addresses. No request is made.

Each rule takes its size mark out of an address. Addresses that are the same without it are one picture, and the
largest mark (or the address without one: the original) is the largest size. Sources: the extractors of mikf/gallery-dl
for the hosts named, WordPress and Cloudinary documentation for the others.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit


class Size(NamedTuple):
    """What is left of an address without its size mark, and how large the mark says it is (inf: no mark)."""

    picture: str
    side: float


_SIZE_PARAMETERS: Final = frozenset(
    {"w", "width", "h", "height", "size", "s", "sz", "resize", "fit", "q", "quality", "dpr", "auto", "fm", "imwidth"}
    | {"crop", "strip", "ssl", "zoom", "blur", "type"}
)
_TWITTER_NAMES: Final = {"_mini": 24, "_normal": 48, "_bigger": 73, "_x96": 96}
_TWITTER_MEDIA: Final = {"thumb": 150, "small": 680, "medium": 1200, "large": 2048, "orig": math.inf, "4096x4096": 4096}
_FLICKR: Final = {"s": 75, "q": 150, "t": 100, "m": 240, "n": 320, "w": 400, "z": 640, "c": 800, "b": 1024, "h": 1600}
_FLICKR_LARGE: Final = {"k": 2048, "3k": 3072, "4k": 4096, "5k": 5120, "6k": 6144}
_YOUTUBE: Final = {"default": 120, "mqdefault": 320, "hqdefault": 480, "sddefault": 640, "maxresdefault": 1280}


# Most addresses hold none of these and are done with at once.
_MAY_HAVE_A_SIZE: Final = re.compile(
    r"\?|[-_]\d{2,4}x|[sp]\d+x\d|=[swh]\d|/s\d|/upload/|/thumb/|/max/|/resize:|-scaled\.|@\dx"
    r"|twimg\.com|staticflickr\.com|pinimg\.com|ytimg\.com|media\.tumblr\.com|bsky\.app|wixstatic\.com"
)


def _pair(match: re.Match[str]) -> float:
    return float(max(int(part) for part in match.groups() if part and part.isdigit()))


# host ending, pattern in the path, what takes its place, and how large it says the picture is
_PATHS: Final[tuple[tuple[str, re.Pattern[str], str, Callable[[re.Match[str]], float]], ...]] = (
    (".twimg.com", re.compile(r"(_mini|_normal|_bigger|_x96)(?=\.\w+$)"), "", lambda m: _TWITTER_NAMES[m[1]]),
    (".twimg.com", re.compile(r"_(\d{2,4})x(\d{2,4})(?=\.\w+$)"), "", _pair),
    ("staticflickr.com", re.compile(r"_([sqtmnwzcbh]|[k3456]k?)(?=\.\w+$)"), "",
     lambda m: (_FLICKR | _FLICKR_LARGE).get(m[1], math.inf)),
    ("pinimg.com", re.compile(r"/(?:originals|(\d+)x\d*(?:_RS)?)/"), "/", lambda m: float(m[1] or math.inf)),
    ("ytimg.com", re.compile(r"/(default|mqdefault|hqdefault|sddefault|maxresdefault)(?=\.\w+$)"), "/",
     lambda m: _YOUTUBE[m[1]]),
    ("media.tumblr.com", re.compile(r"/s(\d+)x(\d+)(?:_c\d)?/"), "/", _pair),
    ("media.tumblr.com", re.compile(r"_(\d{2,4})(?:sq)?(?=\.\w+$)"), "", _pair),
    ("bsky.app", re.compile(r"/(?:avatar|avatar_thumbnail|feed_thumbnail|feed_fullsize)/"), "/",
     lambda m: 100.0 if "thumbnail" in m[0] else math.inf),
    ("wixstatic.com", re.compile(r"/v1/(?:fill|fit|crop)/w_(\d+),h_(\d+)[^/]*/[^/]+$"), "", _pair),
    ("", re.compile(r"/[sp](\d{2,4})x(\d{2,4})(?=/)"), "", _pair),  # Instagram and Facebook
    ("", re.compile(r"=(?:[swh](\d{1,4}))(?:-[\w-]+)?$"), "", _pair),  # Google: =s96-c
    ("", re.compile(r"/s(\d{2,4})(?:-[a-z-]+)?/(?=[^/]+$)"), "/", _pair),  # Blogger: /s320/
    ("", re.compile(r"/upload/((?:[a-z]{1,3}_[^/,]+,?)+)/"), "/upload/", lambda m: _cloudinary(m[1])),
    ("", re.compile(r"/thumb(/[0-9a-f]/[0-9a-f]{2}/[^/]+)/(\d+)px-[^/]+$"), r"\1", lambda m: float(m[2])),  # MediaWiki
    ("", re.compile(r"/(?:max|resize:fit:|resize:fill:)/?(\d+)(?::\d+)?/"), "/", _pair),  # Medium
    ("", re.compile(r"-([1-9]\d{1,3})x([1-9]\d{1,3})(?=\.\w+$)"), "", _pair),  # WordPress
    ("", re.compile(r"_(\d{2,4})x(\d{0,4})(?:_crop_\w+)?(?=\.\w+$)"), "", _pair),  # Shopify
    ("", re.compile(r"-scaled(?=\.\w+$)"), "", lambda _: 2560.0),  # WordPress, the largest it serves
    ("", re.compile(r"@(\d)x(?=\.\w+$)"), "", lambda m: float(m[1])),  # by density
)  # fmt: skip


def _cloudinary(marks: str) -> float:
    sides = [int(side) for side in re.findall(r"(?:^|,)[wh]_(\d+)", marks)]
    return float(max(sides)) if sides else math.inf


@lru_cache(maxsize=20_000)
def size_of(url: str) -> Size:
    """An absolute address without its size mark, and the size it says. One it cannot read is its own picture."""
    rest = url.partition("://")[2]
    if not _MAY_HAVE_A_SIZE.search(rest):
        return Size(rest, math.inf)
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.path.startswith("/_next/image"):
            inner = dict(parse_qsl(parts.query))
            if "url" in inner:
                return Size(size_of(urljoin(url, inner["url"])).picture, _number(inner.get("w", "")))
        path, side = parts.path, math.inf
        for ending, pattern, instead, measure in _PATHS:
            if (not ending or host.endswith(ending)) and (match := pattern.search(path)):
                side = min(side, measure(match))
                middle = match.expand(instead) if "\\" in instead else instead
                path = path[: match.start()] + middle + path[match.end() :]
        kept, marks = [], []
        for name, value in parse_qsl(parts.query, keep_blank_values=True) if parts.query else ():
            lowered = name.lower()
            if lowered == "name" and host.endswith("twimg.com"):
                side = min(side, _TWITTER_MEDIA.get(value, math.inf))
            elif lowered in _SIZE_PARAMETERS or (lowered == "format" and re.fullmatch(r"\d+w", value)):
                marks.append((lowered, value))
            else:
                kept.append((name, value))
    except ValueError:
        return Size(url, math.inf)
    for name, value in marks:
        if name in {"w", "width", "imwidth", "s", "sz", "size", "resize", "fit", "format", "h", "height", "type"}:
            side = min(side, _number(value)) if _number(value) < math.inf else side
    query = f"?{urlencode(kept)}" if kept else ""
    return Size(f"{parts.netloc.lower()}{path}{query}", side)


def _number(text: str) -> float:
    found = re.search(r"\d+", text)
    return float(found[0]) if found else math.inf


def largest_first(urls: Iterable[str]) -> list[str]:
    """Addresses of one picture, the largest size first; those of one size stay in order."""
    return sorted(dict.fromkeys(urls), key=lambda url: -size_of(url).side)
