"""The events of a check on their way out: folded into a report, and handed to one reader."""

from __future__ import annotations

import asyncio

from selfcheck.model.events import Event
from selfcheck.net.turns import Turns
from selfcheck.session.report_builder import ReportBuilder


class EventStream:
    """Collects a check's events into a report and hands them to one reader.

    It knows nothing of the run that publishes here, so that a check and its previews leave the memory as soon as it is
    let go.
    """

    def __init__(self, builder: ReportBuilder) -> None:
        self.builder = builder
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()
        self._turns = Turns()

    def publish(self, event: Event) -> None:
        """Pass an event on."""
        self.builder.add(event)
        self._events.put_nowait(event)

    def close(self) -> None:
        """Say that there are no more events."""
        self._events.put_nowait(None)

    async def next(self) -> Event | None:
        """Return the next event, once there is one; None at the end."""
        await self._turns.give()  # a queue that is not empty gives none
        return await self._events.get()

    def reset(self) -> None:
        """Drop unread events; the check continues."""
        self._events = asyncio.Queue()
