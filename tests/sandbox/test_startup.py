"""What holds before any other part of the program is imported."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.running import ROOT


@pytest.mark.skipif(sys.platform == "win32", reason="closes a stream as a POSIX shell does")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_no_file_takes_the_place_of_a_closed_stream(tmp_path: Path, closed: str) -> None:
    code = f"""
from selfcheck.sandbox.startup import take_the_first_three
take_the_first_three()
with open({str(tmp_path / "diary")!r}, "w") as diary:
    assert diary.fileno() > 2, diary.fileno()
"""
    command = f"{shlex.join((sys.executable, '-c', code))} {closed}"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False, cwd=ROOT, timeout=60)
    assert done.returncode == 0, done.stderr
