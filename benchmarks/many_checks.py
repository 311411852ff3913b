"""Many checks in one process, as a workshop's machine or an app left open makes them: does anything pile up?

    python -m benchmarks.many_checks                   100 checks (some minutes; Linux, from the root of the repository)
    python -m benchmarks.many_checks --checks 1000     as many as the aim speaks of
    python -m benchmarks.many_checks --bundled         without the network: the demo's own answers
    python -m benchmarks.many_checks --grown           also name the lines of code whose memory grew most

Each check starts its workers, asks a server on loopback, in a process of its own, for the demo's pictures, looks at
them and ends, as the app does. Told are resident memory and open files of the checking process after a run-in and at
each tenth of the way: what is still growing at the end piles up, what stops growing is a cache or the allocator's.
Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import multiprocessing
import os
import signal
import tracemalloc
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.faults import memory
from selfcheck.model import Consent, OwnPage
from selfcheck.model.events import CheckDone
from selfcheck.platforms.addresses import parse_address
from selfcheck.session import check
from selfcheck.session.demo import DemoSource, demo_pages
from tests.support import pictures
from tests.support.site import LOOPBACK_ALLOWED, serve

RUN_IN = 10
"""Checks before the first reading: libraries load and fill their caches."""
AIM = 5.0
"""Percent that memory may grow after the run-in."""


def serving(told: Connection) -> None:
    """A site with the demo's pictures on one page, until this process is ended."""
    with serve() as site:
        shown = ""
        for name in (pictures.ONE_FACE, pictures.THREE_FACES, pictures.NO_FACE, pictures.UNSURE, pictures.CUT_OFF):
            site.picture(f"/{name}", pictures.demo(name))
            shown += f'<img src="/{name}">'
        told.send(site.page("/", f"<p>Words.</p>{shown}"))
        signal.pause()


async def one_check(address: str) -> None:
    """One whole check of the site, or of the demo where there is none. Fails where it found no photo with a face."""
    report = None
    if address:
        events = check([OwnPage(parse_address(address, LOOPBACK_ALLOWED), Consent.MINE)], policy=LOOPBACK_ALLOWED)
    else:
        events = check(demo_pages(), source=DemoSource)
    async for event in events:
        if isinstance(event, CheckDone):
            report = event.report
    assert report is not None
    assert any(photo.faces for photo in report.photos)


def reading() -> tuple[float, int]:
    """Resident memory in MB and open files of this process, after what is no longer needed was collected."""
    gc.collect()
    return memory(os.getpid()), sum(1 for _ in Path("/proc/self/fd").iterdir())


def main() -> None:
    """Read the wishes, and give the checks a site to look at."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checks", type=int, default=100)
    parser.add_argument("--bundled", action="store_true")
    parser.add_argument("--grown", action="store_true")
    wanted = parser.parse_args()
    if wanted.bundled:
        measured("", wanted.checks, grown=wanted.grown)
        return
    spawned = multiprocessing.get_context("spawn")
    here, there = spawned.Pipe()
    server = spawned.Process(target=serving, args=(there,), daemon=True)
    server.start()
    try:
        measured(here.recv(), wanted.checks, grown=wanted.grown)
    finally:
        server.kill()


def measured(address: str, checks: int, *, grown: bool) -> None:
    """Run the checks and print the table."""
    for _ in range(RUN_IN):
        asyncio.run(one_check(address))
    if grown:
        tracemalloc.start(12)
        before = tracemalloc.take_snapshot()
    first, files = reading()
    print("| checks | resident memory, MB | against the first | open files |\n|---|---|---|---|")
    print(f"| {RUN_IN} | {first:.1f} | | {files} |", flush=True)
    tenth = max(1, checks // 10)
    now, open_now = first, files
    for number in range(1, checks + 1):
        asyncio.run(one_check(address))
        if number % tenth == 0 or number == checks:
            now, open_now = reading()
            print(f"| {RUN_IN + number} | {now:.1f} | {now / first - 1:+.1%} | {open_now} |", flush=True)
    if grown:
        for line in tracemalloc.take_snapshot().compare_to(before, "lineno")[:15]:
            print(line)
    met = (now / first - 1) * 100 <= AIM and open_now <= files
    print(f"\nAim: at most {AIM:.0f} % more memory, no more open files: {'met' if met else 'missed'}.")


if __name__ == "__main__":
    main()
