from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck.model import Outcome, PageReading, PhotoRef, Role
from selfcheck.net.urls import absolute_url
from selfcheck.readers.pages.found import PictureSet
from selfcheck.readers.pages.html import MAX_PHOTOS, read_html, read_page
from tests.support.pace import taking

PAGE = "https://example.org/people/mina"


def read(html: str, final: str = PAGE) -> tuple[PhotoRef, ...]:
    return read_html(html, PAGE, final).photos


def one(html: str) -> PhotoRef:
    [photo] = read(html)
    return photo


# What the page says -> the photo's address, how it is told where it was found.
ROWS = [
    ('<img src="/a.jpg">', "https://example.org/a.jpg", "img src"),
    (
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><img src="/x.jpg"/></body></html>',
        "https://example.org/x.jpg",
        "img src",
    ),
    ('<img src="a.jpg">', "https://example.org/people/a.jpg", "img src"),
    ('<img src="//cdn.example.net/a.jpg?x=1&amp;y=2">', "https://cdn.example.net/a.jpg?x=1&y=2", "img src"),
    ('<img src="img//a.jpg">', "https://example.org/people/img//a.jpg", "img src"),  # two slashes are not one
    ('<img src="./b//../c/./a.jpg?d=../e">', "https://example.org/people/b/c/a.jpg?d=../e", "img src"),
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
        '<img src="data:image/gif;base64,R0" data-lazy-cover-src="https://cdn.example/get?id=7">',
        "https://cdn.example/get?id=7",
        "img lazy",
    ),
    ('<a href="/full.jpg"><img src="/thumb.jpg"></a>', "https://example.org/full.jpg", "img src"),
    ('<a href="/full.jpg?v=2">See it large</a>', "https://example.org/full.jpg?v=2", "a href"),
    ('<link rel="preload" as="image" href="/s.jpg" imagesrcset="/l.jpg 900w">', "https://example.org/l.jpg", "preload"),
    (
        '<meta property="og:image:secure_url" content="https://example.org/s.jpg">',
        "https://example.org/s.jpg",
        "og:image",
    ),
    (
        '<div itemscope><link itemprop="image" href="/m.jpg"></div>',
        "https://example.org/m.jpg",
        "microdata",
    ),
    (
        '<span property="schema:image" content="/r.jpg"></span>',
        "https://example.org/r.jpg",
        "RDFa",
    ),
    ('<data class="u-photo" value="/u.jpg"></data>', "https://example.org/u.jpg", "microformats"),
    ('<data class="u-featured" value="/u.jpg"></data>', "https://example.org/u.jpg", "microformats"),
    (
        '<div style="background: #fff url(&quot;/b.jpg&quot;)"></div>',
        "https://example.org/b.jpg",
        "inline style",
    ),
    (
        "<p class=b></p><style>.a{color:red}.b{background-image:url('/b.jpg')}</style>",
        "https://example.org/b.jpg",
        "style sheet",
    ),
    ("<p class=b></p><style>.b::before{content:url(/c.png)}</style>", "https://example.org/c.png", "style sheet"),
    ("<ul></ul><style>ul{list-style-image:url( /l.png )}</style>", "https://example.org/l.png", "style sheet"),
    (
        '<p class=b></p><style>.b{background:image-set("/one.jpg" 1x)}</style>',
        "https://example.org/one.jpg",
        "style sheet",
    ),
    ('<video poster="/p.jpg"></video>', "https://example.org/p.jpg", "video poster"),
    ('<svg><image xlink:href="/i.jpg"/></svg>', "https://example.org/i.jpg", "svg image"),
    ('<object data="/o.jpg" type="image/jpeg"></object>', "https://example.org/o.jpg", "object"),
    ('<embed src="/e.png">', "https://example.org/e.png", "embed"),
    ('<input type="image" src="/i.png">', "https://example.org/i.png", "input"),
    ('<section data-bg="/bg.jpg"></section>', "https://example.org/bg.jpg", "lazy background"),
    ('<section data-background="url(/bg.jpg)"></section>', "https://example.org/bg.jpg", "lazy background"),
    ('<td background="/old.gif"></td>', "https://example.org/old.gif", "background attribute"),
    ('<iframe srcdoc="&lt;img src=/inner.jpg&gt;"></iframe>', "https://example.org/inner.jpg", "iframe srcdoc"),
    (
        '<script id="__NEXT_DATA__" type="application/json">{"props":{"avatarUrl":"https://cdn.example/u/7"}}</script>',
        "https://cdn.example/u/7",
        "script data",
    ),
    (
        '<script>window.__STATE__ = {"pic":"https:\\/\\/cdn.example\\/a.jpg?x=1\\u0026y=2"};</script>',
        "https://cdn.example/a.jpg?x=1&y=2",
        "script data",
    ),
    ('<script>load({src: "https://cdn.example/a.webp", w: 3})</script>', "https://cdn.example/a.webp", "script data"),
    ('<img src="https://한글.한국/가.jpg">', "https://xn--bj0bj06e.xn--3e0b707e/%EA%B0%80.jpg", "img src"),
    ('<img src=" /a b.jpg\n">', "https://example.org/a%20b.jpg", "img src"),
    (
        '<script type="application/ld+json">{"@graph":[{"@type":"Person","image":"/p.jpg"}]}</script>',
        "https://example.org/p.jpg",
        "JSON-LD",
    ),
]


