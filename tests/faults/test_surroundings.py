"""A full disk, no home, names that nobody answers, clocks that jump: a sentence, and all that was saved is intact."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support import pictures
from tests.support.running import AS_INSTALLED, OFFLINE, WITH_LOOPBACK, as_an_ordinary_user, can_be_offline, run
from tests.support.site import Site

ORDINARY = as_an_ordinary_user()
MOUNTS = shutil.which("unshare") is not None and (
    subprocess.run([shutil.which("unshare") or "unshare", "-rm", "true"], check=False, capture_output=True).returncode
    == 0
)
needs_mounts = pytest.mark.skipif(not MOUNTS, reason="a mount namespace cannot be made here (unshare -rm)")
needs_offline = pytest.mark.skipif(not can_be_offline(), reason="a network namespace cannot be made here (unshare -rn)")
SAVED = "selfcheck/saved.json"


def home(folder: Path) -> dict[str, str]:
    """An environment in which everything of the person's lies in one folder."""
    places = {
        "SELFCHECK_TESTS_FOLDER": folder / "data" / "selfcheck",
        "HOME": folder,
        "XDG_DATA_HOME": folder / "data",
        "XDG_CACHE_HOME": folder / "cache",
        "TMPDIR": folder,
    }
    return {**os.environ, **{name: str(place) for name, place in places.items()}}


def a_page(site: Site) -> str:
    site.picture("/me.jpg", pictures.demo(pictures.ONE_FACE))
    return site.page("/", 'Words. <img src="/me.jpg">')


def saved_once(site: Site, folder: Path) -> bytes:
    """Check a page and save it. Returns the saved file."""
    ended = run("check", a_page(site), "--mine", "--save", env=home(folder))
    assert ended.code == 0, ended.err
    return (folder / "data" / SAVED).read_bytes()


@needs_mounts
def test_on_a_full_disk_nothing_is_half_written_and_the_old_is_intact(site: Site, tmp_path: Path) -> None:
    before = saved_once(site, tmp_path)
    data = tmp_path / "data" / "selfcheck"
    copy = tmp_path / "saved-after"
    setup = (
        f"cp -a {data} {tmp_path}/kept && mount -t tmpfs -o size=64k,mode=700 none {data}"
        f" && cp -a {tmp_path}/kept/. {data}"
        f" && (dd if=/dev/zero of={data}/filler bs=1k count=64 2>/dev/null; true)"
    )
    check = f'"$@"; code=$?; cp {data}/saved.json {copy}; ls -A {data} > {tmp_path}/listed; exit $code'
    command = ("unshare", "-rm", "sh", "-c", f"{setup} && {check}", "sh", *WITH_LOOPBACK)
    ended = run("check", site.url("/"), "--mine", "--save", command=command, env=home(tmp_path))
    ended.said_plainly("could not be written", "No space left")
    assert ended.code != 0
    assert b"1 face" in ended.out or b"face" in ended.out  # what was seen is told all the same
    assert copy.read_bytes() == before
    assert set((tmp_path / "listed").read_text().split()) <= {"saved.json", "lock", "filler"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("form", ["--json", "--plain"])
def test_a_report_that_cannot_be_written_out_is_told(site: Site, form: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*WITH_LOOPBACK, "check", a_page(site), "--mine", form], stdin=subprocess.DEVNULL, stdout=full,
            stderr=subprocess.PIPE, timeout=60, check=False, cwd=Path(__file__).parents[2],
        )  # fmt: skip
    said = done.stderr.decode()
    assert done.returncode not in {0, 70}
    assert "Traceback" not in said
    assert "Something is wrong in selfcheck" not in said
    assert "could not be written" in said


@pytest.mark.parametrize("where", ["2>/dev/full", "2>&-"])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_command_does_its_work_also_where_nobody_can_hear_it(tmp_path: Path, where: str) -> None:
    def shell(*words: str) -> subprocess.CompletedProcess[bytes]:
        command = f"{shlex.join((*AS_INSTALLED, *words))} {where}"
        return subprocess.run(
            ["/bin/sh", "-c", command], stdout=subprocess.PIPE, timeout=60, check=False, env=home(tmp_path)
        )

    shown = shell("demo", "--json", "--save")
    assert shown.returncode == 4
    assert json.loads(shown.stdout)["photos"]
    assert (tmp_path / "data" / SAVED).exists()
    assert shell("wipe", "--yes").returncode == 0
    assert not (tmp_path / "data" / "selfcheck").exists()


@pytest.mark.parametrize("command", [("steps",), ("doctor",), ("demo", "--json")])
def test_a_result_that_has_nowhere_to_go_is_told(command: tuple[str, ...]) -> None:
    closed = f"{shlex.join((*AS_INSTALLED, *command))} >&-"
    done = subprocess.run(["/bin/sh", "-c", closed], stderr=subprocess.PIPE, timeout=60, check=False, text=True)
    assert done.returncode == 2
    assert "could not be written" in done.stderr
    assert "Something is wrong in selfcheck" not in done.stderr


