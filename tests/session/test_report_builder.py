from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from selfcheck.errors import ExitCode
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.model import Embedded, Outcome, Page, Photo, Preview, Role, Sighting, State
from selfcheck.model.events import CheckStarted, PageDone, PhotoSeenAgain
from selfcheck.output.document import build_document
from selfcheck.output.wording.findings import finding_text
from selfcheck.output.wording.limits import limit_text
from selfcheck.output.wording.outcomes import page_outcome_text
from selfcheck.output.wording.report import page_names, seen_words, summary_of
from selfcheck.session.report_builder import ReportBuilder, add_sighting, exit_code
from tests.support.reports import HOME, gathered, page, photo

OTHER = "https://mina.example/travel"


def limits(heap: ReportBuilder, *, interrupted: bool = False) -> dict[str, str]:
    guidance = load_guidance()
    return {limit.id: limit_text(limit, guidance) for limit in heap.report(interrupted=interrupted).limits}


def test_a_report_of_nothing_yet_can_be_made_at_any_moment(guidance: Guidance) -> None:
    report = ReportBuilder(guidance).report(interrupted=True)
    assert (report.pages, report.photos, report.interrupted) == ((), (), True)
    assert datetime.fromisoformat(report.made_at).tzinfo == UTC


def test_a_page_not_reached_is_told_as_stopped_and_not_left_out(guidance: Guidance) -> None:
    heap = ReportBuilder(guidance)
    heap.add(CheckStarted(((HOME, "personal-website"), (OTHER, "personal-website")), "yunet"))
    heap.add(PageDone(page(OTHER)))
    report = heap.report(interrupted=True)
    assert [(p.address, p.outcome) for p in report.pages] == [(HOME, Outcome.STOPPED), (OTHER, Outcome.OPENED)]
    assert page_outcome_text(report.pages[0], guidance) == guidance.page_outcomes["stopped"]


def test_photos_with_faces_come_first_and_icons_last(guidance: Guidance) -> None:
    report = gathered(
        guidance,
        page(),
        photo("https://a.example/icon", State.NOT_CHECKED, Outcome.SET_ASIDE, role=Role.ICON),
        photo("https://a.example/none"),
        photo("https://a.example/broken", State.NOT_CHECKED, Outcome.BROKEN),
        photo("https://a.example/unsure", State.UNSURE),
        photo("https://a.example/post", State.FACES),
        photo("https://a.example/avatar", State.FACES, role=Role.AVATAR),
    ).report()
    order = ["avatar", "post", "unsure", "broken", "none", "icon"]
    assert [one.url.rpartition("/")[2] for one in report.photos] == order


def test_always_says_that_none_seen_is_not_safe(guidance: Guidance) -> None:
    told = limits(gathered(guidance, page(), photo(f"{HOME}a.jpg")))
    assert set(told) == set(guidance.limits_always)
    assert "not “safe”" in told["none_seen"]


def test_walls_and_unchecked_photos_are_counted_as_not_clean(guidance: Guidance) -> None:
    told = limits(
        gathered(
            guidance,
            page(),
            page(OTHER, Outcome.LOGIN_WALL),
            photo(f"{HOME}a.jpg", State.NOT_CHECKED, Outcome.BROKEN),
            photo(f"{HOME}b.jpg", State.NOT_CHECKED, Outcome.TIMED_OUT),
            photo(f"{HOME}dot.png", State.NOT_CHECKED, Outcome.TOO_SMALL),  # cannot hold a face: nothing is missing
            photo(f"{HOME}icon.png", State.NOT_CHECKED, Outcome.SET_ASIDE, role=Role.ICON),
        )
    )
    assert "1 of 2" in told["walls"]
    assert ": 2." in told["unchecked"]


def test_what_was_left_out_or_weaker_is_said(guidance: Guidance) -> None:
    heap = gathered(guidance, page(), PageDone(page(), over_limit=7), engine="face-recognition")
    assert {"over_limit", "boxes_only", "interrupted"} <= set(limits(heap, interrupted=True))
    assert not {"over_limit", "boxes_only", "interrupted"} & set(limits(gathered(guidance, page())))


def test_one_more_place_of_a_photo_tells_it_by_its_most_public_one() -> None:
    quiet = photo(f"{HOME}a.jpg", State.FACES, alt="by the lake")
    shown = Sighting(OTHER, Role.AVATAR, "img src")
    twice = add_sighting(add_sighting(quiet, shown, [f"{HOME}a.jpg", f"{HOME}s.jpg"]), shown, [f"{HOME}s.jpg"])
    assert (twice.page, twice.role) == (OTHER, Role.AVATAR)
    assert twice.alt == "by the lake"  # the avatar says nothing, so the other place's words stay
    assert len(twice.sightings) == 2
    assert twice.other_urls == (f"{HOME}s.jpg",)


def test_a_photo_seen_again_before_it_was_looked_at_does_not_break_the_gathering(guidance: Guidance) -> None:
    again = PhotoSeenAgain(f"{HOME}a.jpg", Sighting(OTHER, Role.POST, "img src"), ())
    report = gathered(guidance, page(), again, photo(f"{HOME}a.jpg"), again).report()
    assert [place.page for place in report.photos[0].sightings] == [HOME, OTHER]


def test_findings_name_what_was_measured(guidance: Guidance) -> None:
    one = photo(f"{HOME}a.jpg", State.FACES, embedded=(Embedded.LOCATION,), other_urls=(f"{HOME}s.jpg",))
    kinds = {finding.kind.value: finding for finding in gathered(guidance, page(), one).report().findings}
    assert kinds["several_sizes"].measure == 2
    assert "2 files" in finding_text(kinds["several_sizes"], guidance)
    assert "location_left_in" in kinds


