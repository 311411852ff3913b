"""What protects the person on this computer, as the command tells it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from selfcheck.sandbox import restrict
from tests.support.running import AS_INSTALLED, OFFLINE, can_be_offline, run
from tests.support.site import Site


def test_the_walls_that_stand_are_told_and_ask_for_no_network() -> None:
    command = (*OFFLINE, *AS_INSTALLED) if can_be_offline() else AS_INSTALLED
    ended = run("doctor", "--plain", command=command)
    lines = ended.out.decode().splitlines()
    assert ended.code == 0
    assert "In place: The face detector yunet starts." in lines
    assert any(line.startswith("In place: An alarm stands on every way out") for line in lines)
    if sys.platform == "linux":
        in_place = " ".join(line for line in lines if line.startswith("In place"))
        assert "open no file. (landlock; seccomp; limit of open files" in in_place
        assert "reach no network. (seccomp; limit of open files" in in_place
        assert "start no program. (seccomp)" in in_place
        assert "nor change who may read it. (seccomp)" in in_place
        assert "share no memory with one. (seccomp)" in in_place
        assert not [line for line in lines if line.startswith("Missing") and "detector" not in line]


def test_a_wall_that_is_missing_is_told_as_missing(tmp_path: Path) -> None:
    # The same program with a worker whose kernel has no landlock: what an old kernel answers to the same call.
    (tmp_path / "sitecustomize.py").write_text(
        "from selfcheck.sandbox import restrict\nrestrict._LANDLOCK_CREATE = 100_000\n", encoding="utf-8"
    )
    assert restrict._LANDLOCK_CREATE == 444
    told = run(
        "doctor",
        "--plain",
        command=(sys.executable, "-c", UNGUARDED),
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert told.code == 4
    lines = told.out.decode().splitlines()
    assert [line for line in lines if line.startswith("Missing: This kernel has no landlock")]
    # The other walls around files are told as what they are: standing, without it.
    assert [line for line in lines if "can open no file. (seccomp; limit of open files" in line]


@pytest.mark.skipif(sys.platform != "linux", reason="the list of calls is one of Linux")
def test_a_wall_that_is_put_up_and_does_not_hold_is_told_as_missing(tmp_path: Path) -> None:
    # A list of calls that lets some through by mistake: those by which files are deleted, and memory is shared.
    let_through = {"unlink": (87, 35), "unlinkat": (263, 35), "shmget": (29, 194), "shmctl": (31, 195)}
    (tmp_path / "sitecustomize.py").write_text(
        f"from selfcheck.sandbox import system_calls\nsystem_calls.FREE.update({let_through})\n", encoding="utf-8"
    )
    told = run(
        "doctor",
        "--plain",
        command=(sys.executable, "-c", UNGUARDED),
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    assert told.code == 4
    lines = told.out.decode().splitlines()
    missing = [line for line in lines if line.startswith("Missing") and "detector" not in line]
    assert [("deleting files" in line, "other running programs" in line) for line in missing] == [
        (True, False),
        (False, True),
    ]
    assert [line for line in lines if "can open no file. (landlock; seccomp; limit of open files" in line]


# The command line with a worker that is not isolated from PYTHONPATH, so that the test's own module reaches it.
UNGUARDED = """
import os, sys
from selfcheck.cli import run
from selfcheck.net.guard import stand_guard
from selfcheck.sandbox import pool
from selfcheck.sandbox import process
stand_guard()
real = pool.WorkerPool.__init__
def init(self, engine=pool.EngineName.YUNET, size=None, command=None):
    real(self, engine, size, (sys.executable, "-m", "selfcheck.sandbox.start"))
pool.WorkerPool.__init__ = init
process._KEPT_ENVIRONMENT = (*process._KEPT_ENVIRONMENT, "PYTHONPATH")
sys.exit(run(sys.argv[1:]))
"""


def test_every_request_can_be_written_to_a_file_of_ones_own(site: Site, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.json"
    page = site.page("/", "<p>Hello</p>")
    ended = run("check", page, "--mine", "--json", "--ledger", ledger)
    assert json.loads(ledger.read_bytes()) == json.loads(ended.out)["ledger"]
    assert len(json.loads(ledger.read_bytes())) == len(site.asked)
    if os.name == "posix":
        assert ledger.stat().st_mode & 0o777 == 0o600


def test_a_ledger_file_that_is_there_already_is_kept_and_nothing_is_fetched(site: Site, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.json"
    ledger.write_text("mine", encoding="utf-8")
    ended = run("check", site.page("/", "<p>Hello</p>"), "--mine", "--ledger", ledger)
    assert ended.code == 2
    ended.said_plainly("there already", "Nothing was fetched")
    assert ledger.read_text(encoding="utf-8") == "mine"
    assert site.asked == []


def test_the_ledger_is_not_written_into_a_file_called_like_the_sign_for_the_output(site: Site, tmp_path: Path) -> None:
    ended = run("check", site.page("/", "<p>Hello</p>"), "--mine", "--json", "--ledger", "-")
    assert ended.code == 2
    ended.said_plainly("a file of its own", "Nothing was fetched")
    assert site.asked == []


@pytest.mark.parametrize("place", ["missing/ledger.json", ".", "file/ledger.json", "nul"])
def test_a_ledger_that_cannot_be_written_is_told_before_anything_is_asked(
    site: Site, tmp_path: Path, place: str
) -> None:
    (tmp_path / "file").write_bytes(b"")
    ended = run("check", site.page("/", "<p>Hello</p>"), "--mine", "--json", "--ledger", tmp_path / place)
    assert (ended.code, ended.out) == (2, b"")
    ended.said_plainly("ledger" if place == "." else "could not be written")
    assert site.asked == []
