"""What a walk over a page gathers: photos with their sizes, what else belongs to the page, and signs of a wall."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from selfcheck.model import PhotoRef, Role
from selfcheck.readers.sizes import largest_first, size_of
from selfcheck.urls import absolute_url

_PLAIN: Final = re.compile(r"(https?://[a-z0-9.-]+)?(?!//)(/[\w.~%/+,=:@!$&*-]*(?:\?[\w.~%/+,=:@!$&*-]*)?)", re.ASCII)
MAX_GATHERED: Final = 3000
"""Photos held of one page before sizes are joined; ten times what a check looks at."""
MAX_SIZES: Final = 200
"""Sizes remembered of one photo."""


@dataclass(slots=True)
class Found:
    """Grows while a page is walked. Addresses are made absolute as they come."""

    base: str
    where: str = ""
    """Put in front of each place: "iframe srcdoc: " inside one."""
    photos: list[PhotoRef] = field(default_factory=list)
    shown: int = 0
    scripts: int = 0
    words: int = 0
    password_field: bool = False
    captcha_field: bool = False
    state_bytes: int = 0
    dropped: int = 0
    """Photos beyond `MAX_GATHERED`; counted, not kept."""
    _seen: set[tuple[str, str]] = field(default_factory=set)
    _origins: dict[str, str | None] = field(default_factory=dict)

    def absolute(self, reference: str) -> str | None:
        """What `absolute_url` gives for an address as written; the plain ones a page is full of cost little."""
        plain = _PLAIN.fullmatch(reference)
        if plain is None or "/." in reference or reference.endswith("?"):
            return absolute_url(self.base, reference)
        origin = plain[1] or ""
        if origin not in self._origins:
            url = absolute_url(self.base, f"{origin}/")
            self._origins[origin] = url[:-1] if url else None
        known = self._origins[origin]
        return known + plain[2] if known else None

    def inside(self, base: str, where: str) -> Found:
        """The same gathering for a page inside this one: it has its own base, and tells where it stands."""
        inner = Found(base, where)
        inner.photos, inner._seen = self.photos, self._seen
        return inner

    def add(self, urls: Iterable[str], role: Role, found_in: str, alt: str = "") -> bool:
        """Add one photo by its addresses as written, best first. False where there is none or it was there before."""
        absolute = [url for url in map(self.absolute, urls) if url]
        found_in = self.where + found_in
        if len(self.photos) >= MAX_GATHERED:
            self.dropped += bool(absolute)
            return False
        if not absolute or (absolute[0], found_in) in self._seen:
            return False
        self._seen.add((absolute[0], found_in))
        others = tuple(url for url in dict.fromkeys(absolute) if url != absolute[0])[:MAX_SIZES]
        self.photos.append(PhotoRef(absolute[0], others, role, found_in, alt))
        return True


def with_sizes_joined(photos: Iterable[PhotoRef]) -> list[PhotoRef]:
    """Every photo under the largest of all addresses that are sizes of it, wherever on the page they stand."""
    photos = list(photos)
    groups: dict[str, list[str]] = {}
    joined: dict[str, str] = {}  # a picture's name without its size -> the name of its group
    for photo in photos:
        names = [size_of(url).picture for url in (photo.url, *photo.other_urls)]
        group = next((joined[name] for name in names if name in joined), names[0])
        for name in names:
            joined.setdefault(name, group)
        groups.setdefault(group, []).extend((photo.url, *photo.other_urls))
    best: dict[str, list[str]] = {}
    result = []
    for photo in photos:
        group = joined[size_of(photo.url).picture]
        if group not in best:
            best[group] = list(dict.fromkeys(groups[group]))
        urls = best[group]
        if len(urls) > 1:
            same = [url for url in urls if size_of(url).picture == size_of(photo.url).picture]
            # Sizes told apart by rule are ordered by it; those of one element keep the order the element gives them.
            first = largest_first(same)[0] if len(same) > 1 else urls[0]
            photo = replace(photo, url=first, other_urls=tuple(url for url in urls if url != first)[:MAX_SIZES])
        result.append(photo)
    return result
