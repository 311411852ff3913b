"""Pictures on other sites: named before they are asked for, and left out where the person wishes so."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from selfcheck.guidance.model import Guidance
from selfcheck.model import Note, Outcome, PageNote, Purpose, Report, State
from selfcheck.model.events import CheckDone, Event, HostNamed, PageDone, Requested
from selfcheck.output.wording.outcomes import note_text, page_outcome_text
from selfcheck.output.wording.report import summary_of
from selfcheck.session import Elsewhere, Gate, RecheckContext, check, first_addresses, hosts_of, recheck
from selfcheck.session.report_builder import ReportBuilder, exit_code
from tests.session.test_recheck import KEY, first_check, own
from tests.support import pictures
from tests.support.site import LOOPBACK_ALLOWED, Site, serve


@pytest.fixture
def away() -> Iterator[Site]:
    """Another site, on a number of its own."""
    with serve("127.0.0.2") as running:
        running.picture("/b.jpg", pictures.demo(pictures.THREE_FACES))
        yield running


@dataclass
class Person:
    """Answers the question about other hosts, and remembers it."""

    word: bool
    asked: list[tuple[str, ...]] = field(default_factory=list)
    _busy: bool = False

    async def ask(self, hosts: tuple[str, ...]) -> bool:
        self.asked.append(hosts)
        return self.word

    async def one_at_a_time(self, hosts: tuple[str, ...]) -> bool:
        assert not self._busy, "two questions at once"
        self._busy = True
        for _ in range(20):  # let whatever else could ask have its turn
            await asyncio.sleep(0)
        self._busy = False
        return await self.ask(hosts)


async def checked(page: str, choice: Elsewhere, person: Person | None = None) -> tuple[Report, list[Event]]:
    gate = Gate([page], choice, person.ask if person else None)
    events = [event async for event in check(own(page), policy=LOOPBACK_ALLOWED, gate=gate)]
    last = events[-1]
    assert isinstance(last, CheckDone)
    return last.report, events


def page_with_both(site: Site, away: Site) -> str:
    site.picture("/a.jpg", pictures.demo(pictures.ONE_FACE))
    return site.page("/", f'<img src="/a.jpg"><img src="{away.url("/b.jpg")}">')


async def test_another_host_is_named_before_the_first_request_to_it(site: Site, away: Site) -> None:
    report, events = await checked(page_with_both(site, away), Elsewhere.ASK_FOR)
    named = events.index(HostNamed("127.0.0.2"))
    first = next(
        i for i, event in enumerate(events) if isinstance(event, Requested) and event.entry.host == "127.0.0.2"
    )
    assert named < first
    assert [event for event in events if isinstance(event, HostNamed)] == [HostNamed("127.0.0.2")]
    assert {photo.state for photo in report.photos} == {State.FACES}


@pytest.mark.parametrize("choice", [Elsewhere.ASK_FOR, Elsewhere.ASK_ME])
async def test_a_place_inside_a_private_network_is_not_named_as_one_that_is_asked(
    site: Site, choice: Elsewhere
) -> None:
    person = Person(True)
    page = site.page("/", '<img src="http://10.1.2.3/a.jpg"><img src="http://[::ffff:10.1.2.3]/b.jpg">')
    report, events = await checked(page, choice, person)
    assert [event for event in events if isinstance(event, HostNamed)] == []
    assert person.asked == []
    assert {photo.reason for photo in report.photos} == {Outcome.REFUSED_PRIVATE}
    assert not any(entry.bytes_out for entry in report.ledger if entry.host != "127.0.0.1")


async def test_left_out_nothing_at_all_is_asked_there_and_its_pictures_are_not_counted_as_clean(
    site: Site, away: Site
) -> None:
    report, events = await checked(page_with_both(site, away), Elsewhere.LEAVE_OUT)
    assert away.asked == []  # robots.txt neither
    assert HostNamed("127.0.0.2") in events
    states = {photo.url: (photo.state, photo.reason) for photo in report.photos}
    assert states[away.url("/b.jpg")] == (State.NOT_CHECKED, Outcome.OTHER_SITE)
    assert states[site.url("/a.jpg")][0] is State.FACES
    assert "1 not asked for, as you wished" in summary_of(report)
    assert "elsewhere" in {limit.id for limit in report.limits}
    assert exit_code(report) == 0
    assert "127.0.0.2" not in {signal.about.partition(":")[0] for signal in report.signals}


async def test_a_picture_of_ones_own_site_that_is_sent_elsewhere_is_left_out_too(site: Site, away: Site) -> None:
    site.redirect("/moved.jpg", away.url("/b.jpg"))
    report, _ = await checked(site.page("/", '<img src="/moved.jpg">'), Elsewhere.LEAVE_OUT)
    assert away.asked == []
    [photo] = report.photos
    assert (photo.state, photo.reason) == (State.NOT_CHECKED, Outcome.OTHER_SITE)
    refused = [entry for entry in report.ledger if entry.outcome is Outcome.OTHER_SITE]
    assert [(entry.host, entry.bytes_out) for entry in refused] == [("127.0.0.2", 0)]


@pytest.mark.parametrize("word", [True, False])
async def test_the_person_is_asked_once_and_their_word_holds(site: Site, away: Site, word: bool) -> None:
    person = Person(word)
    page = page_with_both(site, away)
    site.page("/", f'<img src="/a.jpg"><img src="{away.url("/b.jpg")}"><img src="{away.url("/c.jpg")}">')
    report, _ = await checked(page, Elsewhere.ASK_ME, person)
    assert person.asked == [("127.0.0.2",)]
    assert bool(away.paths()) is word
    reasons = {photo.url: photo.reason for photo in report.photos}
    assert reasons[away.url("/b.jpg")] is (Outcome.FACES if word else Outcome.OTHER_SITE)


async def test_a_picture_sent_elsewhere_waits_for_the_word_and_is_then_asked_for(site: Site, away: Site) -> None:
    person = Person(True)
    site.redirect("/moved.jpg", away.url("/b.jpg"))
    report, _ = await checked(site.page("/", '<img src="/moved.jpg">'), Elsewhere.ASK_ME, person)
    assert person.asked == [("127.0.0.2",)]
    assert [photo.reason for photo in report.photos] == [Outcome.FACES]


async def test_where_nobody_can_be_asked_pictures_elsewhere_are_left_out(site: Site, away: Site) -> None:
    report, _ = await checked(page_with_both(site, away), Elsewhere.ASK_ME)
    assert away.asked == []
    assert Outcome.OTHER_SITE in {photo.reason for photo in report.photos}


def moved(site: Site, away: Site) -> str:
    """A page whose site sends its visitors on to another one."""
    away.page("/new", '<img src="/b.jpg">')
    return site.redirect("/", away.url("/new"))


async def test_a_page_is_not_followed_to_a_site_of_someone_else_and_its_address_is_told(
    site: Site, away: Site, guidance: Guidance
) -> None:
    """The log-in page of a network in a café answers for every address, and so does whoever bought a name."""
    report, events = await checked(moved(site, away), Elsewhere.ASK_FOR)
    assert away.asked == []
    assert HostNamed("127.0.0.2") not in events
    [page] = report.pages
    assert page.outcome is Outcome.OTHER_SITE
    assert page_outcome_text(page, guidance) == guidance.page_outcomes["other_site"]
    assert page.notes == (PageNote(Note.LEADS_TO, (away.url("/new"),)),)
    assert note_text(page.notes[0], guidance) == f"{guidance.reader_notes['leads_to']} {away.url('/new')}"
    assert exit_code(report) == 3
    refused = [entry for entry in report.ledger if entry.outcome is Outcome.OTHER_SITE]
    assert [(entry.host, entry.bytes_out) for entry in refused] == [("127.0.0.2", 0)]


def test_a_page_is_followed_to_a_service_that_is_known_and_its_door() -> None:
    gate = Gate(["https://mina.example/"])
    for known in ("https://www.instagram.com/mina/", "https://accounts.google.com/login", "https://img.mina.example/"):
        assert gate.allows(known, Purpose.PAGE)
    assert not gate.allows("https://hotspot.example/hello", Purpose.PAGE)
    assert gate.allows("https://pictures.example/1.jpg", Purpose.PICTURE)


async def test_left_out_a_page_is_not_followed_to_another_site_and_never_counted_as_clean(
    site: Site, away: Site, guidance: Guidance
) -> None:
    report, events = await checked(moved(site, away), Elsewhere.LEAVE_OUT)
    assert away.asked == []
    assert HostNamed("127.0.0.2") in events
    [page] = report.pages
    assert page.outcome is Outcome.OTHER_SITE
    assert page_outcome_text(page, guidance) == guidance.page_outcomes["other_site"]
    assert "1 page could not be seen" in summary_of(report)
    assert exit_code(report) == 3


@pytest.mark.parametrize("word", [True, False])
async def test_the_person_is_asked_before_a_page_is_followed_to_another_site(
    site: Site, away: Site, word: bool
) -> None:
    person = Person(word)
    report, _ = await checked(moved(site, away), Elsewhere.ASK_ME, person)
    assert person.asked == [("127.0.0.2",)]
    assert away.paths()[:2] == (["/new", "/b.jpg"] if word else [])
    assert [page.outcome for page in report.pages] == [Outcome.OPENED if word else Outcome.OTHER_SITE]


async def test_two_pages_that_lead_elsewhere_are_asked_about_one_after_the_other(site: Site, away: Site) -> None:
    person = Person(True)
    with serve("127.0.0.3") as third:
        pages = (*own(moved(site, away)), *own(site.redirect("/2", third.page("/third", "<p>Words."))))
        gate = Gate([page.address.url for page in pages], Elsewhere.ASK_ME, person.one_at_a_time)
        events = [event async for event in check(pages, policy=LOOPBACK_ALLOWED, gate=gate)]
    assert sorted(person.asked) == [("127.0.0.2",), ("127.0.0.3",)]
    assert {event.page.outcome for event in events if isinstance(event, PageDone)} == {Outcome.OPENED}


def test_one_site_is_what_the_public_suffix_list_says() -> None:
    gate = Gate(["https://www.mina.co.uk/me", "https://mina.github.io/"], Elsewhere.LEAVE_OUT)
    for ours in ("https://img.mina.co.uk/a", "https://mina.co.uk/a", "https://mina.github.io/b"):
        assert gate.word_on(ours) is True
    for other in ("https://tomas.co.uk/a", "https://tomas.github.io/a", "https://mina.co.uk.evil.net/a"):
        assert gate.word_on(other) is False


def test_the_hosts_named_first_are_those_of_the_pages_and_of_their_platforms_open_answers() -> None:
    hosts = hosts_of(first_addresses(["https://bsky.app/profile/mina.example", "https://mina.example/"]))
    assert hosts[0] == "bsky.app"
    assert "public.api.bsky.app" in hosts
    assert hosts[-1] == "mina.example"


@pytest.mark.parametrize("choice", list(Elsewhere))
async def test_in_a_check_again_files_on_other_sites_are_asked_for_only_as_the_person_wishes(
    site: Site, away: Site, guidance: Guidance, choice: Elsewhere
) -> None:
    page = page_with_both(site, away)
    _, before = await first_check(guidance, page)
    site.page("/", '<img src="/a.jpg">')  # the picture elsewhere has left the page
    away.asked.clear()
    person = Person(choice is Elsewhere.ASK_ME)
    again, gathered = RecheckContext(before, KEY, guidance), ReportBuilder(guidance)
    gate = Gate([page], choice, person.ask)
    told = [
        event
        async for event in recheck(
            own(page), again, policy=LOOPBACK_ALLOWED, gate=gate, guidance=guidance, gathered=gathered
        )
    ]
    assert HostNamed("127.0.0.2") in told
    assert away.paths() == ([] if choice is Elsewhere.LEAVE_OUT else ["/b.jpg"])
    assert person.asked == ([("127.0.0.2",)] if choice is Elsewhere.ASK_ME else [])
