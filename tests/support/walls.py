"""Runs a command on a kernel that lacks a wall: a filter answers that its system call is not there.

python -m tests.support.walls landlock|seccomp COMMAND...
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from typing import Final

LANDLOCK: Final = (sys.executable, "-m", "tests.support.walls", "landlock")
SECCOMP: Final = (sys.executable, "-m", "tests.support.walls", "seccomp")
"""Before a command: it runs without that wall."""

_LANDLOCK_CALLS: Final = (444, 445, 446)
_SECCOMP_CALL: Final = {"x86_64": 317, "aarch64": 277}
_PRCTL_CALL: Final = {"x86_64": 157, "aarch64": 167}
_SET_SECCOMP: Final = 22
_LOAD, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER, _FIRST_ARGUMENT = 0, 16  # where they lie in what a filter is shown
_ALLOW: Final = 0x7FFF0000
_NOT_THERE: Final = 0x00050000 | errno.ENOSYS


def _filter(wall: str) -> bytes:
    """A program for the kernel: these calls are not there, all others are."""
    machine = os.uname().machine
    lines = [(_LOAD, 0, 0, _NUMBER)]
    missing = _LANDLOCK_CALLS if wall == "landlock" else (_SECCOMP_CALL[machine],)
    for number in missing:
        lines += [(_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, _NOT_THERE)]
    if wall == "seccomp":
        lines += [(_IF_EQUAL, 0, 3, _PRCTL_CALL[machine]), (_LOAD, 0, 0, _FIRST_ARGUMENT)]
        lines += [(_IF_EQUAL, 0, 1, _SET_SECCOMP), (_RETURN, 0, 0, _NOT_THERE)]
    lines.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *line) for line in lines)


def take_away(wall: str) -> None:
    """Take a wall from this process and all that it starts, for good."""
    program = ctypes.create_string_buffer(_filter(wall))
    head = struct.pack("HP", (len(program) - 1) // 8, ctypes.addressof(program))
    libc = ctypes.CDLL(None, use_errno=True)
    unsigned = ctypes.c_ulong
    assert libc.prctl(38, unsigned(1), unsigned(0), unsigned(0), unsigned(0)) == 0
    assert libc.prctl(_SET_SECCOMP, unsigned(2), ctypes.c_char_p(head), unsigned(0), unsigned(0)) == 0, (
        ctypes.get_errno()
    )


if __name__ == "__main__":
    take_away(sys.argv[1])
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 (the command of the test)
