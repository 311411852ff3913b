"""One target a parser: bytes in, and what must hold whatever they are.

A target fails by any exception but those that the parser's docstring names, or by running over the time limit.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from selfcheck.errors import AddressError, FileProblem, PolicyRefusal, ReportProblem
from selfcheck.history.store import decoded
from selfcheck.images.decode import MAX_PIXELS, CannotOpen, open_upright
from selfcheck.model import Outcome, PageReading, PhotoRef
from selfcheck.model.safe_text import safe_text
from selfcheck.net.urls import UrlRefused, absolute_url, is_picture_data, picture_data, split_url
from selfcheck.output.report_json import dump_json, load_report
from selfcheck.output.wording.report import summary_of
from selfcheck.platforms import Body, PlatformReading, Profile, profile_of, read_platform, readers
from selfcheck.platforms.addresses import parse_address
from selfcheck.platforms.common.facts import known_sites
from selfcheck.platforms.downloads import downloads
from selfcheck.readers.archives.archive import MAX_PICTURE, NotListed
from selfcheck.readers.archives.lists import ListContents
from selfcheck.readers.archives.packing import CannotUnpack, unpacked
from selfcheck.readers.archives.parts import Form, Parts
from selfcheck.readers.archives.tars import TarArchive
from selfcheck.readers.archives.zips import ZipArchive
from selfcheck.readers.pages.feeds import read_feed
from selfcheck.readers.pages.html import read_page
from selfcheck.readers.pages.jsonld import read_json_ld
from selfcheck.readers.pages.robots import allowed_counts, asks_in_header, mining_reserved
from selfcheck.readers.pages.sheets import read_sheet
from selfcheck.readers.pages.srcset import MAX_CANDIDATES, parse_srcset, preferred
from selfcheck.readers.pages.state import pictures_in_state
from selfcheck.sandbox.protocol import REPLY_HEAD, encode, pack_rows, unpack_task
from selfcheck.sandbox.read_lists import read_list, read_parts
from selfcheck.sandbox.tasks import (
    AnyTask,
    FeedTask,
    ListsTask,
    MiningTask,
    PageReply,
    PageTask,
    PartRow,
    PartsTask,
    PhotoReply,
    PhotoTask,
    PlatformReply,
    PlatformTask,
    R,
    Rejected,
    RobotsTask,
    SheetTask,
    Started,
    Task,
    decode,
    list_rows,
    part_rows,
)
from selfcheck.sandbox.validation import (
    PartsBuilder,
    add_list_row,
    believable,
    checked_reading,
    checked_told,
)
from selfcheck.session.imports.listing import Lists
from tests.fuzz import seeds
from tests.fuzz.checks import checks
from tests.support import pictures

SIZES: Final = known_sites().sizes
URL: Final = "https://mina.example/me/"


@dataclass(frozen=True, slots=True)
class Target:
    """`run` is what is fuzzed; `seeds` makes its first inputs; `cost` divides the number of runs of a short go."""

    run: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]]
    cost: int = 1


def _text(data: bytes) -> str:
    """Bytes as text with everything that text can hold, lone surrogates too."""
    return data.decode("utf-8", "surrogateescape")


def _addressed(url: str) -> None:
    """An address that was given out is one that may be taken in again, unchanged."""
    if not is_picture_data(url):
        assert split_url(url).url == url


def _photos(photos: Iterable[PhotoRef]) -> None:
    for ref in photos:
        for url in (ref.url, *ref.other_urls):
            _addressed(url)


def _sent(task: Task[R], reply: Any) -> R:
    """A reply as it comes out of the pipe: what was read must be fit to be sent."""
    header = encode(reply)
    assert len(header) <= task.largest
    return task.read_reply(header)


def _sent_rows(task: Task[R], rows: list[Any]) -> list[Any]:
    """Rows as they come out of the pipe."""
    sent: list[Any] = []
    for frame in pack_rows(rows):
        count, size, _ = REPLY_HEAD.unpack(frame[: REPLY_HEAD.size])
        assert size == len(frame) - REPLY_HEAD.size
        sent += task.read_rows(frame[REPLY_HEAD.size :], count)
    assert len(sent) == len(rows)
    return sent


def _read(reading: PageReading | Outcome | None) -> None:
    """What a page, sheet or feed gave, on its way to the parent. No photo is lost there."""
    if isinstance(reading, PageReading):
        _photos(reading.photos)
        sent = _sent(_PAGE, PageReply(reading)).page
        assert isinstance(sent, PageReading)
        assert len(asyncio.run(checked_reading(sent)).photos) == len(reading.photos)


def addresses(data: bytes) -> None:
    """What a person types."""
    with contextlib.suppress(AddressError, PolicyRefusal):
        address = parse_address(_text(data))
        _addressed(address.url)
        assert safe_text(address.typed, 80) == address.typed


def urls(data: bytes) -> None:
    """What a page names."""
    text = _text(data)
    with contextlib.suppress(UrlRefused):
        _addressed(split_url(text).url)
    found = absolute_url(URL, text)
    if found is not None:
        _addressed(found)
        SIZES.of(found)
        profile_of(found)
        SIZES.largest_first([found, URL])
    if is_picture_data(text):
        picture_data(text)


def size_rules(data: bytes) -> None:
    """The rules that tell one picture's sizes by its address, on the hosts that have rules."""
    host, _, path = _text(data).partition("/")
    with contextlib.suppress(UrlRefused):
        url = split_url(f"https://{host}/{path}").url
        size = SIZES.of(url)
        assert size.side >= 0
        assert isinstance(SIZES.largest_first([url, url + "?w=100"])[0], str)


