"""A picture that needs more memory than the worker may have: told as what it is, not as a damaged file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from selfcheck.model import Outcome
from tests.support import pictures
from tests.support.running import ROOT

# The worker's own function, in a process that may take only a little more memory than it has.
TIGHT = """
import resource, sys
from pathlib import Path
from selfcheck.worker import child
from selfcheck.worker.frames import Task
from PIL import Image
Image.init()
data = Path(sys.argv[1]).read_bytes()
taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (taken + 30_000_000,) * 2)
reply, _ = child._do(Task("photo"), data, None)
print(reply.photo.reason.value)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory is kept to on Linux alone")
def test_a_picture_that_needs_too_much_memory_is_not_called_damaged(tmp_path: Path) -> None:
    large = tmp_path / "large.png"
    large.write_bytes(pictures.flat(5000, 5000, "PNG"))
    done = subprocess.run(
        [sys.executable, "-c", TIGHT, str(large)], capture_output=True, text=True, timeout=60, check=False, cwd=ROOT
    )
    assert done.stdout.strip() == Outcome.CHECKER_STOPPED.value, done.stderr
