"""Pages, style sheets, feeds and JSON that are meant to harm: each has an outcome and a bounded cost in the worker.

Every row is a page of its own, asked for by the real command line; its sheets, feeds and answers come with it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest

from selfcheck.platforms.addresses import MAX_ADDRESSES
from tests.hostile.measured import Measured, measured
from tests.support import pictures
from tests.support.site import Site, serve

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what a process costs is read from /proc")

START = "<!doctype html><html><title>t</title><p>Hello, these are words."
MB = 1_000_000


@dataclass(frozen=True)
class Row:
    """What the page is, what belongs to it (path to body), how it ends, and what all of its tasks may cost."""

    page: Callable[[], str | bytes]
    outcome: str = "opened"
    photos: int = 0
    cpu: float = 4.0
    grew: float = 250.0
    more: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)


def of(part: str, times: int, end: str = "") -> Callable[[], str]:
    return lambda: START + part * times + end


def filled(part: str) -> Callable[[], str]:
    """As much of it as a page may have."""
    return lambda: START + part * ((5 * MB - len(START)) // len(part.encode()))


def linked(kind: str, body: Callable[[], bytes]) -> dict[str, Any]:
    """A page that links to one sheet or feed with this body. {} in the page stands for its own folder."""
    links = {
        "sheet": '<link rel="stylesheet" href="{}a">',
        "feed": '<link rel="alternate" type="application/rss+xml" href="{}a">',
    }
    return {"page": lambda: START + links[kind] + "<p class=a>x", "more": {"a": body}}


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10))
    return f'<!DOCTYPE rss [<!ENTITY a0 "ha">{entities}]><rss><channel><title>&a9;</title></channel></rss>'.encode()


OUTSIDE = (
    b'<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY h SYSTEM "http://127.0.0.1:PORT/bait">'
    b'<!ENTITY % p SYSTEM "http://127.0.0.1:PORT/bait"> %p;]><rss><channel><title>&f;&h;</title><item><title>&f;</title>'
    b'<enclosure url="/kept.jpg" type="image/jpeg"/></item></channel></rss>'
)

ROWS = {
    "1,000,000 tags": Row(of("<b>", MB)),
    "1,000,000 tags, closed": Row(of("<b></b>", 700_000)),
    "1,000,000 stray end tags": Row(of("</p>", MB)),
    "100,000 deep": Row(of("<div>", 100_000)),
    "100,000 deep, closed": Row(lambda: START + "<div>" * 100_000 + "</div>" * 100_000),
    "100,000 deep and closed by other names": Row(lambda: START + "<div>" * 100_000 + "</span></i>" * 100_000),
    "100,000 tables deep": Row(of("<table><tr><td>", 100_000)),
    "links that are never closed": Row(of("<a href=x><b><i>", 100_000)),
    "a tag of 200,000 attributes": Row(lambda: START + "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">"),
    "an attribute of 4.9 MB": Row(lambda: START + f'<p class="{"a " * 2_400_000}">'),
    "a tag that never ends": Row(lambda: START + "<img " + "a" * 4_900_000),
    "a comment that never ends": Row(lambda: START + "<!--" + "-" * 4_900_000),
    "a script that never ends": Row(lambda: START + "<script>" + "x=" * 2_400_000, "needs_script"),
    "a title of 4.9 MB": Row(lambda: "<!doctype html><html><title>" + "t " * 2_400_000 + "</title><p>Words and words."),
    "entities": Row(filled("&amp;&#x1F600;&nbsp;")),
    "entities that are none": Row(filled("&")),
    "an entity of 4.9 MB": Row(lambda: START + "&#" + "9" * 4_900_000 + ";"),
    "HTML that declares entities": Row(
        lambda: billion_laughs().replace(b"<rss>", b"<html>").decode() + "<p>Hello, these are words.&a9;"
    ),
    "NULs": Row(lambda: START.encode() + b"\0" * 4_900_000),
    "NULs inside tags": Row(lambda: START + "<im\0g sr\0c=a.jpg>" * 20_000, photos=1),
    "UTF-16": Row(lambda: b"\xff\xfe" + (START + "<b>" * 500_000).encode("utf-16-le")),
    "no text at all": Row(lambda: bytes(range(256)) * 19_000, "any"),
    "50 MB": Row(lambda: START + "<p>x" * (50 * MB // 4), "too_large", cpu=0.2, grew=20),
    "50,000 pictures": Row(lambda: START + "".join(f"<img src={n}.jpg>" for n in range(50_000)), photos=300, cpu=8),
    "one picture 30,000 times": Row(of("<img src=a.jpg>", 30_000), photos=1, cpu=8),
    "a srcset of 4 MB": Row(lambda: START + '<img src=a.jpg srcset="' + "a.jpg 1x, " * 400_000 + '">', photos=1),
    "a srcset of brackets": Row(lambda: START + '<img src=a.jpg srcset="a (' + "(" * 4 * MB + '">', photos=1),
    "30,000 picture elements, open": Row(of("<picture><source srcset=b.jpg>", 30_000), "any"),
    "30,000 figures, open": Row(of("<figure><figcaption>x", 30_000)),
    "20,000 svg with pictures": Row(of('<svg><image href="a.svg"/></svg><img src=b.svg>', 10_000), photos=2),
    "inline style of 1.6 MB": Row(lambda: START + "<style>" + "a{b:url(x)}" * 150_000 + "</style>"),
    "style of open blocks": Row(lambda: START + "<style>" + "@media x{" * 500_000),
    "style of selectors": Row(lambda: START + "<style>" + ":is(:not(a,.b)) " * 300_000 + "{background:url(a.jpg)}", "any"),
    "style of comments": Row(lambda: START + "<style>" + "/*" * 2_400_000),
    "style of escapes": Row(lambda: START + "<style>a{background:url(" + "\\2e " * 1_200_000 + ")}"),
    "style of quotes": Row(lambda: START + "<style>" + "\"'" * 2_400_000),
    "JSON-LD 1,000,000 deep": Row(lambda: START + '<script type="application/ld+json">' + "[" * MB),
    "JSON-LD of a string that never ends": Row(lambda: START + '<script type="application/ld+json">' + '\\"' * 2_400_000),
    "JSON-LD of blanks": Row(lambda: START + '<script type="application/ld+json">{' + " " * 4_800_000 + "x"),
    "state 1,000,000 deep": Row(lambda: START + '<script>a={"image":' + '{"a":' * 800_000, "needs_script"),
    "state of assignments": Row(lambda: START + "<script>image;" + "a = [" * 900_000, "needs_script"),
    "state of JSON in JSON in JSON": Row(lambda: START + f"<script>a={nested(14)}</script>", "needs_script", photos=1),
    "halves of characters": Row(
        lambda: START + '<script type="application/ld+json">{"@type":"Person","name":"\\ud83d","image":{"@type":"ImageObject",'
        '"url":"a.jpg","caption":"x \\udc00"}}</script><img src=b.jpg alt="&#xD83D;">', photos=2,
    ),
    "halves of characters in a feed": Row(
        **linked("feed", lambda: b'{"version":"https://jsonfeed.org/version/1.1","title":"\\ud83d","items":[{"title":"\\udc00","image":"a.jpg"}]}'),
        photos=1,
    ),
    "frames in frames": Row(of('<iframe srcdoc="<iframe srcdoc=x><img src=a.jpg>">', 50_000)),
    "noscript in noscript": Row(of("<noscript><img src=a.jpg>", 20_000), "any"),
    "base that changes": Row(of("<base href=/b/><img src=a.jpg>", 10_000), photos=1),
    "a base of 1 MB": Row(lambda: START + f"<base href=/{'b' * MB}/>" + "<img src=a.jpg>" * 10_000, "any"),
    "meta refresh to a private place": Row(of('<meta http-equiv=refresh content="0;url=http://10.0.0.1/">', 1)),
    "sheet of 2 MB": Row(**linked("sheet", lambda: b".a{background:url(x)}" * 90_000), photos=1),
    "sheet that imports itself": Row(**linked("sheet", lambda: b'@import "a";' * 20_000)),
    "sheet over its limit": Row(**linked("sheet", lambda: b" " * 2_100_000)),
    "sheet of open brackets": Row(**linked("sheet", lambda: b".a:is(" * 300_000)),
    "feed of a billion laughs": Row(**linked("feed", billion_laughs), cpu=1),
    "feed with outside entities": Row(**linked("feed", lambda: OUTSIDE), photos=1),
    "feed 100,000 deep": Row(**linked("feed", lambda: b"<rss>" + b"<a>" * 1_600_000)),
    "feed of 100,000 items": Row(**linked("feed", lambda: b"<rss><channel>" + b"<item><title>x</title></item>" * 150_000)),
    "feed of 5 MB of text": Row(**linked("feed", lambda: b"<rss><channel><title>" + b"x" * 4_900_000)),
    "feed of pages": Row(
        **linked("feed", lambda: b"<rss><channel>" + b"<item><description>&lt;img src=a.jpg&gt;</description></item>" * 20_000), photos=1
    ),
    "JSON feed 1,000,000 deep": Row(**linked("feed", lambda: b'{"version":"https://jsonfeed.org/version/1.1","items":' + b"[" * MB)),
    "robots.txt of stars": Row(of("", 1), photos=1, more={"/robots.txt": lambda: (b"User-agent: *\n" + b"Disallow: /" + b"*a" * 900 + b"$\n") * 240}),
    "tdmrep.json 1,000,000 deep": Row(of("", 1), photos=1, more={"/.well-known/tdmrep.json": lambda: b"[" * 99_000}),
}  # fmt: skip
SLUGS = {name: f"p{number:02}/" for number, name in enumerate(ROWS)}


def nested(times: int) -> str:
    """JSON in a string of JSON in a string of JSON."""
    value = '{"image":"http://10.0.0.1/a.jpg"}'
    for _ in range(times):
        value = json.dumps({"photo": value})
    return value


def _answer(site: Site, name: str) -> str:
    row, folder = ROWS[name], SLUGS[name]
    page = row.page()
    if name.startswith(("robots", "tdmrep")):
        page = f"{START}<img src=/kept.jpg>"
    if isinstance(page, str):
        page = page.replace("{}", "").encode("utf-8", "replace")
    for path, body in row.more.items():
        data = body().replace(b"PORT", str(site.port).encode())
        site.answer(path if path.startswith("/") else f"/{folder}{path}", data, headers={"Content-Type": "text/plain"})
    return site.answer(f"/{folder}", page, headers={"Content-Type": "text/html"})


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Measured, str, list[str]]]:
    """Each row's run, its address, and every path that was asked for in it."""
    found = {}
    names, started = list(ROWS), count(0, MAX_ADDRESSES)
    for start in started:
        if start >= len(names):
            break
        with serve() as site:
            site.picture("/kept.jpg", pictures.flat())
            urls = {name: _answer(site, name) for name in names[start : start + MAX_ADDRESSES]}
            run = measured(tmp_path_factory.mktemp("cost"), "check", *urls.values(), "--mine")
            found |= {name: (run, url, site.all_paths()) for name, url in urls.items()}
    return found


