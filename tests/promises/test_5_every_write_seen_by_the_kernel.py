"""Promise 5, from below: strace lists every file that the program, its workers and their threads open for writing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support import pictures
from tests.support.running import WITH_LOOPBACK, run
from tests.support.site import Site
from tests.tui.test_in_a_terminal import in_terminal

STRACE = shutil.which("strace") or ""
WORKS = bool(STRACE) and subprocess.run([STRACE, "-o", "/dev/null", "true"], check=False).returncode == 0
pytestmark = pytest.mark.skipif(not WORKS, reason="strace is not there, or may not be used here")

CALLS = (
    "open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mknod,mknodat,"
    "memfd_create,truncate"
)
DEVICES = re.compile(r'"/dev/(?:null|tty|pts/\d+|shm/[^"]*)"')


def watched(out: Path) -> tuple[str, ...]:
    """Before a command: everything that makes or opens a file is written to `out`, of all its processes."""
    return (STRACE, "-f", "-qq", "-e", f"trace={CALLS}", "-e", "signal=none", "-o", str(out), *WITH_LOOPBACK)


def made(out: Path) -> list[str]:
    """The calls that made or opened something for writing, and were let."""
    found = []
    for line in out.read_text("utf-8", "replace").splitlines():
        call = re.match(r"\d+\s+(\w+)\((.*)", line)
        if call is None or re.search(r"= -1 E[A-Z]+ ", line) or DEVICES.search(line):
            continue
        opens = call[1] in {"open", "openat", "openat2"}
        if not opens or re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_TMPFILE", call[2]):
            found.append(line)
    return found


def home(folder: Path) -> dict[str, str]:
    (folder / "home").mkdir()
    places = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME"), str(folder / "home"))
    return {**places, "PYTHONDONTWRITEBYTECODE": "1"}


def test_a_check_on_the_command_line_opens_nothing_for_writing(site: Site, tmp_path: Path) -> None:
    site.picture("/me.jpg", pictures.demo(pictures.ONE_FACE))
    page = site.page("/", 'Words. <img src="/me.jpg">')
    command = watched(tmp_path / "calls")
    ended = run("check", page, "--mine", "--plain", command=command, env={**os.environ, **home(tmp_path)})
    assert ended.code == 0
    assert b"1 face" in ended.out
    opened = (tmp_path / "calls").read_text("utf-8", "replace")
    assert re.search(r"sandbox/(?:__pycache__/)?child\.", opened)  # the worker was watched as well
    assert made(tmp_path / "calls") == []
    assert list((tmp_path / "home").iterdir()) == []


def test_that_a_write_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_bytes(run("demo", "--json").out)
    target = tmp_path / "list.md"
    run("export", tmp_path / "report.json", "--to", "markdown", "--out", target, command=watched(tmp_path / "calls"))
    assert target.exists()
    assert any("list.md" in line for line in made(tmp_path / "calls"))


def test_a_whole_sitting_in_the_app_opens_nothing_for_writing(tmp_path: Path) -> None:
    places = home(tmp_path)
    command = (*watched(tmp_path / "calls"), "demo")
    with in_terminal(command=command, **places) as screen:
        screen.wait_for("See the demo", 100)
        screen.press("enter")
        screen.wait_for("https://mina.example/travel.html", 100)
        screen.press("enter")
        screen.wait_for("Done. 25 photos found", 100)
        screen.press("p")
        screen.wait_for("mina.example", 100)
        screen.press("ctrl+q")
        assert screen.end() == 0
    assert made(tmp_path / "calls") == []
    assert list((tmp_path / "home").iterdir()) == []
