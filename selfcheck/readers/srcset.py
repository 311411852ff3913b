"""The srcset attribute, parsed as the HTML standard does: commas may stand inside an address.

https://html.spec.whatwg.org/multipage/images.html#parsing-a-srcset-attribute
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_NUMBER: Final = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)([wx])", re.ASCII)
_NEXT_URL: Final = re.compile(r"[\s,]*(\S+)")
MAX_CANDIDATES: Final = 200


class Candidate(NamedTuple):
    """One size: its address as written, and its width in pixels or its density, 0 where not given."""

    url: str
    width: float
    density: float


def parse_srcset(text: str) -> list[Candidate]:
    """All sizes a srcset names, in order; at most `MAX_CANDIDATES`. Odd descriptors leave the sizes at 0."""
    found: list[Candidate] = []
    position = 0
    length = len(text)
    while len(found) < MAX_CANDIDATES:
        match = _NEXT_URL.match(text, position)
        if match is None:
            break
        url, position = match[1], match.end()
        if url.endswith(","):
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
        for number, unit in _NUMBER.findall(text[start : min(position, start + 100)]):
            if unit == "w":
                width = float(number)
            else:
                density = float(number)
        found.append(Candidate(url, width, density))
    return [candidate for candidate in found if candidate.url]
