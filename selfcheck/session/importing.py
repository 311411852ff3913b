"""A file that the person hands in, looked at like a page: the same events, the same report, and no request at all."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from selfcheck.errors import FileProblem
from selfcheck.events import CheckDone, CheckStarted, Event, PageDone, PageStarted, PhotoDone, PhotosFound
from selfcheck.faces.engine import EngineName
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.imports.listing import Listing, Picture
from selfcheck.imports.names import import_url
from selfcheck.imports.opening import open_import
from selfcheck.imports.store import MAX_PICTURE, Packed, Store
from selfcheck.imports.webpages import MAX_PAGE, NOWHERE, PageStore, SavedFile, pictures_of
from selfcheck.language import _
from selfcheck.model import (
    Examined,
    Outcome,
    Page,
    PageReading,
    PageSaid,
    Photo,
    PhotoRef,
    Preview,
    Role,
    Sighting,
    State,
    Unreported,
)
from selfcheck.readers.sites import PERSONAL_WEBSITE, platform_of
from selfcheck.report import LOST, Gathered, with_sighting
from selfcheck.safetext import safe_text
from selfcheck.session.lists import list_archive
from selfcheck.session.photos import NO_TRACE, found, looked_at, trace_of
from selfcheck.worker.pool import WorkerPool

_FORMS: Final = {"html": "saved page", "mhtml": "saved page", "har": "har"}
WAITING: Final = 2
"""Pictures read ahead of the workers. With those being looked at, all that is in memory at a time."""


async def look_into(
    path: Path,
    *,
    engine: EngineName = EngineName.YUNET,
    guidance: Guidance | None = None,
    gathered: Gathered | None = None,
    previews: int = 0,
) -> AsyncGenerator[Event, None]:
    """Look into a data download, a saved page or a folder of pictures. Nothing is asked of any site.

    `gathered` takes in every event, as in `check`. Previews are handed out for the first `previews` photos only:
    all of them would fill the memory. Raises `FileProblem` and `EngineUnavailable`.
    """
    guidance = guidance or load_guidance()
    run = _Import(path, engine, guidance, gathered or Gathered(guidance), previews)
    driver = asyncio.create_task(run.drive())
    try:
        while (event := await run.told.get()) is not None:
            yield event
        await driver
    finally:
        driver.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await driver


class _Import:
    """One file under way."""

    def __init__(self, path: Path, engine: EngineName, guidance: Guidance, gathered: Gathered, previews: int) -> None:
        self.told: asyncio.Queue[Event | None] = asyncio.Queue()
        self._path = path
        self._address = import_url(path.resolve().name or "folder")
        self._engine = engine
        self._guidance = guidance
        self._gathered = gathered
        self._previews = previews
        self._photos: dict[str, Photo] = {}
        self._waiting: asyncio.Queue[tuple[str, Packed]] = asyncio.Queue(WAITING)

    def _tell(self, event: Event) -> None:
        self._gathered.add(event)
        self.told.put_nowait(event)

    async def drive(self) -> None:
        """Do all of it; the last thing told is None."""
        try:
            opened = await asyncio.to_thread(open_import, self._path)
            if isinstance(opened, SavedFile):
                opened.check_size()
            async with WorkerPool(self._engine) as pool:
                await pool.warm_up()
                if isinstance(opened, SavedFile):
                    store: Store = await _parts_of(opened, pool)
                else:
                    store = opened
                with contextlib.closing(store):
                    await self._look(store, pool, _FORMS[opened.form] if isinstance(opened, SavedFile) else "")
            self._tell(CheckDone(self._gathered.report()))
        except asyncio.CancelledError:
            for photo in self._photos.values():  # listed, and not looked at: told, not dropped
                self._tell(PhotoDone(photo, None))
            raise
        finally:
            self.told.put_nowait(None)

    async def _look(self, store: Store, pool: WorkerPool, form: str) -> None:
        self._tell(CheckStarted(((self._address, PERSONAL_WEBSITE),), self._engine.value))
        self._tell(PageStarted(self._address))
        if isinstance(store, PageStore):
            listing = await _list_page(store, form, pool)
        else:
            listing = await list_archive(store, pool, self._tell)
            self._hold_to_pictures(listing, store.left_out + listing.left_out)
        self._tell(CheckStarted(((self._address, listing.platform),), self._engine.value))
        by_member = self._take_all(listing)
        self._tell(PhotosFound(len(self._photos)))
        page = Page(
            address=self._address,
            platform=listing.platform,
            outcome=listing.outcome,
            why=self._guidance.page_outcomes[listing.outcome.value],
            title=listing.title,
            final_address=listing.final_address,
            photos=len(listing.pictures),
        )
        said = PageSaid(names=listing.names)
        # Told before the pictures are looked at, so that it is there when the person stops.
        self._tell(PageDone(page, listing.over, said, left_out=_counted(store.left_out + listing.left_out)))
        self._settle_at_once()
        async with asyncio.TaskGroup() as runners:
            workers = [runners.create_task(self._run(pool, by_member)) for _ in range(pool.size)]
            await self._read_all(store, by_member)
            for worker in workers:
                worker.cancel()
        late = store.left_out + listing.left_out  # what reading the pictures brought up, an archive that breaks off
        self._tell(PageDone(page, 0, said, left_out=_counted(late)))

    def _hold_to_pictures(self, listing: Listing, left_out: Counter[str]) -> None:
        """Raise `FileProblem` where there is no picture: a report of nothing would read as one of nothing found.

        Where part could not be read there may be some, and the report says so.
        """
        counted = _counted(left_out)
        if listing.pictures or any(reason in LOST for reason, _count in counted):
            return
        said = [_("No picture was found in {file}.").format(file=safe_text(str(self._path), 120))]
        said += [self._guidance.left_out[reason].format(count=count) for reason, count in counted]
        raise FileProblem(
            " ".join(said),
            _(
                "selfcheck reads pictures: in a folder, in a data download as it came from the site, in a page you "
                "saved. Look whether this is the right one. If the site gave you several files, try the others too."
            ),
        )

    def _take_all(self, listing: Listing) -> dict[str, list[str]]:
        """Take in every picture; returns their addresses by member."""
        by_member: dict[str, list[str]] = {}
        for picture in listing.pictures:
            if picture.url in self._photos:
                continue
            self._photos[picture.url] = self._photo(picture)
            if picture.member and self._photos[picture.url].reason is Outcome.STOPPED:
                by_member.setdefault(picture.member, []).append(picture.url)
        return by_member

    def _photo(self, picture: Picture) -> Photo:
        first, *more = (Sighting(self._address, one.role, one.found_in, one.alt) for one in picture.places)
        reason = Outcome.STOPPED if picture.member else Outcome.NOT_FETCHED
        if all(one.role is Role.ICON for one in picture.places):
            reason = Outcome.SET_ASIDE
        photo = found(picture.url, picture.other_urls, first, reason, self._why(reason))
        photo = replace(photo, public=picture.public, posted=picture.posted, placed=picture.placed)
        for sighting in more:
            photo = with_sighting(photo, sighting, ())
        return photo

    def _settle_at_once(self) -> None:
        """Icons, and pictures that are only named by their address, are told as such; nothing is asked for."""
        for url in [url for url, photo in self._photos.items() if photo.reason is not Outcome.STOPPED]:
            self._tell(PhotoDone(self._photos.pop(url), None))

    async def _read_all(self, store: Store, by_member: dict[str, list[str]]) -> None:
        """Read the pictures one after the other, no faster than they are looked at."""
        reading: Iterator[tuple[str, bytes | Packed | Outcome]] = store.read(by_member.keys(), MAX_PICTURE)
        while (one := await asyncio.to_thread(next, reading, None)) is not None:
            member, data = one
            if isinstance(data, Outcome):
                self._done(by_member[member], Examined(State.NOT_CHECKED, data), None)
            else:
                await self._waiting.put((member, data if isinstance(data, Packed) else Packed(data, "")))
        await self._waiting.join()
        for url in list(self._photos):  # an archive that breaks off
            self._done([url], Examined(State.NOT_CHECKED, Outcome.BROKEN), None)

    async def _run(self, pool: WorkerPool, by_member: dict[str, list[str]]) -> None:
        while True:
            member, data = await self._waiting.get()
            examined, preview = await pool.examine(data.data, data.packing)
            self._done(by_member[member], examined, preview, trace_of(data.data))
            del data
            self._waiting.task_done()

    def _done(
        self, urls: list[str], examined: Examined, preview: Preview | None, trace: tuple[str, int] = NO_TRACE
    ) -> None:
        for url in urls:
            photo = looked_at(self._photos.pop(url), examined, self._why(examined.reason))
            kept = preview if self._previews > 0 else None
            self._previews -= kept is not None
            self._tell(PhotoDone(photo, kept, Unreported(examined.location, examined.fingerprint, (), *trace)))

    def _why(self, outcome: Outcome) -> str:
        return self._guidance.file_outcomes[outcome.value]


async def _parts_of(file: SavedFile, pool: WorkerPool) -> PageStore:
    """Have the worker tell what lies where in a saved page's file. Raises `FileProblem`."""
    with await asyncio.to_thread(file.path.open, "rb") as body:
        parts = await pool.read_parts(file.form, body)
    if isinstance(parts, Outcome):
        raise file.problem(parts)
    return PageStore(file, parts)


async def _list_page(store: PageStore, form: str, pool: WorkerPool) -> Listing:
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


def _counted(left_out: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((reason, count) for reason, count in left_out.items() if count > 0))
