"""What the worker may still ask the kernel for once its walls are up: a list of what is allowed, all else is refused.

After its libraries are loaded it reads tasks, writes answers, takes and gives back memory, and starts threads. A list
of what is refused would have to name every way to a file, a process or shared memory, and every new one; this one
holds also where the kernel's landlock is old or missing. What is refused is answered with an error and not with the end
of the process, since libraries ask for things that they can do without (how many processors there are, settings).
Numbers: the system call tables of both processors; `tests/sandbox/test_calls.py` holds them to the kernel's headers.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from typing import Final

_NONE: Final = -1  # not there on this processor

_AUDIT_ARCH: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_COLUMN: Final = {"x86_64": 0, "aarch64": 1}

FREE: Final = {
    # What is asked for most stands first: an old kernel goes through the list from its beginning.
    "read": (0, 63),
    "write": (1, 64),
    "futex": (202, 98),
    # Memory. No file can be opened, so none can be laid into memory.
    "brk": (12, 214),
    "mmap": (9, 222),
    "munmap": (11, 215),
    "madvise": (28, 233),
    "mremap": (25, 216),
    "mprotect": (10, 226),
    # What is open already.
    "readv": (19, 65),
    "writev": (20, 66),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "poll": (7, _NONE),
    "ppoll": (271, 73),
    "select": (23, _NONE),
    "pselect6": (270, 72),
    # Time and chance.
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101),
    "gettimeofday": (96, 169),
    "time": (201, _NONE),
    "times": (100, 153),
    "getrandom": (318, 278),
    # Threads, and signals to itself.
    "futex_waitv": (449, 449),
    "set_robust_list": (273, 99),
    "set_tid_address": (218, 96),
    "rseq": (334, 293),
    "membarrier": (324, 283),
    "sched_yield": (24, 124),
    "getcpu": (309, 168),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "exit": (60, 93),
    "exit_group": (231, 94),
    # About itself and the computer.
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getppid": (110, 173),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "getrusage": (98, 165),
    "getrlimit": (97, 163),
    "sysinfo": (99, 179),
    "uname": (63, 160),
}
"""Allowed whatever they are called with: their numbers on x86_64 and on aarch64."""
BOUND: Final = {
    "clone": (56, 220),
    "fcntl": (72, 25),
    "prctl": (157, 167),
    "prlimit64": (302, 261),
    "sched_getaffinity": (204, 123),
    "tgkill": (234, 131),
}
"""Allowed with some arguments only: see `_bounds`."""

_FIRST_YOUNG: Final = 424
"""Calls from here on (Linux 5.1) have one number everywhere. "Not there" is what makes a C library use an older one: so
with clone3, whose flags lie behind a pointer where a filter cannot see them."""

_CLONE_THREAD: Final = 0x00010000
_CLONE_NEW: Final = 0x7E020000  # namespaces of any kind
_F_GETFD: Final = 1
_F_GETFL: Final = 3
_ASKED_OF_PRCTL: Final = (
    2,  # PR_GET_PDEATHSIG
    3,  # PR_GET_DUMPABLE
    15,  # PR_SET_NAME: threads are named
    16,  # PR_GET_NAME
    21,  # PR_GET_SECCOMP
    39,  # PR_GET_NO_NEW_PRIVS
    0x53564D41,  # PR_SET_VMA: memory is named
)

Line = tuple[int, int, int, int]
_LOAD: Final = 0x20
_EQUAL: Final = 0x15
_FROM: Final = 0x35
_ANY_BIT: Final = 0x45
_ANSWER: Final = 0x06
_ALLOW: Final[Line] = (_ANSWER, 0, 0, 0x7FFF0000)
_REFUSE: Final[Line] = (_ANSWER, 0, 0, 0x00050000 | errno.EPERM)
_NOT_THERE: Final[Line] = (_ANSWER, 0, 0, 0x00050000 | errno.ENOSYS)

_SECCOMP: Final = (317, 277)
_SET_MODE_FILTER: Final = 1
_ALL_THREADS: Final = 1


def number_of(name: str) -> int | None:
    """The number of a call of the list on this processor, None if it is not known here."""
    column = _COLUMN.get(platform.machine())
    return None if column is None or sys.maxsize < 2**32 else (FREE | BOUND)[name][column]


def filter_lines(machine: str, process: int) -> list[Line]:
    """The filter for a processor, for the process of this number: BPF, as seccomp(2) has it."""
    column = _COLUMN[machine]
    lines: list[Line] = [
        (_LOAD, 0, 0, 4),  # the processor the call was made for: calls of another have other numbers
        (_EQUAL, 1, 0, _AUDIT_ARCH[machine]),
        _REFUSE,
        (_LOAD, 0, 0, 0),  # the number of the call
    ]
    for numbers in FREE.values():
        if numbers[column] != _NONE:
            lines += [(_EQUAL, 0, 1, numbers[column]), _ALLOW]
    for name, bounds in _bounds(process).items():
        lines += [(_EQUAL, 0, len(bounds), BOUND[name][column]), *bounds]
    return [*lines, (_FROM, 0, 1, _FIRST_YOUNG), _NOT_THERE, _REFUSE]  # x32 has its numbers far above


def _bounds(process: int) -> dict[str, list[Line]]:
    """What the arguments must be. Where the kernel takes 32 bits of one, 32 are looked at."""
    return {
        # A thread and no process; no namespaces for it.
        "clone": _only_if(
            (_argument(0), _ANY_BIT, True, _CLONE_THREAD),
            (_argument(0), _ANY_BIT, False, _CLONE_NEW),
        ),
        # Not F_SETOWN, by which another process is sent signals.
        "fcntl": _one_of(_argument(1), (_F_GETFD, _F_GETFL)),
        # Not PR_SET_PDEATHSIG, by which it would stay when the program goes.
        "prctl": _one_of(_argument(0), _ASKED_OF_PRCTL),
        # Its own limits, to read them alone: as root it could raise them again.
        "prlimit64": _only_if(
            (_argument(0), _EQUAL, True, 0),
            (_argument(2), _EQUAL, True, 0),
            (_argument(2) + 4, _EQUAL, True, 0),
        ),
        "sched_getaffinity": _one_of(_argument(0), (0, process)),
        "tgkill": _one_of(_argument(0), (process,)),  # abort(3) is made of it
    }


def _argument(number: int) -> int:
    """Where the low half of an argument stands; the high half follows (both processors are little-endian)."""
    return 16 + 8 * number


def _only_if(*tests: tuple[int, int, bool, int]) -> list[Line]:
    """Allowed where each test comes out so: what is looked at, how, what must come out, compared with what."""
    lines: list[Line] = []
    for place, how, must, value in tests:
        lines += [(_LOAD, 0, 0, place), (how, int(must), int(not must), value), _REFUSE]
    return [*lines, _ALLOW]


def _one_of(place: int, values: tuple[int, ...]) -> list[Line]:
    lines: list[Line] = [(_LOAD, 0, 0, place)]
    for value in values:
        lines += [(_EQUAL, 0, 1, value), _ALLOW]
    return [*lines, _REFUSE]


def keep_to_the_list(libc: ctypes.CDLL) -> bool:
    """Put the filter around every thread of this process, for good. False where it cannot be."""
    machine = platform.machine()
    if machine not in _COLUMN or sys.maxsize < 2**32:
        return False
    lines = filter_lines(machine, os.getpid())
    code = b"".join(struct.pack("HBBI", *line) for line in lines)
    buffer = ctypes.create_string_buffer(code, len(code))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    program = Program(len(lines), ctypes.cast(buffer, ctypes.c_void_p))
    number = _SECCOMP[_COLUMN[machine]]
    return bool(libc.syscall(number, _SET_MODE_FILTER, _ALL_THREADS, ctypes.byref(program)) == 0)
