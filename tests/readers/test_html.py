from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck.model import Outcome, PageReading, PhotoRef, Role
from selfcheck.readers.html import MAX_PHOTOS, read_html, read_page

PAGE = "https://example.org/people/mina"


def read(html: str, final: str = PAGE) -> tuple[PhotoRef, ...]:
    return read_html(html, PAGE, final).photos


def one(html: str) -> PhotoRef:
    [photo] = read(html)
    return photo


# What the page says -> the photo's address, how it is told where it was found.
ROWS = [
    ('<img src="/a.jpg">', "https://example.org/a.jpg", "img src"),
    ('<img src="a.jpg">', "https://example.org/people/a.jpg", "img src"),
    ('<img src="//cdn.example.net/a.jpg?x=1&amp;y=2">', "https://cdn.example.net/a.jpg?x=1&y=2", "img src"),
    ('<base href="https://static.example.net/"><img src="a.jpg">', "https://static.example.net/a.jpg", "img src"),
    ('<img src="s.jpg" srcset="m.jpg 400w, l.jpg 900w">', "https://example.org/people/l.jpg", "img srcset"),
    ('<img src="s.jpg" srcset="m.jpg, l.jpg 2x">', "https://example.org/people/l.jpg", "img srcset"),
    (
        '<picture><source srcset="l.webp 900w"><img src="s.jpg"></picture>',
        "https://example.org/people/l.webp",
        "picture",
    ),
    ('<img src="data:image/gif;base64,R0lGOD" data-src="/lazy.jpg">', "https://example.org/lazy.jpg", "img lazy"),
    ('<img data-srcset="/s.jpg 100w, /l.jpg 800w">', "https://example.org/l.jpg", "img lazy"),
    ('<img data-original="/o.jpg" src="/blank.gif">', "https://example.org/o.jpg", "img lazy"),
    ('<noscript><img src="/n.jpg"></noscript>', "https://example.org/n.jpg", "noscript"),
    ('<meta property="og:image" content="/card.jpg">', "https://example.org/card.jpg", "og:image"),
    ('<meta name="twitter:image" content="https://example.org/t.jpg">', "https://example.org/t.jpg", "twitter:image"),
    ('<link rel="image_src" href="/l.jpg">', "https://example.org/l.jpg", "image_src"),
    (
        '<script type="application/ld+json">{"@graph":[{"@type":"Person","image":"/p.jpg"}]}</script>',
        "https://example.org/p.jpg",
        "JSON-LD",
    ),
]


@pytest.mark.parametrize(("html", "url", "found_in"), ROWS, ids=[row[0][:40] for row in ROWS])
def test_each_way_to_name_a_picture_is_read(html: str, url: str, found_in: str) -> None:
    photo = one(html)
    assert photo.url == url
    assert found_in in photo.found_in


def test_the_largest_size_is_the_photo_and_the_others_are_remembered() -> None:
    photo = one(
        '<picture><source type="image/webp" srcset="/a-300.webp 300w, /a-1200.webp 1200w">'
        '<img src="/a.jpg" srcset="/a-600.jpg 600w" alt="By the sea"></picture>'
    )
    assert photo.url == "https://example.org/a-1200.webp"
    assert {url.rpartition("/")[2] for url in photo.other_urls} == {"a-300.webp", "a-600.jpg", "a.jpg"}
    assert photo.alt == "By the sea"


@pytest.mark.parametrize(
    ("html", "role"),
    [
        ('<img class="avatar" src="/a.jpg">', Role.AVATAR),
        ('<div class="profile-photo"><img src="/a.jpg"></div>', Role.AVATAR),
        ('<img src="/a.jpg" alt="민아님의 프로필 사진">', Role.AVATAR),
        ('<img id="cover" src="/a.jpg">', Role.COVER),
        ('<ul class="gallery"><li><img src="/a.jpg"></li></ul>', Role.GALLERY),
        ('<article><img src="/a.jpg"></article>', Role.POST),
        ('<meta property="og:image" content="/a.jpg">', Role.PREVIEW_CARD),
        ('<img class="site-logo" src="/a.png">', Role.ICON),
        ('<img src="/a.png" width="24" height="24">', Role.ICON),
        ('<link rel="shortcut icon" href="/favicon.ico">', Role.ICON),
        ('<link rel="apple-touch-icon" href="/touch.png">', Role.ICON),
        ('<script type="application/ld+json">{"@type":"Organization","logo":"/logo.png"}</script>', Role.ICON),
        ('<script type="application/ld+json">{"@type":"Person","image":{"url":"/me.jpg"}}</script>', Role.AVATAR),
    ],
)
def test_the_part_a_picture_plays_is_told(html: str, role: Role) -> None:
    assert one(html).role is role


