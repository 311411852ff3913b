"""The srcset attribute, parsed as the HTML standard does: commas may stand inside an address.

https://html.spec.whatwg.org/multipage/images.html#parsing-a-srcset-attribute
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_NUMBER: Final = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)([wx])", re.ASCII)
_NEXT_URL: Final = re.compile(r"[\s,]*(\S+)")
_PLAIN_SIZE: Final = re.compile(r"[\s,]*(\S*[^\s,])\s+(\d{1,9}(?:\.\d{1,9})?)([wx])[ \t\n\r\f]*(?:,|\Z)", re.ASCII)
MAX_CANDIDATES: Final = 200


class Candidate(NamedTuple):
    """One size: its address as written, and its width in pixels or its density, 0 where not given."""

    url: str
    width: float
    density: float


def preferred(text: str) -> list[tuple[float, str]]:
    """All sizes a srcset names with how much each is preferred: width first, then density."""
    found: list[tuple[float, str]] = []
    match_size = _PLAIN_SIZE.match
    position, length = 0, len(text)
    while position < length and len(found) < MAX_CANDIDATES:
        match = match_size(text, position)
        if match is None:
            return [(c.width or c.density + 0.5, c.url) for c in parse_srcset(text)]
        url, number, unit = match.groups()
        found.append((float(number) if unit == "w" else float(number) + 0.5, url))
        position = match.end()
    return found


def parse_srcset(text: str) -> list[Candidate]:
    """All sizes a srcset names, in order; at most `MAX_CANDIDATES`. Odd descriptors leave the sizes at 0."""
    found: list[Candidate] = []
    position = 0
    length = len(text)
    while len(found) < MAX_CANDIDATES:
        match = _PLAIN_SIZE.match(text, position)
        if match is not None:  # as nearly all are written
            number = float(match[2])
            found.append(Candidate(match[1], number, 0.0) if match[3] == "w" else Candidate(match[1], 0.0, number))
            position = match.end()
            continue
        match = _NEXT_URL.match(text, position)
        if match is None:
            break
        url, position = match[1], match.end()
        if url.endswith(","):
            if url.strip(","):
                found.append(Candidate(url.rstrip(","), 0.0, 0.0))
            continue
        start = position
        comma = text.find(",", position)
        position = length if comma < 0 else comma
        if "(" in text[start:position]:  # a comma inside brackets belongs to a descriptor
            position, depth = start, 0
            while position < length and (depth or text[position] != ","):
                depth += {"(": 1, ")": -1}.get(text[position], 0) if depth or text[position] == "(" else 0
                position += 1
        width = density = 0.0
        for digits, unit in _NUMBER.findall(text[start : min(position, start + 100)]):
            if unit == "w":
                width = float(digits)
            else:
                density = float(digits)
        found.append(Candidate(url, width, density))
    return found
