"""What is written is on the disk before it has its name, and nothing is written through somebody's link."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from selfcheck.errors import FileProblem, SelfcheckError
from selfcheck.history.store import open_for_writing
from selfcheck.output.write_file import write_whole
from tests.support.running import ROOT

STRACE = shutil.which("strace") or ""
WORKS = bool(STRACE) and subprocess.run([STRACE, "-o", "/dev/null", "true"], check=False).returncode == 0

WRITES = """
import os, sys
from pathlib import Path
from selfcheck.output.write_file import write_whole
if sys.argv[2] == "named":
    del os.O_TMPFILE
write_whole(Path(sys.argv[1]), b"new")
"""


@pytest.mark.skipif(not WORKS, reason="strace is not there, or may not be used here")
@pytest.mark.parametrize("way", ["nameless", "named"])
def test_file_reaches_the_disk_before_its_name_and_the_name_before_the_end(tmp_path: Path, way: str) -> None:
    """Else a loss of power leaves an empty file under the name of the old one."""
    path, calls = tmp_path / "saved.json", tmp_path / "calls"
    path.write_bytes(b"old")
    watched = (STRACE, "-y", "-qq", "-e", "trace=fsync,fdatasync,rename,renameat,renameat2", "-o", str(calls))
    subprocess.run([*watched, sys.executable, "-c", WRITES, str(path), way], check=True, cwd=ROOT, timeout=60)
    assert path.read_bytes() == b"new"
    found = [re.match(r"(\w+)\((.*)\) += 0", line) for line in calls.read_text(encoding="utf-8").splitlines()]
    done = [(call[1].rstrip("at2"), call[2]) for call in found if call is not None]
    assert [name for name, _ in done] == ["fsync", "rename", "fsync"]
    assert str(tmp_path) in done[0][1]  # the new file, by whatever name it has
    assert f"<{tmp_path}>" in done[2][1]  # the folder that holds the name


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_file_with_a_name_from_its_first_byte_is_its_owners_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)  # as on a file system that knows no nameless files
    before = os.umask(0)
    try:
        write_whole(tmp_path / "saved.json", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "saved.json").stat().st_mode) == 0o600


def test_nothing_is_written_through_a_link_that_waits_under_the_passing_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    monkeypatch.setattr(secrets, "token_hex", lambda size: "guessed")
    diary = tmp_path / "diary"
    diary.write_bytes(b"dear diary")
    (tmp_path / ".saved.json.guessed.part").symlink_to(diary)
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "saved.json", b"new")
    assert diary.read_bytes() == b"dear diary"


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="this system cannot refuse to follow a link")
def test_lock_is_not_made_through_a_link(tmp_path: Path) -> None:
    """In a folder that somebody else could write to, a link would have the program make a file of their choice."""
    folder, elsewhere = tmp_path / "selfcheck", tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "lock").symlink_to(elsewhere)
    with pytest.raises(SelfcheckError) as refused, open_for_writing(folder):
        pass
    assert not elsewhere.exists()
    assert isinstance(refused.value, FileProblem)


def test_what_a_run_left_half_written_goes_with_the_next_save(tmp_path: Path) -> None:
    folder = tmp_path / "selfcheck"
    folder.mkdir()
    (folder / ".saved.json.1a2b3c4d.part").write_bytes(b"half")
    with open_for_writing(folder) as keeper:
        keeper.save(keeper.load_to_write())
    assert {path.name for path in folder.iterdir()} == {"saved.json", "lock"}
