"""What a walk over a page gathers: photos with their sizes, told once for each way they are named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from selfcheck.model import PhotoRef, Role
from selfcheck.readers.sizes import largest_first, size_of
from selfcheck.urls import absolute_url

_PLAIN: Final = re.compile(r"(https?://[a-z0-9.-]+)?(?!//)(/[\w.~%/+,=:@!$&*-]*(?:\?[\w.~%/+,=:@!$&*-]*)?)", re.ASCII)
_DATA_PICTURE: Final = re.compile(r"data:image/(?:jpe?g|png|gif|webp|avif)(?:;[\w.=+-]{1,60}){0,4},", re.IGNORECASE)
_BLANK: Final = re.compile(r"\s+")
MAX_GATHERED: Final = 3000
"""Photos held of one page before sizes are joined; ten times what a check looks at."""
MAX_SIZES: Final = 200
"""Sizes remembered of one photo."""
MAX_DATA: Final = 3_000_000
"""Characters of data: pictures held of one page."""
_SMALL_DATA: Final = 1_000  # a data: picture shorter than this is a placeholder or a spacer
_MAX_ALT: Final = 300


@dataclass(slots=True)
class Sighted:
    """One place where a page names a photo: its absolute addresses, the best first.

    `weak`: the best comes from a link around it or from a lazy attribute; the others may be a picture that many share,
    as a placeholder or the little camera beside links.
    """

    urls: list[str]
    role: Role
    found_in: str
    alt: str
    weak: bool


@dataclass(slots=True)
class Found:
    """Grows while a page is walked. Addresses are made absolute as they come."""

    base: str
    where: str = ""
    """Put in front of each place: "iframe srcdoc: " inside one."""
    photos: list[Sighted] = field(default_factory=list)
    shown: int = 0
    dropped: int = 0
    """Photos beyond `MAX_GATHERED`; counted, not kept."""
    data_left: int = MAX_DATA
    _seen: set[tuple[str, str]] = field(default_factory=set)
    _origins: dict[str, str | None] = field(default_factory=dict)

    def absolute(self, reference: str) -> str | None:
        """What `absolute_url` gives for an address as written; the plain ones a page is full of cost little."""
        plain = _PLAIN.fullmatch(reference)
        if plain is None or "/." in reference or reference[-1] == "?" or len(reference) > 3000:
            return absolute_url(self.base, reference)
        origin = plain[1] or ""
        if origin not in self._origins:
            url = absolute_url(self.base, f"{origin}/")
            if len(self._origins) > 5000:
                self._origins.clear()
            self._origins[origin] = url[:-1] if url else None
        known = self._origins[origin]
        return known + plain[2] if known else None

    def based_on(self, base: str) -> None:
        """From here on addresses are relative to `base`."""
        self.base = base
        self._origins.clear()

    def add(
        self, references: Iterable[str], role: Role, found_in: str, alt: str = "", *, weak: bool = False
    ) -> Sighted | None:
        """Add one photo by its addresses as written, best first. None where there is none or it was there before.

        A `data:` picture is one only where there is no other address: beside one it is a placeholder.
        """
        urls = []
        data = ""
        for reference in references:
            if reference[:5].lower() == "data:":
                data = data or reference
                continue
            url = self.absolute(reference)
            if url:
                urls.append(url)
        if not urls:
            if not data:
                return None
            picture = self._data_picture(data)
            if picture is None:
                return None
            urls = [picture]
            role = Role.ICON if len(picture) < _SMALL_DATA else role
        if self.where:
            found_in = self.where + found_in
        key = (urls[0], found_in)
        if key in self._seen:
            return None
        if len(self.photos) >= MAX_GATHERED:
            self.dropped += 1
            return None
        self._seen.add(key)
        if len(urls) > 1:
            urls = list(dict.fromkeys(urls))[: MAX_SIZES + 1]
        sighted = Sighted(urls, role, found_in, alt[:_MAX_ALT], weak)
        self.photos.append(sighted)
        if urls[0][:5] == "data:":
            self.data_left -= len(urls[0])
        return sighted

    def _data_picture(self, reference: str) -> str | None:
        start = _DATA_PICTURE.match(reference)
        if start is None or len(reference) > self.data_left or len(reference) == start.end():
            return None
        return _BLANK.sub("", reference)


class _Groups:
    """Names of pictures that are one picture (union-find)."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def of(self, name: str) -> str:
        above = self._above
        top = name
        while (upper := above.get(top, top)) != top:
            top = upper
        while name != top:
            above[name], name = top, above[name]
        return top

    def join(self, one: str, other: str) -> None:
        one, other = self.of(one), self.of(other)
        if one != other:
            self._above[other] = one


def with_sizes_joined(gathered: Iterable[Sighted], limit: int) -> list[PhotoRef]:
    """Every photo under the largest of all addresses that are sizes of it, wherever on the page they stand.

    At most `limit` photos are given. Pictures that several photos have beside their own (placeholders of lazy
    pictures, the little camera beside links) are no size of any of them: such a one is told once, as an icon.
    """
    gathered = list(gathered)
    named = [[size_of(url)[0] for url in sighted.urls] for sighted in gathered]
    owner: dict[str, str] = {}
    shared: set[str] = set()
    for sighted, names in zip(gathered, named, strict=True):
        if sighted.weak:
            for name in names[1:]:
                if name != names[0] and owner.setdefault(name, names[0]) != names[0]:
                    shared.add(name)
    groups = _Groups()
    heads: dict[str, None] = {}
    lesser: set[str] = set()
    for sighted, names in zip(gathered, named, strict=True):
        heads[names[0]] = None
        for name in names[1:]:
            if name != names[0] and not (sighted.weak and name in shared):
                groups.join(names[0], name)
                lesser.add(name)
    urls_of: dict[str, dict[str, None]] = {}
    best_of: dict[str, str] = {}  # group -> the name of the picture its best address is a size of
    for sighted, names in zip(gathered, named, strict=True):
        group = groups.of(names[0])
        if group not in best_of or (best_of[group] in lesser and names[0] not in lesser):
            best_of[group] = names[0]
        urls = urls_of.setdefault(group, {})
        for url, name in zip(sighted.urls, names, strict=True):
            if not (name in shared and sighted.weak):
                urls[url] = None
    done: dict[str, tuple[str, tuple[str, ...]]] = {}
    result: list[PhotoRef] = []
    for sighted, names in zip(gathered, named, strict=True):
        if len(result) >= limit:
            break
        group = groups.of(names[0])
        if group not in done:
            sizes = list(urls_of[group])
            first = sizes[0]
            if len(sizes) > 1:
                first = largest_first(url for url in sizes if size_of(url)[0] == best_of[group])[0]
                sizes.remove(first)
                done[group] = first, tuple(sizes[:MAX_SIZES])
            else:
                done[group] = first, ()
        url, others = done[group]
        result.append(PhotoRef(url, others, sighted.role, sighted.found_in, sighted.alt))
        if shared and sighted.weak:
            for url, name in zip(sighted.urls[1:], names[1:], strict=True):
                if name in shared and name not in heads and len(result) < limit:
                    heads[name] = None
                    result.append(PhotoRef(url, (), Role.ICON, sighted.found_in, ""))
    return result
