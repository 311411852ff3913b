"""Requests through a SOCKS5 proxy: it is told the name, nothing is looked up here, and no way leads past it."""

from __future__ import annotations

import json
import os
import socket
import ssl
import sys
from collections.abc import Iterator

import pytest
import trustme

from selfcheck.errors import UsageError
from selfcheck.model import LedgerEntry, Outcome, Purpose
from selfcheck.net import client
from selfcheck.net.client import Client
from selfcheck.net.fetch import NetSource
from selfcheck.net.ledger import Ledger
from selfcheck.net.policy import NetPolicy
from selfcheck.net.proxy import Proxy, parse_proxy
from tests.promises.test_4_every_request_in_the_ledger import WATCHED
from tests.support import pictures
from tests.support.running import AS_INSTALLED, WITH_LOOPBACK, run
from tests.support.site import LOOPBACK_ALLOWED, Site, serve
from tests.support.socks import IPV4, NAME, Socks, socks

AS_FOR_PEOPLE = NetPolicy(ports=None)
"""The policy of people, but for the ports, which a test cannot choose."""
THROUGH = Proxy("127.0.0.1", 1)


@pytest.fixture
def proxy() -> Iterator[Socks]:
    with socks() as running:
        yield running


async def one(proxy: Socks, url: str, policy: NetPolicy = AS_FOR_PEOPLE) -> LedgerEntry:
    """Ask for one address through the proxy. The resolver of this computer must not be asked."""

    async def never(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host} was looked up here")

    ledger = Ledger()
    await NetSource(Client(policy, parse_proxy(proxy.url), resolver=never), ledger).fetch(url, Purpose.PAGE)
    return ledger.entries[-1]


async def test_the_proxy_is_told_the_name_and_the_ledger_tells_of_the_proxy(site: Site, proxy: Socks) -> None:
    proxy.names["mina-site.org"] = ("127.0.0.1", site.port)
    site.page("/me", "<p>Hello</p>")
    entry = await one(proxy, "http://mina-site.org/me")
    assert proxy.asked == [(NAME, "mina-site.org", 80)]
    assert site.paths() == ["/me"]
    assert (entry.outcome, entry.host, entry.ip) == (Outcome.OPENED, "mina-site.org", "")
    assert entry.proxy == f"127.0.0.1:{proxy.port}"


async def test_a_certificate_is_checked_against_the_name_behind_the_proxy_too(proxy: Socks) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("mina-site.org").configure_cert(context)
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    with serve(tls=context) as secure:
        secure.page("/", "<p>Hello</p>")
        proxy.names |= dict.fromkeys(("mina-site.org", "other-site.org"), ("127.0.0.1", secure.port))
        outcomes = []
        for host in ("mina-site.org", "other-site.org"):
            ledger = Ledger()
            through = Client(AS_FOR_PEOPLE, parse_proxy(proxy.url), ssl_context=trusted)
            await NetSource(through, ledger).fetch(f"https://{host}/", Purpose.PAGE)
            outcomes.append((ledger.entries[0].outcome, ledger.entries[0].tls))
    assert outcomes[0] == (Outcome.OPENED, "TLSv1.3")
    assert outcomes[1][0] is Outcome.NOT_SECURE


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://10.1.2.3/", "http://[::1]/", "http://169.254.169.254/", "http://[64:ff9b::a00:1]/",
     "http://2130706433/", "http://0x7f.1/", "http://localhost/", "http://printer/", "http://nas.local/",
     "http://router.lan/", "http://box.home.arpa/", "http://wiki.localdomain/"],
)  # fmt: skip
async def test_private_numbers_and_plainly_private_names_reach_no_proxy(proxy: Socks, url: str) -> None:
    entry = await one(proxy, url)
    assert entry.outcome is Outcome.REFUSED_PRIVATE
    assert (entry.bytes_out, proxy.asked) == (0, [])


async def test_a_redirect_to_a_private_number_reaches_no_proxy(site: Site, proxy: Socks) -> None:
    proxy.names["mina-site.org"] = ("127.0.0.1", site.port)
    site.redirect("/", "http://192.168.1.1/admin")
    entry = await one(proxy, "http://mina-site.org/")
    assert (entry.url, entry.outcome) == ("http://192.168.1.1/admin", Outcome.REFUSED_PRIVATE)
    assert len(proxy.asked) == 1


async def test_a_public_number_is_handed_to_the_proxy_as_a_number(site: Site, proxy: Socks) -> None:
    proxy.names["93.184.215.14"] = ("127.0.0.1", site.port)
    site.page("/", "<p>Hello</p>")
    assert (await one(proxy, "http://93.184.215.14/")).outcome is Outcome.OPENED
    assert proxy.asked == [(IPV4, "93.184.215.14", 80)]


async def test_a_proxy_that_is_not_there_is_told_as_that_and_nothing_goes_past_it(site: Site) -> None:
    nobody = Socks(port=9)
    entry = await one(nobody, site.page("/", "<p>Hello</p>"), LOOPBACK_ALLOWED)
    assert (entry.outcome, entry.bytes_out, site.asked) == (Outcome.NO_PROXY, 0, [])


@pytest.mark.parametrize(
    ("how", "outcome"),
    [
        ({"wants_password": True}, Outcome.NO_PROXY),
        ({"hang_up_after": 1}, Outcome.NO_PROXY),
        ({"hang_up_after": 2}, Outcome.PROXY_REFUSED),
        ({}, Outcome.PROXY_REFUSED),
    ],
    ids=["asks for a password", "closes at once", "closes at the name", "knows no such name"],
)
async def test_a_proxy_that_opens_no_way_is_told_as_that(proxy: Socks, how: dict[str, bool], outcome: Outcome) -> None:
    for name, value in how.items():
        setattr(proxy, name, value)
    assert (await one(proxy, "http://nowhere-site.org/")).outcome is outcome


