"""Hands work to workers, replaces those that are lost, and checks every value they return."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, Final, Self

from selfcheck import i18n
from selfcheck.errors import EngineUnavailable
from selfcheck.model import PREVIEW_SIDE, EngineName, Examined, Outcome, PageReading, PageWords, Preview, State
from selfcheck.platforms import Ask, Body, PlatformReading, Profile
from selfcheck.readers.archives.lists import ListContents
from selfcheck.readers.archives.packing import Packing
from selfcheck.readers.archives.parts import Form, Parts
from selfcheck.sandbox.process import Worker, WorkerLost
from selfcheck.sandbox.protocol import Payload, size_of
from selfcheck.sandbox.tasks import (
    FeedTask,
    ListRow,
    ListsTask,
    MiningTask,
    PageReply,
    PageTask,
    PartsTask,
    PhotoTask,
    PlatformTask,
    R,
    Rejected,
    RobotsTask,
    SheetTask,
    Task,
)
from selfcheck.sandbox.validation import (
    PartsBuilder,
    add_list_row,
    believable,
    checked_reading,
    checked_told,
)

SECONDS_PER_TASK: Final = 10.0
TASKS_PER_WORKER: Final = 50
"""A worker is replaced after this many tasks, so that nothing it picked up stays long."""

COMMAND: Final = (sys.executable, "-I", "-B", "-m", "selfcheck.sandbox.start")
"""-I: nothing of the person's environment or folder. -B: no compiled files, whose times would tell of a check."""


