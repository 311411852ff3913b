"""Promise 5: nothing on disk unless asked; what is saved is told, and for its owner alone."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

from tests.support import pictures
from tests.support.running import run
from tests.support.site import Site

# Runs the command line with an alarm on every file opened for writing, and every folder or file made.
WATCHED = """
import os, sys
told = []
def alarm(event, args):
    if event == "open" and isinstance(args[0], str):
        mode, flags = args[1], args[2] or 0
        if (mode and set(mode) & set("wax+")) or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            told.append(args[0])
    elif event in ("os.mkdir", "os.rename", "os.link", "os.symlink", "tempfile.mkstemp", "tempfile.mkdtemp"):
        told.append(str(args[0]))
sys.addaudithook(alarm)
sys.dont_write_bytecode = True
from selfcheck.cli import Setup, run
from tests.support.site import LOOPBACK_ALLOWED
code = run(sys.argv[1:], Setup(policy=LOOPBACK_ALLOWED))
import json
sys.stderr.write("\\nTOLD" + json.dumps([path for path in told if path not in ("/dev/null", "/dev/tty")]))
sys.exit(code)
"""


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_check_writes_no_file_at_all(site: Site, tmp_path: Path) -> None:
    site.picture("/me.jpg", pictures.demo(pictures.ONE_FACE))
    page = site.page("/", '<img src="/me.jpg">')
    home = {**os.environ, "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    ended = run("check", page, "--mine", "--json", command=(sys.executable, "-c", WATCHED), env=home)
    assert json.loads(ended.out)["photos"][0]["state"] == "faces"
    assert json.loads(ended.err.rpartition("TOLD")[2]) == []
    assert _files(tmp_path) == set()


def test_an_export_writes_one_file_tells_it_and_its_owner_alone_can_read_it(tmp_path: Path) -> None:
    (tmp_path / "report.json").write_bytes(run("demo", "--json").out)
    ended = run("export", tmp_path / "report.json", "--to", "html", "--out", tmp_path / "list.html")
    assert _files(tmp_path) == {"report.json", "list.html"}
    assert "list.html" in ended.err
    assert "delete that file" in ended.err
    assert stat.S_IMODE((tmp_path / "list.html").stat().st_mode) == 0o600
