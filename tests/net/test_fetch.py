from __future__ import annotations

import asyncio
import contextlib
import gzip
import itertools
import os
import socket
import ssl
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import trustme

from selfcheck.model import LedgerEntry, Outcome, Purpose
from selfcheck.net import fetch
from selfcheck.net.client import Client
from selfcheck.net.fetch import BOUNDS, Answer, Bounds, NetSource
from selfcheck.net.ledger import Ledger
from selfcheck.net.policy import NetPolicy
from selfcheck.net.resolver import resolve
from selfcheck.output.wording.totals import totals_words
from tests.support.site import LOOPBACK_ALLOWED, Site, serve

PAGE = b"<!doctype html><p>Hello"


async def get(url: str, purpose: Purpose = Purpose.PAGE, client: Client | None = None) -> Answer:
    return await NetSource(client or Client(LOOPBACK_ALLOWED), Ledger()).fetch(url, purpose)


async def ledger_of(*urls: str, client: Client | None = None) -> tuple[LedgerEntry, ...]:
    ledger = Ledger()
    source = NetSource(client or Client(LOOPBACK_ALLOWED), ledger)
    for url in urls:
        await source.fetch(url, Purpose.PAGE)
    return ledger.entries


async def test_a_page_comes_whole_with_its_type(site: Site) -> None:
    answer = await get(site.page("/", PAGE.decode()))
    assert (answer.outcome, answer.status, answer.content_type) == (Outcome.OPENED, 200, "text/html; charset=utf-8")
    assert b"Hello" in answer.body


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(401, Outcome.LOGIN_WALL), (999, Outcome.LOGIN_WALL), (403, Outcome.FORBIDDEN), (451, Outcome.FORBIDDEN),
     (429, Outcome.RATE_LIMITED), (404, Outcome.NOT_FOUND), (410, Outcome.NOT_FOUND), (500, Outcome.SITE_ERROR),
     (503, Outcome.SITE_ERROR), (418, Outcome.ODD_ANSWER)],
)  # fmt: skip
async def test_each_status_has_its_outcome_and_no_body(site: Site, status: int, outcome: Outcome) -> None:
    answer = await get(site.answer("/", b"secret words", status=status))
    assert (answer.outcome, answer.status, answer.body) == (outcome, status, b"")


@pytest.mark.parametrize(
    ("status", "said", "outcome"),
    [(403, "challenge", Outcome.CAPTCHA_WALL), (503, "Challenge", Outcome.CAPTCHA_WALL), (403, "", Outcome.FORBIDDEN),
     (503, "block", Outcome.SITE_ERROR), (429, "challenge", Outcome.RATE_LIMITED),
     (404, "challenge", Outcome.NOT_FOUND), (200, "challenge", Outcome.OPENED)],
)  # fmt: skip
async def test_a_test_in_place_of_the_page_is_told_by_its_header(
    site: Site, status: int, said: str, outcome: Outcome
) -> None:
    answer = await get(site.answer("/", PAGE, status=status, headers={"Cf-Mitigated": said}))
    assert answer.outcome is outcome


