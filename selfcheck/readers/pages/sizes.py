"""Which addresses are sizes of one picture, by the ways sites write sizes into addresses. No request is made.

Each rule (size_rules.py) takes its size mark out of an address. Addresses that are the same without it are one picture,
and the largest mark (or the address without one: the original) is the largest size. No address is made up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple
from urllib.parse import unquote, urljoin

from selfcheck.readers.pages.size_rules import HOST_WORDS, QUERY_SIZES, QUERY_WORDS, RULES, UNMARKED, Rule


class Size(NamedTuple):
    """What is left of an address without its size mark, and how large the mark says it is (`UNMARKED`: no mark)."""

    picture: str
    side: float


_Step = tuple[str, re.Pattern[str], str, Callable[[re.Match[str]], float]]
_SAME_PLACE: Final = {"postfiles.pstatic.net": "blogfiles.pstatic.net"}  # gallery-dl naverblog.py
_PHOTON: Final = re.compile(r"i\d\.wp\.com")  # WordPress's own image proxy: its path is a host and a path
_FETCH: Final = re.compile(r"/image/fetch/(?:\$s_![^/]*/)?((?:[a-z]{1,3}_[^/,]++,?)*+)/?(https?(?::|%3A).+)", re.I)
_CLOUDFLARE: Final = re.compile(r"/cdn-cgi/image/([^/]*)(/.+)")
_NUMBER: Final = re.compile(r"\d{2,5}")
_NUMBERS: Final = re.compile(r"[a-z]{0,2}(\d{2,5})(?:px|w)?(?:[,x:]\d{1,5})?", re.IGNORECASE)


class Sizes:
    """Reads sizes out of addresses, by the rules for all sites and those of the platforms' own picture hosts."""

    def __init__(
        self,
        rules: tuple[Rule, ...] = (),
        names: Mapping[str, Mapping[str, float]] = MappingProxyType({}),
        words: Mapping[str, frozenset[str]] = MappingProxyType({}),
    ) -> None:
        """By ends of hosts: `names` are values of `?name=`, `words` are query words that tell no pictures apart."""
        self._rules = (*rules, *RULES)
        self._names = names
        self._words = {**HOST_WORDS, **words}
        self._rules_of = lru_cache(maxsize=500)(self._rules_for)
        self.of = lru_cache(maxsize=20_000)(self._size)

    def _rules_for(self, host: str) -> tuple[tuple[_Step, ...], bool, frozenset[str], Mapping[str, float]]:
        """The steps for a host, whether there is something of its own, its further query words and named sizes."""
        mine = [rule for rule in self._rules if any(f".{host}".endswith(ending) for ending in rule.hosts)]
        steps = tuple(rule[3:] for rule in [*mine, *(rule for rule in self._rules if not rule.hosts)])
        words = next(
            (words for ending, words in self._words.items() if f".{host}".endswith(f".{ending}")), frozenset[str]()
        )
        names: Mapping[str, float] = next(
            (names for ending, names in self._names.items() if f".{host}".endswith(f".{ending}")), {}
        )
        proxy = bool(_PHOTON.fullmatch(host)) or host.endswith("kakaocdn.net")
        return steps, bool(names or proxy or host in _SAME_PLACE), words, names

    def _size(self, url: str) -> Size:
        """An absolute address without its size mark, and the size it says. One it cannot read is its own picture."""
        rest = url[url.find("://") + 3 :]
        host, slash, path = rest.partition("/")
        steps, special, words, names = self._rules_of(host)
        path, _, query = path.partition("?")
        path = slash + path
        if special or "image/" in path or path == "/_next/image":
            inner = self._inside(url, host, path, query)
            if inner is not None:
                return inner
        side = UNMARKED
        density = 1.0
        for needs, pattern, instead, measure in steps:
            if needs in path and (match := pattern.search(path)):
                told = measure(match)
                if told > UNMARKED:
                    density = told / UNMARKED
                elif told < side:
                    side = told
                instead = match.expand(instead) if "\\" in instead else instead
                path = path[: match.start()] + instead + path[match.end() :]
        if query:
            side, query = _without_sizes(query, host, words, names, side)
        if special:
            host = _SAME_PLACE.get(host, host)
        return Size(host + path + query, side * density)

    def _inside(self, url: str, host: str, path: str, query: str) -> Size | None:
        """The size of a picture that another address carries inside: image proxies name the original whole."""
        if path.startswith("/_next/image"):  # Next.js
            parts = dict(part.partition("=")[::2] for part in query.split("&"))
            if parts.get("url"):
                try:
                    return Size(self.of(urljoin(url, unquote(parts["url"]))).picture, _side(parts.get("w", "")))
                except ValueError:
                    return None
        elif _PHOTON.fullmatch(host) and "." in path[1:].partition("/")[0]:
            side, rest = _without_sizes(query, host, frozenset(), {}, UNMARKED)
            return Size(self.of(f"https:/{path}").picture + rest, side)
        elif "/image/fetch/" in path:  # Cloudinary's fetch, Substack
            fetch = _FETCH.search(path)
            if fetch:
                sides = [int(side) for side in re.findall(r"(?:^|,)[wh]_(\d{1,5})", fetch[1])]
                inner = fetch[2] if fetch[2][4:7] == "://" or fetch[2][5:8] == "://" else unquote(fetch[2])
                return Size(self.of(inner).picture, float(max(sides)) if sides else UNMARKED)
        elif host.endswith(".kakaocdn.net") and path.startswith("/thumb/") and "fname=" in query:  # seen in public code
            inner = unquote(query.partition("fname=")[2].partition("&")[0])
            return Size(self.of(inner).picture, _side(path)) if "://" in inner else None
        elif "/cdn-cgi/image/" in path:  # Cloudflare
            proxy = _CLOUDFLARE.search(path)
            if proxy:
                target = (
                    proxy[2][1:] if proxy[2][1:].startswith(("http://", "https://")) else f"https://{host}{proxy[2]}"
                )
                return Size(self.of(target).picture, _side(proxy[1]))
        return None

    def largest_first(self, urls: Iterable[str]) -> list[str]:
        """Addresses of one picture, the largest size first, https before http; those of one size stay in order."""
        return sorted(dict.fromkeys(urls), key=lambda url: (-self.of(url).side, not url.startswith("https:")))


def _without_sizes(
    query: str, host: str, words: frozenset[str], names: Mapping[str, float], side: float
) -> tuple[float, str]:
    """The query without what only says how large or how good the picture is."""
    kept: list[str] = []
    beside: list[str] = []
    found = False
    for part in query.split("&"):
        name, _, value = part.partition("=")
        name = name.lower()
        if name in words:
            continue
        if name == "name" and names:
            side = min(side, names.get(value, UNMARKED))
            continue
        told = _NUMBERS.fullmatch(value.replace("%2C", ",").replace("%2c", ",")) if value else None
        if name in QUERY_SIZES and told:
            side, found = min(side, float(told[1])), True
        elif (name == "type" and host.endswith("pstatic.net")) or (name == "format" and value[-1:] == "w" and told):
            # Naver: ?type=w80 (gallery-dl naverblog.py). Squarespace: ?format=750w.
            number = _NUMBER.search(value)
            side, found = min(side, float(number[0]) if number else UNMARKED), True
        elif name in QUERY_WORDS or (name in QUERY_SIZES and not re.search(r"\d", value)):
            beside.append(part)
        elif part:
            kept.append(part)
    if not found and not words:
        kept += beside
    return side, f"?{'&'.join(kept)}" if kept else ""


def _side(text: str) -> float:
    found = _NUMBER.search(text)
    return float(found[0]) if found else UNMARKED
