"""Promise 1: only the person's own pages."""

from __future__ import annotations

import inspect

import click
import pytest

from selfcheck import session
from selfcheck.errors import AddressError, PolicyRefusal
from selfcheck.model import Consent, OwnPage
from selfcheck.platforms.addresses import MAX_ADDRESSES, parse_address, parse_addresses
from tests.support import pictures
from tests.support.commands import commands
from tests.support.running import run
from tests.support.site import LOOPBACK_ALLOWED, Site, serve


def test_nothing_is_asked_for_without_the_word_that_it_may_be(site: Site) -> None:
    page = site.page("/", "<p>Hello</p>")
    assert run("check", page, "--json").code == 5
    assert site.asked == []
    assert run("check", page, "--json", "--mine").code == 0
    assert site.paths() == ["/"]


def test_a_page_cannot_even_be_handed_to_a_check_without_that_word() -> None:
    with pytest.raises(TypeError):
        OwnPage(parse_address("example.org"))  # type: ignore[call-arg]
    assert set(Consent) == {Consent.MINE, Consent.WITH_OWNER}
    assert inspect.signature(session.check).parameters["pages"].annotation == "Sequence[OwnPage]"


@pytest.mark.parametrize("name", ["Jane Doe", "jane.doe", "@jane", "김민지", "jane@example.org", "+82 10 1234 5678"])
def test_a_person_cannot_be_looked_for(name: str) -> None:
    try:
        url = parse_address(name).url
    except AddressError:
        return
    assert url == f"https://{name}/"  # read as a host, asked as a host, never searched for


async def test_no_link_to_another_page_is_followed(site: Site) -> None:
    for other in ("/friends", "/people/noor", "/next", "/oembed"):
        site.page(other, '<img src="/theirs.jpg">')
    # A frame and a feed of the page's own site are part of what it shows; what they link to is not.
    site.page("/frame", '<a href="/friends">Friends</a><iframe src="/people/noor"></iframe>')
    site.answer(
        "/feed.xml", b"<rss><channel><link>/friends</link><item><link>/people/noor</link></item></channel></rss>"
    )
    site.picture("/mine.jpg", pictures.demo(pictures.NO_FACE))
    page = site.page(
        "/me",
        '<html><head><link rel="next" href="/next"><link rel="alternate" type="application/rss+xml" href="/feed.xml">'
        '<link rel="alternate" type="application/json+oembed" href="/oembed">'
        '<meta http-equiv="refresh" content="0;url=/friends"></head><body><img src="/mine.jpg">'
        '<a href="/friends">Friends</a><a href="/people/noor"><b>Noor</b></a>'
        '<iframe src="/frame"></iframe></body></html>',
    )
    own = OwnPage(parse_address(page, LOOPBACK_ALLOWED), Consent.MINE)
    async for _ in session.check([own], policy=LOOPBACK_ALLOWED):
        pass
    assert sorted(site.paths()) == ["/feed.xml", "/frame", "/me", "/mine.jpg"]


async def test_frames_feeds_and_sheets_of_other_sites_are_not_asked_for(site: Site) -> None:
    with serve("127.0.0.2") as other:
        page = site.page(
            "/",
            f'<html><head><link rel="alternate" type="application/rss+xml" href="{other.url("/feed.xml")}">'
            f'<link rel="stylesheet" href="{other.url("/a.css")}"></head><body><p>Hello</p>'
            f'<iframe src="{other.url("/frame")}"></iframe></body></html>',
        )
        async for _ in session.check(
            [OwnPage(parse_address(page, LOOPBACK_ALLOWED), Consent.MINE)], policy=LOOPBACK_ALLOWED
        ):
            pass
        assert other.asked == []


def test_more_than_twenty_addresses_are_refused_however_they_come() -> None:
    addresses = [f"example.org/{number}" for number in range(MAX_ADDRESSES + 1)]
    assert MAX_ADDRESSES == 20
    with pytest.raises(PolicyRefusal):
        parse_addresses(addresses)


def test_no_command_takes_a_list_of_people_from_a_file() -> None:
    taking_files = {
        (name, parameter.name)
        for name, command in commands().items()
        for parameter in command.params
        if isinstance(parameter.type, (click.Path, click.File))
    }
    written = {("export", "out"), ("check", "ledger"), ("recheck", "ledger"), ("letter", "out")}
    reports = {("export", "report"), ("plan", "report")}
    assert taking_files - written - reports == {("faces", "files"), ("import", "paths"), ("export", "with_pictures")}
    # Pictures on disk, a report, and one's own data download: none names people.
    assert run("check", "-", "--mine").code == 2  # no list through a pipe either