@pytest.mark.parametrize("name", ROWS)
def test_hostile_markup_has_an_outcome_and_a_bounded_cost(
    runs: dict[str, tuple[Measured, str, list[str]]], name: str
) -> None:
    row = ROWS[name]
    run, url, _ = runs[name]
    [page] = [page for page in run.report["pages"] if page["address"] == url]
    if row.outcome != "any":
        assert page["outcome"] == row.outcome
        assert page["photos"] == row.photos
    assert page["outcome"] not in {"checker_stopped", "checker_slow"}
    mine = {task: cost for task, cost in run.tasks.items() if task.startswith(url)}
    assert mine or page["outcome"] == "too_large"
    assert sum(cost.cpu for cost in mine.values()) <= row.cpu
    assert max((cost.grew for cost in mine.values()), default=0) <= row.grew


def test_what_hosts_say_to_crawlers_costs_little_however_it_is_written(
    runs: dict[str, tuple[Measured, str, list[str]]],
) -> None:
    for name in ("robots.txt of stars", "tdmrep.json 1,000,000 deep"):
        tasks = runs[name][0].tasks
        assert tasks["RobotsTask"].cpu < 3
        assert all(cost.seconds < 10 for cost in tasks.values())


def test_no_entity_is_fetched_no_file_read_and_no_private_place_asked(
    runs: dict[str, tuple[Measured, str, list[str]]],
) -> None:
    for run, _, asked in runs.values():
        assert "/bait" not in asked
        assert "root:" not in json.dumps(run.report)
        elsewhere = [entry for entry in run.report["ledger"] if entry["host"] != "127.0.0.1"]
        assert all((entry["ip"], entry["bytes_out"]) == ("", 0) for entry in elsewhere)


def test_the_program_itself_stays_small_whatever_the_pages_hold(
    runs: dict[str, tuple[Measured, str, list[str]]],
) -> None:
    assert max(run.peak for run, _, _ in runs.values()) < 150
