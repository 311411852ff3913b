"""Keys while the app checks pages of hostile hosts: how soon each is answered, and how long the event loop was held.

    python -m benchmarks.hostile_hosts                 all hosts (some minutes; Linux, from the root of the repository)
    python -m benchmarks.hostile_hosts srcset tags     some of them

The real app in a real terminal; pages and pictures come from a server on loopback, in a process of its own. Help is
opened and closed while the check runs, then F9 and Ctrl+Q are pressed. A task in the app's event loop asks for a turn
every few milliseconds: the longest time it waited is told, and how much of it was the loop's own processor time, which
other programs on the machine make longer but not much. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import gc
import itertools
import json
import multiprocessing
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from selfcheck.sandbox.startup import make_safe
from selfcheck.tui.app import SelfcheckApp
from selfcheck.tui.screens.checking import CheckingScreen
from tests.support import pictures
from tests.support.hearing import Held, watching
from tests.support.site import LOOPBACK_ALLOWED, Site, serve
from tests.tui.test_in_a_terminal import Screen, in_terminal

KEYS = 30
EVERYWHERE = "0.0.0.0"  # noqa: S104 (pictures are asked for at many numbers of loopback, each a host of its own)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def images(count: int, more: Callable[[int], str] = lambda number: "") -> str:
    """So many pictures of the page's own host, each with `more` in its tag."""
    return "Words. " + "".join(f'<img src="/{number}.jpg"{more(number)}>' for number in range(count))


def friendly(site: Site) -> str:
    """200 pictures."""
    return site.page("/", images(200))


def chunks(site: Site) -> str:
    """A page of one byte a chunk, without an end."""
    head = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    return site.stream("/", lambda: itertools.chain([head], itertools.repeat(b"1\r\nx\r\n" * 10_000)))


def interim(site: Site) -> str:
    """1xx answers without an end."""
    return site.stream("/", lambda: itertools.repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 2000))


def headers(site: Site) -> str:
    """A header that comes byte by byte."""
    return site.stream("/", lambda: itertools.chain([HEAD + b"X-Long: "], drops()))


def srcset(site: Site) -> str:
    """200 pictures in 1,200 sizes each."""

    def sizes(number: int) -> str:
        return ' srcset="' + ",".join(f"/{number}/{size} {2000 - size}w" for size in range(1200)) + '"'

    return site.page("/", images(200, sizes))


def sightings(site: Site) -> str:
    """One picture in 2,990 places."""
    return site.page("/", "Words. " + "".join(f'<img src="/0.jpg" alt="{number}">' for number in range(2990)))


def hosts(site: Site) -> str:
    """300 pictures on 250 hosts."""
    places = (f"http://127.0.1.{number % 250 + 1}:{site.port}/{number}.jpg" for number in range(300))
    return site.page("/", "Words. " + "".join(f'<img src="{place}">' for place in places))


