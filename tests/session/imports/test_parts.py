"""Where the pages and pictures of MHTML and HAR files lie, whatever wrote them."""

from __future__ import annotations

import base64
import json
import random

import pytest

from selfcheck.model import Outcome
from selfcheck.readers.archives.packing import CannotUnpack, Packing, unpacked
from selfcheck.readers.archives.parts import Part, Parts
from selfcheck.sandbox.read_lists import read_parts
from tests.support.pace import taking

PICTURE = bytes(range(256)) * 3


def mhtml(end: bytes = b"\r\n", *, nested: bool = False) -> bytes:
    page = [
        b"Content-Type: text/html; charset=euc-kr",
        b"Content-Location: https://mina.example/",
        b"",
        b"<p>--b--</p>",
    ]
    image = [
        b"content-type: image/png",
        b"Content-Transfer-Encoding: BASE64",
        b"Content-Location: https://mina.example/me.png",
        b"",
        *base64.encodebytes(PICTURE).splitlines(),
    ]
    raw = [b"Content-Type: image/gif", b"Content-Transfer-Encoding: binary", b"Content-Location: https://a.example/x"]
    raw += [b"", b"GIF89a--b"]
    inner = [b'Content-Type: multipart/alternative; boundary="in ner"', b"", b"--in ner", *page, b"--in ner--"]
    lines = [b"MIME-Version: 1.0", b"Content-Type: multipart/related;", b'\tboundary="--b"; type="text/html"', b""]
    for part in (inner if nested else page, image, raw):
        lines += [b"----b", *part]
    return end.join([*lines, b"----b--", b""])


def bytes_of(data: bytes, part: Part) -> bytes:
    return unpacked(data[part.start : part.end], part.packing)


@pytest.mark.parametrize("end", [b"\r\n", b"\n"], ids=["CRLF", "LF"])
@pytest.mark.parametrize("nested", [False, True])
def test_parts_of_mhtml(end: bytes, nested: bool) -> None:
    data = mhtml(end, nested=nested)
    parts = read_parts("mhtml", data)
    assert isinstance(parts, Parts)
    [page] = parts.pages
    assert (page.url, page.content_type) == ("https://mina.example/", "text/html; charset=euc-kr")
    assert bytes_of(data, page) == b"<p>--b--</p>"
    assert {part.url: bytes_of(data, part) for part in parts.pictures} == {
        "https://mina.example/me.png": PICTURE,
        "https://a.example/x": b"GIF89a--b",
    }


def test_mhtml_that_breaks_off_gives_what_came_before() -> None:
    data = mhtml()
    cut = data[: data.index(b"GIF89a")]
    parts = read_parts("mhtml", cut)
    assert isinstance(parts, Parts)
    assert bytes_of(cut, parts.pictures[0]) == PICTURE


def entry(url: str, kind: str, **content: str) -> dict[str, object]:
    return {"request": {"url": url}, "response": {"status": 200, "content": {"mimeType": kind, **content}}}


def test_parts_of_har_with_texts_escaped_and_pictures_twice() -> None:
    packed = base64.b64encode(PICTURE).decode()
    entries = [
        entry("https://mina.example/", "text/html", text='<p title="x">한 \\ /</p>'),
        entry("https://mina.example/a.png", "image/png", text=packed, encoding="base64"),
        entry("https://mina.example/b.png", "image/png", text=packed, encoding="base64"),
        entry("https://mina.example/c.png", "image/png"),
        entry("https://mina.example/d.svg", "image/svg+xml", text="<svg/>"),
        entry("http://mina@10.0.0.1/", "image/png", text=packed),
    ]
    for data in (json.dumps({"log": {"entries": entries}}), json.dumps({"log": {"entries": entries}}, indent=2)):
        raw = b"\xef\xbb\xbf" + data.replace("/", r"\/").encode()
        parts = read_parts("har", raw)
        assert isinstance(parts, Parts)
        assert bytes_of(raw, parts.pages[0]).decode() == '<p title="x">한 \\ /</p>'
        assert {part.url[-5:]: bytes_of(raw, part) for part in parts.pictures} == {"a.png": PICTURE, "b.png": PICTURE}


@pytest.mark.parametrize("packing", ["json", "json base64"])
@pytest.mark.parametrize("data", [b'"cut', b"7", b'"\\ud800"', b"", b'"\xff"'])
def test_what_is_not_packed_as_it_says_is_refused(packing: Packing, data: bytes) -> None:
    with pytest.raises(CannotUnpack):
        unpacked(data, packing)


def test_files_spoilt_anywhere_are_taken_apart_or_refused_and_parts_lie_inside() -> None:
    chance = random.Random(7)  # noqa: S311 (the same each time)
    for whole in (mhtml(), mhtml(nested=True)):
        for _ in range(300):
            data = bytearray(whole)
            for _ in range(chance.randrange(1, 12)):
                data[chance.randrange(len(data))] = chance.choice(b'\r\n-:;="b\xff\0 ')
            parts = read_parts("mhtml", bytes(data))
            if isinstance(parts, Parts):
                assert all(0 <= part.start <= part.end <= len(data) for part in (*parts.pages, *parts.pictures))


def test_a_har_tells_pictures_that_were_shown_and_are_not_in_it_and_takes_what_the_browser_had_already() -> None:
    picture = {"mimeType": "image/jpeg", "encoding": "base64", "text": "/9j/"}

    def entry(name: str, status: int, content: dict[str, str]) -> dict[str, object]:
        url = f"https://mina.example/{name}"
        return {"request": {"url": url}, "response": {"status": status, "content": content}}

    rows = [
        entry("", 200, {"mimeType": "text/html", "text": "<html>"}),
        entry("empty.jpg", 200, {"mimeType": "image/jpeg"}),
        entry("empty.jpg", 200, {"mimeType": "image/jpeg", "text": ""}),
        entry("had.jpg", 304, picture),
        entry("later.jpg", 200, {"mimeType": "image/jpeg"}),
        entry("later.jpg", 200, picture),
        entry("gone.jpg", 404, picture),
    ]
    parts = read_parts("har", json.dumps({"log": {"entries": rows}}).encode())
    assert isinstance(parts, Parts)
    assert [part.url.rpartition("/")[2] for part in parts.pictures] == ["had.jpg", "later.jpg"]
    assert parts.named == ("https://mina.example/empty.jpg",)


@pytest.mark.parametrize(
    "data",
    [
        b"Content-Type: multipart/related; boundary=b\n\n" + b"--b\n" * 1_000_000,
        b"Content-Type: multipart/related; boundary=b\n\n" + b"--b\nContent-Type: multipart/x; boundary=b\n\n" * 50_000,
        b"Content-Type: multipart/related; boundary=b\n\n" + b"--b" * 1_000_000,
        b"a: " + b"\n " * 4_000_000,
    ],
    ids=["empty parts", "each in the one before", "no lines", "one header"],
)
def test_mhtml_made_to_take_long_does_not(data: bytes) -> None:
    with taking() as took:
        assert read_parts("mhtml", data) is Outcome.NOT_A_PAGE
    assert took.cpu < 5  # half of what a worker has; under a second is usual
