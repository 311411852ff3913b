"""Turns of the event loop, for work on bytes that a stranger chooses the length of."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sized
from typing import Final, TypeVar

SECONDS_A_TURN: Final = 0.002
"""Work is broken off after so long. Eight such tasks at once still leave a key press 60 turns a second."""


_MANY: Final = 50_000
"""Bytes that any one step of work is done with in about as long: percent signs are the slowest to decode."""

D = TypeVar("D", bound=Sized)
R = TypeVar("R")


class Turns:
    """Lets screen, keys and deadlines have a turn once one task has held the loop for `SECONDS_A_TURN`."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    async def give(self) -> None:
        """Call between two small steps of work."""
        if time.monotonic() - self._since >= SECONDS_A_TURN:
            await asyncio.sleep(0)
            self._since = time.monotonic()


async def in_turns(work: Callable[[D], R], data: D) -> R:
    """Do one step of work, in a thread where there is much data: the loop goes on meanwhile."""
    return await asyncio.to_thread(work, data) if len(data) > _MANY else work(data)
