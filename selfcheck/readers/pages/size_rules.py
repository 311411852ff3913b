"""The ways sites write a picture's size into its address: one row a rule, with the source it was read in.

What only the pictures of one platform have is in its facts.toml. These are the conventions of everyone else.

A rule says what to look for in the path, what takes its place, and how large the mark says the picture is. "known" as a
source means that nobody published it where we could read it: such rows group sizes a page names and are easy to mend.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

UNMARKED: Final = 1e6
"""The side of an address without a size mark: larger than every mark, as it is the original nearly everywhere."""


class Rule(NamedTuple):
    """`hosts` are endings, none for all hosts. `needs` stands in every path that the pattern fits: a cheap test."""

    name: str
    source: str
    hosts: tuple[str, ...]
    needs: str
    pattern: re.Pattern[str]
    instead: str
    side: Callable[[re.Match[str]], float]


def largest(match: re.Match[str]) -> float:
    """The largest number in the mark's first two groups."""
    one = match[1]
    other = match[2] if match.re.groups > 1 else None
    return float(max(int(one or 0), int(other or 0)) or UNMARKED)


def named(sides: Mapping[str, float]) -> Callable[[re.Match[str]], float]:
    """The side that a mark stands for by its name."""
    return lambda match: sides.get(match[1], UNMARKED)


def _letters(match: re.Match[str]) -> float:
    """w_800,h_600 as Cloudinary, Wix and Substack write it."""
    return float(max((int(side) for side in re.findall(r"(?:^|,)[wh]_(\d+)", match[1])), default=0) or UNMARKED)


_STEAM: Final = {"": 32.0, "_medium": 64.0, "_full": 184.0}
_SOUNDCLOUD: Final = {"mini": 16.0, "tiny": 20.0, "small": 32.0, "badge": 47.0, "large": 100.0, "original": UNMARKED}
_END: Final = r"(?=\.\w+$)"

RULES: Final[tuple[Rule, ...]] = (
    Rule("Wix", "known", ("wixstatic.com",), "",
         re.compile(r"/v1/(?:fill|fit|crop)/([^/]*)/[^/]+$"), "", _letters),
    Rule("SoundCloud", "known", ("sndcdn.com",), "",
         re.compile(rf"-(?:t(\d+)x(\d+)|original|large|badge|small|tiny|mini){_END}"), "",
         lambda match: largest(match) if match[1] else _SOUNDCLOUD[match[0][1:]]),
    Rule("Steam", "known", (".steamstatic.com", "steamcdn-a.akamaihd.net"), "",
         re.compile(rf"(?<=[0-9a-f]{{40}})(_medium|_full|){_END}"), "", named(_STEAM)),
    Rule("Instagram and Facebook", "saved pages", (), "x",
         re.compile(r"/[sp](\d{2,4})x(\d{2,4})(?=/)"), "", largest),
    Rule("Google", "known", (), "=",
         re.compile(r"=[swh](\d{1,4})(?:-[hw](\d{1,4}))?(?:-[\w-]+)?$"), "", largest),
    Rule("Blogger", "gallery-dl blogger.py", (), "/s",
         re.compile(r"/s(\d{1,4})(?:-[a-z0-9-]+)?/(?=[^/]+$)"), "/", lambda match: float(int(match[1]) or UNMARKED)),
    Rule("Cloudinary", "Cloudinary's documentation", (), "/upload/",
         re.compile(r"/upload/((?:[a-z]{1,3}_[^/,]++,?)++)/"), "/upload/", _letters),
    Rule("MediaWiki", "MediaWiki's documentation", (), "/thumb/",
         re.compile(r"/thumb(/[0-9a-f]/[0-9a-f]{2}/[^/]+)/(?:\w+-)?(\d+)px-[^/]+$"), r"\1",
         lambda match: float(match[2])),
    Rule("Medium, at most", "saved pages", (), "/max/", re.compile(r"/(?:v2/)?max/(\d+)/"), "/", largest),
    Rule("Medium, resized", "saved pages", (), "/resize:",
         re.compile(r"/(?:v2/)?resize:(?:fit|fill):(\d+)(?::(\d+))?(?:/format:\w+)?/"), "/", largest),
    Rule("WordPress", "WordPress's documentation; Twitch writes its avatars so too", (), "-",
         re.compile(rf"-([1-9]\d{{1,3}})x([1-9]\d{{1,3}}){_END}"), "", largest),
    Rule("Shopify", "Shopify's documentation", (), "_",
         re.compile(rf"_(\d{{2,4}})x(\d{{0,4}})(?:_crop_\w+)?{_END}"), "", largest),
    Rule("WordPress, scaled", "WordPress's documentation", (), "-scaled.",
         re.compile(rf"-scaled{_END}"), "", lambda _: 2560.0),
    Rule("density", "the convention of @2x file names", (), "@",
         re.compile(rf"@([1-4])x{_END}"), "", lambda match: UNMARKED * int(match[1])),
)  # fmt: skip

QUERY_SIZES: Final = frozenset(
    {"w", "width", "h", "height", "size", "s", "sz", "resize", "fit", "imwidth", "imheight", "maxwidth", "maxheight"}
    | {"wid", "hei"}
)
"""Query words that hold pixels: imgix, WordPress (Photon), Gravatar, Discord, Reddit previews and many more."""
QUERY_WORDS: Final = frozenset(
    {"q", "quality", "dpr", "auto", "fm", "crop", "strip", "ssl", "zoom", "blur", "format", "bg", "enable", "usm"}
)
"""What may stand beside a size and says nothing about which picture it is; dropped only beside one."""
HOST_WORDS: Final[dict[str, frozenset[str]]] = {
    "imgix.net": frozenset({"ixlib", "ixid", "s"}),
    "unsplash.com": frozenset({"ixlib", "ixid"}),
}
"""More such words of single hosts."""
