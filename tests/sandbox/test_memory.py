"""What needs more memory than the worker may have: told as what it is, not as a damaged file."""

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
from selfcheck.sandbox import child
from selfcheck.sandbox.tasks import ListsTask, PhotoReply, PhotoTask
from PIL import Image
Image.init()
file, name = sys.argv[1:]
data = Path(file).read_bytes()
task = ListsTask("instagram", ((name, len(data)),)) if name else PhotoTask()
taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (taken + 30_000_000,) * 2)
reply, _ = child._do(task, data, None, list)
print(reply.photo.reason.value if isinstance(reply, PhotoReply) else reply.lists.value)
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory is kept to on Linux alone")


def told_in_little_memory(file: Path, name: str = "") -> str:
    command = [sys.executable, "-c", TIGHT, str(file), name]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True, cwd=ROOT).stdout.strip()


def test_a_picture_that_needs_too_much_memory_is_not_called_damaged(tmp_path: Path) -> None:
    large = tmp_path / "large.png"
    large.write_bytes(pictures.flat(5000, 5000, "PNG"))
    assert told_in_little_memory(large) == Outcome.CHECKER_STOPPED.value


def test_a_list_that_needs_too_much_memory_is_not_called_damaged(tmp_path: Path) -> None:
    large = tmp_path / "posts_1.json"
    large.write_bytes(b"[" + b"[]," * 2_000_000 + b"[]]")
    told = told_in_little_memory(large, "your_instagram_activity/content/posts_1.json")
    assert told == Outcome.CHECKER_STOPPED.value
