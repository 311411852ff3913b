"""One check under way: pages, what belongs to them, their photos, what their hosts say; told as events.

Pages and pictures go through one small set of runners, so fetching, decoding and detecting overlap while at
most `RUNNERS` bodies are held, however many photos there are.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from selfcheck.guidance.model import Guidance
from selfcheck.model import (
    EngineName,
    Examined,
    Note,
    Origin,
    Outcome,
    OwnPage,
    Page,
    PageReading,
    Photo,
    PhotoRef,
    Preview,
    Purpose,
    Role,
    Sighting,
    State,
    Unreported,
)
from selfcheck.model.events import (
    CheckDone,
    CheckStarted,
    HostHeard,
    HostNamed,
    PageDone,
    PageStarted,
    PageWentFurther,
    PhotoDone,
    PhotoSeenAgain,
    PhotosFound,
    Requested,
)
from selfcheck.net.fetch import MAX_REDIRECTS, Answer, Source
from selfcheck.net.ledger import Ledger
from selfcheck.net.turns import Turns, in_turns
from selfcheck.net.urls import is_picture_data, picture_data
from selfcheck.readers.pages.robots import asks_in_header
from selfcheck.sandbox.pool import WorkerPool
from selfcheck.session.boundary import Boundary
from selfcheck.session.deadline import Deadline
from selfcheck.session.doors import Doors
from selfcheck.session.event_stream import EventStream
from selfcheck.session.ownership import OwnershipCheck, OwnershipCode
from selfcheck.session.page_parts import PageParts, ask_hosts, page_statements, read_page_parts, with_frames
from selfcheck.session.photos import NO_TRACE, new_photo, trace_of, with_examination
from selfcheck.session.platform_pages import (
    PlatformAnswers,
    ask_platform,
    owned_profiles,
    page_notes,
    read_as_platform,
    read_further,
)
from selfcheck.session.report_builder import ReportBuilder, add_sighting
from selfcheck.session.sandbox import start_worker
from selfcheck.session.third_party import Gate

RUNNERS: Final = 6
"""Pictures under way at once: two being looked at, the others on their way over the network."""
PAGES_AT_ONCE: Final = 2
MAX_PHOTOS: Final = 300
"""Photos of one page that are looked at, those of its sheets, frames and feeds included; the rest are counted."""

_NOTES: Final = {
    OwnershipCheck.OWN: Note.SHOWN_AS_OWN,
    OwnershipCheck.NOT_THERE: Note.CODE_NOT_THERE,
    OwnershipCheck.TOO_OLD: Note.CODE_TOO_OLD,
    OwnershipCheck.NOT_READ: Note.CODE_NOT_READ,
}
_ON_MORE: Final = frozenset({Note.MORE_THERE, *_NOTES.values()})
_MORE: Final = frozenset({Note.MORE_THERE, Note.NEWEST_ONLY})
SourceMaker = Callable[[Ledger], Source]


class CheckRun:
    """One check under way."""

    def __init__(
        self,
        pages: Sequence[OwnPage],
        engine: EngineName,
        make_source: SourceMaker,
        guidance: Guidance,
        gathered: ReportBuilder,
        gate: Gate,
        require_sandbox: bool = False,
    ) -> None:
        self.events = events = EventStream(gathered)
        self._pages = pages
        self._engine = engine
        self._require_sandbox = require_sandbox
        self._guidance = guidance
        self._gate = gate
        self._boundary = Boundary(events.publish)
        self._deadline = Deadline(0)
        self._settled: set[str] = set()  # pages of which is told what came of them
        self._held: dict[str, str] = {}  # photo -> the address on another site, until the person has said
        self._beside: dict[str, tuple[Page, PlatformAnswers]] = {}  # by page address
        gate.listen(lambda host: events.publish(HostNamed(host)))
        self._source = make_source(Ledger(lambda entry: events.publish(Requested(entry))))
        self._photos: dict[str, Photo] = {}  # by photo address, as known so far
        self._owner: dict[str, str] = {}  # any of a photo's addresses -> its photo address
        self._to_do: asyncio.Queue[str] = asyncio.Queue()
        self._opened: list[str] = []  # where the pages that could be read were in the end

    @property
    def more(self) -> tuple[str, ...]:
        """The pages of which further results can be asked for, as the person named them and not as they answered."""
        found = {url for url, (_page, beside) in self._beside.items() if beside.further is not None}
        return tuple(page.address.url for page in self._pages if page.address.url in found)

    async def drive(self, pages: Sequence[OwnPage], proof: OwnershipCode | None, deadline: Deadline) -> None:
        """Ask for these pages and, with a `proof`, for all results of the profiles; the last thing told is None."""
        self._deadline = deadline
        try:
            async with WorkerPool(self._engine) as pool:
                await start_worker(pool, self.events.publish, require_sandbox=self._require_sandbox)
                started = tuple((page.address.url, page.address.platform) for page in self._pages)
                self.events.publish(CheckStarted(started, self._engine.value))
                doors = Doors(self._source, pool, self._boundary)
                async with deadline.limit():
                    await self._boundary.run(self._do_all(pages, proof, doors), None)
            await self._settle_rest(Outcome.NO_TIME if deadline.is_over else Outcome.FAULT)
            self.events.publish(CheckDone(await asyncio.to_thread(self.events.builder.report)))
        except asyncio.CancelledError:
            for photo in self._photos.values():
                if photo.reason is Outcome.STOPPED:  # found, and not looked at: told, not dropped
                    self.events.publish(PhotoDone(photo, None))
            raise
        finally:
            self.events.close()

    async def _do_all(self, pages: Sequence[OwnPage], proof: OwnershipCode | None, doors: Doors) -> None:
        """Each step within the boundary: what goes wrong in one leaves the others to be done."""
        known = len(self._photos)
        run = self._boundary.run
        turns = asyncio.Semaphore(PAGES_AT_ONCE)
        async with asyncio.TaskGroup() as runners:
            workers = [runners.create_task(self._run_photos(doors)) for _runner in range(RUNNERS)]
            async with asyncio.TaskGroup() as readers:
                for page in pages:
                    readers.create_task(self._run_page(page, doors, turns))
            if proof is not None:
                await run(self._go_further(proof, doors, anew=not pages), None)
            await run(self._release_held(), None)
            if pages or len(self._photos) > known:
                await run(self._hear_hosts(doors), None)
            await self._to_do.join()
            while self._held:  # pictures that were sent on to another site
                await run(self._release_held(), None)
                await self._to_do.join()
            for worker in workers:
                worker.cancel()

    async def _settle_rest(self, outcome: Outcome) -> None:
        """Say of each page and photo that was not come to why: the time was over, or a fault of ours."""
        turns = Turns()
        for own in self._pages:
            await turns.give()
            self._give_up(own, outcome)
        for url in [url for url, photo in self._photos.items() if photo.reason is Outcome.STOPPED]:
            await turns.give()
            icon = self._photos[url].role is Role.ICON
            self._leave(url, Outcome.SET_ASIDE if icon else outcome)

    def _give_up(self, own: OwnPage, outcome: Outcome) -> None:
        """Say that a page was not read to its end, where nothing is said of it yet. Its photos so far stay."""
        address = own.address
        if address.url in self._settled:
            return
        self._settled.add(address.url)
        taken = sum(any(place.page == address.url for place in photo.sightings) for photo in self._photos.values())
        self.events.publish(PageDone(Page(address.url, address.platform, outcome, photos=taken)))

    def _leave(self, url: str, outcome: Outcome) -> None:
        """Say of a photo that it is not checked, and why."""
        self._photos[url] = with_examination(self._photos[url], Examined(State.NOT_CHECKED, outcome))
        self.events.publish(PhotoDone(self._photos[url], None))

    async def _run_page(self, own: OwnPage, doors: Doors, turns: asyncio.Semaphore) -> None:
        async with turns:
            await self._boundary.run(self._read_page(own, doors), None)
            self._give_up(own, Outcome.FAULT)  # where nothing came of it

    async def _read_page(self, own: OwnPage, doors: Doors) -> None:
        address = own.address
        self.events.publish(PageStarted(address.url))
        answer = await self._fetch_page(address.url)
        outcome, reading = answer.outcome, None
        if outcome is Outcome.OPENED:
            read = await doors.pool.read_page(answer.body, answer.content_type, address.url, answer.url)
            if isinstance(read, PageReading):
                reading, outcome = read, read.wall or Outcome.OPENED
            else:
                outcome = read
        beside = await read_as_platform(address.url, answer, doors)
        if outcome is Outcome.OTHER_SITE:
            beside.leads_to(answer.url)
        taken, over, links = 0, 0, tuple[str, ...]()
        if reading is not None and not beside.is_door:
            links = (*reading.links.feeds, *reading.links.frames)
            taken, over = await self._take_all(reading.photos, address.url, MAX_PHOTOS), reading.over_limit
            if outcome in {Outcome.OPENED, Outcome.NEEDS_SCRIPT}:
                reads = read_page_parts(reading, doors, with_feeds=not beside.is_post)
                around = await self._boundary.run(reads, PageParts())
                beside.notes += [Note.NEWEST_ONLY] if around.newest_only else []
                more = await self._take_all(around.photos, address.url, MAX_PHOTOS - taken)
                over += around.over_limit + len(around.photos) - more
                taken += more
                outcome = with_frames(outcome, around)
                self._opened.append(answer.url)
        await self._boundary.run(ask_platform(beside, answer, outcome, links, doors), None)
        more = await self._take_all(beside.photos, address.url, MAX_PHOTOS - taken)
        over, taken = over + len(beside.photos) - more, taken + more
        outcome = beside.outcome(outcome)
        page = Page(
            address=address.url,
            platform=beside.platform(address.platform),
            outcome=outcome,
            origin=Origin.SAVED_PAGE if answer.outcome is Outcome.OPENED and not answer.status else Origin.WEB,
            title=reading.title if reading else "",
            final_address=answer.url,
            photos=taken,
            notes=page_notes(beside),
            more_there=not _MORE.isdisjoint(beside.notes),
        )
        self._beside[address.url] = (page, beside)
        self.events.publish(
            PageDone(page, over, page_statements(answer, reading), cut=reading is not None and reading.cut)
        )
        self._settled.add(address.url)

    async def _fetch_page(self, url: str) -> Answer:
        """A page. Where its site sends visitors on to another one, only as far as the person lets that be asked."""
        answer = await self._source.fetch(url, Purpose.PAGE)
        for _hop in range(MAX_REDIRECTS):
            if answer.outcome is not Outcome.OTHER_SITE or self._gate.has_word_on(answer.url):
                break
            async with self._deadline.paused():
                await self._gate.decide([answer.url])
            if not self._gate.allows(answer.url, Purpose.PAGE):
                break
            answer = await self._source.fetch(answer.url, Purpose.PAGE)
        return answer

    async def _go_further(self, proof: OwnershipCode, doors: Doors, *, anew: bool) -> None:
        """Ask all pages of results of the profiles shown to be the person's own; tell why not of the others."""
        found = {url: beside for url, (_page, beside) in self._beside.items()}
        says = await owned_profiles(found, proof, doors, anew=anew)
        for url, shown in says.items():
            page, beside = self._beside[url]
            taken, more, over = page.photos, True, False
            beside.notes = [*(note for note in beside.notes if note not in _ON_MORE), _NOTES[shown]]
            if shown is OwnershipCheck.OWN:
                photos, more, over = await read_further(beside, taken, doors)
                taken += await self._take_all(photos, url, len(photos))
                beside.further = None  # asked
            more |= Note.NEWEST_ONLY in beside.notes
            page = replace(page, photos=taken, notes=page_notes(beside), more_there=more)
            self._beside[url] = (page, beside)
            self.events.publish(PageWentFurther(page, int(over)))

    async def _hear_hosts(self, doors: Doors) -> None:
        """Ask what the hosts of the pages and of the pictures tell crawlers, while pictures are still looked at."""
        agents = [crawler.agent for crawler in self._guidance.crawlers]
        asked = [photo.url for photo in self._photos.values() if photo.role is not Role.ICON]
        pictures = [url for url in asked if self._gate.word_on(url)]
        for says in await ask_hosts(dict.fromkeys(self._opened), pictures, agents, doors):
            self.events.publish(HostHeard(says))

    async def _take_all(self, refs: Sequence[PhotoRef], page: str, room: int) -> int:
        """Take in as many photos of a page as there is room for. Returns how many."""
        turns = Turns()
        for ref in refs[:room]:
            await turns.give()
            self._boundary.call(partial(self._take_in, ref, page), None)
        self.events.publish(PhotosFound(len(self._photos)))
        return min(room, len(refs))

    def _take_in(self, ref: PhotoRef, page: str) -> None:
        """A photo a page names: a new one, or one more sighting of one that shares an address with it."""
        sighting = Sighting(page, ref.role, ref.found_in, ref.alt)
        urls = (ref.url, *ref.other_urls)
        known = next((self._owner[url] for url in urls if url in self._owner), None)
        if known is None:
            self._photos[ref.url] = new_photo(ref.url, ref.other_urls, sighting, Outcome.STOPPED, Origin.WEB)
            self._owner.update(dict.fromkeys(urls, ref.url))
            self._line_up(ref.url)
            return
        was_icon = self._photos[known].role is Role.ICON
        self._photos[known] = add_sighting(self._photos[known], sighting, urls)
        self._owner.update({url: known for url in urls if url not in self._owner})
        self.events.publish(PhotoSeenAgain(known, sighting, urls))
        if was_icon and ref.role is not Role.ICON and self._photos[known].reason is Outcome.SET_ASIDE:
            self._line_up(known)  # set aside as an icon on one page, a picture on another

    def _line_up(self, url: str, through: str = "") -> None:
        """Have a photo looked at; one on another site, or sent `through` it, only where the person lets it be asked."""
        icon = self._photos[url].role is Role.ICON  # never asked for
        word = True if icon else self._gate.word_on(through or url)
        if word is None:
            self._held[url] = through or url
        elif word:
            self._to_do.put_nowait(url)
        else:
            self._leave(url, Outcome.OTHER_SITE)

    async def _release_held(self) -> None:
        """Ask the person about the other sites, once for all that are known now, and go on as they say."""
        held, self._held = self._held, {}
        async with self._deadline.paused():
            await self._gate.decide(held.values())
        turns = Turns()
        for url, through in held.items():
            await turns.give()
            self._line_up(url, through)

    async def _run_photos(self, doors: Doors) -> None:
        while True:
            url = await self._to_do.get()
            try:
                if not await self._boundary.run(self._check_photo(url, doors), False):
                    self._leave(url, Outcome.FAULT)
            finally:
                self._to_do.task_done()

    async def _check_photo(self, url: str, doors: Doors) -> bool:
        """Have a photo looked at and tell what came of it, unless it waits for the person. Returns True."""
        examined, preview, asks, trace = await self._look_at(url, doors)
        if url not in self._held:
            # Taken anew: sightings may have come while it was looked at.
            done = with_examination(self._photos[url], examined)
            self._photos[url] = done
            self.events.publish(
                PhotoDone(done, preview, Unreported(examined.location, examined.fingerprint, asks, *trace))
            )
        return True

    async def _look_at(
        self, url: str, doors: Doors
    ) -> tuple[Examined, Preview | None, tuple[str, ...], tuple[str, int]]:
        """Fetch one photo and have it examined; with the words of its X-Robots-Tag header and its file's trace."""
        if self._photos[url].role is Role.ICON:
            return Examined(State.NOT_CHECKED, Outcome.SET_ASIDE), None, (), NO_TRACE
        if is_picture_data(url):  # inside the page: it came with it, and nothing is asked for
            data = await in_turns(picture_data, url)
            return *await doors.pool.examine(data), (), await in_turns(trace_of, data)
        answer = await doors.source.fetch(url, Purpose.PICTURE)
        asks = asks_in_header(answer.robots_tag)
        if answer.outcome is Outcome.OTHER_SITE and self._gate.word_on(answer.url) is None:
            self._held[url] = answer.url  # its own site sends it elsewhere
        if answer.outcome is not Outcome.OPENED:
            return Examined(State.NOT_CHECKED, answer.outcome), None, asks, NO_TRACE
        examined, preview = await doors.pool.examine(answer.body)
        if examined.reason is Outcome.NOT_A_PICTURE and answer.url != url:
            # Sent elsewhere and got no picture: a door, whatever it is called.
            return Examined(State.NOT_CHECKED, Outcome.LOGIN_WALL), None, asks, NO_TRACE
        return examined, preview, asks, await in_turns(trace_of, answer.body)
