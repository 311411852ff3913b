"""What belongs to a page beside itself: style sheets, frames, feeds, and what hosts say to crawlers."""

from __future__ import annotations

import base64

import pytest

from selfcheck.model import FindingKind, Outcome, Report, Role, SignalKind, State, Variant
from selfcheck.session.page_parts import MAX_SHEETS
from tests.session.test_check import report_of
from tests.support.pictures import NO_FACE, ONE_FACE, demo
from tests.support.site import ASKED_OF_EVERY_HOST, Site, serve

WORDS = "<p>" + "Some words about this. " * 30 + "</p>"


@pytest.fixture
def pictured(site: Site) -> Site:
    for name in ("a", "b", "c", "d", "e"):
        site.picture(f"/{name}.jpg", demo(NO_FACE))
    return site


def where(report: Report) -> dict[str, str]:
    """The last part of each photo's address, and where it was found."""
    return {photo.url.rpartition("/")[2]: photo.found_in for photo in report.photos}


async def test_linked_sheets_of_the_same_site_and_those_they_import_are_read(pictured: Site) -> None:
    pictured.answer("/css/a.css", b"@import 'b.css'; .hero{background:url(../a.jpg)} .gone{background:url(../d.jpg)}")
    pictured.answer("/css/b.css", b"@import 'c.css'; body{background:url(/b.jpg)}")
    pictured.answer("/css/c.css", b"p::before{content:url(/c.jpg)}")
    with serve("127.0.0.2") as elsewhere:
        away = elsewhere.answer("/away.css", b"body{background:url(/x.jpg)}")
        page = pictured.page(
            "/",
            f'<html><head><link rel="stylesheet" href="/css/a.css"><link rel="stylesheet" href="{away}">'
            f'<link rel="alternate stylesheet" href="/alternate.css"></head><body class="hero">{WORDS}</body></html>',
        )
        report = await report_of(page)
        assert elsewhere.asked == []
    assert where(report) == dict.fromkeys(("a.jpg", "b.jpg", "c.jpg"), "linked style sheet")
    assert {photo.role for photo in report.photos} == {Role.BACKGROUND}
    assert {photo.state for photo in report.photos} == {State.NONE_SEEN}
    assert "/alternate.css" not in pictured.paths()


async def test_a_sheet_that_imports_itself_and_many_others_is_read_within_the_limit(pictured: Site) -> None:
    names = [f"/s{number}.css" for number in range(40)]
    for name in names:
        pictured.answer(name, ("".join(f"@import '{other}';" for other in names)).encode())
    page = pictured.page("/", f'<link rel="stylesheet" href="/s0.css">{WORDS}')
    await report_of(page)
    asked = [path for path in pictured.paths() if path.endswith(".css")]
    assert len(asked) == len(set(asked)) <= MAX_SHEETS


async def test_sheets_that_each_import_ten_others_are_read_within_the_limit(pictured: Site) -> None:
    for number in range(111):
        others = range(10 * number + 1, 10 * number + 11)
        pictured.answer(f"/s{number}.css", "".join(f"@import '/s{other}.css';" for other in others).encode())
    await report_of(pictured.page("/", f'<link rel="stylesheet" href="/s0.css">{WORDS}'))
    assert len([path for path in pictured.paths() if path.endswith(".css")]) == MAX_SHEETS


async def test_frames_of_the_same_site_are_read_one_level_deep(pictured: Site) -> None:
    pictured.page("/frame", f'<img src="/a.jpg" alt="inside"><iframe src="/deeper"></iframe>{WORDS}')
    pictured.page("/deeper", '<img src="/b.jpg">')
    with serve("127.0.0.2") as elsewhere:
        away = elsewhere.page("/", '<img src="/x.jpg">')
        page = pictured.page("/", f'{WORDS}<iframe src="/frame"></iframe><iframe src="{away}"></iframe>')
        report = await report_of(page)
        assert elsewhere.asked == []
    assert where(report) == {"a.jpg": "iframe: img src"}
    assert report.photos[0].alt == "inside"
    assert report.pages[0].photos == 1
    assert "/deeper" not in pictured.paths()


async def test_a_page_that_is_little_more_than_a_frame_is_opened_with_it(pictured: Site) -> None:
    pictured.page("/inner", f'<img src="/a.jpg">{WORDS}')
    page = pictured.page(
        "/", "<html><head><script>var a=1</script></head><frameset><frame src='/inner'></frameset></html>"
    )
    report = await report_of(page)
    assert report.pages[0].outcome is Outcome.OPENED
    assert where(report) == {"a.jpg": "iframe: img src"}