@pytest.mark.skipif(ORDINARY is None, reason="root may write everywhere, and cannot lay that down here (unshare -U)")
def test_a_home_that_may_not_be_written_is_told_and_the_check_stands(site: Site, tmp_path: Path) -> None:
    assert ORDINARY is not None
    page = a_page(site)
    tmp_path.chmod(0o500)
    try:
        ended = run("check", page, "--mine", "--save", command=(*ORDINARY, *WITH_LOOPBACK), env=home(tmp_path))
    finally:
        tmp_path.chmod(0o700)
    ended.said_plainly("could not be written")
    assert ended.code != 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("where", ["/nonexistent/home", ""])
def test_without_a_home_a_check_goes_as_ever(site: Site, where: str) -> None:
    bare = {"PATH": os.environ["PATH"], **({"HOME": where} if where else {})}
    ended = run("check", a_page(site), "--mine", "--json", env=bare)
    assert ended.code == 0
    assert json.loads(ended.out)["photos"][0]["state"] == "faces"


@needs_offline
def test_without_a_network_the_answer_comes_soon_and_nothing_is_called_clean() -> None:
    began = time.monotonic()
    ended = run("check", "https://mina.example/", "--mine", "--json", command=(*OFFLINE, *AS_INSTALLED))
    assert time.monotonic() - began < 10
    [page] = json.loads(ended.out)["pages"]
    assert (ended.code, page["outcome"]) == (3, "no_name")
    ended.said_plainly()


DEAF = """
import os, pathlib, socket, sys
ours = os.getppid()
server = socket.socket(2, 2)
server.bind(("127.0.0.1", 53))
server.settimeout(0.2)
while os.getppid() == ours:
    try:
        server.recv(4096)
        for sign in sys.argv[1:]:
            pathlib.Path(sign).touch()
    except TimeoutError:
        pass
"""
"""A name server that takes every question and says nothing, for as long as the program it belongs to is there.

A file named as its argument appears with the first question."""


@needs_mounts
@needs_offline
@pytest.mark.parametrize("answers", ["nobody listens", "nobody answers"])
def test_names_that_nobody_answers_end_in_a_sentence(tmp_path: Path, answers: str) -> None:
    """A name server that is not there, and one that takes every question and says nothing."""
    (tmp_path / "resolv.conf").write_text("nameserver 127.0.0.1\noptions timeout:1 attempts:2\n")
    setup = f"mount --bind {tmp_path}/resolv.conf /etc/resolv.conf && ip link set lo up"
    setup += f" && {{ {sys.executable} -c '{DEAF}' & }}" if answers == "nobody answers" else ""
    command = ("unshare", "-rnm", "sh", "-c", f'{setup} && exec "$@"', "sh", *AS_INSTALLED)
    began = time.monotonic()
    ended = run("check", "https://mina.example/", "--mine", "--json", command=command)
    assert time.monotonic() - began < 20
    [page] = json.loads(ended.out)["pages"]
    assert page["outcome"] in {"no_name", "timed_out"}
    ended.said_plainly()


JUMPING = """
import itertools, sys, time
real = time.time
jumps = itertools.cycle([0, 31_536_000, -31_536_000, 36_000, -36_000])
time.time = lambda: real() + next(jumps)
from selfcheck.cli import run
from selfcheck.cli.setup import Setup
from tests.support.site import LOOPBACK_ALLOWED
sys.exit(run(sys.argv[1:], Setup(policy=LOOPBACK_ALLOWED)))
"""


def test_a_clock_that_jumps_by_years_ends_no_request_early_and_none_late(site: Site) -> None:
    ended = run("check", a_page(site), "--mine", "--json", command=(sys.executable, "-c", JUMPING))
    assert ended.code == 0
    report = json.loads(ended.out)
    assert [photo["state"] for photo in report["photos"]] == ["faces"]
    assert [entry["number"] for entry in report["ledger"]] == list(range(1, len(report["ledger"]) + 1))


@pytest.mark.parametrize(
    "surroundings",
    [{"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"LC_ALL": "xx_YY.ISO-8859-1"},
     {"NO_COLOR": "1"}, {"TERM": "dumb"}, {"COLUMNS": "1", "LINES": "1"}],
    ids=["locale C", "locale that is not there", "no colours", "dumb terminal", "one column"],
)  # fmt: skip
def test_any_locale_and_any_terminal_will_do(site: Site, surroundings: dict[str, str]) -> None:
    site.picture("/me.jpg", pictures.demo(pictures.ONE_FACE))
    page = site.page("/", '<title>김민지</title>Words. <img src="/me.jpg" alt="서울 ☂ 🌊">')
    ended = run("check", page, "--mine", env={**os.environ, **surroundings})
    assert ended.code == 0, ended.err
    assert "서울" in ended.out.decode()
    assert b"\x1b" not in ended.out
    assert "Traceback" not in ended.err


def test_a_server_that_dies_in_the_body_is_asked_no_more_than_twice() -> None:
    asked = 0
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        program = subprocess.Popen(
            [*WITH_LOOPBACK, "check", f"http://127.0.0.1:{port}/", "--mine", "--json"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(__file__).parents[2],
        )  # fmt: skip
        listening.settimeout(0.2)
        while program.poll() is None:
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                continue
            asked += b"GET / " in connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<html>")
            connection.close()
        out, _ = program.communicate(timeout=30)
    assert json.loads(out)["pages"][0]["outcome"] == "cut_short"
    assert 1 <= asked <= 2
