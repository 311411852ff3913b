"""Turns of the event loop, for work on bytes that a stranger chooses the length of."""

from __future__ import annotations

import asyncio
import time
from typing import Final

SECONDS_A_TURN: Final = 0.002
"""Work is broken off after so long. Eight such tasks at once still leave a key press 60 turns a second."""


class Turns:
    """Lets screen, keys and deadlines have a turn once one task has held the loop for `SECONDS_A_TURN`."""

    def __init__(self) -> None:
        self._since = time.monotonic()

    async def give(self) -> None:
        """Call between two small steps of work."""
        if time.monotonic() - self._since >= SECONDS_A_TURN:
            await asyncio.sleep(0)
            self._since = time.monotonic()
