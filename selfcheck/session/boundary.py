"""One boundary around each part of a check: what one address, page or photo raises costs that one alone. Pure."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from selfcheck.errors import OUT_OF_ROOM, EndsCheck, place_of
from selfcheck.model.events import PartFailed

T = TypeVar("T")
U = TypeVar("U")


class Boundary:
    """Turns what a part of the work raises into an outcome, and publishes that it failed.

    It lets through what ends a check whatever raised it: the person's stop, a computer without room, `EndsCheck`.
    """

    def __init__(self, publish: Callable[[PartFailed], object]) -> None:
        self._publish = publish

    async def run(self, work: Awaitable[T], otherwise: U) -> T | U:
        """Return what `work` comes to, or `otherwise` where it fails."""
        try:
            return await work
        except Exception as error:
            self.record(error)
            return otherwise

    def call(self, work: Callable[[], T], otherwise: U) -> T | U:
        """Return what `work` comes to, or `otherwise` where it fails."""
        try:
            return work()
        except Exception as error:
            self.record(error)
            return otherwise

    def record(self, error: Exception) -> None:
        """Publish the class and place of an error, never its message; raise it again where it ends the check."""
        if _ends_check(error):
            raise error
        cause: BaseException = error
        while isinstance(cause, BaseExceptionGroup):
            cause = cause.exceptions[0]
        # What was put into a group without being raised has no place of its own.
        self._publish(PartFailed(type(cause).__name__, place_of(cause if cause.__traceback__ else error)))


def _ends_check(error: BaseException) -> bool:
    """Whether this, or what it was raised over, ends a check. What a task raises comes in groups."""
    if isinstance(error, BaseExceptionGroup):
        return any(map(_ends_check, error.exceptions))
    over = error.__cause__ or error.__context__
    no_room = isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno in OUT_OF_ROOM)
    return no_room or isinstance(error, EndsCheck) or (over is not None and _ends_check(over))
