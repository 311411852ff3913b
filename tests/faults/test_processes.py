"""Processes that are killed, terminals that close, keys pressed twice: a clear end, no orphan, nothing left behind."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import random
import signal
import struct
import subprocess
import sys
import termios
import threading
from pathlib import Path

import pytest

from tests.faults.processes import children, end_if_there, seconds_until_gone, wait_for_children, wait_until_busy
from tests.support import pictures
from tests.support.running import ROOT, WITH_LOOPBACK, start, terminal
from tests.support.site import Site
from tests.tui.test_in_a_terminal import Screen, in_terminal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at through /proc")
SEED = 20
GONE = 3.0  # one second for people; a machine that runs tests is busier


def started(*arguments: str, home: Path | None = None) -> subprocess.Popen[bytes]:
    """A command that runs on while the test does something to it."""
    environment = {**os.environ, **({"HOME": str(home), "TMPDIR": str(home)} if home else {})}
    return start(
        *WITH_LOOPBACK,
        *arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )


def page_of(site: Site, photos: int, picture: bytes) -> str:
    """A page of so many different photos."""
    for number in range(photos):
        site.picture(f"/{number}.jpg", picture + bytes([number]))  # what follows a picture is not part of it
    return site.page("/", "Words. " + "".join(f'<img src="/{number}.jpg">' for number in range(photos)))


def test_workers_killed_at_random_moments_cost_their_own_photos_alone(site: Site) -> None:
    dice = random.Random(SEED)  # noqa: S311 (to be the same each time)
    page = page_of(site, 24, pictures.demo(pictures.ONE_FACE))
    program = started("check", page, "--mine", "--json")
    while not site.paths():  # a worker that is killed before anything is asked for ends the check with a sentence
        assert program.poll() is None
        os.sched_yield()
    killed = 0
    while killed < 4 and (victims := children(program.pid)):  # with none left it writes its report, or is about to
        threading.Event().wait(dice.uniform(0.05, 0.4))  # the moment is what is tried, not an order of events
        with contextlib.suppress(ProcessLookupError):
            os.kill(dice.choice(victims), signal.SIGKILL)
            killed += 1
    out, err = program.communicate(timeout=60)
    report = json.loads(out)
    assert killed > 0
    assert report["interrupted"] is False
    reasons = [photo["reason"] for photo in report["photos"]]
    assert len(reasons) == 24
    assert set(reasons) <= {"faces", "checker_stopped"}, reasons
    assert reasons.count("checker_stopped") <= killed
    assert b"Traceback" not in err
    assert b"Something is wrong" not in err


@pytest.mark.parametrize("moment", range(4))
def test_a_program_killed_at_a_random_moment_leaves_no_process_and_no_file(
    site: Site, tmp_path: Path, moment: int
) -> None:
    dice = random.Random(SEED + moment)  # noqa: S311
    page = page_of(site, 24, pictures.demo(pictures.ONE_FACE))
    program = started("check", page, "--mine", "--json", home=tmp_path)
    workers = wait_for_children(program.pid)
    threading.Event().wait(dice.uniform(0, 0.8))
    workers = children(program.pid) or workers
    program.kill()
    program.communicate(timeout=30)
    for worker in workers:
        seconds_until_gone(worker, GONE)
    assert list(tmp_path.rglob("*")) == []


def test_a_worker_in_the_middle_of_endless_work_goes_with_the_program(tmp_path: Path) -> None:
    """It reads no more from its pipe, so the end of its input alone would not be heard."""
    script = tmp_path / "worker.py"
    script.write_text(
        f"import runpy, sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from selfcheck.sandbox import child\n"
        "def spins(data):\n while True: pass\n"
        "child.open_upright = spins\nrunpy.run_module('selfcheck.sandbox.start', run_name='__main__')\n"
    )
    code = f"""
import asyncio, sys
from selfcheck.sandbox.pool import WorkerPool
async def main():
    async with WorkerPool(size=1, command=({sys.executable!r}, {str(script)!r})) as pool:
        await pool.warm_up()
        print([worker._process.pid for worker in pool._alive][0], flush=True)
        await pool.examine(b"picture")
