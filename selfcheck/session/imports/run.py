"""A file that the person hands in, looked at like a page: the same events, the same report, and no request at all."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import quote

from selfcheck.errors import FileProblem, SelfcheckError
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.i18n import _
from selfcheck.model import (
    EngineName,
    Examined,
    Origin,
    Outcome,
    Page,
    PageSaid,
    Photo,
    Preview,
    Role,
    Sighting,
    State,
    Unreported,
)
from selfcheck.model.events import CheckDone, CheckStarted, Event, PageDone, PageStarted, PhotoDone, PhotosFound
from selfcheck.model.safe_text import safe_text
from selfcheck.net.turns import Turns, in_turns
from selfcheck.readers.archives.archive import MAX_PICTURE, MemberSource, Packed
from selfcheck.readers.archives.names import FOLDER, import_url
from selfcheck.readers.pages.sites import PERSONAL_WEBSITE
from selfcheck.sandbox.pool import WorkerPool
from selfcheck.session.boundary import Boundary
from selfcheck.session.event_stream import EventStream
from selfcheck.session.imports.listing import Listing, Picture
from selfcheck.session.imports.lists import list_archive
from selfcheck.session.imports.opening import open_import
from selfcheck.session.imports.page_listing import list_page, parts_of
from selfcheck.session.imports.saved_pages import PageStore, SavedFile
from selfcheck.session.photos import NO_TRACE, new_photo, trace_of, with_examination
from selfcheck.session.report_builder import LOST, ReportBuilder, add_sighting
from selfcheck.session.sandbox import start_worker

_FORMS: Final = {"html": "saved page", "mhtml": "saved page", "har": "har"}
WAITING: Final = 2
"""Pictures read ahead of the workers. With those being looked at, all that is in memory at a time."""


async def look_into(
    path: Path,
    *more: Path,
    engine: EngineName = EngineName.YUNET,
    guidance: Guidance | None = None,
    gathered: ReportBuilder | None = None,
    previews: int = 0,
    require_sandbox: bool = False,
) -> AsyncGenerator[Event, None]:
    """Look into a data download, a saved page or a folder of pictures. Nothing is asked of any site.

    Several files, as the parts of a download are, make one report.
    `gathered` takes in every event, as in `check`. Previews are handed out for the first `previews` photos only:
    all of them would fill the memory. Raises `FileProblem`, `EngineUnavailable` and,
    with `require_sandbox`, `SandboxIncomplete`.
    """
    guidance = guidance or load_guidance()
    run = _Import((path, *more), engine, guidance, gathered or ReportBuilder(guidance), previews, require_sandbox)
    driver = asyncio.create_task(run.drive())
    try:
        while (event := await run.events.next()) is not None:
            yield event
        await driver
    finally:
        driver.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await driver


class _Import:
    """What was handed in, under way."""

    def __init__(
        self,
        paths: tuple[Path, ...],
        engine: EngineName,
        guidance: Guidance,
        gathered: ReportBuilder,
        previews: int,
        require_sandbox: bool,
    ) -> None:
        self.events = EventStream(gathered)
        self._paths = paths
        others = f" + {len(paths) - 1}" if len(paths) > 1 else ""
        self._address = import_url((Path(os.path.realpath(paths[0])).name or "folder") + others)
        self._engine = engine
        self._guidance = guidance
        self._previews = previews
        self._boundary = Boundary(self.events.publish)
        self._unread: dict[str, str] = {}  # what was announced and not read yet: address -> platform
        self._require_sandbox = require_sandbox
        self._photos: dict[str, Photo] = {}
        self._waiting: asyncio.Queue[tuple[str, Packed]] = asyncio.Queue(WAITING)

    async def drive(self) -> None:
        """Do all of it; the last thing told is None."""
        try:
            opened = await asyncio.to_thread(open_import, *self._paths)
            if isinstance(opened, SavedFile):
                opened.check_size()
            async with WorkerPool(self._engine) as pool:
                await start_worker(pool, self.events.publish, require_sandbox=self._require_sandbox)
                try:
                    if isinstance(opened, SavedFile):
                        store: MemberSource = await parts_of(opened, pool)
                    else:
                        store = opened
                    with contextlib.closing(store):
                        await self._look(store, pool, _FORMS[opened.form] if isinstance(opened, SavedFile) else "")
                except SelfcheckError:
                    raise
                except Exception as error:  # costs what was not come to; raised again where it ends the check
                    self._boundary.record(error)
                    self._settle_rest()
            self.events.publish(CheckDone(await asyncio.to_thread(self.events.builder.report)))
        except asyncio.CancelledError:
            for photo in self._photos.values():  # listed, and not looked at: told, not dropped
                self.events.publish(PhotoDone(photo, None))
            raise
        finally:
            self.events.close()

    async def _look(self, store: MemberSource, pool: WorkerPool, form: str) -> None:
        self._announce({self._address: PERSONAL_WEBSITE})
        self.events.publish(PageStarted(self._address))
        if isinstance(store, PageStore):
            listings = [await list_page(store, form, pool, self._boundary)]
        else:
            listings = await list_archive(store, pool, self.events.publish)
        self._hold_to_pictures(listings, _left_out(store, listings))
        addresses = _addresses(self._address, listings)
        platforms = [listing.platform for listing in listings]
        self._announce(dict(zip(addresses, platforms, strict=True)))
        by_member = await self._take_all(addresses, listings)
        self.events.publish(PhotosFound(len(self._photos)))
        first = None
        for address, listing in zip(addresses, listings, strict=True):
            self.events.publish(PageStarted(address))
            page, said = self._page(address, listing), PageSaid(names=listing.names)
            first = first or (page, said)
            # Told before the pictures are looked at, so that it is there when the person stops.
            left_out = _left_out(store, listings) if first[0] is page else ()  # of all of them, told once
            self.events.publish(PageDone(page, listing.over, said, left_out=left_out))
            self._unread.pop(address)
        await self._settle_at_once()
        async with asyncio.TaskGroup() as runners:
            workers = [runners.create_task(self._run(pool, by_member)) for _ in range(pool.size)]
            await self._read_all(store, by_member)
            for worker in workers:
                worker.cancel()
        if first is not None:  # with what reading the pictures brought up, an archive that breaks off
            self.events.publish(PageDone(first[0], 0, first[1], left_out=_left_out(store, listings)))

    def _page(self, address: str, listing: Listing) -> Page:
        return Page(
            address=address,
            platform=listing.platform,
            outcome=listing.outcome,
            origin=Origin.FILE,
            title=listing.title,
            final_address=listing.final_address,
            photos=len(listing.pictures),
        )

    def _hold_to_pictures(self, listings: list[Listing], left_out: tuple[tuple[str, int], ...]) -> None:
        """Raise `FileProblem` where there is no picture: a report of nothing would read as one of nothing found.

        Where part could not be read there may be some, and the report says so. So it does of a page that is a wall.
        """
        lost = any(reason in LOST for reason, _count in left_out)
        if lost or any(listing.pictures or listing.outcome is not Outcome.IMPORTED for listing in listings):
            return
        files = ", ".join(safe_text(str(path), 120) for path in self._paths[:5])
        said = [_("No picture was found in {file}.").format(file=files)]
        said += [self._guidance.left_out[reason].format(count=count) for reason, count in left_out]
        raise FileProblem(
            " ".join(said),
            _(
                "selfcheck reads pictures: in a folder, in a data download as it came from the site, in a page you "
                "saved. Look whether this is the right one. If the site gave you several files, give them all together."
            ),
        )

    async def _take_all(self, addresses: list[str], listings: list[Listing]) -> dict[str, list[str]]:
        """Take in every picture; returns their addresses by member. Two downloads can hold one picture."""
        by_member: dict[str, list[str]] = {}
        turns = Turns()
        for address, listing in zip(addresses, listings, strict=True):
            origin = Origin.FOLDER if listing.kind == FOLDER else Origin.FILE
            for picture in listing.pictures:
                await turns.give()
                photo = self._photo(address, picture, origin)
                if (known := self._photos.get(picture.url)) is not None:
                    for sighting in photo.sightings:
                        known = add_sighting(known, sighting, ())
                    public = known.public if known.public == photo.public else known.public or photo.public or None
                    origin = known.origin if known.origin is Origin.FILE else photo.origin
                    self._photos[picture.url] = replace(known, public=public, origin=origin)
                    continue
                self._photos[picture.url] = photo
                if picture.member and photo.reason is Outcome.STOPPED:
                    by_member.setdefault(picture.member, []).append(picture.url)
        return by_member

    def _photo(self, address: str, picture: Picture, origin: Origin) -> Photo:
        first, *more = (Sighting(address, one.role, one.found_in, one.alt) for one in picture.places)
        reason = Outcome.STOPPED if picture.member else Outcome.NOT_FETCHED
        if all(one.role is Role.ICON for one in picture.places):
            reason = Outcome.SET_ASIDE
        photo = new_photo(picture.url, picture.other_urls, first, reason, origin)
        photo = replace(photo, public=picture.public, posted=picture.posted, placed=picture.placed)
        for sighting in more:
            photo = add_sighting(photo, sighting, ())
        return photo

    async def _settle_at_once(self) -> None:
        """Icons, and pictures that are only named by their address, are told as such; nothing is asked for."""
        turns = Turns()
        for url in [url for url, photo in self._photos.items() if photo.reason is not Outcome.STOPPED]:
            await turns.give()
            self.events.publish(PhotoDone(self._photos.pop(url), None))

    async def _read_all(self, store: MemberSource, by_member: dict[str, list[str]]) -> None:
        """Read the pictures one after the other, no faster than they are looked at."""
        reading: Iterator[tuple[str, bytes | Packed | Outcome]] = store.read(by_member.keys(), MAX_PICTURE)
        failed: tuple[str, Outcome] = ("", Outcome.FAULT)
        rest = Outcome.BROKEN  # an archive that breaks off
        while (one := await self._boundary.run(asyncio.to_thread(next, reading, None), failed)) is not None:
            member, data = one
            if not member:  # what reads it has failed, and reads nothing more
                rest = Outcome.FAULT
                break
            if isinstance(data, Outcome):
                self._done(by_member[member], Examined(State.NOT_CHECKED, data), None)
            else:
                await self._waiting.put((member, data if isinstance(data, Packed) else Packed(data, "")))
        await self._waiting.join()
        for url in list(self._photos):
            self._done([url], Examined(State.NOT_CHECKED, rest), None)

    async def _run(self, pool: WorkerPool, by_member: dict[str, list[str]]) -> None:
        while True:
            member, data = await self._waiting.get()
            failed: tuple[Examined, Preview | None] = (Examined(State.NOT_CHECKED, Outcome.FAULT), None)
            examined, preview = await self._boundary.run(pool.examine(data.data, data.packing), failed)
            self._done(by_member[member], examined, preview, await in_turns(trace_of, data.data))
            del data
            self._waiting.task_done()

    def _done(
        self, urls: list[str], examined: Examined, preview: Preview | None, trace: tuple[str, int] = NO_TRACE
    ) -> None:
        for url in urls:
            photo = with_examination(self._photos.pop(url), examined)
            kept = preview if self._previews > 0 else None
            self._previews -= kept is not None
            self.events.publish(PhotoDone(photo, kept, Unreported(examined.location, examined.fingerprint, (), *trace)))

    def _settle_rest(self) -> None:
        """Say that the file was not read to its end for a fault of ours, and which pictures were not come to."""
        fault = Outcome.FAULT
        for address, platform in self._unread.items():
            self.events.publish(PageDone(Page(address, platform, fault, Origin.FILE)))
        for url in list(self._photos):
            self._done([url], Examined(State.NOT_CHECKED, fault), None)

    def _announce(self, pages: dict[str, str]) -> None:
        """Tell what will be read, as address -> platform."""
        self._unread = pages
        self.events.publish(CheckStarted(tuple(pages.items()), self._engine.value))


def _left_out(store: MemberSource, listings: list[Listing]) -> tuple[tuple[str, int], ...]:
    counted = sum((listing.left_out for listing in listings), Counter(store.left_out))
    return tuple(sorted((reason, count) for reason, count in counted.items() if count > 0))


def _addresses(whole: str, listings: list[Listing]) -> list[str]:
    """The address of each download in what was handed in: its folder, with its service where two lie in one place."""
    if len(listings) == 1:
        return [whole]
    addresses = [f"{whole}/{quote(listing.prefix)}".removesuffix("/") for listing in listings]
    loose = {address for address, listing in zip(addresses, listings, strict=True) if listing.kind == FOLDER}
    told: list[str] = []
    for address, listing in zip(addresses, listings, strict=True):
        shared = address in told or (address in loose and listing.kind != FOLDER)
        told.append(address + quote(f" ({listing.title})") if shared else address)
    return told
