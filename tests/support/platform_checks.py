"""Whole checks of platform profiles in tests: over loopback, and from rows where a platform cannot be put there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

from selfcheck.guidance.loader import load_guidance
from selfcheck.model import Consent, Outcome, OwnPage, Page, Purpose, Report
from selfcheck.model.events import CheckDone
from selfcheck.net.fetch import Answer, Source, outcome_of_status
from selfcheck.net.ledger import Ledger
from selfcheck.net.urls import split_url
from selfcheck.output.wording.outcomes import note_text
from selfcheck.platforms.addresses import parse_address
from selfcheck.session import check
from selfcheck.session.ownership import OwnershipCode
from tests.support.mastodon import ACCOUNT
from tests.support.site import LOOPBACK_ALLOWED

LOOKUP = "/api/v1/accounts/lookup?acct=mina"
STATUSES = f"/api/v1/accounts/{ACCOUNT}/statuses?only_media=true&exclude_reblogs=true&limit=40"
BLUESKY = "https://public.api.bsky.app/xrpc/app.bsky"


async def report_of(*urls: str, proof: OwnershipCode | None = None) -> Report:
    pages = [OwnPage(parse_address(url, LOOPBACK_ALLOWED), Consent.MINE) for url in urls]
    last = [event async for event in check(pages, policy=LOOPBACK_ALLOWED, proof=proof)][-1]
    assert isinstance(last, CheckDone)
    return last.report


def notes(page: Page) -> str:
    guidance = load_guidance()
    return " ".join(note_text(note, guidance) for note in page.notes)


class Rows:
    """Answers by address, for platforms that cannot be put on loopback. Everything else is 404."""

    def __init__(self, ledger: Ledger, rows: Mapping[str, tuple[int, str]]) -> None:
        self._ledger, self._rows = ledger, rows

    async def fetch(self, url: str, purpose: Purpose) -> Answer:
        status, body = self._rows.get(url, (404, ""))
        outcome = outcome_of_status(status)
        self._ledger.record(host=split_url(url).host, purpose=purpose, url=url, outcome=outcome, status=status)
        return Answer(url, outcome, status, "text/html", body.encode() if outcome is Outcome.OPENED else b"")


async def report_from(rows: Mapping[str, tuple[int, str]], *urls: str, proof: OwnershipCode | None = None) -> Report:
    def make(ledger: Ledger) -> Source:
        return Rows(ledger, rows)

    pages = [OwnPage(parse_address(url), Consent.MINE) for url in urls]
    events: AsyncIterator[object] = check(pages, source=make, proof=proof)
    last = [event async for event in events][-1]
    assert isinstance(last, CheckDone)
    return last.report