async def test_a_request_says_who_asks_and_nothing_of_the_person(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy.url())
        await get(site.answer("/", PAGE, headers={"Set-Cookie": "a=b"}))
        await get(site.url("/"))
        assert proxy.asked == []
    assert len(site.asked) == 2
    for asked in site.asked:
        assert asked.method == "GET"
        assert asked.headers["Accept-Encoding"] == "identity"
        assert asked.headers["User-Agent"].startswith("selfcheck/")
        assert set(asked.headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


async def test_five_redirects_are_followed_and_a_sixth_is_not(site: Site) -> None:
    for number in range(7):
        site.redirect(f"/{number}", f"/{number + 1}", status=[301, 302, 303, 307, 308][number % 5])
    site.page("/7", PAGE.decode())
    assert (await get(site.url("/2"))).outcome is Outcome.OPENED
    assert (await get(site.url("/2"))).url == site.url("/7")
    assert (await get(site.url("/1"))).outcome is Outcome.TOO_MANY_REDIRECTS


async def test_a_redirect_in_a_circle_ends(site: Site) -> None:
    site.redirect("/a", "/b")
    assert (await get(site.redirect("/b", "/a"))).outcome is Outcome.TOO_MANY_REDIRECTS
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    ("to", "outcome"),
    [
        ("http://10.0.0.1/", Outcome.REFUSED_PRIVATE),
        ("http://[fe80::1]/", Outcome.REFUSED_PRIVATE),
        ("http://169.254.169.254/latest/", Outcome.REFUSED_PRIVATE),
        ("http://167772161/", Outcome.REFUSED_PRIVATE),
        ("ftp://example.org/", Outcome.REFUSED_SCHEME),
        ("file:///etc/passwd", Outcome.REFUSED_SCHEME),
        ("http://a:b@example.org/", Outcome.REFUSED_LOGIN_IN_ADDRESS),
        ("http://exa mple.org/", Outcome.REFUSED_ADDRESS),
    ],
)
async def test_a_redirect_to_a_place_never_asked_is_refused_and_told(site: Site, to: str, outcome: Outcome) -> None:
    only_here = NetPolicy(ports=None, also_allowed=LOOPBACK_ALLOWED.also_allowed, local_names=True)
    entries = await ledger_of(site.redirect("/", to), client=Client(only_here))
    assert [entry.outcome for entry in entries] == [Outcome.OPENED, outcome]
    assert entries[1].bytes_out == 0


async def test_a_name_with_one_private_number_among_public_ones_is_refused_and_nothing_is_connected(site: Site) -> None:
    asked: list[str] = []

    async def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1", "10.0.0.1"]

    answer = await get(f"http://photos.test:{site.port}/", client=Client(LOOPBACK_ALLOWED, resolver=resolver))
    assert answer.outcome is Outcome.REFUSED_PRIVATE
    assert asked == ["photos.test"]
    assert site.asked == []


async def test_a_name_that_changes_its_number_after_the_check_gains_nothing(site: Site) -> None:
    """The name is asked for once and the checked number is connected to; a second answer would never be seen."""
    site.page("/", PAGE.decode())
    numbers = iter([["127.0.0.1"], ["10.0.0.1"]])

    async def resolver(host: str, port: int) -> list[str]:
        return next(numbers)

    client = Client(LOOPBACK_ALLOWED, resolver=resolver)
    first, second = await ledger_of(*[f"http://photos.test:{site.port}/"] * 2, client=client)
    assert (first.outcome, first.ip) == (Outcome.OPENED, "127.0.0.1")
    assert (second.outcome, second.ip, second.bytes_out) == (Outcome.REFUSED_PRIVATE, "", 0)
    assert site.asked[0].headers["Host"] == f"photos.test:{site.port}"


