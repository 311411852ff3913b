"""Whole checks of platform profiles: against a Mastodon-compatible server on loopback, and a source of rows."""

from __future__ import annotations

import json

import pytest

from selfcheck.guidance.model import Guidance
from selfcheck.model import Outcome, Purpose, Role, State
from selfcheck.net.fetch import Answer
from selfcheck.net.ledger import Ledger
from selfcheck.output.wording.outcomes import page_lines
from selfcheck.platforms import Ask, profile_of
from selfcheck.platforms.addresses import parse_address
from selfcheck.sandbox.pool import WorkerPool
from selfcheck.session.boundary import Boundary
from selfcheck.session.doors import Doors
from selfcheck.session.platform_pages import MAX_ASKS, PlatformAnswers, ask_platform
from tests.support.mastodon import Mastodon
from tests.support.platform_checks import BLUESKY, LOOKUP, STATUSES, Rows, notes, report_from, report_of
from tests.support.reports import schema_problems
from tests.support.running import run
from tests.support.site import Site


async def test_a_profile_is_seen_through_the_open_api_although_its_page_is_empty(
    server: Mastodon, guidance: Guidance
) -> None:
    server.flags = {"noindex": True, "discoverable": False}

    report = await report_of(server.profile)

    (page,) = report.pages
    assert (page.outcome, page.platform, page.photos) == (Outcome.OPENED, "mastodon", 4)
    assert not set(guidance.look_yourself) & set(page_lines(page, guidance))
    assert "open API" in notes(page)
    assert "search engines" in notes(page)
    assert server.asked_of_api() == [LOOKUP, STATUSES]
    seen = {photo.url.removeprefix(server.site.url("")): photo for photo in report.photos}
    assert set(seen) == {"/avatars/mina.jpg", *(f"/media/{number}/original.jpg" for number in (1, 2, 3))}
    avatar, boat = seen["/avatars/mina.jpg"], seen["/media/1/original.jpg"]
    assert (avatar.role, avatar.state, avatar.found_in) == (Role.AVATAR, State.FACES, "Mastodon API: account")
    assert (boat.role, boat.alt, boat.found_in) == (Role.POST, "Boat 1", "Mastodon API: media")
    assert boat.other_urls == (server.site.url("/media/1/small.jpg"),)
    asked = [entry for entry in report.ledger if entry.purpose is Purpose.API]
    assert [entry.outcome for entry in asked] == [Outcome.OPENED, Outcome.OPENED]
    assert len(report.ledger) == len(server.site.asked)
    assert {item.platform for item in report.steps} == {"mastodon"}


async def test_a_wall_with_an_open_api_is_told_as_both(server: Mastodon, guidance: Guidance) -> None:
    server.site.answer("/@mina", status=403)

    report = await report_of(server.profile)

    (page,) = report.pages
    assert page.outcome is Outcome.FORBIDDEN
    assert page.photos == 4
    assert "gives these pictures to anyone" in notes(page)
    assert page_lines(page, guidance)[-3:] == guidance.look_yourself


@pytest.mark.parametrize(
    ("address", "body", "outcome"),
    [
        (
            "https://www.instagram.com/mina/",
            '<script>{"username": "mina", "is_private": true}</script>',
            Outcome.PRIVATE,
        ),
        ("https://www.facebook.com/mina.kim", "<form><input type=password name=pass></form>", Outcome.LOGIN_WALL),
    ],
)
async def test_the_picture_of_a_closed_page_s_own_card_is_not_said_to_come_from_an_open_api(
    address: str, body: str, outcome: Outcome
) -> None:
    card = '<title>Mina</title><meta property="og:image" content="https://cdn.example/1.jpg">'

    report = await report_from({address: (200, f"<html><head>{card}</head><body>{body}</body></html>")}, address)

    assert [page.outcome for page in report.pages] == [outcome]
    assert "https://cdn.example/1.jpg" in {photo.url for photo in report.photos}
    assert "open API" not in notes(report.pages[0])


@pytest.mark.parametrize("status", [400, 404])
async def test_an_account_that_the_platform_itself_calls_absent_is_not_found(status: int) -> None:
    rows = {
        "https://bsky.app/profile/mina.example": (200, "<div id=root></div><script src=/a.js></script>"),
        f"{BLUESKY}.actor.getProfile?actor=mina.example": (status, '{"error": "InvalidRequest"}'),
    }

    report = await report_from(rows, "bsky.app/profile/mina.example")

    assert [page.outcome for page in report.pages] == [Outcome.NOT_FOUND]
    assert notes(report.pages[0]) == ""
    assert sum(entry.purpose is Purpose.API for entry in report.ledger) == 1


async def test_a_server_that_closed_its_api_is_not_asked_twice_and_not_called_clean(
    server: Mastodon, guidance: Guidance
) -> None:
    server.closed = True

    report = await report_of(server.profile)

    (page,) = report.pages
    assert page.outcome is Outcome.NEEDS_SCRIPT
    assert server.asked_of_api() == [LOOKUP]
    assert page_lines(page, guidance)[-3:] == guidance.look_yourself