def srcset(data: bytes) -> None:
    """A srcset attribute."""
    text = _text(data)
    assert len(parse_srcset(text)) <= MAX_CANDIDATES
    assert len(preferred(text)) <= MAX_CANDIDATES


def css(data: bytes) -> None:
    """A style sheet, and selectors."""
    sheet = read_sheet(_text(data), URL)
    _read(PageReading("", sheet.photos))


def html(data: bytes) -> None:
    """A page, from its bytes."""
    _read(read_page(data, "text/html", URL, URL))


def feeds(data: bytes) -> None:
    """RSS, Atom, JSON Feed."""
    _read(read_feed(data, "", URL))


def json_ld(data: bytes) -> None:
    """A block of JSON-LD."""
    read_json_ld(_text(data))


def state(data: bytes) -> None:
    """The data of a page's scripts."""
    text = _text(data[1:])
    for url, _, caption in pictures_in_state(text, is_json=data[:1] > b"m"):
        assert isinstance(url, str)
        assert isinstance(caption, str)


def robots(data: bytes) -> None:
    """robots.txt, its header, tdmrep.json."""
    counts = allowed_counts(data, (URL, URL + "a.jpg"), ("GPTBot", "CCBot"))
    assert [name for name, _ in counts] == ["GPTBot", "CCBot"]
    asks_in_header(_text(data))
    mining_reserved(data, URL)


_PROFILES: Final = (
    "https://mastodon.example/@mina", "https://bsky.app/profile/mina.bsky.social", "https://mina.tumblr.com/",
    "https://github.com/mina", "https://www.reddit.com/user/mina", "https://t.me/mina", "https://medium.com/@mina",
    "https://www.flickr.com/people/mina/", "https://gravatar.com/mina", "https://linktr.ee/mina",
    "https://www.youtube.com/@mina", "https://blog.naver.com/mina", "https://www.pinterest.com/mina/",
)  # fmt: skip


def platforms(data: bytes) -> None:
    """An open answer or a page of a platform. The first byte says whose."""
    if not data:
        return
    profile = profile_of(_PROFILES[data[0] % len(_PROFILES)])
    body = Body(data[1:], "", URL)
    asks = readers()[profile.platform].asks(profile) if isinstance(profile, Profile) else ()
    for of, ask in ((None, None), (profile, None), *((profile, ask) for ask in asks)):
        told = _sent(PlatformTask(of, ask, "", ""), PlatformReply(read_platform(of, ask, body))).told
        assert isinstance(told, PlatformReading)
        _photos(asyncio.run(checked_told(told)).photos)


def embedded(data: bytes) -> None:
    """EXIF, IPTC and XMP in a picture that is otherwise sound. The first byte says which."""
    exif = pictures.flat(40, 40)
    block = data[1:60_000]
    if data[:1] < b"U":
        head = b"\xff\xe1" + (len(block) + 8).to_bytes(2, "big") + b"Exif\0\0"
    elif data[:1] < b"\xaa":
        head = b"\xff\xe1" + (len(block) + 31).to_bytes(2, "big") + b"http://ns.adobe.com/xap/1.0/\0"
    else:
        head = b"\xff\xed" + (len(block) + 16).to_bytes(2, "big") + b"Photoshop 3.0\0"
    opened(exif[:2] + head + block + exif[2:])


def opened(data: bytes) -> None:
    """Any file as a picture."""
    try:
        picture = open_upright(data, working_side=64)
    except CannotOpen:
        return
    assert 0 < picture.width * picture.height <= MAX_PIXELS
    assert picture.pixels.shape[2] == 3


