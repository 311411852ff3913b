"""The worker tries its walls, once, before it sees the first byte: only what could not be got through is told."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import mmap
import os
import sys
from collections.abc import Callable, Iterable
from typing import Final

from selfcheck.sandbox.core_dumps import dumps_are_off
from selfcheck.sandbox.restrict import CPU_SECONDS, MEMORY_BYTES
from selfcheck.sandbox.system_calls import number_of
from selfcheck.sandbox.walls import TABLE, Means, Wall, system_of

_NOWHERE: Final = "/selfcheck tries its walls/nothing is here"
"""A place that is not there: what is not refused finds nothing that it could change."""


def proven_walls(means: Iterable[Means]) -> tuple[str, ...]:
    """The means that were put up, and the walls built of them that hold, by their names.

    Walls that can be tried are tried. Of the others (time, rights, a job of Windows) the system's own word counts.
    """
    up = tuple(means)
    table = TABLE[system_of(sys.platform)]
    walls = [wall for wall in Wall if set(table[wall]) & set(up) and _holds(wall)]
    return (*(one.value for one in up), *(wall.value for wall in walls))


def _holds(wall: Wall) -> bool:
    if sys.platform == "win32":
        return True  # entering the job is what told it
    match wall:
        case Wall.FILES:
            return not any(map(_can_open, (os.devnull, "/", sys.executable)))
        case Wall.NETWORK:
            return not _can_open_socket()
        case Wall.PROGRAMS:
            return not _can_start_program()
        case Wall.MEMORY:
            return sys.platform != "linux" or not _can_take_memory()
        case Wall.TIME:
            import resource

            return 0 < resource.getrlimit(resource.RLIMIT_CPU)[1] <= CPU_SECONDS
        case Wall.WRITING:
            import resource

            return resource.getrlimit(resource.RLIMIT_FSIZE)[1] == 0 and dumps_are_off()
        case Wall.CHANGING:
            return sys.platform == "linux" and not _can_change_files()
        case Wall.PROCESSES:
            return sys.platform == "linux" and not _can_reach_processes()
        case Wall.RIGHTS:
            return True  # prctl told it


def _can_open(path: str) -> bool:
    try:
        os.close(os.open(path, os.O_RDONLY))
    except OSError:
        return False
    return True


def _can_open_socket() -> bool:
    """IPv4, IPv6 and local ones, by the C library itself: no room but net/client.py knows Python's sockets."""
    libc = ctypes.CDLL(None, use_errno=True)
    ipv6 = 30 if sys.platform == "darwin" else 10
    for family in (1, 2, ipv6):
        for kind in (1, 2):  # stream, datagram
            descriptor = libc.socket(family, kind, 0)
            if descriptor >= 0:
                os.close(descriptor)
                return True
    return False


def _can_start_program() -> bool:
    """Whether a harmless program could be started. Refused as such, not for want of the program."""
    try:
        started = os.posix_spawn("/usr/bin/true", ["true"], {})
    except OSError as error:
        return error.errno not in {errno.EPERM, errno.EAGAIN, errno.EACCES}
    with contextlib.suppress(OSError):
        os.waitpid(started, 0)
    return True


def _can_take_memory() -> bool:
    """Whether as much as the limit can be reserved on top of what is taken already. Nothing of it is touched."""
    try:
        mmap.mmap(-1, MEMORY_BYTES).close()
    except (OSError, ValueError, OverflowError):
        return False
    return True


def _can_change_files() -> bool:
    """Whether the kernel would look for a file to change, rather than refuse the call itself."""
    tries: tuple[tuple[Callable[..., object], tuple[object, ...]], ...] = (
        (os.truncate, (_NOWHERE, 0)),
        (os.unlink, (_NOWHERE,)),
        (os.rmdir, (_NOWHERE,)),
        (os.rename, (_NOWHERE, _NOWHERE)),
        (os.link, (_NOWHERE, _NOWHERE)),
        (os.symlink, ("data", _NOWHERE)),
        (os.mkdir, (_NOWHERE,)),
        (os.mknod, (_NOWHERE,)),
        (os.chmod, (_NOWHERE, 0o600)),
        (os.chown, (_NOWHERE, -1, -1)),
        (os.utime, (_NOWHERE,)),
    )
    if sys.platform == "linux":
        tries += ((os.setxattr, (_NOWHERE, "user.data", b"data")),)
    return not all(_is_refused(call, *arguments) for call, arguments in tries)


def _can_reach_processes() -> bool:
    """Whether the program that started this one can be sent a signal or asked for its limits, or memory be shared.

    Nothing is done to it: signal 0 is none, its limits are only read, and what can be shared is removed at once.
    """
    import resource

    libc = ctypes.CDLL(None, use_errno=True)
    program, tgkill = os.getppid(), number_of("tgkill")
    if not _is_refused(os.kill, program, 0):
        return True
    if tgkill is not None and libc.syscall(tgkill, program, program, 0) == 0:
        return True
    if sys.platform == "linux" and not _is_refused(resource.prlimit, program, resource.RLIMIT_NOFILE):
        return True
    return any(
        [
            _can_make(lambda: libc.shmget(0, 4096, 0o600), lambda made: libc.shmctl(made, 0, None)),
            _can_make(lambda: libc.msgget(0, 0o600), lambda made: libc.msgctl(made, 0, None)),
            _can_make(lambda: libc.semget(0, 1, 0o600), lambda made: libc.semctl(made, 0, 0)),
        ]
    )


def _can_make(make: Callable[[], int], remove: Callable[[int], object]) -> bool:
    """Whether something that processes share can be made, or was only not made for want of room."""
    made = make()
    if made >= 0:
        remove(made)
    return made >= 0 or ctypes.get_errno() not in {errno.EPERM, errno.ENOSYS}


def _is_refused(call: Callable[..., object], *arguments: object) -> bool:
    try:
        call(*arguments)
    except OSError as error:
        return error.errno == errno.EPERM
    return False
