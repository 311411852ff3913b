"""Too few open files, a full disk, a wipe that is killed, a clock set back: a sentence, and nothing is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from selfcheck.history.store import load
from tests.faults.processes import processes_with
from tests.faults.test_surroundings import a_page, home, needs_mounts, saved_once
from tests.support import pictures
from tests.support.running import ROOT, WITH_LOOPBACK, Ended, run
from tests.support.site import Site

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and processes are those of Linux")


def with_few_files(limit: int, *arguments: str | Path, env: dict[str, str]) -> Ended:
    """A command that may have no more than `limit` files open."""
    shell = ("/bin/sh", "-c", f'ulimit -n {limit} && exec "$@"', "sh", *WITH_LOOPBACK)
    return run(*arguments, command=shell, env=env)


@pytest.mark.parametrize("limit", [12, 16])
@pytest.mark.parametrize(
    "words",
    [("check", "PAGE", "--mine", "--json"), ("check", "PAGE", "--mine", "--save"), ("recheck", "--mine", "--save"),
     ("faces", "PICTURE"), ("import", "PICTURE"), ("demo", "--save", "--json"), ("doctor",), ("mark",), ("plan",)],
    ids=" ".join,
)  # fmt: skip
def test_a_limit_of_open_files_is_explained_and_nothing_saved_is_lost(
    words: tuple[str, ...], limit: int, site: Site, tmp_path: Path
) -> None:
    before = saved_once(site, tmp_path)
    picture = tmp_path / "me.jpg"
    picture.write_bytes(pictures.demo(pictures.ONE_FACE))
    named = {"PAGE": site.url("/"), "PICTURE": str(picture)}
    marked = tmp_path / "marker"
    marked.mkdir()
    surroundings = {**home(tmp_path), "PATH": f"{marked}:{os.environ['PATH']}"}
    ended = with_few_files(limit, *[named.get(word, word) for word in words], env=surroundings)
    assert ended.code in {0, 2, 3, 4}, ended.err
    if ended.code == 2:
        ended.said_plainly("too many files are open")
    assert "Traceback" not in ended.err
    assert "never awaited" not in ended.err
    assert processes_with(str(marked)) == []
    path = tmp_path / "data" / "selfcheck" / "saved.json"
    assert path.read_bytes() == before or load(path.parent) is not None
    if ended.code == 2:
        assert path.read_bytes() == before


@needs_mounts
@pytest.mark.parametrize("words", [("recheck", "--mine", "--save"), ("mark", "1", "--as", "keep"), ("export",)])
def test_on_a_full_disk_the_old_is_intact_whatever_is_written(
    words: tuple[str, ...], site: Site, tmp_path: Path
) -> None:
    before = saved_once(site, tmp_path)
    data, kept = tmp_path / "data" / "selfcheck", tmp_path / "kept"
    report = tmp_path / "report.json"
    report.write_bytes(run("demo", "--json").out)
    if words == ("export",):
        words = ("export", str(report), "--to", "pdf", "--out", str(data / "list.pdf"))
    setup = (
        f"cp -a {data} {kept} && mount -t tmpfs -o size=64k,mode=700 none {data} && cp -a {kept}/. {data}"
        f" && (dd if=/dev/zero of={data}/filler bs=1k count=64 2>/dev/null; true)"
    )
    after = f'"$@"; code=$?; cp {data}/saved.json {tmp_path}/after; ls -A {data} > {tmp_path}/listed; exit $code'
    command = ("unshare", "-rm", "sh", "-c", f"{setup} && {after}", "sh", *WITH_LOOPBACK)
    ended = run(*words, command=command, env=home(tmp_path))
    assert ended.code == 2
    ended.said_plainly("could not be written", "No space left")
    assert (tmp_path / "after").read_bytes() == before
    assert set((tmp_path / "listed").read_text().split()) <= {"saved.json", "lock", "filler"}


# The command, killed by the system in the middle: at the moment in which it removes its hundredth file.
KILLED_IN_THE_MIDDLE = """
import runpy, signal, sys
removed = 0
def count(event, arguments):
    global removed
    removed += event == "os.remove"
    if removed == 100:
        signal.raise_signal(signal.SIGKILL)
