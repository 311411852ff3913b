"""Promise 5: nothing on disk unless asked; what is saved is told, for its owner alone, and goes when they say so."""

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
from selfcheck.cli import run
from selfcheck.cli.setup import Setup
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


def _holding(folder: Path, markers: tuple[str, ...]) -> set[str]:
    """Files below a folder, by name, that have one of these in their name or anywhere in them."""
    found = set()
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        if any(marker.encode() in data or marker in path.name for marker in markers):
            found.add(path.name)
    return found


def test_after_a_wipe_nothing_of_what_was_saved_is_found_anywhere_also_not_what_a_crash_left(
    site: Site, tmp_path: Path
) -> None:
    markers = ("kestrel-page", "kestrel-photo", "kestrel-words", "kestrel-title")
    site.picture("/kestrel-photo.jpg", pictures.demo(pictures.ONE_FACE))
    html = "<html><head><title>kestrel-title</title></head><body>{}</body></html>"
    page = site.page("/kestrel-page", html.format('<img src="/kestrel-photo.jpg" alt="kestrel-words">'))
    kept = tmp_path / "share" / "selfcheck"
    home = {**os.environ, "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    home["SELFCHECK_TESTS_FOLDER"] = str(kept)
    assert run("check", page, "--mine", "--save", "--json", env=home).code == 0
    assert run("recheck", "--mine", "--save", "--json", env=home).code == 0
    assert run("mark", "1", "--as", "keep", env=home).code == 0
    assert _holding(tmp_path, markers[:2]) == {"saved.json"}
    assert _holding(tmp_path, markers[2:]) == set()  # the words beside a photo and the title are never saved
    # What a run that was killed while it wrote leaves, and a damaged file that was put aside.
    whole = (kept / "saved.json").read_bytes()
    (kept / ".saved.json.0badcafe.part").write_bytes(whole[: len(whole) // 2])
    (kept / "saved.json").write_bytes(whole[: len(whole) - 3])
    assert run("check", page, "--mine", "--save", "--json", env=home).code == 0
    (kept / ".saved.json.0badcafe.part").write_bytes(whole[: len(whole) // 2])
    assert len(_holding(tmp_path, markers)) == 3
    ended = run("wipe", "--yes", env=home)
    assert ended.code == 0
    told = {Path(line.removeprefix("Removed: ")).name for line in ended.out.decode().splitlines()}
    assert {"saved.json", ".saved.json.0badcafe.part", "lock", "selfcheck"} < told
    assert _holding(tmp_path, markers) == set()
    assert not kept.exists()


def test_what_is_saved_is_only_the_one_file_and_its_lock_and_each_is_its_owners_alone(
    site: Site, tmp_path: Path
) -> None:
    site.picture("/me.jpg", pictures.demo(pictures.ONE_FACE))
    page = site.page("/", '<img src="/me.jpg">')
    home = {**os.environ, "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    home["SELFCHECK_TESTS_FOLDER"] = str(tmp_path / "selfcheck")
    assert run("check", page, "--mine", "--save", "--json", env=home).code == 0
    assert _files(tmp_path) == {"selfcheck/saved.json", "selfcheck/lock"}
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "selfcheck").iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE((tmp_path / "selfcheck").stat().st_mode) == 0o700
