"""The time that a whole check may take: however slowly its sites answer, it ends with what was found until then."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

_MINUTES: Final = 10
_MINUTES_A_PAGE: Final = 5
"""300 pictures, two at a time, of a site that takes two seconds for each."""
_MINUTES_A_PAGE_FOR_ALL: Final = 15
"""The same where all results of a profile are asked for, at most 1,000 pictures."""


def usual_minutes(pages: int, *, all_results: bool = False) -> int:
    """The time for a check of so many pages, where the person names no other."""
    return _MINUTES + pages * (_MINUTES_A_PAGE_FOR_ALL if all_results else _MINUTES_A_PAGE)


class Deadline:
    """Ends what runs within `limit` once `minutes` are over. It stands still while the person is asked something."""

    def __init__(self, minutes: float) -> None:
        self.minutes = minutes
        self.is_over = False
        self._ends_at: float | None = None
        self._running: asyncio.Timeout | None = None
        self._questions = 0
        self._asked_at = 0.0

    @asynccontextmanager
    async def limit(self) -> AsyncIterator[None]:
        """Leave the block when the time is over, and set `is_over`. A second block gets the time that is left."""
        if self._ends_at is None:
            self._ends_at = asyncio.get_running_loop().time() + 60 * self.minutes
        timeout = asyncio.timeout_at(self._ends_at)
        try:
            async with timeout as self._running:
                yield
        except TimeoutError:
            if not timeout.expired():
                raise
        finally:
            self._running = None
            self.is_over = timeout.expired()

    def seconds_left(self) -> float:
        """The time that is left, in seconds: all of it before the first `limit`."""
        if self._ends_at is None:
            return 60 * self.minutes
        return max(0.0, self._ends_at - asyncio.get_running_loop().time())

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Wait for the person, which costs the check no time."""
        now = asyncio.get_running_loop().time
        self._questions += 1
        if self._questions == 1 and self._running is not None:
            self._asked_at = now()
            self._running.reschedule(None)
        try:
            yield
        finally:
            self._questions -= 1
            if self._questions == 0 and self._running is not None and self._ends_at is not None:
                self._ends_at += now() - self._asked_at
                self._running.reschedule(self._ends_at)