def test_previews_stay_out_of_the_report(guidance: Guidance) -> None:
    from selfcheck.model.events import PhotoDone
    from selfcheck.output.report_json import dump_json

    heap = gathered(guidance, page())
    heap.add(PhotoDone(photo(f"{HOME}a.jpg"), Preview(1, 1, b"\x07\x08\x09")))
    assert set(heap.previews) == {f"{HOME}a.jpg"}
    assert b"rgb" not in dump_json(heap.report())


OPEN, WALL, PRIVATE = page(), page(OTHER, Outcome.LOGIN_WALL), page(OTHER, Outcome.REFUSED_PRIVATE)
CARD = photo(f"{HOME}card.jpg", State.FACES, role=Role.PREVIEW_CARD)


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ((OPEN, CARD), ExitCode.DONE),
        ((OPEN,), ExitCode.DONE),
        ((OPEN, photo(f"{HOME}dot.png", State.NOT_CHECKED, Outcome.TOO_SMALL)), ExitCode.DONE),
        ((OPEN, photo(f"{HOME}cut.jpg", State.NOT_CHECKED, Outcome.BROKEN)), ExitCode.PARTLY_SEEN),
        ((OPEN, WALL), ExitCode.PARTLY_SEEN),
        ((WALL, CARD), ExitCode.PARTLY_SEEN),
        ((WALL,), ExitCode.NOTHING_SEEN),
        ((page(OTHER, Outcome.NO_CONNECTION),), ExitCode.NOTHING_SEEN),
        ((PRIVATE,), ExitCode.REFUSED),
        ((PRIVATE, WALL), ExitCode.NOTHING_SEEN),
        ((PRIVATE, OPEN), ExitCode.PARTLY_SEEN),
        ((OPEN, PageDone(OPEN, over_limit=1)), ExitCode.PARTLY_SEEN),
    ],
    ids=[
        "all seen",
        "a page without photos",
        "only a dot too small for a face",
        "a broken picture",
        "a wall beside an open page",
        "a wall that still shows a card",
        "a wall alone",
        "offline",
        "refused alone",
        "refused and walled",
        "refused beside an open page",
        "more photos than looked at",
    ],
)
def test_the_exit_code_says_how_much_was_seen(
    guidance: Guidance, found: tuple[Page | Photo | PageDone, ...], code: ExitCode
) -> None:
    heap = gathered(guidance, *found)
    assert exit_code(heap.report()) is code
    assert exit_code(heap.report(interrupted=True)) is ExitCode.INTERRUPTED


def test_an_unknown_site_that_does_not_exist_gets_no_steps_but_a_known_platform_keeps_its_own(
    guidance: Guidance,
) -> None:
    slip = page("https://instagran.example/me", Outcome.NO_NAME)
    known = page("https://www.instagram.com/me", Outcome.NO_NAME, "instagram")
    assert gathered(guidance, slip).report().steps == ()
    assert {item.platform for item in gathered(guidance, slip, known).report().steps} == {"instagram"}
    assert {item.platform for item in gathered(guidance, OPEN, slip).report().steps} == {OPEN.platform}


def test_pages_are_named_without_their_addresses(guidance: Guidance) -> None:
    report = gathered(guidance, OPEN, WALL, page("https://www.instagram.com/x", platform="instagram")).report()
    names = page_names(report, guidance)
    site = guidance.platforms["personal-website"].name
    assert list(names.values()) == [f"{site} 1", f"{site} 2", guidance.platforms["instagram"].name]


def test_the_summary_counts_photos_and_never_icons(guidance: Guidance) -> None:
    icon = photo(f"{HOME}icon.png", State.NOT_CHECKED, Outcome.SET_ASIDE, role=Role.ICON)
    broken = photo(f"{HOME}cut.jpg", State.NOT_CHECKED, Outcome.BROKEN)
    report = gathered(guidance, OPEN, WALL, CARD, icon, broken).report()
    assert summary_of(report) == (
        "2 photos found; 1 of 2 pages opened. 1 with a face, 1 not checked. "
        "1 page could not be seen, so not counted as clean."
    )


def test_every_sentence_with_numbers_gives_the_same_ones(guidance: Guidance) -> None:
    """The summary, the limits and the printed checklist count the same photos as missed and as not asked for."""
    broken = photo(f"{HOME}cut.jpg", State.NOT_CHECKED, Outcome.BROKEN)
    left = [photo(f"{HOME}{n}.jpg", State.NOT_CHECKED, Outcome.NOT_FETCHED) for n in range(3)]
    dot = photo(f"{HOME}dot.png", State.NOT_CHECKED, Outcome.TOO_SMALL)
    report = gathered(guidance, OPEN, CARD, broken, *left, dot).report()
    document = build_document(report, guidance)
    assert "1 not checked, 3 not asked for, as you wished." in summary_of(report)
    assert guidance.limits_when["unchecked"].format(count=1) in {limit_text(limit, guidance) for limit in report.limits}
    assert document.other_photos == (
        "1 photo could not be checked. 3 photos not asked for, as you wished. "
        "1 small sign of the pages, such as icons, set aside."
    )
    assert "stranger" not in summary_of(report)  # nobody has looked at what was not asked for


def test_a_photo_with_sure_and_unsure_faces_is_told_with_both() -> None:
    one = photo(f"{HOME}a.jpg", State.FACES)
    both = dataclasses.replace(one, unsure=one.faces)
    assert seen_words(both) == "1 face found, the largest 60 pixels high, 1 place that may be a face, photo 300 × 200"
    assert seen_words(photo(f"{HOME}b.jpg", State.NOT_CHECKED, Outcome.BROKEN, width=0)) == "not checked"
