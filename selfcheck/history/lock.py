"""A lock between two runs of this program, held on a file. It goes with its process, however that ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from selfcheck.readers.open_file import NO_WAITING, check_is_file

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_TRIES = 5


def lock(path: Path) -> int | None:
    """Take the lock on this file, made for its owner alone: a handle, None where another run has it.

    Raises `OSError` where the file cannot be made. Closing the handle gives the lock back.
    """
    with suppress(FileNotFoundError):
        check_is_file(path.stat().st_mode)
    for _ in range(_TRIES):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | NO_WAITING, 0o600)
        if not _take(handle):
            os.close(handle)
            return None
        if same_file(handle, path):
            return handle
        os.close(handle)  # the other run removed it between our opening and our taking it
    return None


def same_file(handle: int, path: Path) -> bool:
    """Whether the file of this name is still the one that the handle is open on."""
    try:
        there, held = path.stat(follow_symlinks=False), os.fstat(handle)
    except OSError:
        return False
    return (there.st_dev, there.st_ino) == (held.st_dev, held.st_ino)


def _take(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
