"""An alarm on every way out of this process: only net/client.py, the worker pool and browser.py hold a permit.

Python tells its audit hooks of each connection, each name looked up and each program started, before it happens, and
an exception in a hook stops it. So a library of ours that wanted to phone home would end the check with an error
instead. It is an alarm against mistakes, not a wall: code in C that opens a socket of its own is not seen here. Where
hostile bytes are opened, in the worker, the kernel is the wall (sandbox/restrict.py).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from selfcheck.errors import EndsCheck

_NETWORK: Final = frozenset(
    {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
    | {
        "socket.sendto",
        "socket.sendmsg",
        "socket.bind",
        "syslog.syslog",
        "urllib.Request",
        "ftplib.connect",
        "smtplib.connect",
    }
)
_PROGRAMS: Final = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "os.fork", "os.forkpty"}
    | {"pty.spawn"}  # a browser is opened by starting a program
)
_SYMBOLS: Final = frozenset(
    {"socket", "connect", "sendto", "sendmsg", "sendmmsg", "getaddrinfo", "getaddrinfo_a", "WSAConnect"}
    | {"gethostbyname", "gethostbyname2", "gethostbyname_r", "gethostbyname2_r", "gethostbyaddr", "getnameinfo"}
    | {"res_query", "res_nquery", "res_search", "res_nsearch", "res_send", "syslog", "vsyslog", "rcmd", "rexec"}
    | {"fork", "vfork", "execv", "execve", "execvp", "execvpe", "fexecve", "posix_spawn", "posix_spawnp", "system"}
    | {"execl", "execle", "execlp", "execveat", "clone", "clone3", "wordexp", "forkpty", "daemon"}
    | {"popen", "CreateProcessW", "CreateProcessA", "ShellExecuteW", "ShellExecuteA", "WinExec"}
)
"""Functions of the system that lead out, which nothing here has a reason to look up by ctypes. One that it holds under
another name, or finds by its number (`syscall`), is not seen."""
_OWN_FAMILIES: Final = frozenset({1})
"""AF_UNIX: an event loop wakes itself through a pair of those. All others lead out of this computer."""
_ASKED_BY_WEBBROWSER: Final = (
    ("xdg-settings", "get", "default-web-browser"),
    ("/bin/sh", "-c", "osascript"),
    ("/bin/sh", "-c", "/usr/bin/osascript"),
)
"""Programs that Python's webbrowser starts without the address: to learn which browser is the usual one, and on a Mac
to hand the address over by its input."""
_permits: ContextVar[frozenset[str]] = ContextVar("permits", default=frozenset())
_opening: ContextVar[str] = ContextVar("opening", default="")
_standing: list[str] = []
_tried: list[str] = []


class WayOutBlocked(EndsCheck):
    """Something wanted out that holds no permit. A bug of ours or of a library; it was stopped before it left.

    Whoever tries and passes over its failure cannot hide it: `first_blocked` remembers.
    """


@contextmanager
def permit(kind: str) -> Iterator[None]:
    """Let this task, and what it starts, out: "network" or "program". For net/client.py and sandbox/pool.py alone."""
    token = _permits.set(_permits.get() | {kind})
    try:
        yield
    finally:
        _permits.reset(token)


@contextmanager
def permit_to_open(address: str) -> Iterator[None]:
    """Let this task start a program that is handed this very address: a browser. For browser.py alone."""
    token = _opening.set(address)
    try:
        yield
    finally:
        _opening.reset(token)


def stand_guard() -> None:
    """Put up the alarm, for the whole life of this process: Python has no way to take an audit hook down."""
    if not _standing:
        _standing.append("audit hook")
        sys.addaudithook(_hook)
        _hear_programs_of_multiprocessing()


def _hear_programs_of_multiprocessing() -> None:
    """Python tells its hooks nothing of the processes that multiprocessing starts (`util.spawnv_passfds`).

    So the function itself asks. `subprocess` is heard before it comes here; it may be about to open a browser.
    """
    try:
        import _posixsubprocess
    except ImportError:  # Windows
        return
    begin = _posixsubprocess.fork_exec

    def fork_exec(*arguments: Any) -> int:
        if "program" not in _permits.get() and not _opening.get():
            _block("_posixsubprocess.fork_exec")
        pid: int = begin(*arguments)
        return pid

    _posixsubprocess.fork_exec = fork_exec


def first_blocked() -> str:
    """What was blocked first, "" for nothing: told at the end also where whoever tried passed over it."""
    return _tried[0] if _tried else ""


def is_standing() -> bool:
    """Whether the alarm is up in this process."""
    return bool(_standing)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.__new__":
        _hear_socket(arguments)
    elif event in {"ctypes.dlsym", "ctypes.dlsym/handle"}:
        if str(arguments[1]) in _SYMBOLS:
            _block(f"ctypes {arguments[1]}")
    elif event in _NETWORK:
        if "network" not in _permits.get() and not _is_own_pipe(event, arguments):
            _block(event)
    elif event in _PROGRAMS and "program" not in _permits.get() and not _opens(event, arguments):
        _block(event)


def _hear_socket(arguments: tuple[Any, ...]) -> None:
    """A socket is made. Windows makes its pairs of sockets of the network, so there only their connecting counts."""
    family = arguments[1]
    # -1 is a file that may be a socket already, or none, and then one of the internet is made.
    leads_out = sys.platform != "win32" and family not in _OWN_FAMILIES
    if leads_out and "network" not in _permits.get():
        _block("socket.__new__")


def _opens(event: str, arguments: tuple[Any, ...]) -> bool:
    """Whether this is a program that opens the address for which there is a permit, and nothing else."""
    address = _opening.get()
    if not address:
        return False
    if event == "os.startfile":
        return bool(arguments) and arguments[0] == address
    if event != "subprocess.Popen" or len(arguments) < 2:
        return False
    command = arguments[1]
    if isinstance(command, str):  # Windows, where the words are one text
        return address in command
    words = tuple(os.fsdecode(word) for word in command)
    return words in _ASKED_BY_WEBBROWSER or any(address in word for word in words[1:])


def _block(event: str) -> None:
    _tried.append(event)
    raise WayOutBlocked(f"{event} without a permit")


def _is_own_pipe(event: str, arguments: tuple[Any, ...]) -> bool:
    """On Windows a pair of sockets is made over loopback: how an event loop wakes itself."""
    if sys.platform == "win32" and event in {"socket.connect", "socket.bind"}:
        place = arguments[1] if len(arguments) > 1 else None
        return isinstance(place, tuple) and bool(place) and place[0] in {"127.0.0.1", "::1"}
    return False