def archive_lists(data: bytes) -> None:
    """One list of a download, read by each kind whose name fits. The first byte says which kind."""
    if not data:
        return
    kind = downloads()[data[0] % len(downloads())]
    names = [name for name in _LIST_NAMES if kind.lists.search(f"/{name}") or kind.marks.search(f"/{name}")]
    lists = Lists(names)
    for name in names:
        if name in lists.wanted:
            held = ListContents()
            for row in _sent_rows(_LISTS, list_rows(0, read_list(kind.id, name, data[1:]))):
                assert add_list_row([held], row)
            lists.take(name, held)
    for picture in (picture for listing in lists.listings() for picture in listing.pictures):
        assert picture.url.startswith("import:") or split_url(picture.url).url == picture.url


def stores(data: bytes) -> None:
    """A zip or tar, packed or not: listed and read to its end."""
    archive = (ZipArchive if data.startswith(b"PK") else TarArchive)(io.BytesIO(data))
    with contextlib.suppress(NotListed):
        names = [entry.name for entry in archive.entries()]
        Lists(names).listings()
        for number in range(len(names)):
            body = archive.read(number, MAX_PICTURE)
            assert isinstance(body, Outcome) or (isinstance(body, bytes) and len(body) <= MAX_PICTURE)


def saved_pages(data: bytes) -> None:
    """MHTML, HAR, and HTML with its folder; the first byte says which."""
    form: Form = ("mhtml", "har", "html")[data[0] % 3] if data else "html"
    file = data[1:]
    try:
        parts = read_parts(form, file)
    except Exception:  # costs this file and nothing more, as its docstring says; time and memory are held here
        return
    if isinstance(parts, Parts):
        builder = PartsBuilder(len(file))
        for row in _sent_rows(_PARTS, part_rows(parts)):
            builder.add(row)
        checked = builder.parts()
        for part in (*checked.pages, *checked.pictures):
            with contextlib.suppress(CannotUnpack):
                unpacked(file[part.start : part.end], part.packing)


