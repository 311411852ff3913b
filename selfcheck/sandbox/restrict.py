"""Walls the worker puts around itself before it sees the first byte: no files, no network, no other programs.

Linux: landlock (files, TCP, signals to others) and a seccomp filter (a list of the few calls that are allowed, in
`calls.py`), both by ctypes, since the packages for it are young or need a system library; resource limits beside them.
Elsewhere the limits alone, on Windows a job object. Each is best effort: what could be put up is returned by name, then
tried by `proving.py`, and the worker works with what there is.
Numbers: Linux uapi headers landlock.h and prctl.h.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import os
import select
import struct
import sys
import threading
import time
from collections.abc import Iterator
from typing import Final

from selfcheck.sandbox.core_dumps import no_core_dumps
from selfcheck.sandbox.system_calls import keep_to_the_list
from selfcheck.sandbox.walls import Means
from selfcheck.sandbox.windows_job import enter_job

MEMORY_BYTES: Final = 2 << 30
"""Address space: about 0.4 GB is taken at the start; the largest allowed picture needs a few times 75 MB more."""
WATCHED_BYTES: Final = 1 << 30
"""Memory really held, where that is what can be limited."""
CPU_SECONDS: Final = 600
OUT_OF_MEMORY: Final = 137
"""Exit code of a worker that ended itself for its memory: as if it were killed."""

_PR_SET_PDEATHSIG: Final = 1
_SIGKILL: Final = 9
_PR_SET_NO_NEW_PRIVS: Final = 38
_LANDLOCK_CREATE: Final = 444
_LANDLOCK_RESTRICT: Final = 446
_FILE_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 4: 15}  # landlock version -> how many file rights it knows; 16 from 5 on


def go_with_parent() -> None:
    """Have the kernel end this process when the program goes, however busy it is: only at rest it hears its input end.

    Linux alone. Elsewhere the limit on processor time remains.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
        watch = select.poll()
        watch.register(0, select.POLLHUP)
        if any(event & select.POLLHUP for _, event in watch.poll(0)):  # it had gone before it was asked
            os._exit(0)


def close_standard_streams() -> None:
    """Libraries that print must not write into the frames, nor onto the person's screen."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def raise_walls() -> tuple[Means, ...]:
    """Put up every wall this system has, for good. Returns what could be put up; `proving.py` tries it.

    The list of calls goes last: it refuses what the others are put up with, and to take them down again as root.
    """
    if sys.platform == "win32":
        return (Means.JOB,) if enter_job(WATCHED_BYTES, CPU_SECONDS) else ()
    up = []
    with contextlib.suppress(ImportError):
        importlib.import_module("resource")  # now: behind the walls it could not be opened
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
            up.append(Means.NO_NEW_RIGHTS)
            if _landlock(libc):
                up.append(Means.LANDLOCK)
            up += _limit_resources()  # after landlock, which itself needs a file
            if _seccomp(libc):
                up.append(Means.SECCOMP)
            return tuple(up)
    else:
        watch_memory(WATCHED_BYTES)
        up.append(Means.MEMORY_WATCH)
    return (*up, *_limit_resources())


def _limit_resources() -> Iterator[Means]:
    """Bounded memory and processor time, no file growth, no memory dump, and no file, socket or process more.

    The number of open files is limited to 0 and not to how many there are: what is open stays usable, and who took
    this process over cannot close one to open another (as OpenSSH does it, sandbox-rlimit.c). Linux counts threads as
    processes, and decoders start some: there seccomp keeps programs from being started.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    wanted: list[tuple[Means, int, int]] = [
        (Means.TIME_LIMIT, resource.RLIMIT_CPU, CPU_SECONDS),
        (Means.NO_NEW_FILES, resource.RLIMIT_NOFILE, 0),
    ]
    if sys.platform == "linux":
        wanted.append((Means.MEMORY_LIMIT, resource.RLIMIT_AS, MEMORY_BYTES))
    else:
        wanted.append((Means.NO_NEW_PROGRAMS, resource.RLIMIT_NPROC, 0))
    dumps = no_core_dumps()  # before no file can be opened: it looks the C library up
    for means, kind, amount in [(Means.NO_WRITING, resource.RLIMIT_FSIZE, 0), *wanted]:
        try:
            resource.setrlimit(kind, (amount, amount))
        except (ValueError, OSError):
            continue
        if means is not Means.NO_WRITING or dumps:
            yield means


def watch_memory(limit: int) -> None:
    """End this process as soon as it has ever held more than `limit` bytes: where the system itself sets no limit.

    A thread of its own looks twenty times a second. It is no wall against who took the process over, but one against
    a picture that unpacks to gigabytes.
    """
    import resource

    unit = 1 if sys.platform == "darwin" else 1024  # getrusage(2) of each

    def watch() -> None:
        while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit < limit:
            time.sleep(0.05)
        os._exit(OUT_OF_MEMORY)

    threading.Thread(target=watch, name="memory watch", daemon=True).start()


def _landlock(libc: ctypes.CDLL) -> bool:
    version = libc.syscall(_LANDLOCK_CREATE, None, 0, 1)
    if version < 1:
        return False
    files = (1 << _FILE_RIGHTS.get(version, 16)) - 1
    network = 0b11 if version >= 4 else 0  # bind and connect TCP
    scopes = 0b11 if version >= 6 else 0  # abstract sockets, signals
    attributes = struct.pack("QQQ", files, network, scopes)[: 8 if version < 4 else 16 if version < 6 else 24]
    rules = libc.syscall(_LANDLOCK_CREATE, attributes, len(attributes), 0)
    if rules < 0:
        return False
    try:
        return bool(libc.syscall(_LANDLOCK_RESTRICT, rules, 0) == 0)
    finally:
        os.close(rules)


def _seccomp(libc: ctypes.CDLL) -> bool:
    return keep_to_the_list(libc)