asyncio.run(main())
"""
    program = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT)
    assert program.stdout is not None
    with program.stdout:
        worker = int(program.stdout.readline())
        try:
            wait_until_busy(worker)
            program.kill()
            program.wait()
            seconds_until_gone(worker, GONE)
        finally:
            end_if_there(worker)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda how: how.name)
def test_a_check_that_is_ended_from_outside_tells_what_was_seen_and_leaves_no_worker(
    site: Site, how: signal.Signals
) -> None:
    site.picture("/me.jpg", pictures.demo(pictures.ONE_FACE))
    _, reached = site.hang("/never.jpg")
    page = site.page("/", 'Words. <img src="/me.jpg"><img src="/never.jpg">')
    with terminal("check", page, "--mine", "--json") as session:
        session.wait_for("Looked at 1 of 2 photos")
        assert reached.wait(30)
        workers = children(session.process.pid)
        session.process.send_signal(how)
        ended = session.end()
    assert ended.code == 130
    assert json.loads(ended.out)["interrupted"] is True
    assert "Stopped. The report holds what was seen until then." in ended.err
    for worker in workers:
        seconds_until_gone(worker, GONE)


def test_ctrl_c_twice_ends_at_once_with_a_sentence(site: Site) -> None:
    _, reached = site.hang("/never.jpg")
    page = site.page("/", 'Words. <img src="/never.jpg">')
    with terminal("check", page, "--mine", "--json") as session:
        assert reached.wait(30)
        workers = children(session.process.pid)
        session.process.send_signal(signal.SIGINT)
        session.process.send_signal(signal.SIGINT)
        ended = session.end()
    assert ended.code == 130
    assert "Stopped." in ended.err
    assert "Traceback" not in ended.err
    for worker in workers:
        seconds_until_gone(worker, GONE)


def test_ctrl_c_is_heard_also_where_the_test_run_ignores_it(site: Site) -> None:
    _, reached = site.hang("/never.jpg")
    page = site.page("/", 'Words. <img src="/never.jpg">')
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as in the background of a shell
    try:
        program = started("check", page, "--mine", "--json")
    finally:
        signal.signal(signal.SIGINT, before)
    try:
        assert reached.wait(30)
        program.send_signal(signal.SIGINT)
        out, _ = program.communicate(timeout=20)
    finally:
        program.kill()
    assert program.returncode == 130
    assert json.loads(out)["interrupted"] is True


def checking(screen: Screen, page: str) -> list[int]:
    """From the first screen into a check that will not end. Returns its workers."""
    screen.wait_for("Check my own pages")
    screen.press("enter")
    screen.wait_for("No page yet")
    screen.press(*page, "enter")
    screen.click("This is my page")
    screen.wait_for("Will be asked")  # the page makes room for it, and what is below moves
    screen.click_until("Start the check", "Requests, as they are made")
    return wait_for_children(screen.program.pid)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP], ids=lambda how: how.name)
def test_an_app_that_is_ended_from_outside_gives_the_terminal_back(site: Site, how: signal.Signals) -> None:
    page, reached = site.hang("/")
    with in_terminal(command=WITH_LOOPBACK) as screen:
        workers = checking(screen, page)
        assert reached.wait(30)
        screen.program.send_signal(how)
        assert screen.end() in {0, 130}
    assert b"\x1b[?1049l" in screen.raw  # the screen from before
    assert screen.raw.rindex(b"\x1b[?1000l") > screen.raw.rindex(b"\x1b[?1000h")  # the mouse is the terminal's again
    assert b"Traceback" not in screen.raw
    for worker in workers:
        seconds_until_gone(worker, GONE)


def test_an_app_whose_terminal_closes_goes_and_takes_its_workers(site: Site) -> None:
    page, reached = site.hang("/")
    with in_terminal(command=WITH_LOOPBACK) as screen:
        workers = checking(screen, page)
        assert reached.wait(30)
        os.close(screen._side)
        screen._side = os.open(os.devnull, os.O_RDWR)
        screen.program.wait(15)
    for worker in workers:
        seconds_until_gone(worker, GONE)


def test_a_terminal_of_any_size_at_any_moment_is_no_fault(site: Site) -> None:
    page, reached = site.hang("/")
    with in_terminal(command=WITH_LOOPBACK) as screen:
        checking(screen, page)
        assert reached.wait(30)
        dice = random.Random(SEED)  # noqa: S311
        for _ in range(40):
            columns, rows = dice.choice([(20, 5), (1, 1), (60, 20), (300, 90), (80, 24)])
            fcntl.ioctl(screen._side, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.kill(screen.program.pid, signal.SIGWINCH)
            screen._read(0.02)
        fcntl.ioctl(screen._side, termios.TIOCSWINSZ, struct.pack("HHHH", 20, 60, 0, 0))
        os.kill(screen.program.pid, signal.SIGWINCH)
        screen.wait_for("Stop")
        screen.press("ctrl+q")
        assert screen.end() == 0


def test_no_process_of_ours_would_leave_a_core_dump(site: Site) -> None:
    page, reached = site.hang("/")
    program = started("check", page, "--mine", "--json")
    assert reached.wait(30)
    for pid in (program.pid, *wait_for_children(program.pid)):
        limits = Path(f"/proc/{pid}/limits").read_text("ascii")
        [line] = [line for line in limits.splitlines() if line.startswith("Max core file size")]
        assert line.split()[4:6] == ["0", "0"]
    program.send_signal(signal.SIGTERM)
    program.communicate(timeout=30)


def test_two_checks_at_once_do_not_disturb_each_other(site: Site) -> None:
    page = page_of(site, 6, pictures.demo(pictures.ONE_FACE))
    both = [started("check", page, "--mine", "--json") for _ in range(2)]
    for program in both:
        out, _ = program.communicate(timeout=60)
        assert program.returncode == 0
        assert [photo["state"] for photo in json.loads(out)["photos"]] == ["faces"] * 6
