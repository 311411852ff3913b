"""An import that would take an hour, left by every key that leaves: at once, and with no process left behind."""

from __future__ import annotations

import gzip
import os
import signal
import sys
import tarfile
import time
from pathlib import Path

import pytest

from tests.faults.processes import seconds_until_gone, wait_for_children
from tests.support.archives import FACE
from tests.support.pace import wall_pace
from tests.support.running import WITH_LOOPBACK, terminal
from tests.tui.test_in_a_terminal import Screen, in_terminal

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are watched by /proc and pidfd")


def at_once() -> float:
    """A second, on a computer with nothing else to do; longer in the measure in which this one is busy."""
    return 1.0 * wall_pace()


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A packed tar that goes on for 8 TB of noughts, which take no room on the disk."""
    info = tarfile.TarInfo("a.jpg")
    info.size = len(FACE)
    data = info.tobuf() + FACE + bytes(-len(FACE) % 512)
    info = tarfile.TarInfo("b.jpg")
    info.size = 7 << 30
    path = tmp_path / "x.tar.gz"
    path.write_bytes(gzip.compress(data + info.tobuf()))
    os.truncate(path, 8 << 40)
    return path


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=lambda how: how.name)
def test_ctrl_c_leaves_an_endless_import_at_once(endless: Path, how: signal.Signals) -> None:
    with terminal("import", endless) as session:
        session.wait_for("seen in it")
        started = wait_for_children(session.process.pid, 2)
        began = time.monotonic()
        session.process.send_signal(how)
        ended = session.end()
    assert time.monotonic() - began < at_once()
    assert ended.code == 130
    assert "Traceback" not in ended.err
    for pid in started:
        seconds_until_gone(pid, at_once())


def importing(screen: Screen, path: Path) -> list[int]:
    """From the first screen into an import that will not end. Returns its processes."""
    screen.wait_for("Check my own pages")
    screen.press("enter")
    screen.click_until("I have my data download", "The path of your file")
    screen.press(*str(path), "enter")
    screen.wait_for("seen in it")
    return wait_for_children(screen.program.pid, 2)


def test_esc_stops_an_endless_import_at_once(endless: Path) -> None:
    with in_terminal(command=WITH_LOOPBACK) as screen:
        started = importing(screen, endless)
        screen.press("esc")
        for pid in started:
            seconds_until_gone(pid, at_once())
        screen.wait_for("topped", at_once())


def test_curtain_key_hides_an_endless_import_at_once(endless: Path) -> None:
    with in_terminal(command=WITH_LOOPBACK) as screen:
        importing(screen, endless)
        began = time.monotonic()
        screen.press("f9")
        while "seen in it" in screen.text:
            screen._read(1.0)
            assert time.monotonic() - began < at_once()
        screen.press("f9")
        screen.wait_for("seen in it")


def test_ctrl_q_leaves_an_endless_import_at_once(endless: Path) -> None:
    with in_terminal(command=WITH_LOOPBACK) as screen:
        started = importing(screen, endless)
        began = time.monotonic()
        screen.press("ctrl+q")
        screen.end()
        assert time.monotonic() - began < at_once()
    for pid in started:
        seconds_until_gone(pid, at_once())