def dripping(site: Site) -> str:
    """300 pictures on 250 hosts that drip byte by byte."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n"
    for number in range(300):
        site.stream(f"/{number}.jpg", lambda: itertools.chain([head], drops()))
    return hosts(site)


def data(site: Site) -> str:
    """Three pictures of 1 MB inside the page, as base64 and in percent signs."""
    picture = pictures.demo(pictures.ONE_FACE)
    packed = base64.b64encode(picture + bytes(700_000 - len(picture))).decode()
    plain = "".join(f"%{byte:02x}" for byte in picture) + "%00" * (300_000 - len(picture))
    shown = [f"data:image/jpeg;base64,{packed}", f"data:image/png;base64,{packed}", f"data:image/jpeg,{plain}"]
    return site.page("/", "Words. " + "".join(f'<img src="{one}">' for one in shown))


def tags(site: Site) -> str:
    """A page of a million tags."""
    return site.page("/", "<b>" * 1_000_000)


def drops() -> Iterator[bytes]:
    """A byte every now and then."""
    while True:
        time.sleep(0.02)
        yield b"a"


HOSTS = (friendly, chunks, interim, headers, srcset, sightings, hosts, dripping, data, tags)


def serving(told: Connection, name: str) -> None:
    """Be the host of this name, until this process is ended."""
    with serve(EVERYWHERE) as site:
        face = pictures.demo(pictures.ONE_FACE)
        for number in range(300):
            site.picture(f"/{number}.jpg", face)
        make = next(make for make in HOSTS if make.__name__ == name)
        told.send(make(site).replace(EVERYWHERE, "127.0.0.1"))
        signal.pause()


async def watched_app() -> Held:
    """Run the app in this terminal as the command line does, and measure while a check is shown."""
    app = SelfcheckApp(policy=LOOPBACK_ALLOWED, folder=Path("/dev/null/selfcheck"))
    gc.freeze()
    async with watching(lambda: any(isinstance(screen, CheckingScreen) for screen in app.screen_stack)) as held:
        await app.run_async()
    if app.fault is not None:
        raise app.fault
    return held


def seconds_until(screen: Screen, key: str, sign: str, *, there: bool = True) -> float:
    """Press a key, and read on until `sign` is there, or is no more."""
    began = time.monotonic()
    screen.press(key)
    while (sign in screen.text) is not there:
        screen._read(max(0.0, began + 60 - time.monotonic()))
        assert time.monotonic() - began < 60, screen.text
    return time.monotonic() - began


def to_the_check(screen: Screen, page: str) -> None:
    """From the first screen into a check."""
    screen.wait_for("Check my own pages")
    screen.press("enter")
    screen.wait_for("No page yet")
    screen.press(*page, "enter")
    screen.settle()
    screen.click("This is my page")
    screen.wait_for("Will be asked")
    screen.click_until("Start the check", "s Stop")


def measured(name: str) -> tuple[list[float], list[float], float, float, float]:
    """Seconds of the keys, of F9 and of Ctrl+Q; the longest wait of the loop, and its own processor time in one."""
    spawned = multiprocessing.get_context("spawn")
    here, there = spawned.Pipe()
    server = spawned.Process(target=serving, args=(there, name), daemon=True)
    server.start()
    chance = random.Random(1)  # noqa: S311 (pauses between keys)
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        command = (sys.executable, "-m", "benchmarks.hostile_hosts", "--app")
        try:
            with in_terminal(str(result), command=command) as screen:
                to_the_check(screen, here.recv())
                keys, curtain = [], []
                for _ in range(KEYS // 2):
                    for key, is_help in (("f1", True), ("esc", False)):
                        _pause(screen, chance.random() * 0.4)
                        keys.append(seconds_until(screen, key, "This screen", there=is_help))
                for is_curtain in (True, False, True, False):
                    _pause(screen, chance.random() * 0.4)
                    curtain.append(seconds_until(screen, "f9", "Paused", there=is_curtain))
                began = time.monotonic()
                screen.press("ctrl+q")
                screen.end()
                leaving = time.monotonic() - began
            wait, work = json.loads(result.read_text(encoding="ascii"))
        finally:
            server.kill()
            server.join()
    return keys, curtain, leaving, wait, work


def _pause(screen: Screen, seconds: float) -> None:
    """Read on for so long, as a terminal does."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        screen._read(left)


def main() -> None:
    """Read the wishes and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = [make.__name__ for make in HOSTS]
    parser.add_argument("hosts", nargs="*", metavar="HOST", help=", ".join(names))
    parser.add_argument("--app", type=Path, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.app is not None:
        make_safe()
        held = asyncio.run(watched_app())
        wanted.app.write_text(json.dumps([held.wait, held.work]), encoding="ascii")
        return
    print(f"Load of the machine at the beginning: {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores.\n")
    print("| host | keys: median, slowest | F9, slowest | Ctrl+Q | loop held, longest | processor time of it |")
    print("|---|---|---|---|---|---|")
    for make in HOSTS:
        if wanted.hosts and make.__name__ not in wanted.hosts:
            continue
        keys, curtain, leaving, wait, work = measured(make.__name__)
        shown = [statistics.median(keys), max(keys), max(curtain), leaving, wait, work]
        median, slowest, *others = (f"{seconds * 1000:.0f} ms" for seconds in shown)
        what = f"{make.__name__}: {(make.__doc__ or '').rstrip('.')}"
        print(f"| {what} | {median}, {slowest} | {' | '.join(others)} |", flush=True)
    print(f"\nLoad of the machine at the end: {os.getloadavg()[0]:.0f}.")


if __name__ == "__main__":
    main()
