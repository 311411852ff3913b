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

import traceback
from enum import IntEnum
from pathlib import Path
from typing import Final

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


def place_of(error: BaseException) -> str:
    """The last line of ours that an error came through, as "page.py:12": a library's own says little by itself."""
    passed = traceback.extract_tb(error.__traceback__)
    ours = [line for line in passed if Path(line.filename).is_relative_to(_OURS)]
    last = next(reversed(ours or passed), None)
    return f"{Path(last.filename).name}:{last.lineno}" if last else "?"
