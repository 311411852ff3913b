"""The ledger shows an address as the site heard it, however oddly a page writes it."""

from __future__ import annotations

import random

import pytest

from selfcheck.model import Outcome, Purpose
from selfcheck.net.client import Client
from selfcheck.net.fetch import NetSource
from selfcheck.net.ledger import Ledger
from selfcheck.net.urls import absolute_url, split_url
from tests.support.site import LOOPBACK_ALLOWED, Site

_ODD = """
/a/../b /a/./b /.. /../.. /../a /. /a/. /a/.. /a/b/.. /a/b/../ /a//../b //a/..//b /a/... /a/..b /a;/../b
/%2e%2e/a /a/%2E%2e/b /a/%2e/b /a/.%2e/b /a/%2E. /%2e /%252e%252e/a
/% /%zz /%4 /%41%7E%7e /a%2fb /a%5cb /%00 /%0d%0aX:y /a|b /a^`{}<>"b /ä /한글?질문=답 /😀 /%C3%A4%ff
/a? /a??b /a?b#c /a?..//../x /a?q=/../b /a?q=%2e%2e&r='" /a?[]=|
/:@!$&'()*+,;= /[x] // /// //evil.example/a /a// /* /~mina/a.jpg /a.jpg;jsessionid=1?x=y
"""
ODD = [*_ODD.split(), "/a b", "/%0d%0aX: y"]


def _mixed(number: int) -> str:
    pieces = ["a", "..", ".", "%2e", "%2E%2e", "", "%", "%41", "ü", " ", "?", "'", ";", "//", "%2f", "~", "+", "[", "{"]
    chance = random.Random(number)  # noqa: S311 (a seed that says which)
    return "/" + "".join(chance.choice(pieces) + chance.choice(["", "/"]) for _ in range(chance.randint(1, 12)))


async def asked_and_shown(site: Site, url: str) -> None:
    ledger = Ledger()
    site.asked.clear()
    on_a_page = absolute_url(url, url)
    assert on_a_page is not None
    await NetSource(Client(LOOPBACK_ALLOWED), ledger).fetch(on_a_page, Purpose.PAGE)
    shown = [entry.url for entry in ledger.entries if entry.bytes_out]
    assert [f"{site.scheme}://{asked.headers['Host']}{asked.path}" for asked in site.asked] == shown
    assert len(shown) >= 1
    assert all(split_url(one).url == one for one in shown)  # and writing it once more changes nothing


@pytest.mark.parametrize("path", ODD)
async def test_the_address_in_the_ledger_is_the_one_that_was_asked(site: Site, path: str) -> None:
    await asked_and_shown(site, site.url(path))


async def test_the_address_in_the_ledger_is_the_one_that_was_asked_for_200_mixed_paths(site: Site) -> None:
    for number in range(200):
        await asked_and_shown(site, site.url(_mixed(number)))


@pytest.mark.parametrize("path", [path for path in ODD if path.isascii() and "\r" not in path])
async def test_the_address_behind_a_redirect_is_the_one_that_was_asked(site: Site, path: str) -> None:
    to = path if not path.startswith("//") else site.url(path)
    await asked_and_shown(site, site.redirect("/from/here", to))


_RESOLVED = """
/a/../b /b   /../.. /   /a/b/.. /a/   /a/%2E%2e/b /b   /a/. /a/   /a//../b /a/b   /a/.%2e /
/%252e%252e/a /%252e%252e/a   /a?q=/../b /a?q=/../b   /%zz /%zz
"""
RESOLVED = _RESOLVED.split()


@pytest.mark.parametrize(("path", "asked"), list(zip(RESOLVED[::2], RESOLVED[1::2], strict=True)))
async def test_dots_in_a_path_are_resolved_as_browsers_do(site: Site, path: str, asked: str) -> None:
    """https://url.spec.whatwg.org/#path-state"""
    ledger = Ledger()
    await NetSource(Client(LOOPBACK_ALLOWED), ledger).fetch(site.url(path), Purpose.PAGE)
    assert site.all_paths() == [asked]
    assert [entry.outcome for entry in ledger.entries] == [Outcome.NOT_FOUND]
