"""What a walk over a page gathers: photos with their sizes, told once for each way they are named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Final

from selfcheck.model import MAX_OTHER_URLS, PhotoRef, Role
from selfcheck.net.urls import absolute_url, is_picture_data
from selfcheck.readers.pages.sites import NO_SITES, KnownSites
from selfcheck.readers.pages.sizes import Size, Sizes

_PLAIN: Final = re.compile(r"(https?://[a-z0-9.-]+)?(?!//)(/[\w.~%/+,=:@!$&*-]*(?:\?[\w.~%/+,=:@!$&*-]*)?)", re.ASCII)
_DATA_PICTURE: Final = re.compile(r"data:image/(?:jpe?g|png|gif|webp|avif)(?:;[\w.=+-]{1,60}){0,4},", re.IGNORECASE)
_BLANK: Final = re.compile(r"\s+")
MAX_GATHERED: Final = 3000
"""Photos held of one page before sizes are joined; ten times what a check looks at."""
MAX_SIZES: Final = 200
"""Sizes of one photo that are looked through for the largest."""
MAX_DATA: Final = 3_000_000
"""Characters of data: pictures held of one page."""
_SMALL_DATA: Final = 1_000  # a data: picture shorter than this is a placeholder or a spacer
_MAX_ALT: Final = 300


@dataclass(slots=True)
class PictureSighting:
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
class PictureSet:
    """Grows while a page is walked. Addresses are made absolute as they come."""

    base: str
    where: str = ""
    """Put in front of each place: "iframe srcdoc: " inside one."""
    sites: KnownSites = NO_SITES
    photos: list[PictureSighting] = field(default_factory=list)
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
    ) -> PictureSighting | None:
        """Add one photo by its addresses as written, best first. None where there is none or it was there before.

        A `data:` picture is one only where there is no other address: beside one it is a placeholder.
        """
        urls = []
        data = ""
        for reference in dict.fromkeys(references):
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
        if self.sites.is_own_picture(urls[0]):
            role = Role.ICON
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
        sighted = PictureSighting(urls, role, found_in, alt[:_MAX_ALT], weak)
        self.photos.append(sighted)
        if urls[0][:5] == "data:":
            self.data_left -= len(urls[0])
        return sighted

    def _data_picture(self, reference: str) -> str | None:
        start = _DATA_PICTURE.match(reference)
        if start is None or len(reference) > self.data_left or len(reference) == start.end():
            return None
        cleaned = _BLANK.sub("", reference)
        return cleaned if is_picture_data(cleaned) else None  # a browser shows nothing for it either


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


def with_sizes_joined(gathered: list[PictureSighting], limit: int, sizes_by: Sizes) -> list[PhotoRef]:
    """Every photo under the largest of all addresses that are sizes of it, wherever on the page they stand.

    At most `limit` photos are given. Pictures that several photos have beside their own (placeholders of lazy
    pictures, the little camera beside links) are no size of any of them: such a one is told once, as an icon.
    """
    size_of = sizes_by.of
    sized = [[size_of(url) for url in sighted.urls] for sighted in gathered]
    # Of most photos all addresses are sizes of one picture by rule: then nothing is to be joined.
    mixed = [
        (sizes[0][0], [size[0] for size in sizes if size[0] != sizes[0][0]], sighted.weak)
        for sighted, sizes in zip(gathered, sized, strict=True)
        if len(sizes) > 1 and any(size[0] != sizes[0][0] for size in sizes)
    ]
    owner: dict[str, str] = {}
    shared: set[str] = set()
    for head, names, weak in mixed:
        if weak:
            shared.update(name for name in names if owner.setdefault(name, head) != head)
    groups = _Groups()
    lesser: set[str] = set()
    for head, names, weak in mixed:
        for name in names:
            if not (weak and name in shared):
                groups.join(head, name)
                lesser.add(name)
    members: dict[str, dict[str, Size]] = {}
    best: dict[str, str] = {}  # group -> the picture that its best address is a size of
    heads = set()
    for sighted, sizes in zip(gathered, sized, strict=True):
        head = sizes[0][0]
        heads.add(head)
        group = groups.of(head) if mixed else head
        known = members.setdefault(group, {})
        if group not in best or (best[group] in lesser and head not in lesser):
            best[group] = head
        for url, size in zip(sighted.urls, sizes, strict=True):
            if size[0] == head or not (sighted.weak and size[0] in shared):
                known[url] = size
    done: dict[str, tuple[str, tuple[str, ...]]] = {}
    result: list[PhotoRef] = []
    for sighted, sizes in zip(gathered, sized, strict=True):
        if len(result) >= limit:
            break
        head = sizes[0][0]
        group = groups.of(head) if mixed else head
        if group not in done:
            done[group] = _largest_and_others(members[group], best[group])
        url, others = done[group]
        result.append(PhotoRef(url, others, sighted.role, sighted.found_in, sighted.alt))
        if shared and sighted.weak:
            for url, (name, _) in zip(sighted.urls, sizes, strict=True):
                if name in shared and name not in heads and len(result) < limit:
                    heads.add(name)
                    result.append(PhotoRef(url, (), Role.ICON, sighted.found_in, ""))
    return result


def _largest_and_others(sizes: dict[str, Size], picture: str) -> tuple[str, tuple[str, ...]]:
    """The largest size of `picture`, https before http, and the largest of the others in the order they came."""
    first, most = "", (-1.0, False)
    for url, (name, side) in sizes.items():
        rank = (side, url[:6] == "https:")
        if name == picture and rank > most:
            first, most = url, rank
    others = [url for url in sizes if url != first]
    if len(others) > MAX_OTHER_URLS:
        largest = frozenset(nlargest(MAX_OTHER_URLS, others, key=lambda url: sizes[url][1]))
        others = [url for url in others if url in largest]
    return first, tuple(others)