@pytest.mark.parametrize(
    "html",
    [
        '<img src="">',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="javascript:alert(1)">',
        '<img src="blob:https://example.org/1">',
        '<img src="file:///etc/passwd">',
        '<img src="https://user:pass@example.org/a.jpg">',
        '<img src="http://[::bad/a.jpg">',
        "<img>",
        '<script type="application/ld+json">{"image": </script>',
        '<script type="application/ld+json">' + '{"a":' * 5000 + "</script>",
        '<a href="/a.jpg">A picture behind a link is another page</a>',
    ],
)
def test_what_names_no_picture_that_can_be_asked_for_gives_none(html: str) -> None:
    assert read(html) == ()


def test_a_picture_named_twice_in_one_way_is_one_and_too_many_are_counted() -> None:
    assert len(read('<img src="/a.jpg"><img src="/a.jpg">')) == 1
    reading = read_html("".join(f'<img src="/{n}.jpg">' for n in range(MAX_PHOTOS + 7)), PAGE, PAGE)
    assert len(reading.photos) == MAX_PHOTOS == 300
    assert reading.over_limit == 7


@pytest.mark.parametrize(
    ("body", "content_type", "title"),
    [
        ("<title>한글</title>".encode("euc-kr"), "text/html; charset=euc-kr", "한글"),
        ('<meta charset="euc-kr"><title>한글</title>'.encode("euc-kr"), "text/html", "한글"),
        ("<title>한글</title>".encode(), "text/html; charset=us-ascii", "한글"),
        ("<title>한글</title>".encode("utf-16"), "text/html", "한글"),
        ("<title>\ufeff한글</title>".encode("utf-8-sig"), "text/html; charset=nonsense", "한글"),
        ("<title>Zoë</title>".encode("latin-1"), "text/html", "Zoë"),
    ],
)
def test_pages_in_other_charsets_are_read(body: bytes, content_type: str, title: str) -> None:
    reading = read_page(body, content_type, PAGE, PAGE)
    assert isinstance(reading, PageReading)
    assert reading.title.strip("\ufeff") == title


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"%PDF-1.7", "application/pdf"),
        (b'{"a": 1}', "application/json"),
        (b"<?xml version='1.0'?><rss></rss>", "text/xml"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", "text/html"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "text/html"),
        (b"plain words", "text/plain"),
        (b"", "text/html"),
    ],
)
def test_what_is_no_page_is_told_as_such(body: bytes, content_type: str) -> None:
    assert read_page(body, content_type, PAGE, PAGE) is Outcome.NOT_A_PAGE


PIECES = [
    "\n<img src= ",
    " <img srcset=' ",
    " a.jpg 1w, ",
    " ' ",
    ' " ',
    " > ",
    " <picture> ",
    " <source srcset=b 2x> ",
    " <noscript> ",
    " <base href= ",
    " // ",
    "\nhttp://[ ",
    " <meta property=og:image content= ",
    " <script type=application/ld+json> ",
    ' {"image":[ ',
    " ]} ",
    " </script> ",
    " <!-- ",
    "\n--> ",
    " <![CDATA[ ",
    " \x00 ",
    " 한 ",
    " � ",
    " &#x1F; ",
    " <title> ",
    " <link rel=icon href=x> ",
    " <iframe src=captcha>\n",
]
SOUP = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@settings(max_examples=150, deadline=None)
@given(SOUP)
def test_tag_soup_never_breaks_the_reader_and_only_gives_addresses_that_may_be_asked_for(soup: str) -> None:
    reading = read_page(b"<!doctype html>" + soup.encode("utf-8", "surrogatepass"), "text/html", PAGE, PAGE)
    if isinstance(reading, PageReading):
        for photo in reading.photos:
            assert all(url.startswith(("http://", "https://")) for url in (photo.url, *photo.other_urls))


def test_a_page_of_a_million_tags_ends_soon() -> None:
    page = b'<html><body><img src="/early.jpg">' + b"<b>" * 1_000_000 + b'<img src="/late.jpg">'
    started = time.process_time()
    reading = read_page(page, "text/html", PAGE, PAGE)
    assert time.process_time() - started < 8  # the worker has 10 s; without the cut it takes minutes
    assert isinstance(reading, PageReading)
    assert [photo.url for photo in reading.photos] == ["https://example.org/early.jpg"]
