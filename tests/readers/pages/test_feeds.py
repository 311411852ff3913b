# ruff: noqa: E501 (rows of data read best on one line)
from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcheck.model import Outcome, PageReading, PhotoRef, Role
from selfcheck.readers.pages.feeds import read_feed

URL = "https://a.example/blog/feed.xml"
MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'


def photos(body: str | bytes) -> tuple[PhotoRef, ...]:
    reading = read_feed(body.encode() if isinstance(body, str) else body, "", URL)
    assert isinstance(reading, PageReading)
    return reading.photos


def rss(item: str, channel: str = "") -> str:
    return f'<?xml version="1.0"?><rss version="2.0" {MEDIA}><channel><title>Mina</title>{channel}<item><title>By the sea</title>{item}</item></channel></rss>'


def atom(entry: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Mina</title><entry><title>By the sea</title>{entry}</entry></feed>'


@pytest.mark.parametrize(
    ("body", "url", "found_in"),
    [
        (rss('<enclosure url="https://c.example/a.jpg" type="image/jpeg" length="1"/>'), "https://c.example/a.jpg", "feed enclosure"),
        (rss('<media:content url="/m.jpg" medium="image"/>'), "https://a.example/m.jpg", "feed media:content"),
        (rss('<media:group><media:thumbnail url="t.jpg"/></media:group>'), "https://a.example/blog/t.jpg", "feed media:thumbnail"),
        (rss("<description>&lt;p&gt;Hi&lt;img src='/d.jpg'&gt;</description>"), "https://a.example/d.jpg", "feed: img src"),
        (
            rss('<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[<img src="/e.jpg">]]></content:encoded>'),
            "https://a.example/e.jpg",
            "feed: img src",
        ),
        (rss('<x:image xmlns:x="http://www.itunes.com/dtds/podcast-1.0.dtd" href="/i.jpg"/>'), "https://a.example/i.jpg", "feed image"),
        (rss("", "<image><url>https://a.example/c.png</url><title>x</title></image>"), "https://a.example/c.png", "feed image"),
        (atom('<link rel="enclosure" type="image/png" href="/l.png"/>'), "https://a.example/l.png", "feed enclosure"),
        (atom('<content type="html">&lt;img src="h.jpg"&gt;</content>'), "https://a.example/blog/h.jpg", "feed: img src"),
        (
            atom('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><img src="x.jpg"/></div></content>'),
            "https://a.example/blog/x.jpg",
            "feed: img src",
        ),
        (rss('<enclosure url="/broken.jpg" type="image/jpeg"/>')[:-30], "https://a.example/broken.jpg", "feed enclosure"),
    ],
)  # fmt: skip
def test_each_way_a_feed_names_a_picture_is_read(body: str, url: str, found_in: str) -> None:
    [photo] = photos(body)
    assert (photo.url, photo.found_in) == (url, found_in)
    assert photo.role is Role.FEED


def test_the_title_of_an_entry_is_the_caption_of_its_pictures() -> None:
    assert [photo.alt for photo in photos(rss('<media:content url="/m.jpg" medium="image"/>'))] == ["By the sea"]


def test_a_json_feed_is_read() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Mina",
        "favicon": "/f.png",
        "authors": [{"name": "Mina Example", "avatar": "/me.jpg"}],
        "items": [
            {"title": "Sea", "image": "/1.jpg", "content_html": '<p><img src="/2.jpg" alt="Waves"></p>'},
            {"attachments": [{"url": "/3.jpg", "mime_type": "image/jpeg"}, {"url": "/4.mp3", "mime_type": "audio/mpeg"}]},
            "nonsense",
        ],
    }  # fmt: skip
    found = photos(json.dumps(feed))
    assert [(photo.url.rpartition("/")[2], photo.role, photo.alt) for photo in found] == [
        ("f.png", Role.ICON, ""),
        ("me.jpg", Role.AVATAR, "Mina Example"),
        ("1.jpg", Role.FEED, "Sea"),
        ("2.jpg", Role.FEED, "Waves"),
        ("3.jpg", Role.FEED, ""),
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body><img src='/a.jpg'></body></html>",
        b'{"items": [{"image": "/a.jpg"}]}',
        b"[]",
        b"\x89PNG\r\n\x1a\n",
        b'<?xml version="1.0"?><opml/>',
    ],
)
def test_what_is_no_feed_is_told_as_such(body: bytes) -> None:
    assert read_feed(body, "text/xml", URL) is Outcome.NOT_A_PAGE


def test_entities_are_not_expanded_and_nothing_is_read_from_disk() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    body = bomb + rss("<description>&lt;img src='/&b;&f;.jpg'&gt;</description>").partition("?>")[2]
    reading = read_feed(body.encode(), "", URL)
    assert "root:" not in repr(reading)
    assert "aaaa" not in repr(reading)


@given(
    st.lists(
        st.sampled_from(
            [
                "<rss>",
                "<item>",
                "<enclosure url='",
                "a.jpg'/>",
                "<![CDATA[",
                "]]>",
                "<image>",
                "<url>",
                "&amp",
                "\x00",
                "</item>",
                "<feed>",
            ]
        ),
        max_size=30,
    )
)
def test_any_markup_is_read_without_an_error(parts: list[str]) -> None:
    reading = read_feed("".join(["<rss>", *parts]).encode(), "", URL)
    if isinstance(reading, PageReading):
        assert all(photo.url.startswith("https://") for photo in reading.photos)
