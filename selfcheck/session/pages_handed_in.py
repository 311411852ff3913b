"""A page that the person saved from a browser, or the pages of one visit, as a listing like that of a download."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from selfcheck.imports.listing import Listing
from selfcheck.imports.webpages import MAX_PAGE, NOWHERE, PageStore, SavedFile, pictures_of
from selfcheck.model import Outcome, PageReading, PhotoRef
from selfcheck.readers.sites import PERSONAL_WEBSITE, platform_of
from selfcheck.worker.pool import WorkerPool


async def parts_of(file: SavedFile, pool: WorkerPool) -> PageStore:
    """Have the worker tell what lies where in a saved page's file. Raises `FileProblem`."""
    with await asyncio.to_thread(file.path.open, "rb") as body:
        parts = await pool.read_parts(file.form, body)
    if isinstance(parts, Outcome):
        raise file.problem(parts)
    return PageStore(file, parts)


async def list_page(store: PageStore, form: str, pool: WorkerPool) -> Listing:
    """Read a saved page, or the pages of a visit, and find their pictures in the file."""
    known = next((part.url for part in store.pages if part.url), "")
    platform = platform_of(urlsplit(known).hostname or "") if known else PERSONAL_WEBSITE
    listing = Listing(form, platform, final_address=known)
    refs: list[PhotoRef] = []
    names: list[str] = []
    outcomes: list[Outcome] = []
    for part in store.pages:
        body, where = await asyncio.to_thread(store.part, part, MAX_PAGE), part.url or NOWHERE
        reading = (
            body
            if isinstance(body, Outcome)
            else await pool.read_page(body.data, part.content_type, where, where, body.packing)
        )
        if isinstance(reading, PageReading):
            outcomes.append(reading.wall or Outcome.IMPORTED)
            listing.title = listing.title or reading.title
            listing.over += reading.over_limit
            refs += reading.photos
            names += reading.names
        else:
            outcomes.append(reading)
    await asyncio.to_thread(pictures_of, refs, store, form, listing)
    listing.names = tuple(dict.fromkeys(names))[:20]
    if outcomes and Outcome.IMPORTED not in outcomes and Outcome.NEEDS_SCRIPT not in outcomes:
        listing.outcome = outcomes[0]
    return listing
