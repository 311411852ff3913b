"""The person's own word goes before the detector's: in states, reasons, counts and every export."""

from __future__ import annotations

import pytest

from selfcheck.guidance.model import Guidance
from selfcheck.guidance.user_marks import is_of_concern, with_marks
from selfcheck.model import Embedded, FindingKind, Outcome, PhotoMark, Report, Role, State
from selfcheck.model.counts import tally_of
from selfcheck.output.report_json import dump_json, load_report
from selfcheck.output.text import report_text
from selfcheck.output.wording.marks import MARK_SENTENCES
from selfcheck.output.wording.report import summary_of
from selfcheck.session.report_builder import ReportBuilder
from tests.support.reports import HOME, face, gathered, page, photo, schema_problems

ME, NONE, MAYBE, ICON = (f"{HOME}{name}" for name in ("me.jpg", "none.jpg", "maybe.jpg", "icon.png"))


def checked(guidance: Guidance) -> Report:
    heap: ReportBuilder = gathered(
        guidance,
        page(),
        photo(ME, State.FACES, faces=(face(400, 200.0, 0.99),), role=Role.AVATAR, embedded=(Embedded.LOCATION,)),
        photo(NONE, role=Role.AVATAR, other_urls=(f"{HOME}none-small.jpg",)),
        photo(MAYBE, State.UNSURE),
        photo(ICON, State.NOT_CHECKED, Outcome.SET_ASIDE, role=Role.ICON),
    )
    return heap.report()


def kinds(report: Report, url: str) -> set[FindingKind]:
    return {finding.kind for finding in report.findings if finding.photo == url}


def test_not_a_face_takes_boxes_and_reasons_away_and_leaves_what_the_file_tells(guidance: Guidance) -> None:
    before = checked(guidance)
    assert FindingKind.LARGE_FACE in kinds(before, ME)
    after = with_marks(before, {ME: PhotoMark.NOT_A_FACE})
    marked = next(one for one in after.photos if one.url == ME)
    assert (marked.state, marked.faces, marked.reason) == (State.NONE_SEEN, (), Outcome.FACES)
    assert kinds(after, ME) == {FindingKind.LOCATION_LEFT_IN}
    assert (tally_of(before).faces, tally_of(after).faces) == (1, 0)
    assert not is_of_concern(marked)


def test_a_missed_face_counts_as_one_and_brings_the_reasons_that_need_no_box(guidance: Guidance) -> None:
    after = with_marks(checked(guidance), {NONE: PhotoMark.FACE_MISSED})
    assert kinds(after, NONE) == {FindingKind.SHOWN_TO_EVERYONE, FindingKind.SEVERAL_SIZES}
    assert tally_of(after).faces == 2
    assert is_of_concern(next(one for one in after.photos if one.url == NONE))
    assert [one.url for one in after.photos] == [one.url for one in checked(guidance).photos]  # numbers stay


def test_not_me_and_keep_are_counted_apart_and_a_kept_photo_has_no_reasons_to_act(guidance: Guidance) -> None:
    after = with_marks(checked(guidance), {ME: PhotoMark.KEEP, MAYBE: PhotoMark.NOT_ME})
    tally = tally_of(after)
    assert (tally.faces, tally.unsure, tally.kept, tally.not_me) == (0, 0, 1, 1)
    parts = (tally.faces, tally.unsure, tally.none_seen, tally.missed, tally.not_fetched, tally.kept, tally.not_me)
    assert sum(parts) == tally.photos
    assert kinds(after, ME) == set()
    assert not any(map(is_of_concern, after.photos))
    assert "1 not of you, by your word, 1 that you keep, by your word." in summary_of(after)


@pytest.mark.parametrize("mark", list(PhotoMark))
def test_every_mark_is_told_as_the_persons_own_word_in_text_and_json(mark: PhotoMark, guidance: Guidance) -> None:
    after = with_marks(checked(guidance), {MAYBE: mark})
    for plain in (True, False):
        text = " ".join(report_text(after, guidance, plain=plain).split())
        assert MARK_SENTENCES[mark] in text
    data = dump_json(after)
    assert schema_problems(data) == []
    again = load_report(data)
    assert next(one.mark for one in again.photos if one.url == MAYBE) is mark
    assert again == after


def test_a_mark_makes_a_photo_of_what_was_set_aside_as_a_small_sign(guidance: Guidance) -> None:
    before = checked(guidance)
    after = with_marks(before, {ICON: PhotoMark.FACE_MISSED})
    assert (tally_of(before).aside, tally_of(after).aside) == (1, 0)
    assert tally_of(after).photos == tally_of(before).photos + 1
    assert ICON in report_text(after, guidance, plain=True)


def test_laying_no_marks_over_a_report_changes_nothing_so_a_mark_taken_back_leaves_no_trace(
    guidance: Guidance,
) -> None:
    before = checked(guidance)
    assert with_marks(before, {}) == before
    assert with_marks(before, {"https://elsewhere.example/": PhotoMark.KEEP}) == before
