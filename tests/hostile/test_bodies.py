"""Answers that are meant to harm: each has an outcome, and costs no more than an honest one may.

All of them are asked for by the real command line, as pages and as pictures; one run serves many rows.
"""

from __future__ import annotations

import gzip
import socket
import struct
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from selfcheck.model import Purpose
from selfcheck.net.fetch import BOUNDS
from selfcheck.platforms.addresses import MAX_ADDRESSES
from tests.hostile.measured import Measured, measured
from tests.support import pictures
from tests.support.site import Site, serve

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what a process costs is read from /proc")

DEADLINE = 0.5  # for rows that only end by one; the others have all the time they need on a slow machine
LONG = 60.0
MOST_MEMORY = 150.0  # MB of the program itself, with six bodies under way
PAGE_BYTES = BOUNDS[Purpose.PAGE].max_bytes
SLACK = 1_000_000
"""How far beyond its limit a body may be read: what one read brings, and what lay in the system's buffers."""
ZEROS = bytes(60_000_000)
HTML = b"<!doctype html><html><title>t</title><p>Hello, these are words.</html>"


@dataclass(frozen=True)
class Row:
    """What is answered, as raw bytes or as parts, and the outcomes of a page and of a picture that get it."""

    answer: Callable[[], bytes] | Callable[[], Iterator[bytes]]
    page: str
    picture: str = ""
    most_in: int = PAGE_BYTES + SLACK


def head(*lines: str, kind: str = "text/html") -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", f"Content-Type: {kind}", *lines, "", ""]).encode("latin-1")


def whole(*lines: str, body: bytes = HTML, kind: str = "text/html") -> Callable[[], bytes]:
    return lambda: head(f"Content-Length: {len(body)}", *lines, kind=kind) + body


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def packed(coding: str, body: Callable[[], bytes]) -> Callable[[], bytes]:
    return lambda: whole(f"Content-Encoding: {coding}", body=body())()


def endless(start: bytes, part: bytes) -> Callable[[], Iterator[bytes]]:
    def parts() -> Iterator[bytes]:
        yield start
        while True:
            yield part

    return parts


def slowly(start: bytes, part: bytes, site_closing: list[Any]) -> Callable[[], Iterator[bytes]]:
    def parts() -> Iterator[bytes]:
        yield start
        while not site_closing[0].wait(0.05):
            yield part

    return parts


_closing: list[Any] = []

