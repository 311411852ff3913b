"""What can go wrong on our side or the person's. What a site does is an `Outcome`, never an exception.

    SelfcheckError                1   a bug of ours, when nothing more exact fits
    ├── UsageError                2   the command or its input is not right
    │   ├── AddressError          2   what was typed is not a page address
    │   ├── FileProblem           2   a file could not be read or written
    │   │   ├── SavedFileBroken   2   what was saved is damaged
    │   │   └── InUse             2   another run has what was saved
    │   ├── ReportProblem         2   a file is not a report of ours
    │   └── EngineUnavailable     2   the chosen face detector is not installed
    └── PolicyRefusal             5   refused by the promises: a private place, no consent, too many pages
        └── SandboxIncomplete     5   a wall is missing, and the person demands all of them

Every one carries a plain sentence and, where there is one, a way out.
"""

from __future__ import annotations

import errno
import traceback
from enum import IntEnum
from pathlib import Path
from typing import Final

from selfcheck.i18n import _
from selfcheck.model.safe_text import safe_text

_OURS: Final = Path(__file__).parent


class ExitCode(IntEnum):
    """What the command line answers. Part of the public interface (docs/commands.md)."""

    DONE = 0
    BUG = 1
    USAGE = 2
    NOTHING_SEEN = 3
    PARTLY_SEEN = 4
    REFUSED = 5
    INTERRUPTED = 130


class EndsCheck(Exception):
    """Ends a check whatever part of it raised this: going on would break a promise."""


class SelfcheckError(Exception):
    """An error with a sentence for the person and, in `way_out`, what they can do about it."""

    exit_code = ExitCode.BUG

    def __init__(self, sentence: str, way_out: str = "") -> None:
        super().__init__(f"{sentence} {way_out}".strip())
        self.sentence = sentence
        self.way_out = way_out


class UsageError(SelfcheckError):
    """The command or its input is not right."""

    exit_code = ExitCode.USAGE


class AddressError(UsageError):
    """What was typed is not a page address."""


class FileProblem(UsageError):
    """A file could not be read or written."""


class SavedFileBroken(FileProblem):
    """What was saved is there and cannot be read."""


class InUse(FileProblem):
    """Another run of this program holds what was saved."""


class ReportProblem(UsageError):
    """A file is not a report of ours."""


class EngineUnavailable(UsageError):
    """The chosen face detector is not installed, or its model file is not the one we know."""


class PolicyRefusal(SelfcheckError):
    """Refused by the promises. Nothing was fetched."""

    exit_code = ExitCode.REFUSED


class SandboxIncomplete(PolicyRefusal):
    """A wall around the worker is missing on this computer, and all of them were demanded."""


OUT_OF_ROOM: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC})
"""What the computer has too little of, whatever was being done: no fault of the program."""


def system_reason(error: OSError | ValueError) -> str:
    """Why the system could not read or write a file, in the person's language; the system itself says it in English.

    A `ValueError` is what Python raises for a name that can be none.
    """
    if not isinstance(error, OSError):
        return _("its name is not one")
    reasons = {
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
    reason = reasons.get(error.errno) if error.errno is not None else None
    return reason or safe_text(error.strerror or "", 80) or _("unknown reason")


def unreadable(shown: str, error: OSError | ValueError) -> str:
    """The sentence for a file that could not be read."""
    if isinstance(error, FileNotFoundError):
        return _("There is no file {file}.").format(file=shown)
    return _("{file} could not be read: {reason}.").format(file=shown, reason=system_reason(error))


def place_of(error: BaseException) -> str:
    """The last line of ours that an error came through, as "page.py:12": a library's own says little by itself."""
    passed = traceback.extract_tb(error.__traceback__)
    ours = [line for line in passed if Path(line.filename).is_relative_to(_OURS)]
    last = next(reversed(ours or passed), None)
    return f"{Path(last.filename).name}:{last.lineno}" if last else "?"
