"""One worker process: started, asked, killed. What it writes is measured before it is read."""

from __future__ import annotations

import asyncio
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, Self, cast

from selfcheck import i18n
from selfcheck.errors import EngineUnavailable
from selfcheck.model import EngineName, Outcome
from selfcheck.net.guard import permit
from selfcheck.net.turns import Turns
from selfcheck.sandbox.protocol import REPLY_HEAD, Payload, pack_task, size_of, steps_of
from selfcheck.sandbox.tasks import ROWS_FRAME_BYTES, ROWS_PER_FRAME, AnyTask, R, Rejected, Started, Task, decode

BYTES_PER_SECOND: Final = 4_000_000
"""Lists and saved pages get a second more for so many. HTML, the slowest, was read at 14 MB a second."""
SECONDS_TO_START: Final = 60.0
_READ_AHEAD: Final = 1 << 16  # bytes held before the worker is made to wait
_KEPT_ENVIRONMENT: Final = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


class WorkerLost(Exception):
    """The worker died, hung or spoke nonsense, and is gone; `outcome` says which."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome


def environment() -> dict[str, str]:
    """All that a process of ours is told of the person's surroundings."""
    known = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    return {**known, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "LANGUAGE": i18n.language()}


@contextmanager
def _losses() -> Iterator[None]:
    """Whatever comes of reading from a worker, as a `WorkerLost`."""
    try:
        yield
    except TimeoutError:
        raise WorkerLost(Outcome.CHECKER_SLOW) from None
    except (asyncio.IncompleteReadError, ConnectionError, Rejected):
        raise WorkerLost(Outcome.CHECKER_STOPPED) from None


class Worker:
    """One worker process. After a `WorkerLost` it is dead and of no more use."""

    def __init__(self, process: asyncio.subprocess.Process, transport: asyncio.SubprocessTransport) -> None:
        self._process = process
        self._transport = transport
        self.tasks_done = 0
        self.walls: tuple[str, ...] = ()

    @classmethod
    async def start(cls, engine: EngineName, command: tuple[str, ...]) -> Self:
        """Start a process and wait until its engine is loaded. Raises `EngineUnavailable` or `WorkerLost`."""
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
                env=environment(),
                start_new_session=True,  # Ctrl-C is the parent's to act on
            )
        worker = cls(asyncio.subprocess.Process(transport, protocol, loop), transport)
        try:
            reply = await worker._started()
        except BaseException:
            await worker.kill()
            raise
        if reply.refused is not None:
            await worker.kill()
            raise EngineUnavailable(*reply.refused)
        worker.walls = reply.ready or ()
        return worker

    async def ask(self, task: Task[R], data: Payload, take: Callable[[Any], object], seconds: float) -> tuple[R, bytes]:
        """Do one task within some seconds; what can be long gets more by its length. `take` gets each row.

        Raises `WorkerLost`.
        """
        self.tasks_done += 1
        seconds += size_of(data) / BYTES_PER_SECOND if task.by_size else 0.0
        with _losses():
            async with asyncio.timeout(seconds) as limit:
                await self._send(task, data)
                return await self._reply(task, take, limit)

    async def _send(self, task: Task[R], data: Payload) -> None:
        """Write a task step by step, so that what waits in the pipe is never in memory a second time."""
        stdin = self._process.stdin
        assert stdin is not None  # noqa: S101 (asked for in start)
        with suppress(ConnectionError):  # a worker that died meanwhile shows when its reply is read
            stdin.write(pack_task(cast(AnyTask, task), size_of(data)))
            for part in steps_of(data):
                stdin.write(part)
                await stdin.drain()

    async def _started(self) -> Started:
        with _losses():
            async with asyncio.timeout(SECONDS_TO_START):
                rows, header, payload = await self._head()
                if rows or payload or header > Started.largest:
                    raise Rejected
                started: Started = decode(await self._read(header), Started, header)
                return started

    async def _reply(self, task: Task[R], take: Callable[[Any], object], limit: asyncio.Timeout) -> tuple[R, bytes]:
        """Rows, then the reply. What a head announces beyond the limits of the task is not read."""
        rows_left = task.most_rows
        while True:
            rows, header, payload = await self._head()
            if not rows:
                break
            rows_left -= rows
            if rows_left < 0 or rows > ROWS_PER_FRAME or header > ROWS_FRAME_BYTES or payload:
                raise Rejected
            frame = await self._read(header)
            began = time.monotonic()
            turns = Turns()
            for row in task.read_rows(frame, rows):
                await turns.give()
                take(row)
            limit.reschedule((limit.when() or 0) + time.monotonic() - began)  # what is done here is not the worker's
        if header > task.largest or payload > task.most_payload:
            raise Rejected
        return task.read_reply(await self._read(header)), await self._read(payload)

    async def _head(self) -> tuple[int, int, int]:
        rows, header, payload = REPLY_HEAD.unpack(await self._read(REPLY_HEAD.size))
        return rows, header, payload

    async def _read(self, size: int) -> bytes:
        assert self._process.stdout is not None  # noqa: S101 (asked for in start)
        return await self._process.stdout.readexactly(size)

    async def kill(self) -> None:
        """End the process now and wait until it is gone.

        Closing the transport kills it and drops its pipes. Killing alone is not enough: on Python 3.11 `wait`
        also waits for the end of each pipe, which never comes where unread bytes have stopped the reading.
        """
        process: subprocess.Popen[bytes] = self._transport.get_extra_info("subprocess")
        self._transport.close()
        try:
            await self._process.wait()
        finally:
            if process.returncode is None:  # the loop ends first; asyncio's watcher takes the process away all the same
                process.returncode = -9