async def test_https_is_checked_against_the_name_and_never_left_for_http(site: Site) -> None:
    authority = trustme.CA()
    ours, tls = ssl.create_default_context(), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.configure_trust(ours)
    authority.issue_cert("photos.test").configure_cert(tls)

    async def resolver(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    with serve(tls=tls) as secure:
        secure.page("/", PAGE.decode())
        secure.redirect("/down", site.page("/", PAGE.decode()))
        client = Client(LOOPBACK_ALLOWED, ssl_context=ours, resolver=resolver)
        place = f"https://photos.test:{secure.port}"
        assert (await get(f"{place}/", client=client)).outcome is Outcome.OPENED
        assert (await get(f"{place}/down", client=client)).outcome is Outcome.REFUSED_DOWNGRADE
        assert site.asked == []
        other_name = f"https://other.test:{secure.port}/"
        assert (await get(other_name, client=client)).outcome is Outcome.NOT_SECURE
        stranger = Client(LOOPBACK_ALLOWED, resolver=resolver)  # knows nothing of this authority
        assert (await get(f"{place}/", client=stranger)).outcome is Outcome.NOT_SECURE


def _raw(headers: str, body: bytes = b"") -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n".encode() + body


async def test_a_body_over_the_limit_is_not_taken_whether_it_says_so_or_not(site: Site) -> None:
    limit = BOUNDS[Purpose.PAGE].max_bytes
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield _raw("")
        while True:
            sent += 65536
            yield b"x" * 65536

    said = await get(site.raw("/said", _raw(f"Content-Length: {limit + 1}\r\n", b"x" * 1000)))
    unsaid = await get(site.stream("/unsaid", endless))
    assert (said.outcome, unsaid.outcome) == (Outcome.TOO_LARGE, Outcome.TOO_LARGE)
    assert (said.body, unsaid.body) == (b"", b"")
    assert sent < limit * 3  # what lay in the system's buffers on top
    assert (limit, BOUNDS[Purpose.PICTURE].max_bytes) == (5_000_000, 20_000_000)


async def test_compression_that_was_not_asked_for_is_undone_and_what_is_not_known_is_told(site: Site) -> None:
    packed = gzip.compress(PAGE)
    length = f"Content-Length: {len(packed)}\r\n"
    assert (await get(site.raw("/a", _raw(f"Content-Encoding: gzip\r\n{length}", packed)))).body == PAGE
    odd = site.raw("/odd", _raw(f"Content-Encoding: x-odd\r\n{length}", packed))
    assert (await get(odd)).outcome is Outcome.ODD_ENCODING


async def test_a_server_that_hangs_or_drips_is_left_at_the_deadline(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(fetch.BOUNDS, Purpose.PAGE, Bounds(5_000_000, 0.4, "*/*"))  # a page has 30 s

    def drip() -> Iterator[bytes]:
        yield _raw("")
        for _ in itertools.count():
            yield b"."
            if site.closing.wait(0.05):
                return

    hanging, _ = site.hang("/hang")
    async with asyncio.timeout(10):
        assert (await get(hanging)).outcome is Outcome.TIMED_OUT
        assert (await get(site.stream("/drip", drip))).outcome is Outcome.TIMED_OUT


def test_the_deadlines_are_those_that_the_docs_promise() -> None:
    assert (BOUNDS[Purpose.PAGE].seconds, BOUNDS[Purpose.PICTURE].seconds) == (30.0, 20.0)


async def test_nobody_listening_and_a_name_that_is_not_there_are_outcomes() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert (await get(f"http://127.0.0.1:{port}/")).outcome is Outcome.NO_CONNECTION

    async def resolver(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    client = Client(LOOPBACK_ALLOWED, resolver=resolver)
    assert (await get("http://nobody.test/", client=client)).outcome is Outcome.NO_NAME


async def test_what_was_tried_before_a_request_or_in_vain_is_told_too(site: Site) -> None:
    numbers = {"mixed.test": ["127.0.0.7", "127.0.0.8", "127.0.0.1"], "closed.test": ["127.0.0.7"], "nobody.test": []}

    async def resolver(host: str, port: int) -> list[str]:
        return numbers[host]

    ledger = Ledger()
    source = NetSource(Client(LOOPBACK_ALLOWED, resolver=resolver), ledger)
    for host in numbers:
        await source.fetch(f"http://{host}:{site.port}/", Purpose.PAGE)
    mixed, closed, nobody = ledger.entries
    assert (mixed.ip, mixed.tried, mixed.looked_up, mixed.bytes_out > 0) == (
        "127.0.0.1", ("127.0.0.7", "127.0.0.8"), True, True
    )  # fmt: skip
    assert (closed.ip, closed.tried, closed.bytes_out) == ("", ("127.0.0.7",), 0)
    assert (nobody.ip, nobody.tried, nobody.looked_up) == ("", (), True)
    assert totals_words((closed, nobody)) == "no request, 2 tries to reach a site"


@pytest.mark.skipif(sys.platform != "linux", reason="a full queue is silent on Linux alone")
@pytest.mark.parametrize("named", [True, False])
async def test_the_number_of_a_host_that_never_answers_is_in_the_ledger(
    monkeypatch: pytest.MonkeyPatch, named: bool
) -> None:
    async def resolver(host: str, port: int) -> list[str]:
        return ["127.0.0.9"]

    monkeypatch.setattr("selfcheck.net.client.CONNECT_SECONDS", 1.0)  # nobody wants to wait for the real ones
    with contextlib.ExitStack() as sockets:
        full = sockets.enter_context(socket.socket())
        full.bind(("127.0.0.9", 0))
        full.listen(0)
        port = full.getsockname()[1]
        for _ in range(3):  # its queue is full: whoever comes now gets no answer at all
            waiting = sockets.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.9", port))
        ledger = Ledger()
        source = NetSource(Client(LOOPBACK_ALLOWED, resolver=resolver), ledger)
        await source.fetch(f"http://{'mina.example' if named else '127.0.0.9'}:{port}/", Purpose.PAGE)
    [entry] = ledger.entries
    assert (entry.ip, entry.tried, entry.outcome) == ("", ("127.0.0.9",), Outcome.TIMED_OUT)


async def test_a_name_is_looked_up_as_a_whole_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    def heard(host: str, *more: Any, **named: Any) -> Any:
        asked.append(host)
        return real("127.0.0.1", *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", heard)
    assert await resolve("mina.example", 80) == ["127.0.0.1"]
    assert asked == ["mina.example."]  # never within a search domain, which any network can set


async def test_at_most_two_requests_at_a_time_go_to_one_host(site: Site) -> None:
    begun: list[str] = []

    async def resolver(host: str, port: int) -> list[str]:
        begun.append(host)  # the first thing that a request does once it is its turn
        return ["127.0.0.1"]

    hung = [site.hang(f"/{number}") for number in range(8)]
    source = NetSource(Client(LOOPBACK_ALLOWED, resolver=resolver), Ledger())
    urls = [url.replace("127.0.0.1", "photos.test") for url, _ in hung]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(source.fetch(url, Purpose.PICTURE)) for url in urls]
        for _, reached in hung[:2]:
            assert await asyncio.to_thread(reached.wait, 10)
        assert len(begun) == 2
        site.closing.set()  # each one that ends lets the next one begin
        answers = await asyncio.gather(*tasks)
    assert {answer.outcome for answer in answers} == {Outcome.ODD_ANSWER}  # hung up on without a word
    assert len(begun) == 8


async def test_a_request_stopped_in_the_middle_is_still_told(site: Site) -> None:
    url, reached = site.hang("/")
    ledger = Ledger()
    task = asyncio.create_task(NetSource(Client(LOOPBACK_ALLOWED), ledger).fetch(url, Purpose.PAGE))
    await asyncio.to_thread(reached.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    [entry] = ledger.entries
    assert (entry.url, entry.outcome) == (url, Outcome.STOPPED)
    assert entry.bytes_out > 0


async def test_the_ledger_counts_the_bytes_that_really_crossed() -> None:
    answer = _raw(f"Content-Length: {len(PAGE)}\r\n", PAGE)
    got = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve_once() -> None:
            connection, _ = listening.accept()
            with connection:
                while b"\r\n\r\n" not in got:
                    got.extend(connection.recv(65536))
                connection.sendall(answer)

        thread = threading.Thread(target=serve_once)
        thread.start()
        [entry] = await ledger_of(f"http://127.0.0.1:{listening.getsockname()[1]}/me")
        thread.join()
    assert (entry.bytes_out, entry.bytes_in) == (len(got), len(answer))
    assert (entry.number, entry.host, entry.ip, entry.status) == (1, "127.0.0.1", "127.0.0.1", 200)
    assert os.fspath(entry.url).endswith("/me")
