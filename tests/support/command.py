"""Runs the command line in a process of its own, with the tests' policy: `python -m tests.support.command ...`.

What is saved goes into the folder that `SELFCHECK_TESTS_FOLDER` names, so that no test comes near the person's own.
Without one nothing can be saved, not even by root.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from selfcheck.__main__ import run_in_language
from selfcheck.sandbox.startup import make_safe
from tests.support.site import LOOPBACK_ALLOWED

if __name__ == "__main__":
    make_safe()
    folder = Path(os.environ.get("SELFCHECK_TESTS_FOLDER", "/dev/null/selfcheck"))
    sys.exit(run_in_language(sys.argv[1:], LOOPBACK_ALLOWED, folder))
