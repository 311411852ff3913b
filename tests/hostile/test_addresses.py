"""Addresses that lead where nobody may go: typed by the person, named by a page, behind a redirect, behind a name."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from ipaddress import ip_network

import pytest

from selfcheck.cli import run as run_command
from selfcheck.model import Consent, OwnPage, Report
from selfcheck.model.events import CheckDone
from selfcheck.net.client import Client
from selfcheck.net.fetch import NetSource
from selfcheck.net.policy import NetPolicy
from selfcheck.net.urls import UrlRefused, split_url
from selfcheck.platforms.addresses import parse_address
from selfcheck.session import check
from tests.net.test_policy import NOT_PUBLIC
from tests.support import pictures
from tests.support.app import own_app, press, shown
from tests.support.site import LOOPBACK_ALLOWED, Site, serve

INSIDE = "inside a home, school or office network"
SCHEME = "does not start with https:// or http://"
PORT = "unusual port"
LOGIN = "carries a user name or password"
SLIP = "not a page address"
NOTHING = "No address was given"

# What is typed, and the sentence that answers it. None of these is asked for, looked up or connected to.
TYPED = {
    **{f"http://{f'[{number}]' if ':' in number else number}/": INSIDE for number in NOT_PUBLIC},
    "http://2130706433/": INSIDE,  # decimal
    "http://0177.0.0.1/": INSIDE,  # octal
    "http://0x7f.0.0.1/": INSIDE,
    "http://127.0.0.0x1/": INSIDE,
    "http://0x7f000001/": INSIDE,
    "http://017700000001/": INSIDE,
    "http://127.1/": INSIDE,
    "http://127.0.0.1./": INSIDE,
    "http://127.0.0.1../": INSIDE,
    "http://①②⑦.⓪.⓪.①/": INSIDE,  # circled digits, which resolvers read as 127.0.0.1
    "http://１２７.0.0.1/": INSIDE,
    "http://127。0。0。1/": INSIDE,
    "http://[::ffff:7f00:1]/": INSIDE,
    "http://[0:0:0:0:0:ffff:127.0.0.1]/": INSIDE,
    "http://localhost/": INSIDE,
    "http://LOCALHOST./": INSIDE,
    "http://a.localhost/": INSIDE,
    "http://router.local/": INSIDE,
    "http://metadata.google.internal/": INSIDE,
    "http://intranet/": INSIDE,
    "http://1.0.0.127.in-addr.arpa/": INSIDE,
    "http://expyuzz4wqqyqhjn.onion/": INSIDE,
    "http://256.256.256.256/": INSIDE,
    "http://1.2.3.4.5/": INSIDE,
    "http://[::1%25eth0]/": SLIP,
    "http://[fe80::1%eth0]/": SLIP,
    "http://[2606:4700::1111%eth0]/": SLIP,  # the number is public; the name of a network card is not for others
    "http://[1.2.3.4]/": SLIP,
    "https://mina.example:8443/": PORT,
    "http://mina.example:22/": PORT,
    "mina.example:25": PORT,
    "https://mina.example:0/": PORT,
    "https://mina.example:99999/": SLIP,
    "https://mina@127.0.0.1/": LOGIN,
    "https://mina:secret@mina.example/": LOGIN,
    "https://good.example%2f@evil.example/": LOGIN,
    "https://@mina.example/": LOGIN,
    "https://good.example\\@evil.example/": SLIP,
    "file:///etc/passwd": SCHEME,
    "ftp://mina.example/": SCHEME,
    "gopher://mina.example/": SCHEME,
    "javascript:alert(1)": SCHEME,
    "data:text/html,x": SCHEME,
    "view-source:https://mina.example/": SCHEME,
    "https://mina.example/\x1b]0;x\x07": SLIP,
    "https://mina.example/a\0b": SLIP,
    "https://mina.example\r\nHost: evil.example/": SLIP,
    "https://mi\udcffna.example/": SLIP,
    "https://mina.example/\udcff": SLIP,
    "https://mina.example/?q=\ud800": SLIP,
    "https://-mina.example/": SLIP,
    "https://mi..na.example/": SLIP,
    "https://" + "a" * 64 + ".example/": SLIP,
    "https://" + "a." * 130 + "example/": SLIP,
    "https://mina.example/" + "a" * 1_000_000: SLIP,
    "https://mina.example/" + "ü" * 1000: SLIP,  # longer than an address may be, once written out
    "https://xn--a/": SLIP,
    "https://xn--a.example/": SLIP,
    "https://xn--.example/": SLIP,
    "https://xn--mina-.example/": SLIP,  # encodes nothing
    "https://xn--99999999.example/": SLIP,  # beyond the last character there is
    "https://www.xn--/": SLIP,
    "https://XN--E28H.XN--E28H-.example/": SLIP,
    "https://xn--ls8h.xn--a-ecp.example/": SLIP,  # capitals and a character that no name holds
    "https://mina\u202e.example/": SLIP,
    "https://": SLIP,
    "": NOTHING,
}


@pytest.mark.parametrize("typed", TYPED, ids=lambda typed: ascii(typed[:50]))
def test_what_is_typed_is_refused_with_a_sentence(typed: str, capfd: pytest.CaptureFixture[str]) -> None:
    code = run_command(["check", "--mine", "--json", "--", typed])
    out, err = capfd.readouterr()
    assert code == (2 if TYPED[typed] in {SLIP, NOTHING} else 5)
    assert out == ""
    assert TYPED[typed] in err
    assert "Something is wrong" not in err
    assert len(err) < 600
    assert not any(character in err for character in "\x1b\x07\0\u202e\udcff")


# Written in letters that look like others: what is shown and asked for is the punycode, which nobody takes for them.
HOMOGRAPHS = {
    "https://аpple.example/": "аpple",  # a Cyrillic a
    "https://ínstagram.example/": "ínstagram",
    "https://faceboоk.example/": "faceboоk",
    "https://GOOGLЕ.example/": "googlе",
    "https://İnstagram.example/": "i\u0307nstagram",
    "https://ｍina.example/": "mina",  # wide letters are the plain ones, and are asked for as such
}


# As browsers write it (UTS 46), whether it is typed, on a page, or behind a redirect.
EMOJI = {
    "http://😀.test": "xn--e28h.test",
    "http://xn--e28h.test": "xn--e28h.test",
    "http://XN--E28H.test": "xn--e28h.test",
    "http://i❤.test": "xn--i-7iq.test",
    "http://www.💩.test": "www.xn--ls8h.test",
    "http://straße.test": "xn--strae-oqa.test",
}


@pytest.mark.parametrize("start", EMOJI)
async def test_a_name_with_emoji_is_asked_as_browsers_ask_it(start: str) -> None:
    asked: list[str] = []

    async def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with serve() as site:
        site.picture("/a.jpg", pictures.flat())
        site.redirect("/r.jpg", f"{EMOJI[start].join(('http://', f':{site.port}'))}/a.jpg")
        site.page("/profile", f'Words. <img src="{start}:{site.port}/a.jpg"><img src="/r.jpg">')
        pages = [OwnPage(parse_address(f"{start}:{site.port}/profile", LOOPBACK_ALLOWED), Consent.MINE)]
        source = lambda ledger: NetSource(Client(LOOPBACK_ALLOWED, resolver=resolver), ledger)  # noqa: E731
        events = [event async for event in check(pages, source=source)]
        hosts = {request.headers["Host"] for request in site.asked}
    assert isinstance(events[-1], CheckDone)
    report = events[-1].report
    assert [page.outcome.value for page in report.pages] == ["opened"]
    assert {photo.reason.value for photo in report.photos} == {"none_seen"}
    assert set(asked) == {EMOJI[start]}
    assert hosts == {f"{EMOJI[start]}:{site.port}"}


async def test_a_name_that_no_browser_opens_costs_its_picture_alone() -> None:
    broken = [typed for typed, sentence in TYPED.items() if sentence == SLIP and "xn--" in typed.lower()]
    with serve() as site:
        site.picture("/mine.jpg", pictures.flat())
        for number, url in enumerate(broken):
            site.redirect(f"/r{number}.jpg", f"{url}x.jpg")
        on_page = "".join(f'<img src="{url}x.jpg">' for url in broken)
        behind = "".join(f'<img src="/r{number}.jpg">' for number in range(len(broken)))
        report = await _checked(site, f'<img src="/mine.jpg">{on_page}{behind}', Resolver())
    outcomes = {photo.url: photo.reason.value for photo in report.photos}
    assert outcomes.pop(site.url("/mine.jpg")) == "none_seen"
    assert outcomes == {site.url(f"/r{number}.jpg"): "refused_address" for number in range(len(broken))}


@pytest.mark.parametrize("typed", HOMOGRAPHS)
async def test_letters_that_look_like_others_are_shown_for_what_they_are(typed: str) -> None:
    label = HOMOGRAPHS[typed]
    host = f"{label if label.isascii() else 'xn--' + label.encode('punycode').decode()}.example"
    assert parse_address(typed).host == host
    app = own_app()
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.pause()
        await press(pilot, "#own")
        app.screen.query_one("#address").value = typed  # type: ignore[attr-defined]
        await press(pilot, "#add")
        assert host in shown(app)


def _hosts() -> Iterator[tuple[str, str]]:
    for typed, sentence in TYPED.items():
        if sentence == INSIDE and "。" not in typed:
            yield typed, "refused_private"
    yield "http://mina.example:22/", "refused_port"
    yield "http://u:p@mina.example/", "refused_login_in_address"


NAMED = dict(_hosts())
"""Address -> why it is not asked for."""
ELSEWHERE = {"ftp://mina.example/a.jpg": "refused_scheme", "file:///etc/passwd": "refused_scheme"}
LOOPBACK = {"127.0.0.1", "::ffff:7f00:1"}
"""The number that stands for the public ones, in the forms in which the kernel takes it for the same."""
RESOLVED = {
    f"n{number}.test": [address]
    for number, address in enumerate(NOT_PUBLIC)
    if address not in {"127.0.0.1", "::ffff:127.0.0.1"}
}
RESOLVED |= {
    "mixed.test": ["127.0.0.1", "10.0.0.1"],  # one of them is allowed here, the other is not
    "mixed-v6.test": ["127.0.0.1", "::1"],
    "scoped.test": ["fe80::1%eth0"],
    "nothing.test": [],
    "words.test": ["not a number"],
}


def _is_loopback(url: str) -> bool:
    with contextlib.suppress(UrlRefused):
        return split_url(url).host in LOOPBACK
    return False


class Resolver:
    """Answers names as a hostile name server would, and remembers what it was asked. `turns` gives another number
    each time it is asked: the address of the site first, then a private one."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        if host.startswith("turns"):
            return ["127.0.0.1"] if self.asked.count(host) == 1 else ["10.0.0.1"]
        return RESOLVED[host]


