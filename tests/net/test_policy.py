from __future__ import annotations

from ipaddress import ip_address

import pytest

from selfcheck.model import Outcome
from selfcheck.net.policy import NetPolicy
from selfcheck.net.urls import UrlRefused, split_url

# Every class of number that is not the public internet, with the tricks that hide one in another.
NOT_PUBLIC = [
    "0.0.0.0",  # noqa: S104 (asked about, not bound)
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.255.255.255",
    "169.254.169.254",
    "168.63.129.16",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.1.2.3",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:c0a8:1::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "128.0.0.1",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.1",
    "192.169.0.1",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450::1",
    "2001:4860:4860::8888",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]


@pytest.mark.parametrize("number", NOT_PUBLIC)
def test_a_number_that_is_not_public_is_refused(number: str) -> None:
    with pytest.raises(UrlRefused) as refused:
        NetPolicy().check_ip(ip_address(number))
    assert refused.value.outcome is Outcome.REFUSED_PRIVATE


@pytest.mark.parametrize("number", PUBLIC)
def test_a_public_number_is_allowed(number: str) -> None:
    NetPolicy().check_ip(ip_address(number))


@pytest.mark.parametrize(
    ("url", "outcome"),
    [
        ("http://example.org:22/", Outcome.REFUSED_PORT),
        ("https://example.org:8443/", Outcome.REFUSED_PORT),
        ("http://localhost/", Outcome.REFUSED_PRIVATE),
        ("http://db.internal/", Outcome.REFUSED_PRIVATE),
        ("http://fritz.lan/", Outcome.REFUSED_PRIVATE),
        ("http://intranet/", Outcome.REFUSED_PRIVATE),
        ("http://1.0.0.127.in-addr.arpa/", Outcome.REFUSED_PRIVATE),
    ],
)
def test_an_address_inside_or_on_an_odd_port_is_refused_by_its_name(url: str, outcome: Outcome) -> None:
    with pytest.raises(UrlRefused) as refused:
        NetPolicy().check_url(split_url(url))
    assert refused.value.outcome is outcome


@pytest.mark.parametrize(
    "ending",
    ["localhost", "localdomain", "local", "internal", "intranet", "private", "lan", "home", "corp", "arpa", "onion"],
)
def test_name_under_an_ending_of_local_networks_is_refused(ending: str) -> None:
    with pytest.raises(UrlRefused) as refused:
        NetPolicy().check_url(split_url(f"http://box.{ending}/"))
    assert refused.value.outcome is Outcome.REFUSED_PRIVATE


def test_name_without_a_dot_is_refused() -> None:
    with pytest.raises(UrlRefused) as refused:
        NetPolicy().check_url(split_url("http://printer/"))
    assert refused.value.outcome is Outcome.REFUSED_PRIVATE
