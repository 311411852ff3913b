"""The events of a check on their way out: gathered, and handed to whoever reads them."""

from __future__ import annotations

import asyncio

from selfcheck.events import Event
from selfcheck.report import Gathered
from selfcheck.turns import Turns


class Told:
    """Where the events of a check go: to what gathers them, and to whoever reads them.

    Apart from the run: what asks and what hears tell their events here, and hold nothing of it. So a check, and its
    previews, leave the memory as soon as it is let go.
    """

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()
        self._turns = Turns()

    def tell(self, event: Event) -> None:
        """Pass an event on."""
        self.gathered.add(event)
        self._events.put_nowait(event)

    def end(self) -> None:
        """There is nothing more to tell."""
        self._events.put_nowait(None)

    async def next(self) -> Event | None:
        """The next event, once there is one; None at the end."""
        await self._turns.give()  # a queue that is not empty gives none
        return await self._events.get()

    def anew(self) -> None:
        """Nothing that was not read is told any more: the check goes on."""
        self._events = asyncio.Queue()
