"""An alarm on every way out of this process: only net/client.py and the worker pool hold a permit.

Python tells its audit hooks of each connection, each name looked up and each program started, before it happens, and
an exception in a hook stops it. So a library of ours that wanted to phone home would end the check with an error
instead. It is an alarm against mistakes, not a wall: code in C that opens a socket of its own is not seen here. Where
hostile bytes are opened, in the worker, the kernel is the wall (worker/sandbox.py).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

_NETWORK: Final = frozenset(
    {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
    | {"socket.sendto", "socket.sendmsg", "socket.bind", "urllib.Request", "ftplib.connect", "smtplib.connect"}
)
_PROGRAMS: Final = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "os.fork", "os.forkpty"}
    | {"pty.spawn"}  # a browser is opened by starting a program
)
_permits: ContextVar[frozenset[str]] = ContextVar("permits", default=frozenset())
_standing: list[str] = []


class WayOutBlocked(BaseException):
    """Something wanted out that holds no permit. A bug of ours or of a library; nothing has left.

    Not an `Exception`: a library that tries and passes over its failure must not hide it.
    """


@contextmanager
def permit(kind: str) -> Iterator[None]:
    """Let this task, and what it starts, out: "network" or "program". For net/client.py and worker/pool.py alone."""
    token = _permits.set(_permits.get() | {kind})
    try:
        yield
    finally:
        _permits.reset(token)


def stand_guard() -> None:
    """Put up the alarm, for the whole life of this process: Python has no way to take an audit hook down."""
    if not _standing:
        _standing.append("audit hook")
        sys.addaudithook(_hook)


def is_standing() -> bool:
    """Whether the alarm is up in this process."""
    return bool(_standing)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _NETWORK:
        if "network" not in _permits.get() and not _is_own_pipe(event, arguments):
            raise WayOutBlocked(f"{event} without a permit")
    elif event in _PROGRAMS and "program" not in _permits.get():
        raise WayOutBlocked(f"{event} without a permit")


def _is_own_pipe(event: str, arguments: tuple[Any, ...]) -> bool:
    """On Windows a pair of sockets is made over loopback: how an event loop wakes itself."""
    if sys.platform == "win32" and event in {"socket.connect", "socket.bind"}:
        place = arguments[1] if len(arguments) > 1 else None
        return isinstance(place, tuple) and bool(place) and place[0] in {"127.0.0.1", "::1"}
    return False