async def test_what_answers_no_greeting_is_told_as_no_proxy_within_the_time_of_a_connection(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "CONNECT_SECONDS", 0.3)
    entry = await one(Socks(port=site.port), "http://mina-site.org/")
    assert entry.outcome is Outcome.NO_PROXY


async def test_a_proxy_that_never_answers_is_left_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    from selfcheck.net import fetch

    monkeypatch.setitem(fetch.BOUNDS, Purpose.PAGE, fetch.Bounds(1000, 0.3, "*/*"))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        entry = await one(Socks(port=silent.getsockname()[1]), "http://mina-site.org/")
    assert entry.outcome is Outcome.TIMED_OUT


@pytest.mark.parametrize(
    ("typed", "proxy"),
    [
        ("socks5://127.0.0.1:9050", Proxy("127.0.0.1", 9050)),
        ("socks5h://127.0.0.1:9050/", Proxy("127.0.0.1", 9050)),
        ("socks5://localhost:9150", Proxy("127.0.0.1", 9150)),
        ("SOCKS5://[::1]:1080", Proxy("::1", 1080)),
    ],
)
def test_a_proxy_is_named_by_its_number_and_port(typed: str, proxy: Proxy) -> None:
    assert parse_proxy(typed) == proxy


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("http://127.0.0.1:8080", "is not a SOCKS5 proxy"),
        ("socks4://127.0.0.1:9050", "is not a SOCKS5 proxy"),
        ("127.0.0.1:9050", "is not"),
        ("socks5://127.0.0.1", "port is missing"),
        ("socks5://127.0.0.1:0", "port is missing"),
        ("socks5://127.0.0.1:99999", "is not the address"),
        ("socks5://mina:secret@127.0.0.1:9050", "name and a password"),
        ("socks5://proxy.example:9050", "by its number"),
        ("socks5://:9050", "by its number"),
        ("socks5://127.0.0.1:9050/path", "is not the address"),
        ("", "is not"),
    ],
)
def test_what_is_no_proxy_is_refused_with_a_sentence_and_nothing_secret_in_it(typed: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_proxy(typed)
    assert said in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("before", [True, False], ids=["before the command", "after it"])
def test_a_check_through_a_proxy_looks_no_name_up_and_connects_to_nothing_else(
    site: Site, proxy: Socks, before: bool
) -> None:
    proxy.names |= dict.fromkeys(("mina-site.org", "img.mina-pictures.net"), ("127.0.0.1", site.port))
    site.picture("/a.jpg", pictures.demo(pictures.ONE_FACE))
    site.page(
        "/", '<img src="/a.jpg"><img src="http://img.mina-pictures.net/a.jpg?2"><img src="http://gone-site.org/c">'
    )
    flag = ("--proxy", proxy.url)
    words = ("check", "http://mina-site.org/", "--mine", "--json")
    ended = run(*flag, *words, command=(sys.executable, "-c", WATCHED)) if before else run(
        *words, *flag, command=(sys.executable, "-c", WATCHED)
    )  # fmt: skip
    told = json.loads(ended.err.rpartition("TOLD")[2])
    assert {kind for kind, _ in told} == {"connect"}  # and so no name
    assert {place for _, place in told} == {f"('127.0.0.1', {proxy.port})"}
    assert {host for _, host, _ in proxy.asked} == {"mina-site.org", "img.mina-pictures.net", "gone-site.org"}
    assert {kind for kind, _, _ in proxy.asked} == {NAME}
    report = json.loads(ended.out)
    assert len(report["ledger"]) == len(told)
    assert {entry["proxy"] for entry in report["ledger"]} == {f"127.0.0.1:{proxy.port}"}
    assert "proxy" in {limit["id"] for limit in report["limits"]}
    assert "cannot be checked here" in ended.err
    assert f"through the proxy 127.0.0.1:{proxy.port}" in ended.err


@pytest.mark.parametrize("command", [("check", "http://x.example/", "--mine"), ()], ids=["check", "the app"])
def test_a_proxy_that_cannot_be_used_ends_the_command_before_anything_is_fetched(command: tuple[str, ...]) -> None:
    ended = run("--proxy", "http://127.0.0.1:8118", *command, command=AS_INSTALLED)
    assert ended.code == 2
    ended.said_plainly("is not a SOCKS5 proxy", "socks5://127.0.0.1:9050")


def test_no_proxy_is_taken_from_the_environment(site: Site, proxy: Socks) -> None:
    named = {name: proxy.url for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy")}
    ended = run(
        "check", site.page("/", "<p>Hello</p>"), "--mine", "--json", command=WITH_LOOPBACK, env={**os.environ, **named}
    )
    assert (ended.code, site.paths(), proxy.asked) == (0, ["/"], [])
    assert {entry["proxy"] for entry in json.loads(ended.out)["ledger"]} == {""}


def test_the_pictures_of_a_saved_page_go_through_the_proxy_too(site: Site, proxy: Socks, tmp_path: object) -> None:
    proxy.names["mina-site.org"] = ("127.0.0.1", site.port)
    site.picture("/a.jpg", pictures.demo(pictures.ONE_FACE))
    saved = f"{tmp_path}/saved.html"
    with open(saved, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write('<!doctype html><title>A</title><img src="/a.jpg">')
    ended = run("check", saved, "--base-url", "http://mina-site.org/", "--mine", "--json", "--proxy", proxy.url)
    assert site.paths() == ["/a.jpg"]
    assert {host for _, host, _ in proxy.asked} == {"mina-site.org"}
    assert json.loads(ended.out)["photos"][0]["state"] == "faces"
