"""What the worker may ask the kernel for: held to the processes, memory and files that it must not reach, for real."""

from __future__ import annotations

import json
import platform
import re
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from selfcheck.sandbox.system_calls import BOUND, FREE, filter_lines
from tests.support.getting_out import REFUSED
from tests.support.running import ROOT

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"}, reason="the walls are those of Linux"
)

# A program of the same person's: shares some memory, says so, and stays until its input ends.
NEIGHBOUR = """
import ctypes, sys
libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
segment = libc.shmget(0, 4096, 0o1600)
ctypes.memmove(libc.shmat(segment, None, 0), b"pixels of another window", 24)
print(segment, flush=True)
sys.stdin.read()
libc.shmctl(segment, 0, None)
"""


@dataclass(frozen=True)
class Neighbour:
    process: subprocess.Popen[str]
    segment: int


@pytest.fixture
def neighbour() -> Iterator[Neighbour]:
    command = [sys.executable, "-c", NEIGHBOUR]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Neighbour(process, int(process.stdout.readline()))
        assert process.poll() is None  # nobody ended it
        process.communicate("", timeout=60)
        assert process.returncode == 0


def tried(place: Path, neighbour: Neighbour, *without: str) -> dict[str, int]:
    """The error of every call somebody would make who took the worker over, with all walls but those named."""
    (place / "mine").write_text("private diary", encoding="utf-8")
    (place / "mine").chmod(0o600)
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.getting_out",
         str(place), str(neighbour.process.pid), str(neighbour.segment), *without],
        capture_output=True, text=True, check=True, cwd=ROOT, timeout=60,
    )  # fmt: skip
    errors: dict[str, int] = json.loads(done.stdout)
    return errors


def left_of(place: Path) -> tuple[list[str], str, int]:
    mine = place / "mine"
    return sorted(one.name for one in place.iterdir()), mine.read_text(encoding="utf-8"), mine.stat().st_mode & 0o777


@pytest.mark.parametrize("without", [(), ("_landlock",)], ids=["here", "on a kernel without landlock"])
def test_who_took_the_worker_over_reaches_no_other_process_no_shared_memory_and_no_file_by_name(
    tmp_path: Path, neighbour: Neighbour, without: tuple[str, ...]
) -> None:
    before = Path(f"/proc/{neighbour.process.pid}/limits").read_text(encoding="ascii")
    errors = tried(tmp_path, neighbour, *without)
    assert {name: error for name, error in errors.items() if error not in REFUSED} == {}
    assert left_of(tmp_path) == (["mine"], "private diary", 0o600)
    assert Path(f"/proc/{neighbour.process.pid}/limits").read_text(encoding="ascii") == before


def test_without_the_list_of_calls_they_are_in_reach(tmp_path: Path, neighbour: Neighbour) -> None:
    errors = tried(tmp_path, neighbour, "_seccomp", "_landlock", "_limit_resources")
    for name in ("tgkill", "prlimit64, set", "setpriority", "shmat", "msgget", "semget", "truncate", "fchmodat"):
        assert errors[name] == 0, name  # so the test above tries what could succeed
    assert left_of(tmp_path) != (["mine"], "private diary", 0o600)


# What the filter answers, worked out as the kernel does it: so both processors are held to it on either of them.
ALLOWED, EPERM, ENOSYS = 0x7FFF0000, 0x50001, 0x50026
OWN = 4711
PROCESSORS = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


def answer(machine: str, number: int, *arguments: int, processor: int | None = None) -> int:
    data = struct.pack("<IIQ6Q", number, processor or PROCESSORS[machine], 0, *arguments, *[0] * (6 - len(arguments)))
    lines, at, held = filter_lines(machine, OWN), 0, 0
    while True:
        code, if_true, if_false, value = lines[at]
        match code:
            case 0x20:
                held, step = int.from_bytes(data[value : value + 4], "little"), 0
            case 0x15:
                step = if_true if held == value else if_false
            case 0x35:
                step = if_true if held >= value else if_false
            case 0x45:
                step = if_true if held & value else if_false
            case 0x06:
                return value
            case _:
                raise AssertionError(f"no such line: {code:#x}")
        at += 1 + step


