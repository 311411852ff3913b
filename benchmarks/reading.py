"""What finding the photos of a page costs beside parsing it, and what the worst pages cost. Prints Markdown tables.

    python -m benchmarks.reading

CPU time of this process, best of several rounds taking turns. "parse" is BeautifulSoup(page, "lxml") alone; "read" is
`read_html`, which parses too; finding is what read costs beyond parse.
"""

from __future__ import annotations

import contextlib
import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable

from bs4 import BeautifulSoup

from selfcheck.readers.html import read_html
from selfcheck.readers.sizes import size_of

URL = "https://example.org/me"
ROUNDS = 5


def ordinary(pictures: int) -> str:
    """A page of articles with pictures, links, captions and styles, about 220 bytes for each picture."""
    items = "".join(
        f'<article class="post item-{n}"><a href="/p/{n}"><img src="/i/{n}-300x200.jpg" alt="Picture {n}" '
        f'srcset="/i/{n}-300x200.jpg 300w, /i/{n}-900x600.jpg 900w"></a><p>Words beside picture {n}.</p></article>\n'
        for n in range(pictures)
    )
    return f"<!doctype html><html><head><title>Photos</title></head><body>{items}</body></html>"


WORST: dict[str, Callable[[], str]] = {
    "60,000 nested elements": lambda: "<div>" * 60_000 + '<img src="/a.jpg">',
    "60,000 nested links to pictures": lambda: '<a href="/a.jpg"><i>' * 30_000 + '<img src="/a.jpg">',
    "a srcset of 1 MB": lambda: '<img srcset="' + ", ".join(f"/{n}.jpg {n}w" for n in range(60_000)) + '">',
    "100,000 attributes on one element": lambda: (
        "<img " + " ".join(f'data-a{n}="/x{n}.jpg"' for n in range(100_000)) + ">"
    ),
    "5 MB of JSON state": lambda: (
        '<script type="application/json">'
        + json.dumps([{"image": f"https://cdn.example/{n}.jpg", "n": n} for n in range(90_000)])
        + "</script>"
    ),
    "5 MB of broken JSON state": lambda: "<script>" + 'a={"image":"https://cdn.example/a.jpg",' * 120_000 + "</script>",
    "5 MB of style sheet": lambda: "<style>" + ".a{background:url(/a.jpg)}" * 190_000 + "</style>",
    "5 MB of open url(": lambda: "<style>" + "a{background:url(" * 290_000 + "</style>",
    "200,000 pictures": lambda: '<img src="/a.jpg">' * 200_000,
    "200,000 different pictures": lambda: "".join(f'<img src="/{n}.jpg">' for n in range(200_000)),
}


def best(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Best CPU time of each way."""
    times = dict.fromkeys(ways, float("inf"))
    for _ in range(ROUNDS):
        for name, way in ways.items():
            gc.collect()
            size_of.cache_clear()
            started = time.process_time()
            way()
            times[name] = min(times[name], time.process_time() - started)
    return times


def cost(name: str) -> None:
    """CPU seconds and peak memory of one of the worst pages, in a process of its own."""
    page = WORST[name]()
    started = time.process_time()
    reading = read_html(page, URL, URL)
    seconds = time.process_time() - started
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {name} | {len(page) / 1e6:.1f} | {len(reading.photos)} | {seconds:.1f} | {megabytes:.0f} |")


def main() -> None:
    """Measure and print."""
    print("| Pictures on the page | KB | parse ms | read ms | finding / parse |")
    print("|---|---|---|---|---|")
    for pictures in (375, 750, 1500, 3000):
        page = ordinary(pictures)
        times = best(
            {
                "parse": lambda page=page: BeautifulSoup(page, "lxml"),
                "read": lambda page=page: read_html(page, URL, URL, max_photos=10_000),
            }
        )
        parse, read = times["parse"], times["read"]
        ratio = (read - parse) / parse
        print(f"| {pictures} | {len(page) / 1000:.0f} | {parse * 1e3:.0f} | {read * 1e3:.0f} | {ratio:.2f} |")
    print("\n| Worst page | MB | photos kept | CPU s | peak MB |\n|---|---|---|---|---|", flush=True)
    for name in WORST:
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run([sys.executable, "-m", "benchmarks.reading", name], check=False, timeout=30)  # noqa: S603


if __name__ == "__main__":
    cost(sys.argv[1]) if len(sys.argv) > 1 else main()
