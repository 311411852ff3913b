"""Walls the worker puts around itself before it sees the first byte: no files, no network, no other programs.

Linux: landlock (files, TCP, signals to others) and a seccomp filter (sockets of any kind, starting programs), both by
ctypes, since the packages for it are young or need a system library. Elsewhere resource limits alone. Each wall is
best effort: what could be raised is returned by name, and the worker works with what there is.
Numbers: Linux uapi headers landlock.h, seccomp.h, bpf_common.h, and the system call tables of both processors.
"""

from __future__ import annotations

import ctypes
import platform
import struct
import sys
from typing import Final

MEMORY_BYTES: Final = 2 << 30
"""Address space: about 0.4 GB is taken at the start; the largest allowed picture needs a few times 75 MB more."""
CPU_SECONDS: Final = 600

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


def raise_walls() -> tuple[str, ...]:
    """Put up every wall this system has, for good. Returns the names of those that stand."""
    walls = []
    if _limit_resources():
        walls.append("resource limits")
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
            if _landlock(libc):
                walls.append("landlock")
            if _seccomp(libc):
                walls.append("seccomp")
    return tuple(walls)


def _limit_resources() -> bool:
    """No core dump (it would write pictures to disk), no file growth, bounded memory and processor time."""
    try:
        import resource
    except ImportError:  # Windows
        return False
    wanted = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CPU, CPU_SECONDS)]
    if sys.platform == "linux":
        wanted.append((resource.RLIMIT_AS, MEMORY_BYTES))
    for kind, amount in wanted:
        try:
            resource.setrlimit(kind, (amount, amount))
        except (ValueError, OSError):
            return False
    return True


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
