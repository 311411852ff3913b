"""How long an event loop was held: a task in it asks for its turn every few milliseconds, as a key press would."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

BEAT_SECONDS = 0.005


@dataclass
class Held:
    """The longest time that the task waited for its turn, and the most processor time of the loop in one wait."""

    wait: float = 0.0
    work: float = 0.0


@contextlib.asynccontextmanager
async def watching(wanted: Callable[[], bool] = lambda: True) -> AsyncIterator[Held]:
    """Measure this loop while the block lasts, at moments that are `wanted`."""
    held = Held()

    async def beat() -> None:
        while True:
            began, worked = time.monotonic(), time.thread_time()
            await asyncio.sleep(BEAT_SECONDS)
            if wanted():
                held.wait = max(held.wait, time.monotonic() - began - BEAT_SECONDS)
                held.work = max(held.work, time.thread_time() - worked)

    task = asyncio.create_task(beat())
    try:
        yield held
    finally:
        task.cancel()