@pytest.mark.parametrize(("html", "url", "found_in"), ROWS, ids=[row[0][:60] for row in ROWS])
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


def test_of_a_photo_in_hundreds_of_sizes_the_largest_are_remembered() -> None:
    widths = [*range(100, 200), *range(1000, 1041)]
    photo = one('<img srcset="' + ", ".join(f"/{width}.jpg {width}w" for width in widths) + '">')
    assert photo.url == "https://example.org/1040.jpg"
    assert {url.rpartition("/")[2] for url in photo.other_urls} == {f"{width}.jpg" for width in range(1000, 1040)}


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
        '<img src="data:image/png;base64,">',
        '<img src="data:image/svg+xml,%3Csvg%3E">',
        '<img src="data:text/plain,hello">',
        '<img src="javascript:alert(1)">',
        '<img src="blob:https://example.org/1">',
        '<img src="file:///etc/passwd">',
        '<img src="https://user:pass@example.org/a.jpg">',
        '<img src="http://[::bad/a.jpg">',
        "<img>",
        '<script type="application/ld+json">{"image": </script>',
        '<script type="application/ld+json">' + '{"a":' * 5000 + "</script>",
        '<a href="/photos/mina">A link to another page</a>',
        '<a href="/wiki/File:Me.jpg">A page named like a picture</a>',
        '<link rel="stylesheet" href="/a.css"><a href="/a.svg">A drawing</a>',
        "<style>@import url(/a.css); @font-face { src: url(/f.woff2) } p { color: red }</style>",
        '<div data-id="a.b" data-json=\'{"x": "/a.jpg"}\'></div>',
        '<object data="/film.mp4" type="video/mp4"></object><embed src="/a.swf">',
        '<script>var a = "no picture", b = {"url": "/page.html"};</script>',
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
    with taking() as took:
        reading = read_page(page, "text/html", PAGE, PAGE)
    assert took.cpu < 8  # the worker has 10 s; without the cut it takes minutes
    assert isinstance(reading, PageReading)
    assert [photo.url for photo in reading.photos] == ["https://example.org/early.jpg"]


REFERENCES = st.from_regex(r"(https?:)?(//)?([a-zA-Z0-9.:-]{0,12})?/?[a-z0-9./%?#@:=&;+ é-]{0,20}", fullmatch=True)


@settings(max_examples=400, deadline=None)
@given(REFERENCES, st.sampled_from([PAGE, "http://example.org:8080/a/b?c=d", "https://example.org"]))
def test_the_quick_way_to_an_absolute_address_gives_what_the_strict_way_gives(reference: str, base: str) -> None:
    assert PictureSet(base).absolute(reference) == absolute_url(base, reference)