class WorkerPool:
    """A few workers, started when needed, replaced when lost. Use as an async context manager."""

    def __init__(
        self, engine: EngineName = EngineName.YUNET, size: int | None = None, command: tuple[str, ...] | None = None
    ) -> None:
        self.size = size or max(1, min(4, os.cpu_count() or 1))
        self._engine = engine
        self._command = command or COMMAND
        self._free: asyncio.LifoQueue[Worker | None] = asyncio.LifoQueue()
        for _ in range(self.size):
            self._free.put_nowait(None)  # a place for a worker that is not started yet
        self._alive: set[Worker] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """End every worker at once."""
        workers, self._alive = self._alive, set()
        await asyncio.gather(*(worker.kill() for worker in workers), return_exceptions=True)

    async def warm_up(self) -> tuple[str, ...]:
        """Start one worker now, so that a missing engine shows before anything is fetched.

        Returns the walls around it. Raises `EngineUnavailable`.
        """
        try:
            worker = await self._take()
        except WorkerLost:
            raise EngineUnavailable(
                i18n._("The part of selfcheck that opens pictures could not be started."),
                i18n._("Close other programs and try again, or install selfcheck again."),
            ) from None
        self._free.put_nowait(worker)
        return worker.walls

    async def read_page(
        self, body: bytes, content_type: str, asked_url: str, final_url: str, packing: Packing = ""
    ) -> PageReading | Outcome:
        """Parse a page. An `Outcome` says that it is no page, or what became of the worker."""
        return await self._read(PageTask(asked_url, final_url, content_type[:200], packing), body)

    async def read_sheet(
        self, body: bytes, content_type: str, url: str, words: PageWords | None
    ) -> PageReading | Outcome:
        """The pictures of a style sheet whose rules can match on the page of these `words`, and what it imports."""
        return await self._read(SheetTask(url, content_type[:200], words), body)

    async def read_feed(self, body: bytes, content_type: str, url: str) -> PageReading | Outcome:
        """Parse a feed. An `Outcome` says that it is none, or what became of the worker."""
        return await self._read(FeedTask(url, content_type[:200]), body)

    async def _read(self, task: Task[PageReply], body: bytes) -> PageReading | Outcome:
        try:
            reply, _ = await self._ask(task, body)
        except WorkerLost as lost:
            return lost.outcome
        return await checked_reading(reply.page) if isinstance(reply.page, PageReading) else reply.page

    async def read_robots(
        self, body: bytes, urls: Sequence[str], agents: Sequence[str]
    ) -> tuple[tuple[str, int], ...] | None:
        """How many of `urls` a robots.txt lets each crawler fetch. None when it could not be read."""
        try:
            reply, _ = await self._ask(RobotsTask(tuple(urls), tuple(agents)), body)
        except WorkerLost:
            return None
        counts = reply.robots or ()
        fits = [agent for agent, _ in counts] == list(agents) and all(count <= len(urls) for _, count in counts)
        return counts if fits else None

    async def read_mining(self, body: bytes, url: str) -> bool | None:
        """Whether a tdmrep.json reserves text and data mining of `url`. None where it says nothing or is broken."""
        try:
            reply, _ = await self._ask(MiningTask(url), body)
        except WorkerLost:
            return None
        return reply.mining

    async def read_platform(
        self, profile: Profile | None, ask: Ask | None, body: Body, packing: Packing = ""
    ) -> PlatformReading | Outcome:
        """What a page (`ask` None) or an answer of a platform tells. An `Outcome` says what became of the worker."""
        task = PlatformTask(profile, ask, body.url, body.content_type[:200], packing)
        try:
            reply, _ = await self._ask(task, body.data)
        except WorkerLost as lost:
            return lost.outcome
        return await checked_told(reply.told) if isinstance(reply.told, PlatformReading) else reply.told

    async def read_lists(self, archive: str, lists: Sequence[tuple[str, bytes]]) -> tuple[ListContents, ...] | Outcome:
        """What some lists of a download hold, one by one. An `Outcome` says what became of the worker, and of all."""
        held = [ListContents() for _ in lists]

        def take(row: ListRow) -> None:
            if not add_list_row(held, row):
                raise Rejected

        members = tuple((name, len(data)) for name, data in lists)
        try:
            reply, _ = await self._ask(ListsTask(archive, members), [data for _, data in lists], take)
        except WorkerLost as lost:
            return lost.outcome
        return tuple(held) if reply.lists == len(lists) else Outcome.CHECKER_STOPPED

    async def read_parts(self, form: Form, file: BinaryIO) -> Parts | Outcome:
        """Where the pages and pictures of a saved page's file lie. An `Outcome` says why that is not known."""
        builder = PartsBuilder(size_of(file))
        try:
            reply, _ = await self._ask(PartsTask(form), file, builder.add)
        except WorkerLost as lost:
            return lost.outcome
        return reply.refused or builder.parts()

    async def examine(self, data: bytes, packing: Packing = "") -> tuple[Examined, Preview | None]:
        """Decode a picture and look for faces. A lost worker makes it "not checked"."""
        try:
            reply, pixels = await self._ask(PhotoTask(packing), data)
        except WorkerLost as lost:
            return Examined(State.NOT_CHECKED, lost.outcome), None
        if not believable(reply.photo):
            return Examined(State.NOT_CHECKED, Outcome.CHECKER_STOPPED), None
        width, height = reply.preview
        fits = 0 < width <= PREVIEW_SIDE and 0 < height <= PREVIEW_SIDE and len(pixels) == width * height * 3
        return reply.photo, Preview(width, height, pixels) if fits else None

    async def _ask(
        self, task: Task[R], data: Payload, take: Callable[[Any], object] = lambda row: None
    ) -> tuple[R, bytes]:
        worker: Worker | None = await self._take()
        try:
            assert worker is not None  # noqa: S101 (for the type checker)
            answer = await worker.ask(task, data, take, SECONDS_PER_TASK)
            if worker.tasks_done >= TASKS_PER_WORKER:
                await self._drop(worker)
                worker = None
            return answer
        except BaseException:  # lost, or the check was stopped: either way its pipe is out of step
            if worker is not None:
                await self._drop(worker)
                worker = None
            raise
        finally:
            self._free.put_nowait(worker)

    async def _take(self) -> Worker:
        worker = await self._free.get()
        if worker is None:
            try:
                worker = await Worker.start(self._engine, self._command)
            except BaseException:
                self._free.put_nowait(None)
                raise
            self._alive.add(worker)
        return worker

    async def _drop(self, worker: Worker) -> None:
        self._alive.discard(worker)
        await worker.kill()