sys.addaudithook(count)
runpy.run_module("tests.support.command", run_name="__main__")
"""


def test_a_wipe_that_was_killed_is_finished_by_the_next_one(site: Site, tmp_path: Path) -> None:
    saved_once(site, tmp_path)
    folder = tmp_path / "data" / "selfcheck"
    for number in range(300):
        (folder / f"damaged-{number:08x}.json").write_bytes(b"{}")
    killed = run("wipe", "--yes", env=home(tmp_path), command=(sys.executable, "-c", KILLED_IN_THE_MIDDLE))
    assert killed.code == -signal.SIGKILL
    assert 100 < len(list(folder.iterdir())) < 300
    assert run("wipe", "--yes", env=home(tmp_path)).code == 0
    assert not folder.exists()


UNFRIENDLY = {
    "cut": b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 90000\r\n\r\n\xff\xd8\xff",
    "nothing": b"",
    "no HTTP": b"\x16\x03\x01 what is this\r\n\r\n",
}


def test_hosts_that_cut_and_talk_nonsense_cost_their_own_photos_alone(site: Site, tmp_path: Path) -> None:
    page = a_page(site)
    names = [f"{name}-{number}.jpg" for name in UNFRIENDLY for number in range(5)]
    for name in names:
        site.raw(f"/{name}".replace(" ", "%20"), UNFRIENDLY[name.rpartition("-")[0]])
    site.page("/", "Words. " + "".join(f'<img src="/{name}">' for name in ("me.jpg", *names)))
    ended = run("check", page, "--mine", "--json", env=home(tmp_path))
    assert ended.code == 4
    photos = json.loads(ended.out)["photos"]
    assert len(photos) == len(names) + 1
    assert [photo["state"] for photo in photos if photo["url"].endswith("me.jpg")] == ["faces"]
    assert {photo["state"] for photo in photos if not photo["url"].endswith("me.jpg")} == {"not_checked"}


BACK = """
import datetime, sys
class Back(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime.now(tz) - datetime.timedelta(days=int(sys.argv[1]))
import selfcheck.session.report_builder, selfcheck.history.snapshot
selfcheck.session.report_builder.datetime = selfcheck.history.snapshot.datetime = Back
from selfcheck.cli import Setup, run
from pathlib import Path
from tests.support.site import LOOPBACK_ALLOWED
sys.exit(run(sys.argv[3:], Setup(LOOPBACK_ALLOWED, Path(sys.argv[2]))))
"""


def test_a_history_keeps_its_order_where_the_clock_was_set_back(site: Site, tmp_path: Path) -> None:
    saved_once(site, tmp_path)
    folder = tmp_path / "data" / "selfcheck"
    for days in ("365", "0", "-3650"):
        command = (sys.executable, "-c", BACK, days, str(folder))
        ended = run("recheck", "--mine", "--save", "--json", command=command, env=home(tmp_path))
        assert ended.code == 0, ended.err
    saved = load(folder)
    assert saved is not None and saved.own is not None
    years = [int(point.made_at[:4]) for point in saved.own.report.course]
    now = years[0]
    assert [year - now for year in years] in ([0, -1, 0, 10], [0, -1, 0, 9])


def test_a_clock_without_end_that_starts_elsewhere_ends_nothing_early(site: Site) -> None:
    far = ("unshare", "-r", "-T", "--monotonic", "900000000", "--boottime", "900000000", "--fork", *WITH_LOOPBACK)
    if subprocess.run([*far[:8], "true"], check=False, capture_output=True).returncode:
        pytest.skip("a time namespace cannot be made here (unshare -T)")
    ended = run("check", a_page(site), "--mine", "--json", command=far)
    assert (ended.code, json.loads(ended.out)["photos"][0]["state"]) == (0, "faces"), ended.err


def test_deadlines_never_ask_for_the_time_of_day() -> None:
    """The clock on the wall jumps; the code of the program reads it for dates alone."""
    asking = [
        f"{path.name}: {line.strip()}"
        for path in (ROOT / "selfcheck").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "time.time(" in line or "utcnow(" in line
    ]
    assert asking == []
