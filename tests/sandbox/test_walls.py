"""The worker's walls: tried before they are told, and told alike by the program, its table and its documents."""

from __future__ import annotations

import ctypes
import struct
import subprocess
import sys

import pytest

from selfcheck.sandbox.pool import WorkerPool
from selfcheck.sandbox.walls import TABLE, Means, Wall, means_words, system_of, wall_words, walls_table
from selfcheck.sandbox.windows_job import BasicLimits, ExtendedLimits, enter_job, limits
from tests.support.running import ROOT

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="tries what Linux has")

# Puts up some of the walls only, then says what could be proven. The functions named are what an old kernel lacks.
SOME = """
import sys
from selfcheck.sandbox import restrict, self_test
for name in sys.argv[1].split():
    setattr(restrict, name, lambda *_: False)
if "_limit_resources" in sys.argv[1]:
    restrict._limit_resources = lambda: []
print("|".join(self_test.proven_walls(restrict.raise_walls())))
"""


def proven(*without: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", SOME, " ".join(without)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )
    return set(done.stdout.strip().split("|"))


def test_the_table_in_the_documents_is_the_programs() -> None:
    assert walls_table() in (ROOT / "docs/privacy.md").read_text(encoding="utf-8")


def test_every_wall_has_a_cell_on_every_system_and_words_for_both_ways() -> None:
    for walls in TABLE.values():
        assert set(walls) == set(Wall)
    for wall in Wall:
        assert wall_words(wall, stands=True) != wall_words(wall, stands=False)
    assert len({means_words(means) for means in Means}) == len(Means)
    assert system_of("freebsd14") == "macOS"  # its limits are the same


@on_linux
async def test_every_wall_of_the_table_stands_around_the_real_worker_here() -> None:
    async with WorkerPool(size=1) as pool:
        told = set(await pool.warm_up())
    if not {"landlock", "seccomp"} <= told:
        pytest.skip("this kernel lacks what the table says")
    assert told == {wall.value for wall in Wall} | {means.value for built in TABLE["Linux"].values() for means in built}


@on_linux
@pytest.mark.parametrize(
    ("without", "gone"),
    [
        (("_landlock",), set()),  # the list of calls and the limit of open files stand behind it
        (("_seccomp",), {"programs", "changing", "processes"}),
        (("_seccomp", "_landlock"), {"programs", "changing", "processes"}),
        (("_limit_resources",), {"memory", "time", "writing"}),
        (("_landlock", "_limit_resources"), {"memory", "time", "writing"}),  # the list of calls has no open
        (
            ("_landlock", "_seccomp", "_limit_resources"),
            {"files", "network", "programs", "memory", "time", "writing", "changing", "processes"},
        ),
    ],
)
def test_a_wall_that_can_be_got_through_is_not_told_as_standing(without: tuple[str, ...], gone: set[str]) -> None:
    assert {wall.value for wall in Wall} - proven(*without) == gone


@on_linux
def test_the_limit_of_open_files_holds_alone_also_for_who_closes_one_first() -> None:
    code = """
import os, socket
from selfcheck.sandbox import restrict
restrict._landlock = restrict._seccomp = lambda *_: False
assert restrict.Means.NO_NEW_FILES in restrict.raise_walls()
os.close(0)
for attempt in (lambda: os.open("/etc/hosts", os.O_RDONLY), socket.socket, os.pipe, lambda: os.dup(1)):
    try:
        attempt()
    except OSError:
        print("refused", flush=True)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    assert done.stdout.split() == ["refused"] * 4


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has jobs for this")
def test_a_worker_that_watches_its_memory_ends_before_it_fills_the_computers() -> None:
    code = """
from selfcheck.sandbox.restrict import watch_memory
watch_memory(200 << 20)
held = []
while True:
    held.append(bytearray(b"x" * (10 << 20)))
    assert len(held) < 200, "nobody watched"
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=ROOT, timeout=60)
    assert done.returncode == 137, done.stderr


@on_linux
def test_a_crash_of_the_program_leaves_no_dump_of_its_memory() -> None:
    code = """
import ctypes, resource
from selfcheck.sandbox.core_dumps import no_core_dumps
assert no_core_dumps()
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    assert done.stdout.strip() == "(0, 0) 0"


@pytest.mark.skipif(struct.calcsize("P") != 8, reason="the sizes are those of 64-bit systems")
def test_the_structures_for_windows_have_the_sizes_and_places_its_headers_give_them() -> None:
    assert (ctypes.sizeof(BasicLimits), ctypes.sizeof(ExtendedLimits)) == (64, 144)
    assert ExtendedLimits.process_memory.offset == 112
    told = limits(1 << 30, 600)
    assert (told.basic.flags, told.basic.active_processes, told.process_memory) == (0x50A, 1, 1 << 30)
    assert told.basic.process_time == 6_000_000_000


@pytest.mark.skipif(sys.platform == "win32", reason="there it can")
def test_where_there_are_no_jobs_none_is_told() -> None:
    assert enter_job(1 << 30, 600) is False
