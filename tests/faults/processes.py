"""Processes seen from outside: who is whose child, what a process holds, and whether it has gone."""

from __future__ import annotations

import os
import select
import signal
import time
from pathlib import Path


def children(pid: int) -> list[int]:
    """The processes started by this one that are still there."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text("ascii", "replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == pid and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def wait_for_children(pid: int, count: int = 1, seconds: float = 30) -> list[int]:
    """Its children, once it has so many."""
    end = time.monotonic() + seconds
    while len(found := children(pid)) < count:
        assert time.monotonic() < end, f"{len(found)} of {count} processes came"
        os.sched_yield()
    return found


def wait_until_busy(pid: int, seconds: float = 30) -> None:
    """Until this process has worked for a while without resting."""
    end, last, busy = time.monotonic() + seconds, _ticks(pid), 0
    while busy < 20:  # ticks of 10 ms
        assert time.monotonic() < end, "it rests"
        os.sched_yield()
        now = _ticks(pid)
        busy, last = (busy + now - last, now)


def _ticks(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[11])


def seconds_until_gone(pid: int, most: float) -> float:
    """How long it takes from now until this process is gone; fails after `most` seconds."""
    began = time.monotonic()
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return 0.0
    try:
        assert select.select([handle], [], [], most)[0], f"process {pid} is still there after {most} s"
    finally:
        os.close(handle)
    return time.monotonic() - began


def end_if_there(pid: int) -> None:
    """For cleaning up after a test that failed."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def processes_with(word: str) -> list[int]:
    """The processes that have this word in their environment, also those whose parent has ended."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if word.encode() in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
    return found
