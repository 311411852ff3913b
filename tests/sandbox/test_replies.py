"""A worker that was taken over and answers a lot costs what it was asked for, and little of the program's memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from selfcheck.model import Outcome
from tests.sandbox.test_pool import FALSE_WORKER
from tests.support.running import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read from /proc")

# Asks a worker that lies, in a process of its own: what that process took at the most beyond what it had, in MB.
MEASURED = """
import asyncio, re, sys
from pathlib import Path
from selfcheck.readers.archives.parts import Parts
from selfcheck.model import Outcome
from selfcheck.sandbox.pool import WorkerPool
def of_status(name):
    return int(re.search(name + r":\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1000
async def main():
    async with WorkerPool(size=1, command=(sys.executable, sys.argv[1])) as pool:
        await pool.warm_up()
        Path("/proc/self/clear_refs").write_text("5")
        before = of_status("VmRSS")
        match sys.argv[2]:
            case "photo":
                outcome = (await pool.examine(b"picture"))[0].reason
            case "page":
                outcome = await pool.read_page(b"", "text/html", "https://a.example/", "https://a.example/")
            case "lists":
                outcome = await pool.read_lists("instagram", [("posts_1.json", b"[]")])
            case "parts":
                with open(sys.argv[1], "rb") as file:
                    outcome = await pool.read_parts("har", file)
        print(outcome.value if isinstance(outcome, Outcome) else "read", of_status("VmHWM") - before)
asyncio.run(main())
"""


def asked(tmp_path: Path, task: str, does: str) -> tuple[str, float]:
    """What came of it, and the growth in MB."""
    script = tmp_path / "worker.py"
    script.write_text(f"{FALSE_WORKER}\ntask()\n{does}", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(script), task],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )
    outcome, growth = done.stdout.split()
    return outcome, float(growth)


def reply(start: str, many: str, end: str, size: int) -> str:
    """A reply of about `size` bytes that is `many` over and over again."""
    return (
        f"data = ({start!r} + {many!r} * ({size} // {len(many)}) + {end!r}).encode()\n"
        "write(HEAD.pack(0, len(data), 0) + data)\ntime.sleep(60)"
    )


PAGE = '{"page":{"title":"","photos":['
ADDRESS = "https://a.example/"
OF_A_PHOTO = f'{{"url":"{ADDRESS}","role":"post","found_in":"","other_urls":['


@pytest.mark.parametrize(
    ("task", "does"),
    [
        ("photo", reply('{"lists":[', "{},", "{}]}", 24_000_000)),
        ("photo", reply('{"photo":{"faces":[', "{},", "{}]}}", 24_000_000)),
        ("photo", reply('{"photo":{"faces":[', "{},", "{}]}}", 290_000)),
        ("photo", reply('{"photo":"', "a", '"}', 60_000_000)),
        ("page", reply(PAGE, "{},", "{}]}}", 24_000_000)),
        ("page", reply(PAGE + OF_A_PHOTO, '"ab",', '""]}]}}', 4_900_000)),
        ("page", reply(PAGE + OF_A_PHOTO, '"\\\\",', '""]}]}}', 4_900_000)),
        ("page", reply(PAGE + OF_A_PHOTO + '"', "a", '"]}]}}', 4_900_000)),
        ("page", reply('{"page":{"photos":[],"title":"🙂', "a", '"}}', 4_900_000)),
        ("lists", reply('{"lists":[', "{},", "{}]}", 24_000_000)),
        ("parts", reply('{"refused":[', "{},", "{}]}", 24_000_000)),
        ("lists", "rows(*[{'list': 0, 'shown': {'name': 'a'}}] * 500)\n" * 250 + "time.sleep(60)"),
        ("lists", "rows(*[{'list': 0, 'shown': {'name': '🙂' * 10}}] * 500)\n" * 250 + "send({'lists': 1})"),
        ("parts", "rows(*[{'picture': {'url': '', 'start': 0, 'end': 1}}] * 500)\n" * 250 + "time.sleep(60)"),
    ],
)
def test_a_worker_that_answers_a_lot_costs_its_task_and_less_than_50_mb(tmp_path: Path, task: str, does: str) -> None:
    outcome, growth = asked(tmp_path, task, does)
    assert outcome in {Outcome.CHECKER_STOPPED.value, "read"}
    assert growth < 50
    if task == "photo":
        assert outcome == Outcome.CHECKER_STOPPED.value
