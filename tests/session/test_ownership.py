"""More than one page of results, in proportion: only of a profile that is shown to be the person's own."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import AsyncIterator
from typing import Any

from selfcheck.guidance.loader import load_guidance
from selfcheck.model import Consent, OwnPage, Purpose, Report
from selfcheck.model.events import CheckDone
from selfcheck.platforms.addresses import parse_address
from selfcheck.session import OpenCheck, check, continue_check
from selfcheck.session.ownership import (
    LENGTH,
    LETTERS,
    MAX_OWN_PICTURES,
    OwnershipCheck,
    OwnershipCode,
    new_ownership_code,
)
from selfcheck.session.platform_pages import MAX_FURTHER_ASKS
from selfcheck.session.report_builder import ReportBuilder
from tests.support.mastodon import Mastodon, serve_mastodon
from tests.support.platform_checks import BLUESKY, LOOKUP, STATUSES, Rows, notes, report_from, report_of
from tests.support.site import LOOPBACK_ALLOWED, Site


def valid(code: str = "bcdfghjk") -> OwnershipCode:
    return OwnershipCode(code, time.monotonic())


async def held_after(*urls: str) -> OpenCheck:
    """What a check of these pages holds on to; each of them has more, and is named in the order it was named in."""
    pages = [OwnPage(parse_address(url, LOOPBACK_ALLOWED), Consent.MINE) for url in urls]
    held = OpenCheck()
    async for _ in check(pages, policy=LOOPBACK_ALLOWED, held=held):
        pass
    assert held.more == urls
    return held


async def test_without_the_code_nothing_more_than_one_page_of_results_is_asked(server: Mastodon) -> None:
    server.posts = 100
    for proof in (None, valid(), OwnershipCode("bcdfghjk", time.monotonic() - 3601)):
        server.site.asked.clear()
        report = await report_of(server.profile, proof=proof)
        assert server.asked_of_api() == [LOOKUP, STATUSES]
        assert report.pages[0].photos == 41


async def test_why_there_is_no_more_is_said_in_a_sentence(server: Mastodon) -> None:
    server.posts = 40
    assert "The site has more" in notes((await report_of(server.profile)).pages[0])
    assert "not found in the profile" in notes((await report_of(server.profile, proof=valid())).pages[0])
    server.note = "<p>bcdfghjk</p>"
    too_old = OwnershipCode("bcdfghjk", time.monotonic() - 3601)
    assert "older than one hour" in notes((await report_of(server.profile, proof=too_old)).pages[0])
    wrong = notes((await report_of(server.profile, proof=valid("bcdfghjz"))).pages[0])
    assert "not found in the profile" in wrong


async def test_with_the_code_in_the_bio_every_page_of_results_is_asked(server: Mastodon) -> None:
    server.posts = 95
    server.note = "<p>Draws boats.<br>BCDFGHJK</p>"

    report = await report_of(server.profile, proof=valid())

    assert server.asked_of_api() == [LOOKUP, STATUSES, f"{STATUSES}&max_id=56", f"{STATUSES}&max_id=16"]
    assert report.pages[0].photos == 96
    assert "shown to be yours" in notes(report.pages[0])


def bluesky_posts() -> dict[str, tuple[int, str]]:
    """A profile with 3,000 pictures; the answer that holds its words is not there."""

    def feed(number: int) -> str:
        posts = [
            {"post": {"author": {"handle": "mina.example"}, "embed": {"$type": "app.bsky.embed.images#view", "images": [
                {"fullsize": f"https://cdn.bsky.app/{number}-{place}.jpg"}]}}}
            for place in range(50)
        ]  # fmt: skip
        return json.dumps({"cursor": f"c{number + 1}", "feed": posts})

    base = f"{BLUESKY}.feed.getAuthorFeed?actor=mina.example&filter=posts_with_media&limit=50"
    rows = {base: (200, feed(0))} | {f"{base}&cursor=c{number}": (200, feed(number)) for number in range(1, 60)}
    rows["https://bsky.app/profile/mina.example"] = (200, "<div id=root></div><script src=/a.js></script>")
    return rows


async def test_words_that_the_site_never_showed_are_not_told_as_words_without_the_code() -> None:
    rows = bluesky_posts() | {f"{BLUESKY}.actor.getProfile?actor=mina.example": (503, "")}

    report = await report_from(rows, "bsky.app/profile/mina.example", proof=valid())

    assert len(report.photos) == 50
    assert "could not be looked for" in notes(report.pages[0])
    assert "not found" not in notes(report.pages[0])


async def test_words_that_were_not_shown_in_the_check_are_asked_for_when_it_is_gone_on_with() -> None:
    profile = f"{BLUESKY}.actor.getProfile?actor=mina.example"
    rows = bluesky_posts() | {profile: (503, "")}
    held = OpenCheck()
    page = OwnPage(parse_address("bsky.app/profile/mina.example"), Consent.MINE)
    silent = OwnPage(parse_address("github.com/mina"), Consent.MINE)
    rows |= {silent.address.url: (200, f"<p>{'Words. ' * 80}</p>"), "https://api.github.com/users/mina": (503, "")}
    async for _ in check([page, silent], source=lambda ledger: Rows(ledger, rows), held=held):
        pass
    assert held.more == (page.address.url,)
    rows[profile] = (200, json.dumps({"did": "did:plc:a", "handle": "mina.example", "description": "bcdfghjk"}))

    report = await Sitting._end(continue_check(held, valid()))

    assert len(report.photos) == 1000
    assert notes(report.pages[0]).count("did not answer") == 1
    # A page that has no more to give is asked for nothing again.
    assert sum(entry.host == "api.github.com" and entry.purpose is Purpose.API for entry in report.ledger) == 1
    assert any(limit.id == "over_limit" for limit in report.limits)


async def test_a_site_that_did_not_answer_twice_is_told_of_once() -> None:
    base = f"{BLUESKY}.feed.getAuthorFeed?actor=mina.example&filter=posts_with_media&limit=50"
    profile = f"{BLUESKY}.actor.getProfile?actor=mina.example"
    rows = bluesky_posts() | {profile: (503, ""), f"{base}&cursor=c3": (503, "")}
    held = OpenCheck()
    page = OwnPage(parse_address("bsky.app/profile/mina.example"), Consent.MINE)
    async for _ in check([page], source=lambda ledger: Rows(ledger, rows), held=held):
        pass
    rows[profile] = (200, json.dumps({"did": "did:plc:a", "handle": "mina.example", "description": "bcdfghjk"}))

    report = await Sitting._end(continue_check(held, valid()))

    assert len(report.photos) == 150
    assert notes(report.pages[0]).count("did not answer") == 1


async def test_pages_that_have_more_are_named_in_the_order_in_which_the_person_named_them(server: Mastodon) -> None:
    server.posts = 45
    waiting, may_go = server.answer, threading.Event()
    with serve_mastodon() as second:
        second.posts = 45
        quick = second.answer

        def answer_first(handler: Any) -> bool:
            done = quick(handler)
            if "/statuses" in handler.path:
                may_go.set()
            return done

        def answer_later(handler: Any) -> bool:
            may_go.wait(30)
            return waiting(handler)

        second.site.before, server.site.before = answer_first, answer_later
        await held_after(server.profile, second.profile)


async def test_more_than_a_thousand_pictures_of_ones_own_are_not_asked_for() -> None:
    rows = bluesky_posts()
    view = {"did": "did:plc:a", "handle": "mina.example", "description": "boats, bcdfghjk"}
    rows[f"{BLUESKY}.actor.getProfile?actor=mina.example"] = (200, json.dumps(view))

    report = await report_from(rows, "bsky.app/profile/mina.example", proof=valid())

    asked = [entry.url for entry in report.ledger if entry.purpose is Purpose.API]
    assert len(report.photos) == MAX_OWN_PICTURES == 1000
    assert len(asked) == 1 + 1000 // 50
    assert any(limit.id == "over_limit" for limit in report.limits)
    assert MAX_FURTHER_ASKS >= 20


async def test_rel_me_both_ways_carries_the_proof_to_a_second_page_and_one_way_does_not(server: Mastodon) -> None:
    def field(url: str) -> list[dict[str, str]]:
        return [{"name": "Me", "value": f'<a href="{url}" rel="me">me</a>'}]

    server.posts, server.note = 50, "<p>bcdfghjk</p>"
    with serve_mastodon() as second:
        second.posts = 50
        second.fields = field(server.profile)
        await report_of(server.profile, second.profile, proof=valid())
        assert len(second.asked_of_api()) == 2  # the second says so, the first does not
        server.fields = field(second.profile)
        second.site.asked.clear()
        await report_of(server.profile, second.profile, proof=valid())
        assert len(second.asked_of_api()) == 3
        second.fields = []
        second.site.asked.clear()
        await report_of(server.profile, second.profile, proof=valid())
        assert len(second.asked_of_api()) == 2  # the first says so of a stranger's, who does not
        second.fields, server.note = field(server.profile), ""
        second.site.asked.clear()
        await report_of(server.profile, second.profile, proof=valid())
        assert len(second.asked_of_api()) == 2  # two pages of one stranger point at each other as well


async def test_a_wordpress_site_is_shown_by_its_tagline_and_not_by_a_comment(site: Site) -> None:
    uploads = [{"id": number, "source_url": f"/uploads/{number}.jpg"} for number in range(50)]
    fields = "id%2Csource_url%2Calt_text%2Ctitle%2Cmedia_details"
    media = "/wp-json/wp/v2/media?media_type=image&per_page=50&page={}&_fields=" + fields
    site.answer(media.format(1), json.dumps(uploads).encode())
    site.answer(media.format(2), json.dumps([{"id": 99, "source_url": "/uploads/99.jpg"}]).encode())
    home = site.page(
        "/",
        '<html><head><link rel="https://api.w.org/" href="/wp-json/"></head>'
        "<body><p>A comment: bcdfghjk</p></body></html>",
    )
    site.answer("/wp-json/?_fields=name,description", b'{"name": "Mina", "description": "Boats"}')
    report = await report_of(home, proof=valid())
    assert media.format(2) not in site.paths()
    assert "also those that no page shows" in notes(report.pages[0])
    site.answer("/wp-json/?_fields=name,description", b'{"name": "Mina", "description": "Boats bcdfghjk"}')
    await report_of(home, proof=valid())
    assert media.format(2) in site.paths()


def test_a_code_is_eight_letters_that_say_nothing_and_lasts_an_hour() -> None:
    codes = {new_ownership_code(0.0).code for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == LENGTH == 8 and set(code) <= set(LETTERS) for code in codes)
    assert not set(LETTERS) & set("aeiouly10")
    proof = OwnershipCode("bcdfghjk", 100.0)
    assert proof.shown_by("hello BCDFGHJK", 3700.0) is OwnershipCheck.OWN
    assert proof.shown_by("hello", 3700.0) is OwnershipCheck.NOT_THERE
    assert proof.shown_by("bcdfghjk", 3701.0) is OwnershipCheck.TOO_OLD
    assert proof.shown_by("bcdfghjk", 99.0) is OwnershipCheck.TOO_OLD


# The same after a check: the code is given out only once there is more to ask for.


class Sitting:
    """A check of one page, and what it is gone on with."""

    def __init__(self, server: Mastodon) -> None:
        self.server = server
        self.held = OpenCheck()
        self.gathered = ReportBuilder(load_guidance())

    async def check(self) -> Report:
        pages = [OwnPage(parse_address(self.server.profile, LOOPBACK_ALLOWED), Consent.MINE)]
        return await self._end(check(pages, policy=LOOPBACK_ALLOWED, gathered=self.gathered, held=self.held))

    async def continue_check(self, proof: OwnershipCode) -> Report:
        self.server.site.asked.clear()
        return await self._end(continue_check(self.held, proof))

    @staticmethod
    async def _end(events: AsyncIterator[object]) -> Report:
        last = [event async for event in events][-1]
        assert isinstance(last, CheckDone)
        return last.report


async def test_a_check_is_gone_on_with_and_asks_for_nothing_twice_but_the_words_that_may_hold_the_code(
    server: Mastodon,
) -> None:
    server.posts = 45
    sitting = Sitting(server)
    first = await sitting.check()
    assert sitting.held.more == (server.profile,)
    asked = server.site.all_paths()
    server.note = "<p>Draws boats. bcdfghjk</p>"

    second = await sitting.continue_check(valid())

    assert server.asked_of_api() == [LOOKUP, f"{STATUSES}&max_id=6"]
    assert not [path for path in server.site.all_paths() if path.startswith("/media/") and path in asked]
    assert second.pages[0].photos == len(second.photos) == 46
    assert {photo.url for photo in first.photos} < {photo.url for photo in second.photos}
    assert [entry.number for entry in second.ledger] == list(range(1, len(second.ledger) + 1))
    assert second.ledger[: len(first.ledger)] == first.ledger
    assert "shown to be yours" in notes(second.pages[0])
    assert "The site has more" not in notes(second.pages[0])
    assert sitting.held.more == ()


async def test_a_code_that_is_not_there_loses_nothing_and_can_be_looked_for_again(server: Mastodon) -> None:
    server.posts = 45
    sitting = Sitting(server)
    first = await sitting.check()
    proof = valid()

    second = await sitting.continue_check(proof)

    assert server.site.all_paths() == [LOOKUP]
    assert second.photos == first.photos
    assert notes(second.pages[0]).count("not found in the profile") == 1
    assert sitting.held.more == (server.profile,)
    server.note = "<p>bcdfghjk</p>"
    third = await sitting.continue_check(proof)
    assert len(third.photos) == 46
    assert "not found in the profile" not in notes(third.pages[0])


async def test_a_site_that_closed_meanwhile_is_told_as_that_and_not_as_a_code_that_is_missing(
    server: Mastodon,
) -> None:
    server.posts = 45
    sitting = Sitting(server)
    first = await sitting.check()
    server.closed = True

    second = await sitting.continue_check(valid())

    assert second.photos == first.photos
    assert "could not be looked for" in notes(second.pages[0])
    assert "not found" not in notes(second.pages[0])


async def test_a_site_that_closes_between_two_pages_of_results_keeps_what_it_gave(server: Mastodon) -> None:
    server.posts = 95
    sitting = Sitting(server)
    await sitting.check()
    server.note = "<p>bcdfghjk</p>"
    server.close_after = 2

    report = await sitting.continue_check(valid())

    assert len(report.photos) == 81
    assert "did not answer" in notes(report.pages[0])
    assert report.pages[0].more_there
    assert not any(limit.id == "over_limit" for limit in report.limits)


async def test_gone_on_with_the_code_in_one_page_counts_for_another_that_points_back_at_it(server: Mastodon) -> None:
    server.posts = 45
    with serve_mastodon() as second:
        second.posts = 45
        for one, other in ((server, second), (second, server)):
            one.fields = [{"name": "Me", "value": f'<a href="{other.profile}" rel="me">me</a>'}]
        held = await held_after(server.profile, second.profile)
        server.note = "<p>bcdfghjk</p>"

        report = await Sitting._end(continue_check(held, valid()))

        assert [page.photos for page in report.pages] == [46, 46]
