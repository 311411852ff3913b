"""A check again, against a real site that changes in between."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import pytest
from PIL import Image

from selfcheck import session
from selfcheck.guidance.model import Guidance
from selfcheck.history.merge import merge_checks
from selfcheck.history.snapshot import Snapshot, make_snapshot, report_from, with_marks_of
from selfcheck.model import (
    Change,
    ChangeKind,
    Consent,
    LedgerEntry,
    Outcome,
    OwnPage,
    PhotoMark,
    Purpose,
    Report,
    State,
)
from selfcheck.model.counts import tally_of
from selfcheck.model.events import CheckDone, FileAsked
from selfcheck.output.wording.changes import change_text
from selfcheck.output.wording.ledger import purpose_words
from selfcheck.platforms.addresses import parse_address
from selfcheck.session import RecheckContext, SettledCheck
from selfcheck.session.report_builder import ReportBuilder
from tests.support import pictures
from tests.support.site import LOOPBACK_ALLOWED, Site

KEY = bytes(range(32))


def again_encoded(data: bytes, quality: int = 60) -> bytes:
    """The same picture as another file."""
    out = BytesIO()
    Image.open(BytesIO(data)).convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def own(*urls: str) -> list[OwnPage]:
    return [OwnPage(parse_address(url, LOOPBACK_ALLOWED), Consent.MINE) for url in urls]


async def first_check(guidance: Guidance, *urls: str) -> tuple[Report, Snapshot]:
    gathered = ReportBuilder(guidance)
    async for _ in session.check(own(*urls), policy=LOOPBACK_ALLOWED, gathered=gathered, guidance=guidance):
        pass
    report = gathered.report()
    return report, merge_checks(None, make_snapshot(report, gathered.unreported, KEY), {})


async def check_again(guidance: Guidance, before: Snapshot, *urls: str) -> SettledCheck:
    gathered, again = ReportBuilder(guidance), RecheckContext(before, KEY, guidance)
    report = None
    async for event in session.recheck(
        own(*urls), again, policy=LOOPBACK_ALLOWED, gathered=gathered, guidance=guidance
    ):
        if isinstance(event, CheckDone):
            report = event.report
    assert report is not None
    return again.settle(report, gathered)


def by_name(changes: tuple[Change, ...]) -> Mapping[str, Change]:
    return {change.photo.rpartition("/")[2]: change for change in changes}


async def test_what_became_of_each_photo_is_told_against_a_site_that_changed(site: Site, guidance: Guidance) -> None:
    one, three, none = (pictures.demo(name) for name in (pictures.ONE_FACE, pictures.THREE_FACES, pictures.NO_FACE))
    for name, data in (
        ("left.jpg", one),
        ("deleted.jpg", pictures.demo(pictures.UNSURE)),
        ("moved.jpg", three),
        ("avatar.jpg", none),
        ("stays.jpg", pictures.demo(pictures.WITH_PLACE)),
        ("behind.jpg", pictures.demo("mina.example/img/cat.jpg")),
    ):
        site.picture(f"/{name}", data)
    first = "".join(f'<img src="/{name}.jpg">' for name in ("left", "deleted", "moved", "avatar", "stays"))
    pages = site.page("/me", first), site.page("/other", '<img src="/behind.jpg">')
    _, before = await first_check(guidance, *pages)

    site.answer("/deleted.jpg", status=404)
    site.picture("/cdn/new-name.jpg", again_encoded(three))
    site.picture("/avatar.jpg", pictures.demo("mina.example/img/desk.jpg"))
    site.picture("/fresh.jpg", pictures.demo("mina.example/img/talk.jpg"))
    names = ("cdn/new-name", "avatar", "stays", "fresh")
    site.page("/me", "".join(f'<img src="/{name}.jpg">' for name in names))
    site.answer("/other", status=401)
    site.asked.clear()
    settled = await check_again(guidance, before, *pages)

    found = by_name(settled.report.changes)
    assert found["left.jpg"].kind is ChangeKind.STILL_SERVED
    assert found["left.jpg"].faces == 1
    assert found["deleted.jpg"].kind is ChangeKind.GONE
    assert found["new-name.jpg"].kind is ChangeKind.STILL_THERE
    assert "another address" in change_text(found["new-name.jpg"])
    assert found["stays.jpg"].kind is ChangeKind.STILL_THERE
    assert found["fresh.jpg"].kind is ChangeKind.NEW
    assert found["behind.jpg"].kind is ChangeKind.CANNOT_TELL
    avatars = [change.kind for change in settled.report.changes if change.photo.endswith("avatar.jpg")]
    assert sorted(avatars) == [ChangeKind.GONE, ChangeKind.NEW]  # another picture under the same address
    assert settled.report.changes[0] == found["left.jpg"]  # what most needs an eye stands first

    asked = [asked for asked in site.asked if "Range" in asked.headers]
    assert sorted(request.path for request in asked) == ["/deleted.jpg", "/left.jpg"]
    assert {request.headers["Range"] for request in asked} == {"bytes=0-0"}
    told = [entry for entry in settled.report.ledger if entry.purpose is Purpose.STILL_SERVED]
    assert sorted(entry.url for entry in told) == [site.url("/deleted.jpg"), site.url("/left.jpg")]
    assert [entry.number for entry in settled.report.ledger] == list(range(1, len(settled.report.ledger) + 1))

    point = settled.report.course[-1]
    assert len(settled.report.course) == 2
    assert (point.new, point.gone, point.still_served, point.cannot_tell, point.opened) == (2, 2, 1, 1, 1)
    # What is gone is forgotten; what is still served, and what could not be seen, is remembered for the next time.
    kept = {trace.photo.rpartition("/")[2] for trace in settled.saved.traces}
    assert kept == {"left.jpg", "new-name.jpg", "avatar.jpg", "stays.jpg", "fresh.jpg", "behind.jpg"}
    assert not any(photo.url.endswith("left.jpg") for photo in report_from(settled.saved, guidance).photos)


async def test_a_file_that_stops_answering_later_is_then_gone_and_one_that_comes_back_is_there(
    site: Site, guidance: Guidance
) -> None:
    site.picture("/a.jpg", pictures.demo(pictures.ONE_FACE))
    site.picture("/b.jpg", pictures.demo(pictures.THREE_FACES))
    page = site.page("/", '<img src="/a.jpg"><img src="/b.jpg">')
    _, before = await first_check(guidance, page)
    site.page("/", "<p>Nothing here</p>")
    second = (await check_again(guidance, before, page)).saved
    assert {trace.left_on != "" for trace in second.traces} == {True}
    site.answer("/a.jpg", status=410)
    site.page("/", '<img src="/b.jpg">')
    third = await check_again(guidance, second, page)
    found = by_name(third.report.changes)
    assert found["a.jpg"].kind is ChangeKind.GONE
    assert found["b.jpg"].kind is ChangeKind.STILL_THERE
    assert change_text(found["b.jpg"]) == "Back on its page."
    assert [trace.photo.rpartition("/")[2] for trace in third.saved.traces] == ["b.jpg"]


@pytest.mark.parametrize(
    ("answer", "kind", "word"),
    [
        ({"status": 403}, ChangeKind.CANNOT_TELL, "did not let us see"),
        ({"status": 500}, ChangeKind.CANNOT_TELL, "could not be told"),
        (
            {"body": b"<p>Removed</p>", "headers": {"Content-Type": "text/html"}},
            ChangeKind.CANNOT_TELL,
            "leads elsewhere",
        ),
        ({"status": 302, "headers": {"Location": "/stand-in.jpg"}}, ChangeKind.CANNOT_TELL, "could not be told"),
        ({"body": b"x" * 5000, "headers": {"Content-Type": "image/jpeg"}}, ChangeKind.STILL_SERVED, "another size"),
        (
            {"status": 206, "body": b"x", "headers": {"Content-Type": "image/jpeg", "Content-Range": "bytes 0-0/77"}},
            ChangeKind.STILL_SERVED,
            "another size",
        ),
    ],
)
async def test_what_the_address_of_a_photo_that_left_its_page_answers_is_told_as_what_it_is(
    answer: dict[str, object], kind: ChangeKind, word: str, site: Site, guidance: Guidance
) -> None:
    site.picture("/me.jpg", pictures.demo(pictures.NO_FACE))
    site.picture("/stand-in.jpg", pictures.flat())
    page = site.page("/", '<img src="/me.jpg">')
    _, before = await first_check(guidance, page)
    site.page("/", "<p>Nothing here</p>")
    site.answer("/me.jpg", **answer)  # type: ignore[arg-type]
    change = (await check_again(guidance, before, page)).report.changes[0]
    assert (change.kind, word in change_text(change)) == (kind, True)


async def test_a_wall_before_a_file_is_not_the_files_end_it_is_asked_for_again(site: Site, guidance: Guidance) -> None:
    site.picture("/me.jpg", pictures.demo(pictures.NO_FACE))
    page = site.page("/", '<img src="/me.jpg">')
    _, before = await first_check(guidance, page)
    site.page("/", "<p>Nothing here</p>")
    site.answer("/me.jpg", status=503)
    walled = await check_again(guidance, before, page)
    assert walled.report.changes[0].kind is ChangeKind.CANNOT_TELL
    assert report_from(walled.saved, guidance).photos == ()  # it stands on no page
    site.picture("/me.jpg", pictures.demo(pictures.NO_FACE))
    answers = await check_again(guidance, walled.saved, page)
    assert answers.report.changes[0].kind is ChangeKind.STILL_SERVED
    site.answer("/me.jpg", status=410)
    gone = await check_again(guidance, answers.saved, page)
    assert gone.report.changes[0].kind is ChangeKind.GONE
    assert gone.saved.traces == ()


async def test_the_files_of_a_page_that_is_not_there_any_more_are_asked_for(site: Site, guidance: Guidance) -> None:
    for name in ("left", "gone"):
        site.picture(f"/{name}.jpg", pictures.demo(pictures.NO_FACE if name == "left" else pictures.ONE_FACE))
    page = site.page("/me", '<img src="/left.jpg"><img src="/gone.jpg">')
    _, before = await first_check(guidance, page)
    site.answer("/me", status=404)
    site.answer("/gone.jpg", status=404)
    settled = await check_again(guidance, before, page)
    found = by_name(settled.report.changes)
    assert found["left.jpg"].kind is ChangeKind.STILL_SERVED
    assert found["gone.jpg"].kind is ChangeKind.GONE
    assert all(change_text(change).startswith("Its page is not there any more. ") for change in found.values())


async def test_a_server_that_sends_the_whole_file_for_one_byte_is_not_read_to_its_end(
    site: Site, guidance: Guidance
) -> None:
    site.picture("/me.jpg", pictures.demo(pictures.NO_FACE))
    page = site.page("/", '<img src="/me.jpg">')
    _, before = await first_check(guidance, page)
    site.page("/", "<p>Nothing here</p>")

    def endless() -> object:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n"
        while True:
            yield b"x" * 65536

    site.stream("/me.jpg", endless)  # type: ignore[arg-type]
    settled = await check_again(guidance, before, page)
    assert settled.report.changes[0].kind is ChangeKind.STILL_SERVED
    entry = next(entry for entry in settled.report.ledger if entry.purpose is Purpose.STILL_SERVED)
    assert entry.bytes_in < 200_000


async def test_nothing_is_asked_for_but_pages_agreed_to_and_pictures_of_the_persons_own_saved_check(
    site: Site, guidance: Guidance
) -> None:
    for name in ("a", "b"):
        site.picture(f"/{name}.jpg", pictures.demo(pictures.NO_FACE))
    pages = site.page("/mine", '<img src="/a.jpg">'), site.page("/other", '<img src="/b.jpg">')
    _, before = await first_check(guidance, *pages)
    site.page("/mine", "<p>Nothing here</p>")
    site.page("/other", "<p>Nothing here</p>")
    site.asked.clear()
    settled = await check_again(guidance, before, pages[0])
    assert sorted(site.paths()) == ["/a.jpg", "/mine"]
    assert [change.photo for change in settled.report.changes] == [site.url("/a.jpg")]
    assert {page.address for page in settled.saved.report.pages} == set(pages)  # the other one stays as it was
    assert any(trace.photo == site.url("/b.jpg") and not trace.left_on for trace in settled.saved.traces)


async def test_marks_are_found_again_on_a_picture_that_was_packed_anew_under_another_address(
    site: Site, guidance: Guidance
) -> None:
    data = pictures.demo(pictures.THREE_FACES)
    site.picture("/a.jpg", data)
    page = site.page("/", '<img src="/a.jpg">')
    report, before = await first_check(guidance, page)
    assert report.photos[0].state is State.FACES
    before = with_marks_of(before, {site.url("/a.jpg"): PhotoMark.NOT_A_FACE}, ())
    site.answer("/a.jpg", status=404)
    site.picture("/b.jpg", again_encoded(data, 45))
    site.page("/", '<img src="/b.jpg">')
    settled = await check_again(guidance, before, page)
    photo = settled.report.photos[0]
    assert (photo.url, photo.mark, photo.state) == (site.url("/b.jpg"), PhotoMark.NOT_A_FACE, State.NONE_SEEN)
    assert photo.reason is Outcome.FACES  # what the detector came to
    assert settled.saved.marks() == {site.url("/b.jpg"): PhotoMark.NOT_A_FACE}


async def test_a_part_of_the_page_that_does_not_answer_makes_no_photo_of_it_gone(
    site: Site, guidance: Guidance
) -> None:
    site.picture("/a.jpg", pictures.demo(pictures.NO_FACE))
    page = site.page("/", '<html><body><p>Hello</p><iframe src="/frame"></iframe></body></html>')
    site.page("/frame", '<img src="/a.jpg"><p>Some words here</p>')
    _, before = await first_check(guidance, page)
    assert len(before.traces) == 1
    site.answer("/frame", status=503)
    settled = await check_again(guidance, before, page)
    assert [change.kind for change in settled.report.changes] == [ChangeKind.CANNOT_TELL]
    assert len(settled.saved.traces) == 1


async def test_a_check_again_that_is_stopped_calls_nothing_gone(site: Site, guidance: Guidance) -> None:
    site.picture("/a.jpg", pictures.demo(pictures.NO_FACE))
    page = site.page("/", '<img src="/a.jpg">')
    _, before = await first_check(guidance, page)
    site.page("/", "<p>Nothing here</p>")
    gathered, again = ReportBuilder(guidance), RecheckContext(before, KEY, guidance)
    events = session.recheck(own(page), again, policy=LOOPBACK_ALLOWED, gathered=gathered, guidance=guidance)
    async for event in events:
        if type(event).__name__ == "PageDone":
            break
    await events.aclose()
    settled = again.settle(gathered.report(interrupted=True), gathered)
    assert [change.kind for change in settled.report.changes] == [ChangeKind.CANNOT_TELL]


async def test_how_many_files_are_asked_for_is_bounded_and_told_as_it_goes(site: Site, guidance: Guidance) -> None:
    from selfcheck.history.diff import MOST_ASKED

    small = pictures.flat(40, 40)
    for number in range(MOST_ASKED + 5):
        site.picture(f"/{number}.jpg", small)
    page = site.page("/", "".join(f'<img src="/{number}.jpg">' for number in range(MOST_ASKED + 5)))
    _, before = await first_check(guidance, page)
    site.page("/", "<p>Nothing here</p>")
    site.asked.clear()
    gathered, again = ReportBuilder(guidance), RecheckContext(before, KEY, guidance)
    told = [
        event.total
        async for event in session.recheck(
            own(page), again, policy=LOOPBACK_ALLOWED, gathered=gathered, guidance=guidance
        )
        if isinstance(event, FileAsked)
    ]
    assert told == [MOST_ASKED] * MOST_ASKED
    assert len([asked for asked in site.asked if "Range" in asked.headers]) == MOST_ASKED
    settled = again.settle(gathered.report(), gathered)
    assert sum("not asked for" in change_text(change) for change in settled.report.changes) == 5
    assert len(settled.saved.traces) == MOST_ASKED + 5  # those not asked for are asked for the next time


def test_every_reason_for_a_request_has_its_words_in_the_app() -> None:
    for purpose in Purpose:
        assert purpose_words(LedgerEntry(1, "x.example", "", purpose, "", 0, 0, 0, Outcome.OPENED))


async def test_the_course_shows_what_changed_on_the_pages_and_not_what_was_marked(
    site: Site, guidance: Guidance
) -> None:
    for name, data in (("a", pictures.ONE_FACE), ("b", pictures.THREE_FACES), ("c", pictures.WITH_PLACE)):
        site.picture(f"/{name}.jpg", pictures.demo(data))
    page = site.page("/", "".join(f'<img src="/{name}.jpg">' for name in "abc"))
    _, before = await first_check(guidance, page)
    words = (PhotoMark.NOT_ME, PhotoMark.KEEP, PhotoMark.NOT_A_FACE)
    marked = with_marks_of(
        before, {site.url(f"/{name}.jpg"): mark for name, mark in zip("abc", words, strict=True)}, ()
    )
    second = await check_again(guidance, marked, page)
    assert tally_of(second.report).faces == 0  # elsewhere the person's word stands
    assert [(point.photos, point.faces) for point in second.report.course] == [(3, 3), (3, 3)]

    site.answer("/b.jpg", status=404)
    site.page("/", '<img src="/a.jpg"><img src="/c.jpg">')
    third = await check_again(guidance, second.saved, page)
    assert [(point.photos, point.faces, point.gone) for point in third.report.course][1:] == [(3, 3, 0), (2, 2, 1)]