async def test_at_most_two_feeds_of_the_same_site_are_read_and_no_further_page_of_them(pictured: Site) -> None:
    for number in range(3):
        picture = f"/{'abc'[number]}.jpg"
        item = f'<item><title>By the lake</title><enclosure url="{picture}" type="image/jpeg"/></item>'
        feed = f'<rss version="2.0"><channel><link rel="next" href="/more.xml"/>{item}</channel></rss>'
        pictured.answer(f"/{number}.xml", feed.encode())
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{number}.xml">' for number in range(3))
    page = pictured.page("/", f"<html><head>{links}</head><body>{WORDS}</body></html>")
    report = await report_of(page)
    assert where(report) == dict.fromkeys(("a.jpg", "b.jpg"), "feed enclosure")
    assert {(photo.role, photo.alt) for photo in report.photos} == {(Role.FEED, "By the lake")}
    assert sorted(pictured.paths()) == ["/", "/0.xml", "/1.xml", "/a.jpg", "/b.jpg"]


async def test_a_broken_sheet_frame_or_feed_costs_nothing_else(pictured: Site) -> None:
    pictured.answer("/s.css", b"\xff\xfe{{{{url(")
    pictured.answer("/f.xml", b"\x89PNG\r\n")
    pictured.answer("/frame", status=500)
    page = pictured.page(
        "/",
        '<html><head><link rel="stylesheet" href="/s.css"><link rel="alternate" type="application/atom+xml" '
        f'href="/f.xml"></head><body><img src="/a.jpg"><iframe src="/frame"></iframe>{WORDS}</body></html>',
    )
    report = await report_of(page)
    assert where(report) == {"a.jpg": "img src"}
    assert report.pages[0].outcome is Outcome.OPENED


async def test_a_picture_inside_the_page_is_looked_at_without_a_request(site: Site) -> None:
    data = f"data:image/jpeg;base64,{base64.b64encode(demo(ONE_FACE)).decode()}"
    report = await report_of(site.page("/", f'<img src="{data}" alt="Me">{WORDS}'))
    [photo] = report.photos
    assert photo.url == data
    assert photo.state is State.FACES
    assert sorted({*site.all_paths()} - {*ASKED_OF_EVERY_HOST}) == ["/"]


async def test_what_headers_and_robots_txt_say_becomes_signals(site: Site) -> None:
    data = demo(NO_FACE)
    headers = {"Content-Type": "image/jpeg", "X-Robots-Tag": "noimageindex, noai"}
    site.answer("/a.jpg", data, headers=headers)
    site.answer("/robots.txt", b"User-agent: GPTBot\nDisallow: /\n\nUser-agent: CCBot\nDisallow: /a.jpg\n")
    html = f'<!doctype html><html><head><title>x</title></head><body><img src="/a.jpg">{WORDS}</body></html>'
    page = site.answer(
        "/", html.encode(), headers={"Content-Type": "text/html", "X-Robots-Tag": "noindex", "TDM-Reservation": "1"}
    )
    report = await report_of(page)
    signals = {(signal.kind, signal.of_pictures): signal for signal in report.signals}
    assert signals[SignalKind.ASKS_SEARCH, False].details == ("robots: noindex",)
    assert signals[SignalKind.ASKS_AI, True].details == ("robots: noai",)
    assert signals[SignalKind.ROBOTS_AI, False].details == ("GPTBot",)
    assert signals[SignalKind.ROBOTS_AI, True].details == ("GPTBot", "CCBot")
    assert signals[SignalKind.DATA_MINING, False].variant is Variant.HELD_BACK
    assert signals[SignalKind.NO_TLS, False].about == page
    assert site.all_paths().count("/robots.txt") == 1


async def test_what_the_site_reserves_of_data_mining_is_read_from_its_file(site: Site) -> None:
    site.answer("/.well-known/tdmrep.json", b'[{"location": "/", "tdm-reservation": 1}]')
    report = await report_of(site.page("/", WORDS))
    assert [signal.variant for signal in report.signals if signal.kind is SignalKind.DATA_MINING] == [Variant.HELD_BACK]


async def test_one_picture_on_two_sites_in_two_sizes_is_a_finding_on_both(site: Site) -> None:
    from tests.images.test_fingerprint import changed

    site.picture("/me.jpg", demo(ONE_FACE))
    with serve("127.0.0.2") as elsewhere:
        elsewhere.picture("/u/1.jpg", changed(demo(ONE_FACE), "a third of the size"))
        first = site.page("/", f'<img src="/me.jpg">{WORDS}')
        second = elsewhere.page("/u", f'<img src="/u/1.jpg">{WORDS}')
        report = await report_of(first, second)
    same = [finding for finding in report.findings if finding.kind is FindingKind.SAME_PICTURE]
    assert {finding.photo for finding in same} == {photo.url for photo in report.photos}
    assert [finding.measure for finding in same] == [2, 2]


async def test_names_of_a_page_are_noticed_beside_its_photos(site: Site) -> None:
    site.picture("/1.jpg", demo(ONE_FACE))
    site.picture("/2.jpg", demo(ONE_FACE)[:-2])
    person = '<script type="application/ld+json">{"@type": "Person", "name": "Mina Example"}</script>'
    report = await report_of(
        site.page("/", f'{person}<img src="/1.jpg" alt="Mina by the sea"><img src="/2.jpg" alt="By the sea">{WORDS}')
    )
    named = [finding.photo for finding in report.findings if finding.kind is FindingKind.PERSON_NAMED]
    assert named == [site.url("/1.jpg")]
