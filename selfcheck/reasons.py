"""Why the system could not read or write a file, in the person's language: the system tells it in English. Pure."""

from __future__ import annotations

import errno
from typing import Final

from selfcheck.language import _
from selfcheck.safetext import safe_text

_REASONS: Final = {
    errno.EACCES: _("Permission denied"),
    errno.EPERM: _("Operation not permitted"),
    errno.ENOENT: _("No such file or directory"),
    errno.ENOTDIR: _("Not a directory"),
    errno.EISDIR: _("it is a folder, not a file"),
    errno.EEXIST: _("File exists"),
    errno.ENOSPC: _("No space left on device"),
    errno.EROFS: _("Read-only file system"),
    errno.ENAMETOOLONG: _("File name too long"),
    errno.EIO: _("Input/output error"),
    errno.ELOOP: _("its links lead in a circle"),
    errno.EMFILE: _("too many files are open at once"),
    errno.ENFILE: _("too many files are open at once"),
    errno.ENOMEM: _("the memory is full"),
    errno.ENXIO: _("nobody reads from this pipe"),
    errno.EPIPE: _("nobody reads from this pipe"),
}

OUT_OF_ROOM: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC})
"""What the computer has too little of, whatever was being done: no fault of the program."""


def reason_of(error: OSError | ValueError) -> str:
    """The reason in a few words. A `ValueError` is what Python raises for a name that can be none."""
    if not isinstance(error, OSError):
        return _("its name is not one")
    told = _REASONS.get(error.errno) if error.errno is not None else None
    return told or safe_text(error.strerror or "", 80) or _("unknown reason")


def unreadable(shown: str, error: OSError | ValueError) -> str:
    """The sentence for a file that could not be read."""
    if isinstance(error, FileNotFoundError):
        return _("There is no file {file}.").format(file=shown)
    return _("{file} could not be read: {reason}.").format(file=shown, reason=reason_of(error))
