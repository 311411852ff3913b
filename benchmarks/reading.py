"""What finding the photos of a page costs beside parsing it, and what the worst pages cost. Prints Markdown tables.

    python -m benchmarks.reading

CPU time of this process, best of several rounds taking turns. "BeautifulSoup" is BeautifulSoup(page, "lxml") alone;
"read" is `read_html`, which parses too; "parse" is lxml alone on the same page, with a target that does nothing;
finding is what read costs beyond that.
"""

from __future__ import annotations

import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Final

from bs4 import BeautifulSoup
from lxml import etree

from selfcheck.model import PageReading, PageWords
from selfcheck.platforms.common.facts import known_sites
from selfcheck.readers.pages.found import MAX_GATHERED
from selfcheck.readers.pages.html import read_html
from selfcheck.readers.pages.sheets import SheetReading, read_sheet

SITES = known_sites()
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


class Nothing:
    """A target that does nothing: what is left is the parser's own work."""

    def start(self, tag: str, attrs: object) -> None:
        """A start tag."""

    def end(self, tag: str) -> None:
        """An end tag."""

    def data(self, text: str) -> None:
        """A text."""

    def close(self) -> None:
        """The end."""


def bare_parse(page: str) -> None:
    """lxml alone."""
    parser = etree.HTMLParser(target=Nothing(), recover=True, huge_tree=True, encoding="utf-8")
    parser.feed(page.encode())
    parser.close()


def many(piece: str, times: int) -> str:
    """A piece again and again, with a number in each "N"."""
    return "".join(piece.replace("N", str(n)) for n in range(times))


WORST: dict[str, Callable[[], str]] = {
    "60,000 nested elements": lambda: "<div>" * 60_000 + '<img src="/a.jpg">',
    "60,000 nested elements, stray end tags": lambda: "<div>" * 60_000 + "</p></b>" * 590_000,
    "60,000 nested links to pictures": lambda: '<a href="/a.jpg"><i>' * 30_000 + '<img src="/a.jpg">',
    "20,000 nested figures, cards, templates": lambda: (
        '<figure class="h-card"><template><figcaption>words' * 20_000 + '<img src="/a.jpg">'
    ),
    "a srcset of 1 MB": lambda: '<img srcset="' + many("/N.jpg Nw, ", 60_000) + '">',
    "a picture with 50,000 sources": lambda: (
        "<picture>" + many('<source srcset="/N.webp Nw">', 50_000) + '<img src="/a.jpg">' * 40_000
    ),
    "100,000 attributes on one element": lambda: "<img " + many('data-aN="/xN.jpg" ', 100_000) + ">",
    "5 MB of JSON state": lambda: (
        '<script type="application/json">'
        + json.dumps([{"image": f"https://cdn.example/{n}.jpg", "n": n} for n in range(90_000)])
        + "</script>"
    ),
    "5 MB of broken JSON state": lambda: "<script>" + 'a={"image":"https://cdn.example/a.jpg",' * 120_000 + "</script>",
    "5 MB of broken JSON-LD": lambda: (
        '<script type="application/ld+json">' + '/* {"image":"https://cdn.example/a.jpg", ' * 120_000 + "</script>"
    ),
    "5 MB of style sheet": lambda: "<p class=a><style>" + ".a{background:url(/a.jpg)}" * 190_000 + "</style>",
    "5 MB of rules that match nothing": lambda: "<style>" + many(".aN:not(b),.bN{background:url(/N.jpg)}", 130_000),
    "5 MB of nested rules": lambda: "<p class=a><style>" + "@media all{.a{background:url(/a.jpg);" * 140_000,
    "5 MB of open url(": lambda: "<style>" + "a{background:url(" * 290_000 + "</style>",
    "5 MB of one selector": lambda: "<style>" + ":is(.a" * 800_000 + "{background:url(/a.jpg)}</style>",
    "90,000 links to sheets, frames and feeds": lambda: many(
        "<link rel=stylesheet href=/N.css><iframe src=/N></iframe>"
        "<link rel=alternate type=application/rss+xml href=/fN>",
        30_000,
    ),
    "70,000 meta tags": lambda: many(
        '<meta name=robots content="N,a,b"><meta property="og:image" content="/N.jpg">', 35_000
    ),
    "60,000 names": lambda: '<div class="h-card">' + many('<b class="p-name">Name N</b>', 60_000),
    "30,000 iframes with srcdoc": lambda: many('<iframe srcdoc="&lt;img src=/N.jpg&gt;"></iframe>', 30_000),
    "20,000 escaped noscripts": lambda: many("<noscript>&lt;img src=/N.jpg&gt;</noscript>", 20_000),
    "5 MB of data: pictures": lambda: many('<img src="data:image/png;base64,N' + "A" * 2000 + '">', 2_400),
    "a page that is 5 MB of <": lambda: "<" * 5_000_000,
    "200,000 pictures": lambda: '<img src="/a.jpg">' * 200_000,
    "200,000 different pictures": lambda: many('<img src="/N.jpg">', 200_000),
    "60,000 lazy pictures, one placeholder": lambda: many('<img src="/blank.gif" data-src="/N.jpg">', 60_000),
    "pictures in an element of 1 MB of class": lambda: (
        f'<div class="{"a " * 500_000}">' + many('<img src="/N.jpg">', 100_000)
    ),
    "1,000,000 tags": lambda: "<b>" * 1_000_000 + '<img src="/late.jpg">',
}
WORST_SHEET: Final = "5 MB of a linked style sheet"