@pytest.mark.parametrize("machine", PROCESSORS)
def test_on_both_processors_nothing_but_the_list_is_allowed(machine: str) -> None:
    column = list(PROCESSORS).index(machine)
    numbers = {numbers[column] for numbers in FREE.values()} - {-1}
    bound = {numbers[column] for numbers in BOUND.values()}
    everything = {number: answer(machine, number) for number in [*range(1000), *range(2**30, 2**30 + 600), 2**32 - 1]}
    assert {number for number in everything if everything[number] == ALLOWED} - bound == numbers
    assert all(told in {ALLOWED, EPERM if number < 424 else ENOSYS} for number, told in everything.items())
    for other in (0x40000003, 0x40000028, 0xC00000F3):  # i386, arm, riscv64
        assert {answer(machine, number, processor=other) for number in range(500)} == {EPERM}


@pytest.mark.parametrize("machine", PROCESSORS)
def test_what_is_bound_to_its_arguments_is_bound_on_both_processors(machine: str) -> None:
    def asked(name: str, *arguments: int) -> bool:
        return answer(machine, BOUND[name][list(PROCESSORS).index(machine)], *arguments) == ALLOWED

    thread, high = 0x3D0F00, 1 << 32
    assert asked("clone", thread)
    assert not asked("clone", 0x11)  # fork
    assert not asked("clone", 0x4111)  # vfork
    for namespace in (0x20000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000):
        assert not asked("clone", thread | namespace)
    assert asked("prlimit64", 0, 7, 0, 0x7F0000000000)
    assert not asked("prlimit64", OWN, 7, 0, 0x7F0000000000)
    assert not asked("prlimit64", 0, 7, 0x1000, 0)
    assert not asked("prlimit64", 0, 7, high, 0)  # a pointer whose low half is zero
    assert asked("tgkill", OWN, OWN, 6)
    assert not asked("tgkill", OWN + 1, OWN, 6)
    assert not asked("tgkill", 0, OWN, 6)
    assert asked("prctl", 15)
    for option in (1, 4, 22, 36, 38, 0x59616D61):  # dies with the program, dumpable, seccomp, subreaper, rights, Yama
        assert not asked("prctl", option)
    assert asked("fcntl", 4, 3)
    for command in (0, 4, 8, 10, 15, 1024, 1026, 1030):
        assert not asked("fcntl", 4, command)
    assert asked("sched_getaffinity", 0)
    assert not asked("sched_getaffinity", OWN + 1)


@pytest.mark.parametrize(
    ("header", "column"),
    [("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", 0), ("/usr/include/asm-generic/unistd.h", 1)],
)
def test_the_numbers_are_those_of_the_kernels_headers(header: str, column: int) -> None:
    if not Path(header).exists():
        pytest.skip("the kernel's headers are not here")
    text = Path(header).read_text(encoding="ascii")
    told = {name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", text)}
    listed = {name: numbers[column] for name, numbers in (FREE | BOUND).items() if numbers[column] != -1}
    assert {name: told.get(name) for name in listed} == listed
    assert not {name for name, numbers in (FREE | BOUND).items() if numbers[column] == -1} & set(told)


# Threads that were there before the walls are behind them too, and new ones can be started.
THREADS = """
import os, threading
from selfcheck.sandbox.restrict import raise_walls
walls, tried, results = threading.Event(), threading.Event(), []
def attempt():
    walls.wait()
    try:
        os.stat("/")
        results.append("seen")
    except PermissionError:
        results.append("refused")
early = threading.Thread(target=attempt)
early.start()
raise_walls()
walls.set()
late = threading.Thread(target=attempt)
late.start()
early.join(), late.join()
os.write(1, " ".join(results).encode())
"""


def test_every_thread_stands_behind_the_walls_and_new_ones_can_be_started() -> None:
    done = subprocess.run([sys.executable, "-c", THREADS], capture_output=True, check=True, cwd=ROOT, timeout=60)
    assert done.stdout == b"refused refused"


@pytest.mark.parametrize(
    ("crash", "ended_by"),
    [("os.abort()", signal.SIGABRT), ("ctypes.string_at(0)", signal.SIGSEGV), ("os._exit(7)", -7)],
)
def test_a_crash_behind_the_walls_still_ends_the_process(crash: str, ended_by: int) -> None:
    code = f"import ctypes, os\nfrom selfcheck.sandbox.restrict import raise_walls\nraise_walls()\n{crash}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, cwd=ROOT, timeout=60)
    assert done.returncode == -ended_by
