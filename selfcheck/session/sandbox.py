"""Starting the first worker of a check: which walls stand around it is known before anything is asked for."""

from __future__ import annotations

from collections.abc import Callable

from selfcheck.errors import SandboxIncomplete
from selfcheck.i18n import _
from selfcheck.model.events import Event, WallMissing
from selfcheck.sandbox.pool import WorkerPool
from selfcheck.sandbox.walls import is_complete


async def start_worker(pool: WorkerPool, publish: Callable[[Event], object], *, require_sandbox: bool) -> None:
    """Start a worker and publish `WallMissing` where it lacks a wall.

    Raises `EngineUnavailable`, and `SandboxIncomplete` where all walls are required.
    """
    if is_complete(await pool.warm_up()):
        return
    if require_sandbox:
        raise SandboxIncomplete(
            _("A wall around the part of selfcheck that opens pages and pictures is missing. Nothing was opened."),
            _("What is missing: selfcheck doctor. Update the system or leave the container, or go without the demand."),
        )
    publish(WallMissing())