async def _checked(site: Site, html: str, resolver: Resolver) -> Report:
    """Check a page of the site, where this one port and number count as public and nothing else inside does."""
    policy = NetPolicy(ports=frozenset({80, 443, site.port}), also_allowed=(ip_network("127.0.0.1/32"),))
    site.page("/", "Words. " + html)
    pages = [OwnPage(parse_address(site.url("/"), LOOPBACK_ALLOWED), Consent.MINE)]
    source = lambda ledger: NetSource(Client(policy, resolver=resolver), ledger)  # noqa: E731
    async for event in check(pages, source=source):
        if isinstance(event, CheckDone):
            return event.report
    raise AssertionError("the check came to no end")


def test_no_such_place_is_connected_to_whether_a_page_a_redirect_or_a_name_leads_there() -> None:
    resolver = Resolver()
    allowed = "http://127.0.0.1/"  # this number stands for the public ones here
    named = {url: why for url, why in NAMED.items() if not _is_loopback(url)}
    assert allowed not in named
    with serve() as site:
        targets = named | ELSEWHERE
        for number, url in enumerate(targets):
            site.redirect(f"/r{number}", url.encode("ascii", "ignore").decode() or "/")
        by_name = {f"http://{host}:{site.port}/x.jpg" for host in RESOLVED}
        urls = [*named, *(site.url(f"/r{number}") for number in range(len(targets))), *by_name]
        report = asyncio.run(_checked(site, "".join(f'<img src="{url}">' for url in urls), resolver))
        paths = site.paths()
    refused = [entry for entry in report.ledger if entry.outcome.value.startswith(("refused", "no_name"))]
    assert all((entry.ip, entry.bytes_out, entry.bytes_in) == ("", 0, 0) for entry in refused)
    reached = {entry.ip for entry in report.ledger} - {""}
    assert reached == {"127.0.0.1"}
    assert sorted(set(resolver.asked)) == sorted(RESOLVED)
    assert not any("x.jpg" in path for path in paths)
    outcomes = {photo.url: photo.reason.value for photo in report.photos}
    for host in RESOLVED:
        expected = "no_name" if host == "nothing.test" else "refused_private"
        assert outcomes[f"http://{host}:{site.port}/x.jpg"] == expected
    for number, (url, why) in enumerate(targets.items()):
        if url.isascii():
            assert outcomes[site.url(f"/r{number}")] == why, url


def test_a_name_that_changes_its_number_between_two_requests_gains_nothing() -> None:
    """The number that was checked is the one connected to, and each redirect is looked up and checked again."""
    resolver = Resolver()
    with serve() as site:
        site.picture("/a.jpg", pictures.flat())
        site.redirect("/again", f"http://turns-1.test:{site.port}/a.jpg")
        first = f"http://turns-1.test:{site.port}/again"
        direct = f"http://turns-2.test:{site.port}/a.jpg"
        report = asyncio.run(_checked(site, f'<img src="{first}"><img src="{direct}">', resolver))
        hosts = [asked.headers["Host"] for asked in site.asked if asked.path in {"/again", "/a.jpg"}]
    outcomes = {photo.url: photo.reason.value for photo in report.photos}
    assert outcomes == {first: "refused_private", direct: "none_seen"}
    assert sorted(hosts) == [f"turns-1.test:{site.port}", f"turns-2.test:{site.port}"]
    assert {entry.ip for entry in report.ledger if "again" in entry.url} == {"127.0.0.1"}
