"""Which photos of an earlier check are the same as photos of now: by address, file and picture. Pure.

It compares whole pictures, never people: two photos of one person have nothing in common here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from selfcheck.history.snapshot import Snapshot, Trace
from selfcheck.images.similarity import MOST_BITS_APART, bits_apart, hash_bits, shapes_of
from selfcheck.model import Photo


@dataclass(frozen=True, slots=True)
class KnownPhoto:
    """A photo with what tells it again."""

    photo: Photo
    trace: Trace
    urls: tuple[str, ...]
    pages: frozenset[str]


def same_photos(before: Snapshot, now: Snapshot) -> dict[str, str]:
    """Photos of before that are seen again now: their address then -> their address now, one to one."""
    old, new = known_photos(before), known_photos(now)
    found: dict[str, str] = {}
    taken: set[str] = set()

    def take(pairs: Iterator[tuple[str, str]]) -> None:
        for then, today in pairs:
            if then not in found and today not in taken:
                found[then] = today
                taken.add(today)

    take(_by_address(old, new))
    take(_by_digest(old, new))
    left = [one for url, one in old.items() if url not in found]
    free = [one for url, one in new.items() if url not in taken]
    take(_by_hash(left, free))
    return found


def known_photos(saved: Snapshot) -> dict[str, KnownPhoto]:
    """The photos of a saved check by their addresses."""
    traces = saved.by_photo()
    return {
        photo.url: KnownPhoto(
            photo,
            traces[photo.url],
            (photo.url, *photo.other_urls),
            frozenset(place.page for place in photo.sightings),
        )
        for photo in saved.report.photos
        if photo.url in traces
    }


def _by_address(old: Mapping[str, KnownPhoto], new: Mapping[str, KnownPhoto]) -> Iterator[tuple[str, str]]:
    """Photos that share an address, surely the same ones first. One that is replaced under its address is another."""
    owner: dict[str, str] = {}
    for one in new.values():
        for url in one.urls:
            owner.setdefault(url, one.photo.url)
    unsure = []
    for then, one in old.items():
        for today in dict.fromkeys(owner[url] for url in one.urls if url in owner):
            same = _same_content(one, new[today])
            if same:
                yield then, today
            elif same is None:
                unsure.append((then, today))
    yield from unsure


def _by_digest(old: Mapping[str, KnownPhoto], new: Mapping[str, KnownPhoto]) -> Iterator[tuple[str, str]]:
    """The same file, first where it stands on the same page."""
    by_digest: dict[str, list[str]] = {}
    for today, one in new.items():
        if one.trace.digest:
            by_digest.setdefault(one.trace.digest, []).append(today)
    elsewhere = []
    for then, one in old.items():
        for today in by_digest.get(one.trace.digest, ()) if one.trace.digest else ():
            if one.pages & new[today].pages:
                yield then, today
            else:
                elsewhere.append((then, today))
    yield from elsewhere


def _by_hash(old: list[KnownPhoto], new: list[KnownPhoto]) -> Iterator[tuple[str, str]]:
    """The same picture by its difference hash: on the same page first, then the nearest first."""
    new = [one for one in new if _has_hash(one)]
    if not new:
        return
    bits = hash_bits([one.trace.hash for one in new])
    shapes = shapes_of(one.photo for one in new)
    pairs = []
    for one in old:
        if not _has_hash(one):
            continue
        apart = bits_apart((hash_bits([one.trace.hash])[0], one.photo.width / one.photo.height), (bits, shapes))
        for where in (apart <= MOST_BITS_APART).nonzero()[0]:
            other = new[int(where)]
            pairs.append((not one.pages & other.pages, int(apart[where]), one.photo.url, other.photo.url))
    for _elsewhere, _apart, then, today in sorted(pairs):
        yield then, today


def _has_hash(one: KnownPhoto) -> bool:
    return bool(one.trace.hash) and one.photo.height > 0 and one.photo.width > 0


def _same_content(one: KnownPhoto, other: KnownPhoto) -> bool | None:
    """Whether two photos at one address are one picture; None where either was not looked at."""
    if one.trace.digest and one.trace.digest == other.trace.digest:
        return True
    if not _has_hash(one) or not _has_hash(other):
        return None
    shape, shapes = one.photo.width / one.photo.height, shapes_of([other.photo])
    apart = bits_apart((hash_bits([one.trace.hash])[0], shape), (hash_bits([other.trace.hash]), shapes))
    return bool(apart[0] <= MOST_BITS_APART)
