"""Opens what a person names as a file: never waits for a pipe, never opens a device.

Opening a pipe that nobody writes to would wait for ever, and opening a device can do anything. So the kind is looked at
first, and again once it is open.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path
from typing import BinaryIO, Final

from selfcheck.i18n import _

NO_WAITING: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_STREAM: Final = re.compile(r"/(?:dev|proc/self)/fd/(\d{1,4})|/dev/(stdin|stdout|stderr)")
_STANDARD: Final = {"stdin": 0, "stdout": 1, "stderr": 2}


class NotAFile(OSError):
    """A pipe, a device or a socket. `strerror` says which, in the person's language; there is no `errno`."""


def check_is_file(mode: int) -> None:
    """Raise `NotAFile` or `IsADirectoryError` unless `mode` (`st_mode`) is that of a regular file."""
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "")
    if stat.S_ISFIFO(mode):
        raise NotAFile(None, _("it is a pipe, not a file"))
    if stat.S_ISSOCK(mode):
        raise NotAFile(None, _("it is a socket, not a file"))
    if not stat.S_ISREG(mode):
        raise NotAFile(None, _("it is a device, not a file"))


def open_to_read(path: Path) -> BinaryIO:
    """Open a regular file; links are followed. Raises `OSError`, and `ValueError` for a name that can be none."""
    check_is_file(path.stat().st_mode)
    handle = os.open(path, os.O_RDONLY | NO_WAITING)
    try:
        check_is_file(os.fstat(handle).st_mode)
    except OSError:
        os.close(handle)
        raise
    return os.fdopen(handle, "rb")


def stream_number(path: Path) -> int | None:
    """The number of the stream that a name such as /dev/stdin or /dev/fd/63 means, which the shell has opened."""
    found = _STREAM.fullmatch(str(path))
    if found is None:
        return None
    return int(found[1]) if found[1] else _STANDARD[found[2]]


def open_pipe_to_write(path: Path) -> BinaryIO | None:
    """Open a stream of the shell, or a pipe that someone reads from; None for anything else. Raises `OSError`."""
    if (number := stream_number(path)) is not None:
        return os.fdopen(os.dup(number), "wb")
    try:
        if not stat.S_ISFIFO(path.stat().st_mode):
            return None
    except (OSError, ValueError):
        return None
    handle = os.open(path, os.O_WRONLY | NO_WAITING)
    os.set_blocking(handle, True)
    return os.fdopen(handle, "wb")
