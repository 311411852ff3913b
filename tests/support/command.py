"""Runs the command line in a process of its own, with the tests' policy: `python -m tests.support.command ...`."""

from __future__ import annotations

import sys

from selfcheck.__main__ import run_in_language
from selfcheck.net.guard import stand_guard
from tests.support.site import LOOPBACK_ALLOWED

if __name__ == "__main__":
    stand_guard()
    sys.exit(run_in_language(sys.argv[1:], LOOPBACK_ALLOWED))
