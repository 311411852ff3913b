"""Walls the worker puts around itself before it sees the first byte: no files, no network, no other programs.

Linux: landlock (files, TCP, signals to others) and a seccomp filter (sockets of any kind, starting programs), both by
ctypes, since the packages for it are young or need a system library; resource limits beside them. Elsewhere the limits
alone, on Windows a job object. Each is best effort: what could be put up is returned by name, then tried by
`proving.py`, and the worker works with what there is.
Numbers: Linux uapi headers landlock.h, seccomp.h, bpf_common.h, and the system call tables of both processors.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import os
import platform
import select
import struct
import sys
import threading
import time
from collections.abc import Iterator
from typing import Final

from selfcheck.dumps import no_core_dumps
from selfcheck.worker.job import enter_job
from selfcheck.worker.walls import Means

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
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_LANDLOCK_CREATE: Final = 444
_LANDLOCK_RESTRICT: Final = 446
_FILE_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 4: 15}  # landlock version -> how many file rights it knows; 16 from 5 on

_X86_64: Final = (
    0xC000003E,  # AUDIT_ARCH
    56,  # clone
    435,  # clone3
    (  # refused
        *(41, 42, 43, 44, 46, 49, 50),  # socket connect accept sendto sendmsg bind listen
        *(57, 58, 59, 322),  # fork vfork execve execveat
        *(62, 101, 310, 311),  # kill ptrace process_vm_readv process_vm_writev
        *(165, 298, 248, 249, 250),  # mount perf_event_open add_key request_key keyctl
        *(288, 321, 323, 425),  # accept4 bpf userfaultfd io_uring_setup
    ),
)
_AARCH64: Final = (
    0xC00000B7,
    220,
    435,
    (
        *(198, 203, 202, 206, 211, 200, 201),  # the same calls in the same order; fork and vfork are not there
        *(221, 281),
        *(129, 117, 270, 271),
        *(40, 241, 217, 218, 219),
        *(242, 280, 282, 425),
    ),
)
_CLONE_THREAD: Final = 0x00010000
_ALLOW: Final = 0x7FFF0000
_ERRNO: Final = 0x00050000
_EPERM: Final = 1
_ENOSYS: Final = 38


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


def raise_walls() -> tuple[Means, ...]:
    """Put up every wall this system has, for good. Returns what could be put up; `proving.py` tries it."""
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
            if _seccomp(libc):
                up.append(Means.SECCOMP)
    else:
        watch_memory(WATCHED_BYTES)
        up.append(Means.MEMORY_WATCH)
    return (*up, *_limit_resources())  # last: landlock itself needs a file


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
    return bool(libc.syscall(_LANDLOCK_RESTRICT, rules, 0) == 0)


def _seccomp(libc: ctypes.CDLL) -> bool:
    """Refuse the calls above with EPERM, new processes too; threads stay possible (the AVIF decoder starts some)."""
    tables = {"x86_64": _X86_64, "aarch64": _AARCH64}
    if platform.machine() not in tables or sys.maxsize < 2**32:
        return False
    arch, clone, clone3, refused = tables[platform.machine()]
    load, jump_equal, jump_bits, jump_from, answer = 0x20, 0x15, 0x45, 0x35, 0x06
    program: list[tuple[int, int, int, int]] = [
        (load, 0, 0, 4),  # the processor the call was made for
        (jump_equal, 1, 0, arch),
        (answer, 0, 0, _ERRNO | _EPERM),
        (load, 0, 0, 0),  # the number of the call
        (jump_from, 0, 1, 0x40000000),  # x32 numbers would slip past the list
        (answer, 0, 0, _ERRNO | _EPERM),
        # clone3 hides its flags behind a pointer; "not there" makes the C library use clone instead.
        (jump_equal, 0, 1, clone3),
        (answer, 0, 0, _ERRNO | _ENOSYS),
    ]
    for number in refused:
        program += [(jump_equal, 0, 1, number), (answer, 0, 0, _ERRNO | _EPERM)]
    program += [
        (jump_equal, 0, 3, clone),
        (load, 0, 0, 16),  # its flags, low half
        (jump_bits, 1, 0, _CLONE_THREAD),
        (answer, 0, 0, _ERRNO | _EPERM),
        (answer, 0, 0, _ALLOW),
    ]
    code = b"".join(struct.pack("HBBI", *line) for line in program)
    buffer = ctypes.create_string_buffer(code, len(code))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    wrapped = Program(len(program), ctypes.cast(buffer, ctypes.c_void_p))
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(wrapped), 0, 0) == 0)
