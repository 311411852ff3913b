"""What robots.txt, meta tags and headers ask of crawlers, and what a site says about text and data mining. Pure.

robots.txt: RFC 9309, https://www.rfc-editor.org/rfc/rfc9309. X-Robots-Tag and the robots meta tag:
https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag. Mining: the TDM Reservation Protocol,
https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from protego import Protego

_MAX_LINES: Final = 20_000
_WORD: Final = re.compile(r"[a-z][a-z-]{1,40}(?::\s?[a-z0-9-]{1,20})?")
_AGENT: Final = re.compile(r"^\s*([a-z0-9_-]{2,40}):\s*(?=[a-z])")
# Words of the header that have a colon of their own and so are no name of a crawler.
_WITH_VALUE: Final = frozenset({"max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"})


def allowed_counts(robots_txt: bytes, urls: Sequence[str], agents: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """For each crawler's product token: how many of `urls` this file lets it fetch."""
    text = robots_txt.decode("utf-8", "replace").lstrip("\ufeff")
    rules = Protego.parse("\n".join(text.splitlines()[:_MAX_LINES]))
    return tuple((agent, sum(bool(rules.can_fetch(url, agent)) for url in urls)) for agent in agents)


def asks_in_header(robots_tag: str) -> tuple[str, ...]:
    """The words of an X-Robots-Tag header as "agent: word", like those of meta tags; "robots" stands for everyone."""
    found: list[str] = []
    agent = "robots"
    for part in robots_tag.lower().split(",")[:100]:
        named = _AGENT.match(part)
        if named and named[1] not in _WITH_VALUE:
            agent, part = named[1], part[named.end() :]
        word = _WORD.fullmatch(part.strip())
        if word:
            found.append(f"{agent}: {word[0].replace(': ', ':')}")
    return tuple(dict.fromkeys(found))


def mining_reserved(document: bytes, url: str) -> bool | None:
    """What /.well-known/tdmrep.json says of one address; None where it says nothing. The first fitting row decides."""
    try:
        rows = json.loads(document)
    except (ValueError, RecursionError):
        return None
    path = unquote(urlsplit(url).path) or "/"
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, dict) and isinstance(row.get("location"), str) and _fits(row["location"], path):
            return _reserved(row.get("tdm-reservation"))
    return None


def _fits(pattern: str, path: str) -> bool:
    """As in robots.txt: the start of the path, "*" for anything, "$" for its end. Linear: no regular expression."""
    whole = pattern.endswith("$")
    pieces = unquote(pattern[:1000].removesuffix("$")).split("*")
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for number, piece in enumerate(pieces[1:], start=1):
        last = whole and number == len(pieces) - 1
        at = (path.rfind if last else path.find)(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return not whole or at == len(path)


def _reserved(value: object) -> bool | None:
    return {"1": True, "0": False}.get(str(value).strip())


def mining_in_header(value: str) -> bool | None:
    """What a tdm-reservation header says; None for none or another value."""
    return _reserved(value)