ROWS = {
    "gzip bomb": Row(packed("gzip", lambda: gzip.compress(ZEROS, 9)), "too_large"),
    "deflate bomb": Row(packed("deflate", lambda: zlib.compress(ZEROS, 9)), "too_large"),
    "bare deflate bomb": Row(packed("deflate", lambda: bare_deflate(ZEROS)), "too_large"),
    "gzip bomb that is only compressed bytes": Row(packed("x-gzip", lambda: gzip.compress(ZEROS[:21_000_000], 0)), "too_large"),
    "br": Row(packed("br", lambda: b"\x5b" * 100_000), "odd_encoding", most_in=200_000),
    "zstd": Row(packed("zstd", lambda: b"\x28\xb5\x2f\xfd" * 20_000), "odd_encoding", most_in=200_000),
    "gzip three times": Row(packed("gzip, gzip, gzip", lambda: gzip.compress(HTML)), "odd_encoding"),
    "gzip in two headers": Row(
        whole("Content-Encoding: gzip", "Content-Encoding: gzip", body=gzip.compress(gzip.compress(HTML))), "odd_encoding"
    ),
    "br hidden behind gzip in two headers": Row(
        whole("Content-Encoding: br", "Content-Encoding: identity", body=b"\x5b" * 1000), "odd_encoding"
    ),
    "gzip that is none": Row(whole("Content-Encoding: gzip"), "cut_short"),
    "gzip cut off": Row(packed("gzip", lambda: gzip.compress(HTML)[:-9]), "cut_short"),
    "endless": Row(endless(head(), b"x" * 65536), "too_large"),
    "endless in chunks": Row(endless(head("Transfer-Encoding: chunked"), b"8000\r\n" + b"x" * 32768 + b"\r\n"), "too_large"),
    "endless gzip of one block": Row(endless(head("Content-Encoding: gzip"), gzip.compress(b"")[:10]), "cut_short"),
    "drip of the body": Row(slowly(head(), b".", _closing), "timed_out"),
    "drip of the headers": Row(slowly(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", _closing), "timed_out"),
    "drip of one-byte chunks": Row(slowly(head("Transfer-Encoding: chunked"), b"1\r\nx\r\n", _closing), "timed_out"),
    "endless early hints": Row(slowly(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", _closing), "timed_out"),
    "endless early hints, fast": Row(endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100), "odd_answer", most_in=200_000_000),
    "says nothing": Row(slowly(b"", b"", _closing), "timed_out"),
    "length too long": Row(lambda: head("Content-Length: 5000") + HTML, "cut_short"),
    "length too short": Row(lambda: head("Content-Length: 70") + HTML + b"x" * 100_000, "opened", "not_a_picture", 200_000),
    "length over the limit": Row(lambda: head("Content-Length: 99999999999"), "too_large", most_in=10_000),
    "length of 5,000 digits": Row(lambda: head("Content-Length: " + "9" * 5000), "odd_answer", most_in=10_000),
    "length below zero": Row(lambda: head("Content-Length: -1") + HTML, "odd_answer"),
    "two lengths": Row(lambda: head("Content-Length: 9", "Content-Length: 70") + HTML, "odd_answer"),
    "length beside chunks": Row(
        lambda: head("Content-Length: 3", "Transfer-Encoding: chunked") + b"46\r\n" + HTML + b"\r\n0\r\n\r\n",
        "opened", "not_a_picture",
    ),
    "chunk of 2^64": Row(lambda: head("Transfer-Encoding: chunked") + b"f" * 16 + b"\r\n" + HTML, "cut_short"),
    "chunk size that is none": Row(lambda: head("Transfer-Encoding: chunked") + b"zz\r\n" + HTML, "cut_short"),
    "chunk extension of 1 MB": Row(lambda: head("Transfer-Encoding: chunked") + b"1;a=" + b"x" * 1_000_000, "cut_short"),
    "trailers of 1 MB": Row(
        lambda: head("Transfer-Encoding: chunked") + b"46\r\n" + HTML + b"\r\n0\r\n" + b"X-A: b\r\n" * 125_000, "cut_short"
    ),
    "header of 1 MB": Row(whole("X-A: " + "a" * 1_000_000), "odd_answer"),
    "1 MB of headers": Row(whole(*["X-A: b"] * 125_000), "odd_answer"),
    "10,000 Set-Cookie": Row(whole(*[f"Set-Cookie: a{number}=b" for number in range(10_000)]), "odd_answer"),
    "2,000 Set-Cookie": Row(whole(*[f"Set-Cookie: a{number}=b" for number in range(2000)]), "opened", "not_a_picture"),
    "NUL in a header": Row(whole("X-A: a\0b"), "odd_answer"),
    "escape in a header": Row(whole("X-Robots-Tag: \x1b]0;x\x07noindex"), "opened", "not_a_picture"),
    "no HTTP": Row(lambda: b"SSH-2.0-OpenSSH_9\r\n\r\n", "odd_answer"),
    "HTTP/0.9": Row(lambda: HTML, "odd_answer"),
    "TLS where none was asked for": Row(lambda: b"\x15\x03\x01\0\x02\x02\x46", "odd_answer"),
    "status 000": Row(lambda: b"HTTP/1.1 000 x\r\n\r\n" + HTML, "odd_answer"),
    "picture called a page": Row(whole(body=pictures.flat()), "not_a_page", "none_seen"),
    "page called a picture": Row(whole(kind="image/jpeg"), "not_a_page", "not_a_picture"),
    "program called a page": Row(whole(body=b"\x7fELF" + bytes(5000)), "not_a_page", "not_a_picture"),
    "type of 90,000 letters": Row(whole(kind="text/" + "h" * 90_000), "opened", "not_a_picture"),
    "charset that is a cipher": Row(whole(kind="text/html; charset=bz2_codec"), "opened", "not_a_picture"),
    "no body where one is promised": Row(lambda: b"HTTP/1.1 204 No\r\nContent-Length: 70\r\n\r\n" + HTML, "not_a_page", "not_a_picture"),
    "location of 50,000 letters": Row(lambda: b"HTTP/1.1 302 x\r\nLocation: /" + b"a" * 50_000 + b"\r\n\r\n", "refused_address"),
    "location of control characters": Row(lambda: b"HTTP/1.1 302 x\r\nLocation: /\x1b]0;x\x07\r\n\r\n", "refused_address"),
    "location in half characters": Row(lambda: b"HTTP/1.1 302 x\r\nLocation: /\xed\xa0\x80\xff\r\n\r\n", "not_found"),
    "no location": Row(lambda: b"HTTP/1.1 302 x\r\nContent-Length: 70\r\n\r\n" + HTML, "opened", "not_a_picture"),
}  # fmt: skip
SLUGS = {name: f"{number:02}" for number, name in enumerate(ROWS)}


def answer_all(site: Site) -> None:
    """Put every row on the site."""
    _closing[:] = [site.closing]
    for name, row in ROWS.items():
        made = row.answer()
        if isinstance(made, bytes):
            site.raw(f"/{SLUGS[name]}", made)
        else:
            site.stream(f"/{SLUGS[name]}", row.answer)  # type: ignore[arg-type]


def runs_of(folder: Callable[[], Path], site: Site, slugs: list[str], *, pages: bool, seconds: float) -> list[Measured]:
    """These rows asked for as pages, in as many checks as it takes, or as pictures of one page."""
    if not pages:
        page = site.page("/", "Words. " + "".join(f'<img src="/{slug}">' for slug in slugs))
        return [measured(folder(), "check", page, "--mine", seconds=seconds)]
    parts = [slugs[start : start + MAX_ADDRESSES] for start in range(0, len(slugs), MAX_ADDRESSES)]
    urls = [[site.url(f"/{slug}") for slug in part] for part in parts]
    return [measured(folder(), "check", *part, "--mine", seconds=seconds) for part in urls]


def all_runs(factory: pytest.TempPathFactory, *, pages: bool) -> list[Measured]:
    """Every row, once."""
    late = [slug for name, slug in SLUGS.items() if ROWS[name].page == "timed_out"]
    others = [slug for slug in SLUGS.values() if slug not in late]

    def folder() -> Path:
        return factory.mktemp("cost")

    with serve() as site:
        answer_all(site)
        runs = runs_of(folder, site, others, pages=pages, seconds=LONG)
        runs += runs_of(folder, site, late, pages=pages, seconds=DEADLINE)
        assert all("Cookie" not in asked.headers for asked in site.asked)
    return runs


@pytest.fixture(scope="module")
def as_pages(tmp_path_factory: pytest.TempPathFactory) -> list[Measured]:
    """Every row asked for as a page."""
    return all_runs(tmp_path_factory, pages=True)


@pytest.fixture(scope="module")
def as_pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Measured]:
    """Every row asked for as a picture."""
    return all_runs(tmp_path_factory, pages=False)


@pytest.mark.parametrize("name", ROWS)
def test_as_a_page_it_has_an_outcome_and_no_more_is_read_than_allowed(as_pages: list[Measured], name: str) -> None:
    row, slug = ROWS[name], SLUGS[name]
    [run] = [run for run in as_pages if slug in run.pages()]
    assert run.pages()[slug]["outcome"] == row.page
    assert run.requests()[slug]["bytes_in"] <= row.most_in


@pytest.mark.parametrize("name", ROWS)
def test_as_a_picture_it_has_an_outcome_and_is_never_called_clean(as_pictures: list[Measured], name: str) -> None:
    row, slug = ROWS[name], SLUGS[name]
    [photo] = [run.photos()[slug] for run in as_pictures if slug in run.photos()]
    assert photo["reason"] == (row.picture or row.page)
    assert photo["state"] == ("none_seen" if row.picture == "none_seen" else "not_checked")


def test_all_of_them_together_cost_the_program_little_memory_and_time(
    as_pages: list[Measured], as_pictures: list[Measured]
) -> None:
    for run in (*as_pages, *as_pictures):
        assert run.peak < MOST_MEMORY
        assert run.cpu < 20


def test_an_answer_cut_at_any_byte_is_never_taken_for_whole(tmp_path_factory: pytest.TempPathFactory) -> None:
    body = pictures.flat(40, 40, "PNG", optimize=True)
    answer = whole(body=body, kind="image/png")()
    assert len(answer) < 290
    with serve() as site:
        for cut in range(len(answer) + 1):
            site.raw(f"/{cut}", answer[:cut])
        page = site.page("/", "Words. " + "".join(f'<img src="/{cut}">' for cut in range(len(answer) + 1)))
        photos = measured(tmp_path_factory.mktemp("cost"), "check", page, "--mine", seconds=LONG).photos()
    assert photos[str(len(answer))]["state"] == "none_seen"
    reasons = [photos[str(cut)]["reason"] for cut in range(len(answer))]
    assert set(reasons) == {"odd_answer", "cut_short"}


def test_a_connection_that_is_torn_in_the_body_is_an_outcome(tmp_path_factory: pytest.TempPathFactory) -> None:
    def torn(handler: Any) -> None:
        handler.wfile.write(head("Content-Length: 5000") + HTML)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, no end
        handler.connection.close()

    with serve() as site:
        site.page("/torn", "")
        site._answers["/torn"] = torn
        run = measured(tmp_path_factory.mktemp("cost"), "check", site.url("/torn"), "--mine", seconds=LONG)
    assert run.pages()["torn"]["outcome"] == "cut_short"
