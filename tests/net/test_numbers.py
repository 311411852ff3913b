"""One number written in any way gets one answer: in an address, behind a redirect, behind a name, before a proxy."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest

from selfcheck.model import Outcome, Purpose
from selfcheck.net.client import Client
from selfcheck.net.fetch import NetSource
from selfcheck.net.ledger import Ledger
from selfcheck.net.policy import NetPolicy, reachable_numbers
from selfcheck.net.proxy import parse_proxy
from selfcheck.net.urls import UrlRefused, split_url
from tests.support.site import LOOPBACK_ALLOWED, Site, serve
from tests.support.socks import socks

PUBLIC, PRIVATE = "8.8.8.8", "10.0.0.1"


def same_in_ipv4(number: str) -> list[str]:
    """The ways in which browsers let one IPv4 number be written as a host."""
    value = int(IPv4Address(number))
    first, second, third, fourth = IPv4Address(number).packed
    return [
        f"{first}.{second}.{third}.{fourth}",
        f"{first}.{second}.{third}.{fourth}.",
        f"{first}.{second}.{(third << 8) | fourth}",
        f"{first}.{value & 0xFFFFFF}",
        f"{value}",
        f"0x{value:x}",
        f"0X{value:X}",
        f"0{value:o}",
        f"0x{first:x}.0x{second:x}.0x{third:x}.0x{fourth:x}",
        f"0{first:o}.0{second:o}.0{third:o}.0{fourth:o}",
        f"0x{first:x}.0{second:o}.{(third << 8) | fourth}",
    ]


def same_in_ipv6(number: str) -> list[str]:
    """The IPv6 forms that lead to the same place as this IPv4 number, as the kernel or a NAT64 gateway reads them."""
    value = int(IPv4Address(number))
    pair = f"{value >> 16:x}:{value & 0xFFFF:x}"
    return [f"::ffff:{number}", f"::ffff:{pair}", f"0:0:0:0:0:ffff:{pair}", f"64:ff9b::{number}", f"64:ff9b::{pair}"]


def in_tunnels(number: str) -> list[str]:
    """Forms that wrap an IPv4 number for a tunnel or for a network's own translation."""
    value = int(IPv4Address(number))
    high, low = value >> 16, value & 0xFFFF
    return [
        f"::{number}",  # IPv4-compatible
        f"2002:{high:x}:{low:x}::1",  # 6to4
        f"2001:0:{high:x}:{low:x}::1",  # Teredo, its server
        f"2001:0:808:808:0:0:{high ^ 0xFFFF:x}:{low ^ 0xFFFF:x}",  # Teredo, its client
        f"64:ff9b:1::{number}",  # NAT64 of one network, at /96
        f"64:ff9b:1:{high:x}:{low >> 8:x}:{(low & 0xFF) << 8:x}::",  # the same at /48
        f"64:ff9b:1:0:{high >> 8:x}:{(high & 0xFF) << 8 | low >> 8:x}:{(low & 0xFF) << 8:x}:0",  # at /64
    ]


def answer_to(url: str) -> str:
    """ "" when the address may be asked for, otherwise why not."""
    try:
        NetPolicy().check_url(split_url(url))
    except UrlRefused as refused:
        return refused.outcome.value
    return ""


@pytest.mark.parametrize("host", [*same_in_ipv4(PUBLIC), *(f"[{number}]" for number in same_in_ipv6(PUBLIC))])
def test_every_form_of_a_public_number_is_allowed(host: str) -> None:
    assert answer_to(f"http://{host}/") == ""


@pytest.mark.parametrize(
    "host", [*same_in_ipv4(PRIVATE), *(f"[{number}]" for number in same_in_ipv6(PRIVATE) + in_tunnels(PRIVATE))]
)
def test_every_form_of_a_private_number_is_refused_as_private(host: str) -> None:
    assert answer_to(f"http://{host}/") == "refused_private"


@pytest.mark.parametrize("number", in_tunnels(PUBLIC))
def test_tunnels_are_refused_whatever_is_inside(number: str) -> None:
    assert answer_to(f"http://[{number}]/") == "refused_private"


@pytest.mark.parametrize("form", [*same_in_ipv6(PUBLIC), *in_tunnels(PUBLIC)])
def test_the_number_inside_every_form_is_found(form: str) -> None:
    assert IPv4Address(PUBLIC) in reachable_numbers(ip_address(form))


