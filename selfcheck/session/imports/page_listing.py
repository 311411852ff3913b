"""A page that the person saved from a browser, or the pages of one visit, as a listing like that of a download."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from selfcheck.model import Outcome, PageReading, PhotoRef
from selfcheck.platforms import Body, PlatformReading, profile_of
from selfcheck.platforms.common.facts import platform_of
from selfcheck.readers.archives.parts import Part
from selfcheck.readers.pages.sites import PERSONAL_WEBSITE
from selfcheck.sandbox.pool import WorkerPool
from selfcheck.session.boundary import Boundary
from selfcheck.session.imports.listing import Listing
from selfcheck.session.imports.saved_pages import MAX_PAGE, NOWHERE, PageStore, SavedFile, pictures_of


async def parts_of(file: SavedFile, pool: WorkerPool) -> PageStore:
    """Have the worker tell what lies where in a saved page's file. Raises `FileProblem`."""
    with await asyncio.to_thread(file.path.open, "rb") as body:
        parts = await pool.read_parts(file.form, body)
    if isinstance(parts, Outcome):
        raise file.problem(parts)
    return PageStore(file, parts)


async def list_page(store: PageStore, form: str, pool: WorkerPool, boundary: Boundary) -> Listing:
    """Read a saved page, or the pages of a visit, and find their pictures in the file.

    What stands in front of a page is told as of one that was asked for: a door, a test, an account that is private.
    """
    known = next((part.url for part in store.pages if part.url), "")
    listing = Listing(form, _platform(known), final_address=known)
    refs: list[PhotoRef] = []
    names: list[str] = []
    outcomes: list[Outcome] = []
    for part in store.pages:
        failed: tuple[Outcome, PageReading | None, PlatformReading] = (Outcome.FAULT, None, PlatformReading())
        outcome, reading, told = await boundary.run(_read(store, part, pool), failed)
        outcomes.append(outcome)
        if reading is not None:
            listing.title = listing.title or reading.title
            listing.over += reading.over_limit
            refs += reading.photos
            names += reading.names
        refs += told.photos
    await asyncio.to_thread(pictures_of, refs, store, form, listing)
    listing.names = tuple(dict.fromkeys(names))[:20]
    listing.outcome = _of_all(outcomes, with_pictures=any(picture.member for picture in listing.pictures))
    return listing


def _platform(address: str) -> str:
    return platform_of(urlsplit(address).hostname or "") if address else PERSONAL_WEBSITE


async def _read(store: PageStore, part: Part, pool: WorkerPool) -> tuple[Outcome, PageReading | None, PlatformReading]:
    """What came of one page, as its reader and that of its platform see it."""
    body, where = await asyncio.to_thread(store.part, part, MAX_PAGE), part.url or NOWHERE
    if isinstance(body, Outcome):
        return body, None, PlatformReading()
    # Where the browser was sent from is not in the file. A door that was saved is a door, so it counts as a move.
    reading = await pool.read_page(body.data, part.content_type, NOWHERE, where, body.packing)
    if isinstance(reading, Outcome):
        return reading, None, PlatformReading()
    told = PlatformReading()
    if (profile := profile_of(part.url) if part.url else None) is not None:
        page = Body(body.data, part.content_type, where)
        read = await pool.read_platform(profile, None, page, body.packing)
        told = read if isinstance(read, PlatformReading) else told
    wall = told.wall if reading.wall in {None, Outcome.NEEDS_SCRIPT} and told.wall else reading.wall
    return wall or Outcome.IMPORTED, reading, told


def _of_all(outcomes: list[Outcome], *, with_pictures: bool) -> Outcome:
    """What came of the visit as a whole. Its first page is the one that was visited; the others lie inside it."""
    first = outcomes[0] if outcomes else Outcome.IMPORTED
    if first not in {Outcome.IMPORTED, Outcome.NEEDS_SCRIPT}:
        return first
    if with_pictures or first is Outcome.IMPORTED:
        return Outcome.IMPORTED  # a script may have filled it in: what it showed is in the file
    doors = [outcome for outcome in outcomes if outcome not in {Outcome.IMPORTED, Outcome.NEEDS_SCRIPT}]
    return doors[0] if doors else Outcome.NEEDS_SCRIPT
