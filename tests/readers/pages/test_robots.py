from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcheck.readers.pages.robots import allowed_counts, asks_in_header, mining_in_header, mining_reserved

URLS = ["https://a.example/me", "https://a.example/img/1.jpg", "https://a.example/img/2.png"]


@pytest.mark.parametrize(
    ("text", "gptbot", "bing"),
    [
        ("", 3, 3),
        ("User-agent: *\nDisallow: /", 0, 0),
        ("User-agent: GPTBot\nDisallow: /", 0, 3),
        ("user-agent: gptbot\nUser-Agent: CCBot\ndisallow: /img/", 1, 3),
        ("User-agent: *\nDisallow: /\nAllow: /me$", 1, 1),
        ("User-agent: *\nDisallow: /*.jpg$", 2, 2),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Bingbot\nDisallow:", 0, 3),
        ("\ufeffUser-agent: *\r\nDisallow: /img", 1, 1),
        ("<html>Not found</html>", 3, 3),
        ("User-agent: *\nDisallow: /" + "*a" * 3000, 3, 3),
    ],
)
def test_robots_txt_is_read_as_the_standard_says(text: str, gptbot: int, bing: int) -> None:
    assert allowed_counts(text.encode(), URLS, ["GPTBot", "Bingbot"]) == (("GPTBot", gptbot), ("Bingbot", bing))


@given(st.binary(max_size=400))
def test_any_bytes_are_read_as_robots_txt_without_an_error(body: bytes) -> None:
    [(agent, count)] = allowed_counts(b"User-agent: *\n" + body, URLS, ["GPTBot"])
    assert agent == "GPTBot"
    assert 0 <= count <= len(URLS)


@pytest.mark.parametrize(
    ("header", "asks"),
    [
        ("noindex", ("robots: noindex",)),
        ("NOINDEX, noimageindex", ("robots: noindex", "robots: noimageindex")),
        ("googlebot: noindex, nofollow", ("googlebot: noindex", "googlebot: nofollow")),
        ("noai, bingbot: none", ("robots: noai", "bingbot: none")),
        ("max-image-preview: none", ("robots: max-image-preview:none",)),
        ("unavailable_after: 25 Jun 2027 15:00:00 PST", ()),
        ("", ()),
        ("\x1b[2J, ünicode", ()),
    ],
)
def test_words_of_the_header_are_told_by_crawler(header: str, asks: tuple[str, ...]) -> None:
    assert asks_in_header(header) == asks


@pytest.mark.parametrize(
    ("document", "reserved"),
    [
        (b'[{"location": "/", "tdm-reservation": 1}]', True),
        (b'[{"location": "/", "tdm-reservation": 0}]', False),
        (b'[{"location": "/me$", "tdm-reservation": 1}, {"location": "/", "tdm-reservation": 0}]', True),
        (b'[{"location": "/img/*", "tdm-reservation": 1}]', None),
        (b'[{"location": "/*e", "tdm-reservation": "1"}]', True),
        (b'[{"location": "/*x$", "tdm-reservation": 1}]', None),
        (b'{"location": "/"}', None),
        (b"[1, null, {}]", None),
        (b"[" * 100_000, None),
        (b"<html>", None),
        (b"", None),
    ],
)
def test_what_a_site_reserves_of_mining_is_read_path_by_path(document: bytes, reserved: bool | None) -> None:
    assert mining_reserved(document, "https://a.example/me") is reserved


@pytest.mark.parametrize(("value", "reserved"), [("1", True), (" 0 ", False), ("", None), ("yes", None)])
def test_the_header_on_mining_counts_only_with_its_two_words(value: str, reserved: bool | None) -> None:
    assert mining_in_header(value) is reserved