def frames(data: bytes) -> None:
    """What a worker that was taken over may write, and what it may be made to read."""
    with contextlib.suppress(msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        unpack_task(data)
    with contextlib.suppress(Rejected):
        decode(data, Started, 1000)
    builder = PartsBuilder(1000)
    for task in _TASKS:
        with contextlib.suppress(Rejected):
            _believed(task.read_reply(data))
        if task.row is not None:
            with contextlib.suppress(Rejected):
                for row in task.read_rows(data, 1):
                    builder.add(row) if isinstance(row, PartRow) else add_list_row([ListContents()], row)


def _believed(reply: Any) -> None:
    match reply:
        case PageReply(page=PageReading() as page):
            _photos(asyncio.run(checked_reading(page)).photos)
        case PlatformReply(told=PlatformReading() as told):
            _photos(asyncio.run(checked_told(told)).photos)
        case PhotoReply():
            believable(reply.photo)


_PAGE: Final = PageTask("", "", "")
_LISTS: Final = ListsTask("", ())
_PARTS: Final = PartsTask("har")
_TASKS: Final[tuple[AnyTask, ...]] = (
    _PAGE, SheetTask("", "", None), FeedTask("", ""), RobotsTask((), ()), MiningTask(""),
    PlatformTask(None, None, "", ""), PhotoTask(), _LISTS, _PARTS,
)  # fmt: skip


def reports(data: bytes) -> None:
    """A report from anyone: told in words, and written again. What is read can always be written."""
    try:
        report = load_report(data)
    except ReportProblem:
        return
    assert load_report(dump_json(report)) == report
    summary_of(report)


def saved_files(data: bytes) -> None:
    """What was saved on this computer, spoilt by whatever. What is read can always be saved again."""
    try:
        file = decoded(data)
    except FileProblem:  # damaged, or a newer one
        return
    decoded(dump_json(file))


def safe_texts(data: bytes) -> None:
    """The gate for text."""
    line = safe_text(_text(data))
    assert len(line) <= 300
    assert safe_text(line) == line
    assert line.isprintable() or set(line) & set("\u200c\u200d\u00a0\u3000") or " " in line
    assert not any(character < " " or "\x7f" <= character < "\xa0" for character in line)


_FOLDER = tempfile.gettempdir()
_LIST_NAMES: Final = (
    "your_instagram_activity/content/posts_1.json", "personal_information/personal_information.json",
    "your_facebook_activity/posts/your_posts_1.json", "your_facebook_activity/posts/album/0.json", "data/tweets.js",
    "data/account.js", "user_data_tiktok.json", "json/memories_history.json", "Takeout/Google Photos/a.jpg.json",
    "outbox.json", "actor.json", "posts.json", "pixelfed-statuses.json", "repo.car", "posts/posts.xml", "posts.html",
    "payload-0.json", "posts.csv", "Shares.csv", "Profile.csv", "result.json", "_chat.txt", "pins.html", "profile.json",
    "post_headers.csv", "pinterest-pins.html",
)  # fmt: skip


TARGETS: Final = {
    "addresses": Target(addresses, lambda: seeds.ADDRESSES),
    "urls": Target(urls, lambda: seeds.ADDRESSES),
    "size-rules": Target(size_rules, lambda: seeds.SIZED),
    "srcset": Target(srcset, lambda: (b"a.jpg 1x, b,c.jpg 2x", b"a 100w (b, c) , d 1.5x,", b",,data:image/png,x 3w")),
    "css": Target(css, lambda: (
        b"@import 'a.css' screen; .a:not(.b)>c{background:url(\"a\\2e jpg\") /*x*/}", b"@media print{a{content:url(b)}}",
        b":is(#a,.b)::before{background-image:image-set('a.png' 1x,url(b.png) 2x)}",
    )),
    "html": Target(html, seeds.pages, 4),
    "feeds": Target(feeds, lambda: (
        b'<rss><channel><title>t</title><item><enclosure url="/f.jpg" type="image/jpeg"/></item></channel></rss>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><feed xmlns="http://www.w3.org/2005/Atom"><entry>'
        b'<content type="xhtml"><img src="a.jpg"/>&b;</content></entry></feed>',
        b'{"version":"https://jsonfeed.org/version/1.1","items":[{"image":"a.jpg","content_html":"<img src=b>"}]}',
        b'{"version":"https://jsonfeed.org/version/1.1","title":"HALF","items":[{"title":"HALF","image":"a.jpg?HALF"}]}'
        .replace(b"HALF", seeds.HALF),
    ), 2),
    "json-ld": Target(json_ld, lambda: (
        b'{"@context":"https://schema.org","@type":"Person","image":{"@type":"ImageObject","url":"a.jpg"},"name":"M"}',
        b"<!-- {'a':1,} //-->",
    )),
    "state": Target(state, lambda: (
        b'awindow.__STATE__ = {"user":{"avatar_url":"https:\\/\\/a.example\\/b.jpg","caption":"x"}};',
        b'z{"images":["https://a.example/b.png","{\\"photo\\":1}"]}',
    )),
    "robots": Target(robots, lambda: (
        b"User-agent: *\nDisallow: /*a*$\nAllow: /me\nCrawl-delay: 1", b'[{"location":"/*me$","tdm-reservation":1}]',
        b"googlebot: noindex, max-snippet:0",
    )),
    "platforms": Target(platforms, lambda: (
        *(bytes([number]) + b'{"id":"1","note":"x","avatar":"https://a.example/a.png","url":"https://b.example"}'
          for number in range(len(_PROFILES))),
        *(bytes([number]) + b'[{"id":"HALF","note":"HALF","name":"HALF","description":"HALF","content":{"rendered":"HALF"},'
          b'"avatar":"https://a.example/HALF.png","media_attachments":[{"type":"image","url":"https://a.example/c.jpg",'
          b'"description":"HALF"}],"title":"HALF"}]'.replace(b"HALF", seeds.HALF) for number in range(len(_PROFILES))),
        *(bytes([number]) + page for number, page in enumerate(seeds.pages()[:13])),
    ), 4),
    "checks": Target(checks, lambda: (b"\0", b"\1" + b"\0\xff" * 9, b"\2" + b"\0\0\x80" * 5, b"\0" + b"\xaa" * 40), 100),
    "embedded": Target(embedded, seeds.blocks, 2),
    "pictures": Target(opened, seeds.formats, 4),
    "archive-lists": Target(archive_lists, seeds.lists, 2),
    "stores": Target(stores, seeds.stores, 2),
    "saved-pages": Target(saved_pages, seeds.saved, 2),
    "frames": Target(frames, lambda: (
        b'{"page":{"title":"t","photos":[{"url":"https://a.example/a.jpg","other_urls":[],"role":"post","found_in":"img","alt":""}],"links":{}}}',
        b'{"photo":{"state":"faces","reason":"faces","width":10,"height":10,"faces":[{"x":1,"y":1,"width":5,"height":5,"score":0.9,"eye_distance":2.0,"frontal":1.0}],"unsure":[],"embedded":[]},"preview":[1,1]}',
        b'{"kind":"platform","profile":null,"ask":null,"url":"https://a.example/","content_type":""}',
        b'[{"list":0,"shown":{"name":"a.jpg","link":"https://a.example/","tags":["a"]}}]', b'[{"picture":{"url":"","start":1,"end":2}}]',
        b'{"robots":[["GPTBot",1]]}', b'{"mining":true}', b'{"told":{"photos":[],"bio":"x"}}',
    )),
    "reports": Target(reports, seeds.reports, 2),
    "saved-files": Target(saved_files, seeds.saved_files, 2),
    "safe-text": Target(safe_texts, lambda: (b"plain", b"\x1b]0;x\x07 \xe2\x80\xae", "e\u0301\u0301\u0301 \u200d".encode())),
}  # fmt: skip