def test_a_plain_number_reaches_itself_alone() -> None:
    for text in (PUBLIC, "2606:4700::1111"):
        assert reachable_numbers(ip_address(text)) == (ip_address(text),)
    assert reachable_numbers(IPv6Address("::ffff:8.8.8.8")) == (IPv4Address("8.8.8.8"),)


@pytest.mark.parametrize("host", same_in_ipv4(PUBLIC))
def test_a_number_is_shown_and_asked_the_one_usual_way(host: str) -> None:
    assert split_url(f"http://{host}/a").url == "http://8.8.8.8/a"


@pytest.mark.parametrize(
    "host", ["256.1.1.1", "1.2.3.4.5", "0x1ffffffff", "1..2", "08.8.8.8", "8.8.8.0xg1.9", "1.2.65536"]
)
def test_what_ends_in_a_number_and_is_none_is_refused(host: str) -> None:
    assert answer_to(f"http://{host}/") in {"refused_private", "refused_address"}


@pytest.mark.parametrize("number", ["2606:4700::1111%eth0", "::ffff:8.8.8.8%eth0", "fe80::1%eth0"])
async def test_a_number_with_a_network_card_in_the_answer_to_a_name_is_refused(number: str) -> None:
    async def resolver(host: str, port: int) -> list[str]:
        return [number]

    ledger = Ledger()
    await NetSource(Client(resolver=resolver), ledger).fetch("http://mina.example/", Purpose.PAGE)
    assert [(entry.outcome, entry.ip, entry.tried) for entry in ledger.entries] == [(Outcome.REFUSED_PRIVATE, "", ())]


@pytest.mark.parametrize("url", ["https://mina.example:80/", "http://mina.example:443/"])
def test_a_port_of_the_other_protocol_is_refused(url: str) -> None:
    assert answer_to(url) == "refused_port"


@pytest.fixture
def own_site() -> Iterator[Site]:
    with serve() as site:
        site.page("/", "Mine")
        yield site


@pytest.mark.parametrize("form", ["127.0.0.1", *same_in_ipv6("127.0.0.1"), *in_tunnels("127.0.0.1")])
@pytest.mark.parametrize("way", ["typed", "redirect", "name", "proxy"])
async def test_the_computers_own_number_is_never_reached_in_any_form_or_way(
    own_site: Site, monkeypatch: pytest.MonkeyPatch, form: str, way: str
) -> None:
    """Loopback stands for the computer's own public number: for the policy it is public here, and nothing else is."""
    monkeypatch.setattr("selfcheck.net.policy._DENIED_V4", ())
    asked_of = f"[{form}]" if ":" in form else form

    async def resolver(host: str, port: int) -> list[str]:
        return [form]

    ledger = Ledger()
    own_site.asked.clear()
    with serve("127.0.0.2") as first, socks() as proxy:
        first.redirect("/", f"http://{asked_of}:{own_site.port}/")
        policy = NetPolicy(ports=None, also_allowed=(ip_network("127.0.0.2/32"),))
        through = parse_proxy(proxy.url) if way == "proxy" else None
        source = NetSource(Client(policy, through, resolver=resolver), ledger)
        starts = {"redirect": first.url("/"), "name": f"http://mina.example:{own_site.port}/"}
        await source.fetch(starts.get(way, f"http://{asked_of}:{own_site.port}/"), Purpose.PAGE)
    assert ledger.entries[-1].outcome is Outcome.REFUSED_PRIVATE
    assert (ledger.entries[-1].bytes_out, own_site.asked, proxy.asked) == (0, [], [])


async def test_a_mapped_number_is_connected_to_as_the_number_it_is(own_site: Site) -> None:
    ledger = Ledger()
    await NetSource(Client(LOOPBACK_ALLOWED), ledger).fetch(f"http://[::ffff:127.0.0.1]:{own_site.port}/", Purpose.PAGE)
    assert [(entry.outcome, entry.ip) for entry in ledger.entries] == [(Outcome.OPENED, "127.0.0.1")]


def test_no_packet_is_needed_to_know_the_own_number() -> None:
    """The kernel answers: a datagram socket that is told where to, and never sends."""
    from selfcheck.net.resolver import is_this_computer

    assert is_this_computer(IPv4Address("127.0.0.1"))
    assert not is_this_computer(IPv4Address("8.8.8.8"))
    if socket.has_ipv6:
        assert not is_this_computer(IPv6Address("2606:4700::1111"))
