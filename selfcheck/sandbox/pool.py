"""Starts workers, hands them work, kills the ones that hang, and checks every value they return."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import BinaryIO, Final, Self

import msgspec

from selfcheck import i18n
from selfcheck.errors import EngineUnavailable
from selfcheck.model import PREVIEW_SIDE, EngineName, Examined, Outcome, PageReading, PageWords, Preview, State
from selfcheck.net.guard import permit
from selfcheck.platforms import Ask, Body, Profile, Told
from selfcheck.readers.archives.lists import Found
from selfcheck.readers.archives.packing import Packing
from selfcheck.readers.archives.parts import Form, Parts
from selfcheck.sandbox.protocol import (
    HEAD,
    MAX_HEADER,
    MAX_LISTS_HEADER,
    MAX_REPLY_BYTES,
    Payload,
    Reply,
    Task,
    pack,
    size_of,
    steps_of,
    unpack_reply,
)
from selfcheck.sandbox.validation import believable, checked_lists, checked_parts, checked_reading, checked_told

SECONDS_PER_TASK: Final = 10.0
BYTES_PER_SECOND: Final = 4_000_000
"""Lists and saved pages get a second more for so many. HTML, the slowest, was read at 14 MB a second."""
SECONDS_TO_START: Final = 60.0
TASKS_PER_WORKER: Final = 50
"""A worker is replaced after this many tasks, so that nothing it picked up stays long."""
_READ_AHEAD: Final = 1 << 16  # bytes held before the worker is made to wait
_KEPT_ENVIRONMENT: Final = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class WorkerLost(Exception):
    """The worker died, hung or spoke nonsense, and is gone; `outcome` says which."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome


class _Worker:
    """One worker process. After a `WorkerLost` it is dead and of no more use."""

    def __init__(self, process: asyncio.subprocess.Process, transport: asyncio.SubprocessTransport) -> None:
        self._process = process
        self._transport = transport
        self.tasks_done = 0
        self.walls: tuple[str, ...] = ()

    @classmethod
    async def start(cls, engine: EngineName, command: tuple[str, ...]) -> Self:
        """Start a process and wait until its engine is loaded. Raises `EngineUnavailable` or `WorkerLost`."""
        environment = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
        environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "LANGUAGE": i18n.language()}
        loop = asyncio.get_running_loop()
        # What asyncio.create_subprocess_exec does, except that the transport is kept: kill() needs it.
        with permit("program"):
            transport, protocol = await loop.subprocess_exec(
                lambda: asyncio.subprocess.SubprocessStreamProtocol(limit=_READ_AHEAD, loop=loop),
                *command,
                engine.value,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=environment,
                start_new_session=True,  # Ctrl-C is the parent's to act on
            )
        worker = cls(asyncio.subprocess.Process(transport, protocol, loop), transport)
        try:
            reply, _ = await worker._reply(SECONDS_TO_START)
        except BaseException:
            await worker.kill()
            raise
        if reply.refused is not None:
            await worker.kill()
            raise EngineUnavailable(*reply.refused)
        worker.walls = reply.ready or ()
        return worker

    async def ask(self, task: Task, data: Payload) -> tuple[Reply, bytes]:
        """Do one task within `SECONDS_PER_TASK`; what can be long gets more by its length. Raises `WorkerLost`."""
        self.tasks_done += 1
        largest = MAX_LISTS_HEADER if task.kind == "lists" else MAX_HEADER
        more = size_of(data) / BYTES_PER_SECOND if task.kind in {"lists", "parts"} else 0.0
        try:
            async with asyncio.timeout(SECONDS_PER_TASK + more):
                await self._send(task, data)
                return await self._reply(SECONDS_PER_TASK + more, largest)
        except TimeoutError:
            raise WorkerLost(Outcome.CHECKER_SLOW) from None

    async def _send(self, task: Task, data: Payload) -> None:
        """Write a task step by step, so that what waits in the pipe is never in memory a second time."""
        stdin = self._process.stdin
        assert stdin is not None  # noqa: S101 (asked for in start)
        with suppress(ConnectionError):  # a worker that died meanwhile shows when its reply is read
            stdin.write(pack(task, size_of(data)))
            for part in steps_of(data):
                stdin.write(part)
                await stdin.drain()

    async def _reply(self, seconds: float, largest: int = MAX_HEADER) -> tuple[Reply, bytes]:
        assert self._process.stdout is not None  # noqa: S101 (asked for in start)
        read = self._process.stdout.readexactly
        try:
            async with asyncio.timeout(seconds):
                header_size, payload_size = HEAD.unpack(await read(HEAD.size))
                if header_size > largest or payload_size > MAX_REPLY_BYTES:
                    raise WorkerLost(Outcome.CHECKER_STOPPED)
                return unpack_reply(await read(header_size)), await read(payload_size)
        except TimeoutError:
            raise WorkerLost(Outcome.CHECKER_SLOW) from None
        except (asyncio.IncompleteReadError, ConnectionError, msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            raise WorkerLost(Outcome.CHECKER_STOPPED) from None

    async def kill(self) -> None:
        """End the process now and wait until it is gone.

        Closing the transport kills it and drops its pipes. Killing alone is not enough: on Python 3.11 `wait`
        also waits for the end of each pipe, which never comes where unread bytes have stopped the reading.
        """
        self._transport.close()
        await self._process.wait()


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
        self._free: asyncio.LifoQueue[_Worker | None] = asyncio.LifoQueue()
        for _ in range(self.size):
            self._free.put_nowait(None)  # a place for a worker that is not started yet
        self._alive: set[_Worker] = set()

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
        return await self._read(Task("page", asked_url, final_url, content_type[:200], packing=packing), body)

    async def read_sheet(
        self, body: bytes, content_type: str, url: str, words: PageWords | None
    ) -> PageReading | Outcome:
        """The pictures of a style sheet whose rules can match on the page of these `words`, and what it imports."""
        return await self._read(Task("sheet", final_url=url, content_type=content_type[:200], words=words), body)

    async def read_feed(self, body: bytes, content_type: str, url: str) -> PageReading | Outcome:
        """Parse a feed. An `Outcome` says that it is none, or what became of the worker."""
        return await self._read(Task("feed", final_url=url, content_type=content_type[:200]), body)

    async def _read(self, task: Task, body: bytes) -> PageReading | Outcome:
        try:
            reply, _ = await self._ask(task, body)
        except WorkerLost as lost:
            return lost.outcome
        if isinstance(reply.page, PageReading):
            return checked_reading(reply.page)
        return reply.page or Outcome.CHECKER_STOPPED

    async def read_robots(
        self, body: bytes, urls: Sequence[str], agents: Sequence[str]
    ) -> tuple[tuple[str, int], ...] | None:
        """How many of `urls` a robots.txt lets each crawler fetch. None when it could not be read."""
        try:
            reply, _ = await self._ask(Task("robots", urls=tuple(urls), agents=tuple(agents)), body)
        except WorkerLost:
            return None
        counts = reply.robots or ()
        fits = [agent for agent, _ in counts] == list(agents) and all(0 <= count <= len(urls) for _, count in counts)
        return counts if fits else None

    async def read_mining(self, body: bytes, url: str) -> bool | None:
        """Whether a tdmrep.json reserves text and data mining of `url`. None where it says nothing or is broken."""
        try:
            reply, _ = await self._ask(Task("mining", final_url=url), body)
        except WorkerLost:
            return None
        return reply.mining

    async def read_platform(
        self, profile: Profile | None, ask: Ask | None, body: Body, packing: Packing = ""
    ) -> Told | Outcome:
        """What a page (`ask` None) or an answer of a platform tells. An `Outcome` says what became of the worker."""
        task = Task("platform", "", body.url, body.content_type[:200], profile=profile, ask=ask, packing=packing)
        try:
            reply, _ = await self._ask(task, body.data)
        except WorkerLost as lost:
            return lost.outcome
        return checked_told(reply.told) if reply.told is not None else Outcome.BROKEN

    async def read_lists(self, archive: str, lists: Sequence[tuple[str, bytes]]) -> tuple[Found, ...] | Outcome:
        """What some lists of a download hold, one by one. An `Outcome` says what became of the worker, and of all."""
        members = tuple((name, len(data)) for name, data in lists)
        try:
            reply, _ = await self._ask(Task("lists", archive=archive, members=members), [data for _, data in lists])
        except WorkerLost as lost:
            return lost.outcome
        return checked_lists(reply.lists or (), len(members)) or Outcome.CHECKER_STOPPED

    async def read_parts(self, form: Form, file: BinaryIO) -> Parts | Outcome:
        """Where the pages and pictures of a saved page's file lie. An `Outcome` says why that is not known."""
        try:
            reply, _ = await self._ask(Task("parts", form=form), file)
        except WorkerLost as lost:
            return lost.outcome
        parts = reply.parts or Outcome.CHECKER_STOPPED
        return checked_parts(parts, size_of(file)) if isinstance(parts, Parts) else parts

    async def examine(self, data: bytes, packing: Packing = "") -> tuple[Examined, Preview | None]:
        """Decode a picture and look for faces. A lost worker makes it "not checked"."""
        try:
            reply, pixels = await self._ask(Task("photo", packing=packing), data)
        except WorkerLost as lost:
            return Examined(State.NOT_CHECKED, lost.outcome), None
        if reply.photo is None or not believable(reply.photo):
            return Examined(State.NOT_CHECKED, Outcome.CHECKER_STOPPED), None
        width, height = reply.preview
        fits = 0 < width <= PREVIEW_SIDE and 0 < height <= PREVIEW_SIDE and len(pixels) == width * height * 3
        return reply.photo, Preview(width, height, pixels) if fits else None

    async def _ask(self, task: Task, data: Payload) -> tuple[Reply, bytes]:
        worker: _Worker | None = await self._take()
        try:
            assert worker is not None  # noqa: S101 (for the type checker)
            answer = await worker.ask(task, data)
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

    async def _take(self) -> _Worker:
        worker = await self._free.get()
        if worker is None:
            try:
                worker = await _Worker.start(self._engine, self._command)
            except BaseException:
                self._free.put_nowait(None)
                raise
            self._alive.add(worker)
        return worker

    async def _drop(self, worker: _Worker) -> None:
        self._alive.discard(worker)
        await worker.kill()