def best(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Best CPU time of each way."""
    times = dict.fromkeys(ways, float("inf"))
    for _ in range(ROUNDS):
        for name, way in ways.items():
            gc.collect()
            SITES.sizes.of.cache_clear()
            started = time.process_time()
            way()
            times[name] = min(times[name], time.process_time() - started)
    return times


def cost(name: str) -> None:
    """CPU seconds and peak memory of one of the worst pages, in a process of its own."""
    page = many(".aN{background:url(/N.jpg)}", 170_000) if name == WORST_SHEET else WORST[name]()
    words = PageWords(("p",), tuple(f"a{n}" for n in range(4_000)), ())
    read: Callable[[], PageReading | SheetReading] = lambda: read_html(page, URL, URL, sites=SITES)  # noqa: E731
    if name == WORST_SHEET:
        read = lambda: read_sheet(page, URL, words, sites=SITES)  # noqa: E731
    started = time.process_time()
    reading = read()
    seconds = time.process_time() - started
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {name} | {len(page) / 1e6:.1f} | {len(reading.photos)} | {seconds:.1f} | {megabytes:.0f} |")


def main() -> None:
    """Measure and print."""
    print("| Pictures | KB | BeautifulSoup ms | parse ms | read ms | finding / BeautifulSoup | read / BeautifulSoup |")
    print("|---|---|---|---|---|---|---|")
    for pictures in (375, 750, 1500, 3000):
        page = ordinary(pictures)
        times = best(
            {
                "soup": lambda page=page: BeautifulSoup(page, "lxml"),
                "parse": lambda page=page: bare_parse(page),
                "read": lambda page=page: read_html(page, URL, URL, max_photos=MAX_GATHERED, sites=SITES),
            }
        )
        soup, parse, read = (times[name] for name in ("soup", "parse", "read"))
        print(
            f"| {pictures} | {len(page) / 1000:.0f} | {soup * 1e3:.0f} | {parse * 1e3:.0f} | {read * 1e3:.0f} "
            f"| {(read - parse) / soup:.2f} | {read / soup:.2f} |"
        )
    print("\n| Worst page | MB | photos kept | CPU s | peak MB |\n|---|---|---|---|---|", flush=True)
    for name in (*WORST, WORST_SHEET):
        try:
            subprocess.run([sys.executable, "-m", "benchmarks.reading", name], check=False, timeout=60)  # noqa: S603
        except subprocess.TimeoutExpired:
            print(f"| {name} | | | over 60 | |", flush=True)


if __name__ == "__main__":
    cost(sys.argv[1]) if len(sys.argv) > 1 else main()
