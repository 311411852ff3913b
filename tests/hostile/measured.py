"""Runs the command line as `tests.support.command` does, and measures what hostile input costs it.

`python -m tests.hostile.measured OUT SECONDS ARGUMENTS...` writes to OUT what the program and each task of its workers
took. SECONDS, if not 0, stands for the deadline of every request: nobody wants to wait for the real ones in a test.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.support.running import ROOT, run

TICKS = 100  # a second, in /proc/*/stat (man 5 proc; the same on every Linux in use)


@dataclass(frozen=True)
class Cost:
    """What one task took of its worker: processor seconds (see `tests.support.pace`), MB beyond what it had, and time."""

    cpu: float
    grew: float
    seconds: float


@dataclass(frozen=True)
class Measured:
    """A command that was run: its code, what it said, its report, and what it cost."""

    code: int
    err: str
    report: dict[str, Any]
    peak: float
    """The most memory the program itself held, in MB."""
    cpu: float
    """Processor seconds of the program itself, as the machine on which the bounds were measured would have taken."""
    tasks: dict[str, Cost]
    """By the address of a page, or the SHA-256 of a picture's bytes."""

    def photos(self) -> dict[str, dict[str, Any]]:
        """The photos by the last part of their address."""
        return {photo["url"].rpartition("/")[2]: photo for photo in self.report["photos"]}

    def pages(self) -> dict[str, dict[str, Any]]:
        """The pages by the last part of their address."""
        return {page["address"].rpartition("/")[2]: page for page in self.report["pages"]}

    def requests(self) -> dict[str, dict[str, Any]]:
        """The ledger by the last part of the address, first request."""
        return {entry["url"].rpartition("/")[2]: entry for entry in reversed(self.report["ledger"])}

    def of(self, data: bytes) -> Cost:
        """What this picture cost."""
        return self.tasks[hashlib.sha256(data).hexdigest()]


def measured(folder: Path, *arguments: str | Path, seconds: float = 0) -> Measured:
    """Run a command with --json, and read its report and its cost."""
    out = folder / "cost.json"
    command = (sys.executable, "-m", "tests.hostile.measured", str(out), str(seconds))
    ended = run(*arguments, "--json", command=command)
    ended.said_plainly()
    cost = json.loads(out.read_text("utf-8"))
    tasks = {name: Cost(*values) for name, values in cost["tasks"].items()}
    return Measured(ended.code, ended.err, json.loads(ended.out), cost["peak"], cost["cpu"], tasks)


def _main(out: Path, seconds: float, arguments: list[str]) -> int:
    from selfcheck.cli import run as run_command
    from selfcheck.cli.setup import Setup
    from selfcheck.net import fetch
    from selfcheck.net.guard import stand_guard
    from selfcheck.sandbox import pool, process
    from selfcheck.sandbox.tasks import PhotoTask
    from tests.support.pace import pace
    from tests.support.site import LOOPBACK_ALLOWED

    stand_guard()
    for purpose, bounds in fetch.BOUNDS.items() if seconds else ():
        fetch.BOUNDS[purpose] = replace(bounds, seconds=seconds)
    tasks: dict[str, tuple[float, float, float]] = {}
    pool.SECONDS_PER_TASK = 60.0  # ten for people; here processor time is what counts, however busy the machine is
    ask = process.Worker.ask

    async def asked(worker: Any, task: Any, data: Any, *more: Any) -> Any:
        is_photo = isinstance(task, PhotoTask) and isinstance(data, bytes)
        name = (
            hashlib.sha256(data).hexdigest()
            if is_photo
            else getattr(task, "final_url", "") or getattr(task, "url", "") or type(task).__name__
        )
        pid, began = worker._process.pid, time.monotonic()
        before, held = _cpu(pid), _memory(pid, "VmRSS")
        _forget_peak(pid)
        try:
            return await ask(worker, task, data, *more)
        finally:
            cost = (_cpu(pid) - before, _memory(pid, "VmHWM") - held, time.monotonic() - began)
            tasks[name] = max(tasks.get(name, cost), cost)

    process.Worker.ask = asked  # type: ignore[method-assign]
    start_up, before = _used(), pace()
    started = _used()
    code = run_command(arguments, Setup(policy=LOOPBACK_ALLOWED))
    used, peak = start_up + _used() - started, _memory(os.getpid(), "VmHWM")
    slower = (before + pace()) / 2
    costs = {name: (cpu / slower, grew, seconds) for name, (cpu, grew, seconds) in tasks.items()}
    told = {"peak": peak, "cpu": used / slower, "tasks": costs}
    out.write_text(json.dumps(told), encoding="utf-8")
    return code


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except (OSError, IndexError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(pid: int, name: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(name)), 0.0)


def _forget_peak(pid: int) -> None:
    try:
        Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")  # VmHWM starts anew (man 5 proc)
    except OSError:
        return


if __name__ == "__main__":
    assert Path.cwd() == ROOT
    sys.exit(_main(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]))
