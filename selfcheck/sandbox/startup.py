"""What holds for this process before any other part of the program is imported."""

from __future__ import annotations

import os
import sys
from typing import Final

from selfcheck.net.guard import stand_guard
from selfcheck.sandbox.core_dumps import no_core_dumps

_OF_SSL: Final = frozenset({"SSLKEYLOGFILE"})
"""Where `ssl` writes the keys of every connection: who has them can read what was recorded of it."""
_OF_TEXTUAL: Final = frozenset(
    {"TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_DEBUG", "TEXTUAL_DRIVER", "TEXTUAL_PRESS", "TEXTUAL_SHOW_RETURN"}
    | {"TEXTUAL_SCREENSHOT", "TEXTUAL_SCREENSHOT_LOCATION", "TEXTUAL_SCREENSHOT_FILENAME"}
    | {"TEXTUAL_DEVTOOLS_HOST", "TEXTUAL_DEVTOOLS_PORT"}
)
"""What Textual 8.2 (`constants.py`) takes from here: a file for its log, with every key pressed; screenshots; code of
others to draw with. How it looks and moves stays the person's to choose."""


def make_safe() -> None:
    """Nothing is written behind the person's back, and nothing leaves but by the doors that there are."""
    # Compiled files beside the sources, made as parts are first used, would tell which parts a person used and when.
    sys.dont_write_bytecode = True
    take_the_first_three()
    forget_what_makes_others_write()
    no_core_dumps()
    stand_guard()


def take_the_first_three() -> None:
    """Where input, output or talk was closed before this program began (`2>&-`), put nothing in its place.

    Else the next file or connection that is opened would get that number, and be written to as if it were the talk.
    Talk that nobody hears goes nowhere. A result that has nowhere to go is an error: that file cannot be written.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 (for the life of this process)
    if sys.stdout is None:
        sys.stdout = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123


def forget_what_makes_others_write() -> None:
    """Take these variables out of the environment, before the libraries that look for them are imported."""
    for name in tuple(os.environ):
        if name.upper() in _OF_SSL | _OF_TEXTUAL:
            del os.environ[name]
