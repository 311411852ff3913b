"""The corpus in tests/data/pages: one small page for each way to name a picture, with what it must give."""

from __future__ import annotations

import gzip
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from selfcheck.model import Outcome, PageReading, PhotoRef
from selfcheck.readers.pages.html import read_page
from tests.support.running import AS_INSTALLED, run

PAGES = Path(__file__).parents[2] / "data" / "pages"
URL = "https://mina.example/people/me"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((PAGES / "expected.toml").read_text(encoding="utf-8"))
THROUGH_THE_COMMAND = ("picture", "lazy", "css-traps", "json-ld-broken", "link-to-picture", "sizes-joined", "srcdoc")


def read(name: str) -> PageReading:
    reading = read_page((PAGES / f"{name}.html").read_bytes(), "text/html", URL, URL)
    assert isinstance(reading, PageReading)
    return reading


def row(photo: PhotoRef) -> dict[str, Any]:
    told = {"url": photo.url, "role": photo.role.value, "found_in": photo.found_in}
    if photo.alt:
        told["alt"] = photo.alt
    return told | ({"other_urls": list(photo.other_urls)} if photo.other_urls else {})


def test_every_page_has_a_row_and_every_row_a_page() -> None:
    assert {page.stem for page in PAGES.glob("*.html")} == set(EXPECTED)
    assert len(EXPECTED) >= 45


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_gives_just_the_photos_it_names(name: str) -> None:
    assert [row(photo) for photo in read(name).photos] == EXPECTED[name]["photos"]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_gives_its_links_names_and_what_it_asks(name: str) -> None:
    reading, expected = read(name), EXPECTED[name]
    for kind in ("sheets", "frames", "feeds"):
        assert list(getattr(reading.links, kind)) == expected.get(kind, []), kind
    assert list(reading.asks) == expected.get("asks", [])
    assert list(reading.names) == expected.get("names", [])
    assert reading.mining_reserved is expected.get("mining_reserved")
    assert (reading.cut, reading.over_limit) == (False, 0)


@pytest.mark.parametrize("name", THROUGH_THE_COMMAND)
def test_the_command_lists_a_saved_page_as_the_reader_does(name: str) -> None:
    arguments = ("check", PAGES / f"{name}.html", "--base-url", URL, "--no-fetch", "--json")
    ended = run(*arguments, command=AS_INSTALLED)
    report = json.loads(ended.out)
    places = [
        {"url": photo["url"], "found_in": place["found_in"], "other_urls": sorted(photo["other_urls"])}
        for photo in report["photos"]
        for place in photo["sightings"]
    ]
    expected = [
        {"url": photo["url"], "found_in": photo["found_in"], "other_urls": sorted(photo.get("other_urls", []))}
        for photo in EXPECTED[name]["photos"]
    ]

    def order(place: dict[str, Any]) -> tuple[str, str]:
        return place["url"], place["found_in"]

    assert sorted(places, key=order) == sorted(expected, key=order)


PICTURED = '<html><head><title>한글</title></head><body><img src="/사진.jpg" alt="바다"></body></html>'


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (PICTURED.encode("utf-16"), "text/html"),
        (PICTURED.encode("utf-16-le"), "text/html; charset=utf-8"),
        (PICTURED.encode("utf-16-be"), "text/html"),
        (PICTURED.encode("utf-8"), "text/html; charset=utf-16"),
        (PICTURED.replace("<head>", '<head><meta charset="euc-kr">').encode("euc-kr"), "text/html; charset=utf-8"),
        (PICTURED.replace("<head>", '<head><meta charset="latin-1">').encode(), "text/html"),
        (PICTURED.encode(), "text/plain"),
        (PICTURED.encode(), "application/octet-stream"),
        (PICTURED.replace("<title>", "<title>\0").encode(), "text/html"),
        (b"<!-- " + b"licence " * 1000 + b"-->" + PICTURED.encode(), "text/html"),
        (PICTURED.encode(), "text/html; charset=unicode_escape"),
        (PICTURED.encode(), "text/html; charset=rot13"),
    ],
    ids=range(12),
)
def test_a_page_that_lies_about_its_bytes_is_read(body: bytes, content_type: str) -> None:
    reading = read_page(body, content_type, URL, URL)
    assert isinstance(reading, PageReading)
    assert (reading.title, [photo.alt for photo in reading.photos]) == ("한글", ["바다"])
    assert reading.photos[0].url == "https://mina.example/%EC%82%AC%EC%A7%84.jpg"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (gzip.compress(PICTURED.encode()), "text/html"),
        (bytes(range(256)) * 40, "text/html"),
        (PICTURED.encode(), "image/png"),
        (b"\0" * 3000 + PICTURED.encode(), "text/html"),
        (b"%PDF-1.7 <html>", "text/html"),
        (b"\xff\xfe", "text/html"),
    ],
    ids=range(6),
)
def test_what_is_no_page_gives_an_outcome(body: bytes, content_type: str) -> None:
    assert read_page(body, content_type, URL, URL) is Outcome.NOT_A_PAGE


@pytest.mark.parametrize("name", ["picture", "css-style", "state-json", "srcdoc", "names"])
def test_a_page_cut_short_anywhere_gives_a_part_of_its_photos(name: str) -> None:
    body = (PAGES / f"{name}.html").read_bytes()
    whole = {url for photo in read(name).photos for url in (photo.url, *photo.other_urls)}
    counts = []
    for end in range(150, len(body), 7):
        reading = read_page(body[:end], "text/html", URL, URL)
        assert isinstance(reading, PageReading)
        counts.append(len({url for photo in reading.photos for url in (photo.url, *photo.other_urls)} & whole))
    assert counts[0] < counts[-1] or not whole
