"""How a sitting ends from outside: by a signal, or with its terminal."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal
from collections.abc import Callable


def when_ended_from_outside(then: Callable[[], object]) -> None:
    """Call `then` in the running loop where the system ends this program (SIGTERM) or its terminal closes (SIGHUP).

    Windows has no such signals for asyncio to take; there the program ends as the system has it.
    """
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGHUP"):
        with contextlib.suppress(NotImplementedError, AttributeError, ValueError, RuntimeError):
            loop.add_signal_handler(getattr(signal, name), then)


def terminal_has_closed() -> bool:
    """Whether the terminal this program was started on is gone: its window was closed, its connection cut."""
    try:
        import termios
    except ImportError:  # Windows
        return False
    try:
        termios.tcgetattr(0)
    except termios.error as error:
        return bool(error.args) and error.args[0] == errno.EIO
    return False