async def test_a_host_nobody_knows_is_asked_once_and_stays_a_personal_site(site: Site) -> None:
    page = site.page("/@mina", '<p>Hello there.</p><img src="/gone.jpg">')

    report = await report_of(page)

    assert set(site.paths()) == {"/@mina", LOOKUP, "/gone.jpg"}
    assert site.paths().count(LOOKUP) == 1
    assert report.pages[0].platform == "personal-website"
    assert report.pages[0].notes == ()


async def test_a_profile_that_is_gone_or_asks_to_slow_down_is_asked_nothing_more(server: Mastodon) -> None:
    for status in (404, 429):
        server.site.answer("/@mina", status=status)
        await report_of(server.profile)
    assert server.asked_of_api() == []


async def test_hostile_answers_of_an_api_cost_that_answer_alone(site: Site) -> None:
    page = site.page("/@mina", '<p>Hello.</p><img src="/gone.jpg">')
    for body in (
        b"[" * 200_000,
        b'{"id": {}}',
        b"\xff\xfe",
        b'{"id": "1", "avatar": "javascript:alert(1)", "header": 5}',
    ):
        site.answer(LOOKUP, body, headers={"Content-Type": "application/json"})
        report = await report_of(page)
        assert report.pages[0].outcome is Outcome.OPENED
        assert {photo.url for photo in report.photos} == {site.url("/gone.jpg")}


async def test_an_api_cannot_send_the_check_to_another_host(server: Mastodon, site: Site) -> None:
    server.flags = {"id": f"1/../../..@{site.host}:{site.port}/"}

    await report_of(server.profile)

    assert site.asked == []
    assert server.asked_of_api() == [LOOKUP]


async def test_bluesky_tells_that_the_label_is_only_a_request() -> None:
    view = {"did": "did:plc:a", "handle": "mina.example", "avatar": "https://cdn.bsky.app/a.jpg",
            "labels": [{"val": "!no-unauthenticated"}]}  # fmt: skip
    rows = {
        "https://bsky.app/profile/mina.example": (200, "<div id=root></div><script src=/a.js></script>"),
        f"{BLUESKY}.actor.getProfile?actor=mina.example": (200, json.dumps(view)),
        f"{BLUESKY}.feed.getAuthorFeed?actor=mina.example&filter=posts_with_media&limit=50": (200, '{"feed": []}'),
    }

    report = await report_from(rows, "bsky.app/profile/mina.example/post/3k")

    assert report.pages[0].outcome is Outcome.OPENED
    assert "without an account" in notes(report.pages[0])
    assert [photo.url for photo in report.photos] == ["https://cdn.bsky.app/a.jpg"]
    assert sum(entry.purpose is Purpose.API for entry in report.ledger) == 2


async def test_pages_a_person_names_elsewhere_are_told_and_never_asked_for() -> None:
    data = {"account": {"links": [{"url": "https://mastodon.social/@mina"}]}}
    script = f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>'
    rows = {"https://linktr.ee/mina": (200, f"<p>{'Words. ' * 80}</p>{script}")}
    report = await report_from(rows, "linktr.ee/mina")
    assert "https://mastodon.social/@mina" in notes(report.pages[0])
    assert not any("mastodon" in entry.host for entry in report.ledger)


async def test_no_platform_is_asked_more_than_three_things_beside_its_page() -> None:
    for url in ("https://www.reddit.com/user/mina_boats", "blog.naver.com/mina", "t.me/minaboats", "github.com/mina"):
        address = parse_address(url).url
        report = await report_from({address: (200, f"<p>{'Words. ' * 80}</p>")}, url)
        kinds = {Purpose.ROBOTS, Purpose.DATA_MINING}
        assert 1 < len([entry for entry in report.ledger if entry.purpose not in kinds]) <= 1 + MAX_ASKS


def test_a_closed_page_shows_how_to_look_oneself_in_every_form(site: Site, guidance: Guidance) -> None:
    page = site.answer("/me", status=403)
    as_json = run("check", page, "--mine", "--json")
    assert schema_problems(as_json.out) == []
    lines = guidance.look_yourself
    assert len(lines) == 3
    for form in ((), ("--plain",)):
        shown = " ".join(run("check", page, "--mine", *form).out.decode().split())
        assert all(line in shown for line in lines)


async def test_what_a_worker_names_is_asked_only_of_the_platform_and_no_more_than_three_times() -> None:
    url = "https://github.com/mina"
    found, ledger = PlatformAnswers(profile_of(url)), Ledger()
    found.asks = (
        Ask("", "https://evil.example/x"),
        *(Ask("", f"https://api.github.com/users/mina?page={number}") for number in range(9)),
    )
    answer = Answer(url, Outcome.OPENED, 200)
    async with WorkerPool(size=1) as pool:  # nothing is answered, so it is never started
        doors = Doors(Rows(ledger, {}), pool, Boundary(lambda fault: None))
        await ask_platform(found, answer, Outcome.OPENED, (), doors)
    assert [entry.host for entry in ledger.entries] == ["api.github.com"] * MAX_ASKS
