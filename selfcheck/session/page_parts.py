"""What belongs to a page beside itself: its style sheets, frames and feeds, and what its hosts say to crawlers.

Each is one plain request to the page's own site, as a browser or a scraper would make it, within small limits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urljoin, urlsplit

from selfcheck.model import UNASKED, HostSays, Outcome, PageReading, PageSaid, PhotoRef, Purpose
from selfcheck.net.fetch import Answer
from selfcheck.readers.pages.robots import asks_in_header, mining_in_header
from selfcheck.session.doors import Doors

MAX_SHEETS: Final = 10
"""Style sheets read of one page, those that others import included."""
MAX_HOSTS: Final = 12
"""Hosts whose robots.txt is read in one check."""
_MAX_ROBOTS_URLS: Final = 300


@dataclass(frozen=True, slots=True)
class PageParts:
    """What was found around a page. `framed` is whether a page inside the page could be read."""

    photos: tuple[PhotoRef, ...] = ()
    over_limit: int = 0
    framed: bool = False
    newest_only: bool = False
    """Whether a feed told of posts: it holds the newest ones, never all for certain."""


async def read_page_parts(reading: PageReading, doors: Doors, *, with_feeds: bool = True) -> PageParts:
    """The photos that a page's own style sheets, frames (one level deep) and feeds name."""
    links = reading.links
    frames = links.frames
    reads = [_read_frame(url, doors) for url in frames]
    reads += [_read_feed(url, doors) for url in (links.feeds if with_feeds else ())]
    inside = (doors.boundary.run(read, None) for read in reads)
    sheets, inner = await asyncio.gather(_read_sheets(reading, doors), asyncio.gather(*inside))
    framed = any(found is not None for found in inner[: len(frames)])
    fed = any(found is not None and found.photos for found in inner[len(frames) :])
    readings = [*sheets, *(found for found in inner if found is not None)]
    photos = tuple(ref for found in readings for ref in found.photos)
    return PageParts(photos, sum(found.over_limit for found in readings), framed, newest_only=fed)


async def _read_sheets(reading: PageReading, doors: Doors) -> list[PageReading]:
    """Linked sheets and those they import, breadth first."""
    found: list[PageReading] = []
    asked: set[str] = set()
    level: Sequence[str] = reading.links.sheets
    while level:
        level = [url for url in dict.fromkeys(level) if url not in asked][: MAX_SHEETS - len(asked)]
        asked.update(level)
        read = await asyncio.gather(*(doors.boundary.run(_read_sheet(url, reading, doors), None) for url in level))
        found += [sheet for sheet in read if sheet is not None]
        level = [url for sheet in read if sheet is not None for url in sheet.links.sheets]
    return found


async def _read_sheet(url: str, reading: PageReading, doors: Doors) -> PageReading | None:
    answer = await doors.source.fetch(url, Purpose.STYLE_SHEET)
    if answer.outcome is not Outcome.OPENED:
        return None
    read = await doors.pool.read_sheet(answer.body, answer.content_type, answer.url, reading.words)
    return read if isinstance(read, PageReading) else None


async def _read_frame(url: str, doors: Doors) -> PageReading | None:
    answer = await doors.source.fetch(url, Purpose.FRAME)
    if answer.outcome is not Outcome.OPENED:
        return None
    read = await doors.pool.read_page(answer.body, answer.content_type, url, answer.url)
    if not isinstance(read, PageReading) or (read.wall is not None and read.wall is not Outcome.NEEDS_SCRIPT):
        return None
    photos = tuple(replace(ref, found_in=f"iframe: {ref.found_in}") for ref in read.photos)
    return replace(read, photos=photos)


async def _read_feed(url: str, doors: Doors) -> PageReading | None:
    answer = await doors.source.fetch(url, Purpose.FEED)
    if answer.outcome is not Outcome.OPENED:
        return None
    read = await doors.pool.read_feed(answer.body, answer.content_type, answer.url)
    return read if isinstance(read, PageReading) else None


def with_frames(outcome: Outcome, around: PageParts) -> Outcome:
    """A page that is little more than a frame is opened when its frame was."""
    return Outcome.OPENED if outcome is Outcome.NEEDS_SCRIPT and around.framed and around.photos else outcome


def page_statements(answer: Answer, reading: PageReading | None) -> PageSaid:
    """What the page's headers and meta tags ask of programs, together."""
    if reading is None:
        return PageSaid()
    asks: Iterable[str] = (*asks_in_header(answer.robots_tag), *reading.asks)
    told = mining_in_header(answer.mining)
    # The page's own tag goes before the header (TDMRep); what the site's file says comes last, in signals.py.
    reserved = told if reading.mining_reserved is None else reading.mining_reserved
    return PageSaid(tuple(dict.fromkeys(asks)), reserved, reading.names)


async def ask_hosts(
    pages: Iterable[str], pictures: Iterable[str], agents: Sequence[str], doors: Doors
) -> list[HostSays]:
    """What robots.txt of each page's and picture's host lets the crawlers named `agents` fetch, and what the pages'
    hosts say about text and data mining. Hosts of pages come first; at most `MAX_HOSTS` are asked."""
    urls: dict[str, tuple[list[str], list[str]]] = {}
    for kind, addresses in enumerate((pages, pictures)):
        for url in addresses:
            parts = urlsplit(url)
            if parts.scheme in {"http", "https"}:
                urls.setdefault(f"{parts.scheme}://{parts.netloc}/", ([], []))[kind].append(url)
    asked = [
        doors.boundary.run(_ask_host(origin, pages_there, pictures_there[:_MAX_ROBOTS_URLS], agents, doors), None)
        for origin, (pages_there, pictures_there) in list(urls.items())[:MAX_HOSTS]
    ]
    return [says for says in await asyncio.gather(*asked) if says is not None]


async def _ask_host(
    origin: str, pages: list[str], pictures: list[str], agents: Sequence[str], doors: Doors
) -> HostSays | None:
    answer = await doors.source.fetch(urljoin(origin, "robots.txt"), Purpose.ROBOTS)
    if answer.outcome in UNASKED:
        return None
    host = urlsplit(origin).netloc
    known = answer.outcome is Outcome.OPENED or 400 <= answer.status < 500  # RFC 9309: 4xx is "no file, no rules"
    if answer.outcome is Outcome.RATE_LIMITED or not known:
        says = HostSays(host, len(pages), len(pictures))
    else:
        body = answer.body if answer.outcome is Outcome.OPENED else b""
        allowed_pages, allowed_pictures = await asyncio.gather(
            doors.pool.read_robots(body, pages, agents), doors.pool.read_robots(body, pictures, agents)
        )
        says = HostSays(host, len(pages), len(pictures), allowed_pages, allowed_pictures)
    if not pages:
        return says
    answer = await doors.source.fetch(urljoin(origin, ".well-known/tdmrep.json"), Purpose.DATA_MINING)
    if answer.outcome is not Outcome.OPENED:
        return says
    reserved = [(url, await doors.pool.read_mining(answer.body, url)) for url in pages]
    return replace(says, mining=tuple((url, told) for url, told in reserved if told is not None))
