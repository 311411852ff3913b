"""What pages and hosts tell programs, from events to words."""

from __future__ import annotations

import pytest

from selfcheck.guidance.model import Guidance
from selfcheck.model import (
    REFUSALS,
    HostSays,
    Outcome,
    PageSaid,
    Report,
    Signal,
    SignalKind,
    State,
    Unreported,
    Variant,
)
from selfcheck.model.events import HostHeard, PageDone, PhotoDone
from selfcheck.output.wording.signals import signal_text
from tests.support.reports import HOME, gathered, page, photo


def signals(report: Report, kind: SignalKind, *, of_pictures: bool = False) -> list[Signal]:
    return [one for one in report.signals if one.kind is kind and one.of_pictures is of_pictures]


def says(guidance: Guidance, may: set[str], pages: int = 1, pictures: int = 0) -> HostSays:
    """A host whose robots.txt lets these crawlers fetch everything, and the others nothing."""
    agents = [crawler.agent for crawler in guidance.crawlers]
    allowed = [tuple((agent, total if agent in may else 0) for agent in agents) for total in (pages, pictures)]
    return HostSays("mina.example", pages, pictures, *allowed)


def held_back(signal: Signal) -> bool:
    return signal.variant is not Variant.OPEN


@pytest.mark.parametrize(
    ("asks", "search", "ai"),
    [
        ((), False, False),
        (("robots: noindex",), True, False),
        (("googlebot: noimageindex", "robots: noai"), True, True),
        (("robots: max-image-preview:none",), True, False),
        (("robots: nofollow", "robots: max-image-preview:large"), False, False),
    ],
)
def test_what_a_page_asks_of_search_engines_and_ai_programs_is_told(
    guidance: Guidance, asks: tuple[str, ...], search: bool, ai: bool
) -> None:
    report = gathered(guidance, PageDone(page(), said=PageSaid(asks))).report()
    [of_search], [of_ai] = signals(report, SignalKind.ASKS_SEARCH), signals(report, SignalKind.ASKS_AI)
    assert (held_back(of_search), held_back(of_ai)) == (search, ai)
    assert set(of_search.details) | set(of_ai.details) <= set(asks)
    assert bool(of_search.details) is search
    assert of_search.about == HOME


def test_which_crawlers_may_fetch_is_told_with_their_names(guidance: Guidance) -> None:
    everyone = {crawler.agent for crawler in guidance.crawlers}
    for may, variant in (
        (everyone, Variant.OPEN),
        (everyone - {"GPTBot", "CCBot"}, Variant.PARTLY),
        (set(), Variant.HELD_BACK),
    ):
        report = gathered(guidance, page(), HostHeard(says(guidance, may, pictures=3))).report()
        for of_pictures in (False, True):
            [ai] = signals(report, SignalKind.ROBOTS_AI, of_pictures=of_pictures)
            assert ai.variant is variant
            of_ai = {crawler.agent for crawler in guidance.crawlers if crawler.use != "search"}
            assert set(ai.may_fetch) == may & of_ai
            assert set(ai.details) == of_ai - may
            assert ai.about == "mina.example"


def test_a_robots_txt_that_could_not_be_read_is_not_told_as_open(guidance: Guidance) -> None:
    report = gathered(guidance, page(), HostHeard(HostSays("mina.example", 1, 0))).report()
    assert signals(report, SignalKind.ROBOTS_AI) == []


@pytest.mark.parametrize(
    ("in_page", "in_file", "reserved"),
    [(None, (), False), (True, (), True), (None, ((HOME, True),), True), (False, ((HOME, True),), False)],
)
def test_mining_is_reserved_by_the_page_or_else_by_its_site(
    guidance: Guidance, in_page: bool | None, in_file: tuple[tuple[str, bool], ...], reserved: bool
) -> None:
    heard = HostHeard(HostSays("mina.example", 1, 0, mining=in_file))
    report = gathered(guidance, PageDone(page(), said=PageSaid(mining_reserved=in_page)), heard).report()
    [signal] = signals(report, SignalKind.DATA_MINING)
    assert held_back(signal) is reserved


def test_what_comes_without_encryption_is_told_for_page_and_pictures(guidance: Guidance) -> None:
    plain = "http://mina.example/"
    report = gathered(guidance, page(plain), photo(f"{plain}a.jpg", page=plain)).report()
    assert [signal.about for signal in signals(report, SignalKind.NO_TLS)] == [plain]
    assert [signal.about for signal in signals(report, SignalKind.NO_TLS, of_pictures=True)] == ["mina.example"]
    assert signals(gathered(guidance, page(), photo(f"{HOME}a.jpg")).report(), SignalKind.NO_TLS) == []


def test_pictures_given_to_a_visitor_from_nowhere_are_counted_by_host(guidance: Guidance) -> None:
    asking = PhotoDone(photo("https://c.example/2.jpg"), None, Unreported(asks=("robots: noimageindex",)))
    refused = photo("https://c.example/3.jpg", State.NOT_CHECKED, Outcome.FORBIDDEN)
    report = gathered(guidance, page(), photo("https://c.example/1.jpg"), asking, refused).report()
    [given] = signals(report, SignalKind.NO_REFERRER_CHECK, of_pictures=True)
    assert (given.about, held_back(given)) == ("c.example", False)
    assert "2 of 3" in signal_text(given, guidance)
    [asked] = signals(report, SignalKind.ASKS_SEARCH, of_pictures=True)
    assert "1 of 3" in signal_text(asked, guidance)
    assert asked.details == ("robots: noimageindex",)


@pytest.mark.parametrize(
    "reason", [*sorted(REFUSALS), Outcome.NO_NAME, Outcome.NO_CONNECTION, Outcome.NO_PROXY, Outcome.PROXY_REFUSED]
)
def test_nothing_is_said_of_a_host_of_pictures_that_was_not_asked_or_not_reached(
    guidance: Guidance, reason: Outcome
) -> None:
    unasked = photo("http://printer.example:8080/1.jpg", State.NOT_CHECKED, reason)
    told = gathered(guidance, page(), unasked).report().signals
    assert [signal.about for signal in told if signal.of_pictures] == []


def test_a_host_that_gave_one_picture_and_led_astray_for_another_is_told_with_both(guidance: Guidance) -> None:
    led_astray = photo("https://c.example/2.jpg", State.NOT_CHECKED, Outcome.REFUSED_PRIVATE)
    report = gathered(guidance, page(), photo("https://c.example/1.jpg"), led_astray).report()
    [given] = signals(report, SignalKind.NO_REFERRER_CHECK, of_pictures=True)
    assert "1 of 2" in signal_text(given, guidance)


def test_a_page_that_stayed_closed_tells_nothing(guidance: Guidance) -> None:
    assert gathered(guidance, page(outcome=Outcome.LOGIN_WALL)).report().signals == ()


def test_every_signal_has_a_source_where_there_is_one_and_no_empty_reason(guidance: Guidance) -> None:
    said = PageSaid(("robots: noindex", "robots: noai"), mining_reserved=True)
    report = gathered(
        guidance, PageDone(page("http://mina.example/"), said=said), HostHeard(says(guidance, set())), photo(f"{HOME}a")
    ).report()
    assert {signal.kind for signal in report.signals} == set(SignalKind)
    assert all((text := signal_text(signal, guidance)) and "{" not in text for signal in report.signals)
