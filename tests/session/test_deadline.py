"""A deadline for a whole check: it ends with what was found until then, and the rest is “not checked”."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator

import pytest

from selfcheck import session
from selfcheck.errors import ExitCode
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.model import ChangeKind, Outcome, Report, State
from selfcheck.model.events import CheckDone
from selfcheck.output.wording.limits import limit_text
from selfcheck.output.wording.outcomes import page_outcome_text
from selfcheck.session import Deadline, Elsewhere, Gate, RecheckContext, usual_minutes
from selfcheck.session.report_builder import ReportBuilder, exit_code
from tests.session.test_recheck import KEY, by_name, first_check, own
from tests.support import pictures
from tests.support.running import run
from tests.support.site import LOOPBACK_ALLOWED, Site, serve

DRIPPING = 60
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 9000\r\n\r\n"


def dripping(site: Site) -> Iterator[bytes]:
    """An answer that comes a byte at a time for as long as the site is up."""
    yield HEAD
    while not site.closing.wait(0.05):
        yield b"\xff"


def dripping_page(site: Site) -> str:
    """A page with one picture that comes at once, and many that drip."""
    site.picture("/me.jpg", pictures.flat(60, 60))
    for number in range(DRIPPING):
        site.stream(f"/{number}.jpg", lambda: dripping(site))
    drips = "".join(f'<p>Words.<img src="/{number}.jpg">' for number in range(DRIPPING))
    return site.page("/", f'<p>Words.<img src="/me.jpg">{drips}<img width="16" height="16" src="/star.png">')


async def report_of(deadline: Deadline, *urls: str, gate: Gate | None = None) -> Report:
    async for event in session.check(own(*urls), policy=LOOPBACK_ALLOWED, deadline=deadline, gate=gate):
        if isinstance(event, CheckDone):
            return event.report
    raise AssertionError("the check came to no end")


async def test_a_check_of_dripping_pictures_ends_at_its_deadline_with_what_was_found(site: Site) -> None:
    page = dripping_page(site)
    started = time.monotonic()
    report = await report_of(Deadline(8 / 60), page)
    assert 7 < time.monotonic() - started < 20  # undisturbed it would take ten minutes
    assert [one.outcome for one in report.pages] == [Outcome.OPENED]
    reasons = [photo.reason for photo in report.photos]
    assert reasons.count(Outcome.NONE_SEEN) == 1
    assert reasons.count(Outcome.SET_ASIDE) == 1
    assert reasons.count(Outcome.NO_TIME) == DRIPPING
    assert all(photo.state is State.NOT_CHECKED for photo in report.photos if photo.reason is Outcome.NO_TIME)
    [limit] = [limit_text(limit, load_guidance()) for limit in report.limits if limit.id == "no_time"]
    assert f"photos {DRIPPING}" in limit
    assert (report.interrupted, report.faults) == (False, ())
    assert exit_code(report) is ExitCode.PARTLY_SEEN


async def test_a_page_for_which_there_was_no_time_is_never_counted_as_clean(site: Site) -> None:
    slow, _ = site.hang("/slow")
    report = await report_of(Deadline(3 / 60), site.page("/", "<p>Words. Words. Words.</p>"), slow)
    assert [one.outcome for one in report.pages] == [Outcome.OPENED, Outcome.NO_TIME]
    assert "no more time" in page_outcome_text(report.pages[1], load_guidance())
    assert {"no_time", "walls"} <= {limit.id for limit in report.limits}
    assert exit_code(report) is ExitCode.PARTLY_SEEN


async def test_after_the_deadline_no_photo_is_called_gone(site: Site, guidance: Guidance) -> None:
    site.picture("/old.jpg", pictures.flat(60, 90))
    page = site.page("/", '<p>Words.</p><img src="/old.jpg">')
    _, before = await first_check(guidance, page)
    page = dripping_page(site)
    site.answer("/old.jpg", status=404)
    gathered, again = ReportBuilder(guidance), RecheckContext(before, KEY, guidance)
    deadline = Deadline(4 / 60)
    events = session.recheck(own(page), again, policy=LOOPBACK_ALLOWED, gathered=gathered, deadline=deadline)
    done = [event async for event in events][-1]
    assert isinstance(done, CheckDone)
    report = again.settle(done.report, gathered).report
    assert by_name(report.changes)["old.jpg"].kind is ChangeKind.CANNOT_TELL
    assert "no_time" in {limit.id for limit in report.limits}


async def test_files_that_left_their_page_are_asked_for_within_the_same_deadline(
    site: Site, guidance: Guidance
) -> None:
    site.picture("/old.jpg", pictures.flat(60, 60))
    page = site.page("/", '<p>Words.</p><img src="/old.jpg">')
    _, before = await first_check(guidance, page)
    site.page("/", "<p>Nothing any more.</p>")
    site.hang("/old.jpg")
    gathered, again = ReportBuilder(guidance), RecheckContext(before, KEY, guidance)
    started = time.monotonic()
    events = session.recheck(own(page), again, policy=LOOPBACK_ALLOWED, gathered=gathered, deadline=Deadline(4 / 60))
    assert isinstance([event async for event in events][-1], CheckDone)
    assert time.monotonic() - started < 9.5  # one request alone would wait ten seconds
    report = again.settle(gathered.report(), gathered).report
    assert by_name(report.changes)["old.jpg"].kind is ChangeKind.CANNOT_TELL


async def test_while_the_person_is_asked_no_time_passes(site: Site) -> None:
    deadline = Deadline(3 / 60)

    async def thinks(_hosts: tuple[str, ...]) -> bool:
        await asyncio.sleep(60 * deadline.minutes + 1)  # longer than the whole check may take
        return True

    with serve("127.0.0.2") as other:
        there = other.picture("/b.jpg", pictures.flat(60, 60))
        page = site.page("/", f'<p>Words.</p><img src="{there}">')
        report = await report_of(deadline, page, gate=Gate([page], Elsewhere.ASK_ME, thinks))
    assert [photo.reason for photo in report.photos] == [Outcome.NONE_SEEN]
    assert not deadline.is_over


def test_the_usual_time_grows_with_the_pages() -> None:
    assert [usual_minutes(pages) for pages in (1, 2, 20)] == [15, 20, 110]
    assert usual_minutes(1, all_results=True) == 25


@pytest.mark.parametrize("form", ["--json", "--plain"])
def test_the_command_takes_the_minutes_and_says_what_there_was_no_time_for(site: Site, form: str) -> None:
    ended = run("check", dripping_page(site), "--mine", "--minutes", "0.1", form)
    assert ended.code == 4
    assert b"no_time" in ended.out or b"no more time" in ended.out
    said = ended.err if form == "--json" else ended.out.decode()
    assert f"photos {DRIPPING}" in said
    if form == "--json":
        assert json.loads(ended.out)["interrupted"] is False


@pytest.mark.parametrize("minutes", ["0", "-1", "x", "nan", "1441"])
def test_minutes_that_are_no_time_are_refused_before_anything_is_asked(site: Site, minutes: str) -> None:
    ended = run("check", site.url("/"), "--mine", f"--minutes={minutes}")
    assert ended.code == 2
    assert site.asked == []
