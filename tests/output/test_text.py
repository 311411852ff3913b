from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest

from selfcheck.guidance.model import Guidance
from selfcheck.guidance.plan import plan_of
from selfcheck.model import CoursePoint, Embedded, Examined, Outcome, State
from selfcheck.output.text import files_text, help_text, platforms_text, report_text, steps_text
from selfcheck.output.text_layout import Writer
from selfcheck.output.text_width import cells
from selfcheck.output.wording.changes import table
from selfcheck.output.wording.findings import finding_text
from selfcheck.output.wording.limits import limit_text
from selfcheck.output.wording.outcomes import page_outcome_text
from selfcheck.output.wording.plan import plan_text, step_name
from tests.support.reports import HOME, face, full_report, gathered, page


def test_plain_text_is_one_thing_a_line_and_has_no_drawing(guidance: Guidance) -> None:
    text = report_text(full_report(guidance), guidance, plain=True, width=40)
    assert "─" not in text
    assert "→" not in text
    assert "" not in text.splitlines()
    assert any(len(line) > 100 for line in text.splitlines())  # nothing is broken in the middle, however narrow


@pytest.mark.parametrize("width", [40, 80, 300])
def test_other_text_stays_inside_the_terminal_but_keeps_addresses_whole(guidance: Guidance, width: int) -> None:
    report = full_report(guidance)
    text = report_text(report, guidance, plain=False, width=width)
    too_long = [line for line in text.splitlines() if len(line) > min(width, 100) and "://" not in line]
    assert too_long == []
    assert all(photo.url in text for photo in report.photos if photo.reason is not Outcome.SET_ASIDE)


def test_the_report_tells_pages_photos_reasons_limits_and_what_was_sent(guidance: Guidance) -> None:
    report = full_report(guidance)
    text = report_text(report, guidance, plain=True)
    for part in (
        *(page_outcome_text(found, guidance) for found in report.pages),
        *(finding_text(finding, guidance) for finding in report.findings),
        *(limit_text(limit, guidance) for limit in report.limits),
        "Text beside it: “Mina at home”",
        "1 small sign of the pages set aside",
        "1 request, 180 bytes sent, 1 host.",
        "selfcheck help-now",
    ):
        assert part in text


def test_only_three_steps_are_shown_first_and_the_way_to_the_rest(guidance: Guidance) -> None:
    report = full_report(guidance)
    text = report_text(report, guidance, plain=True)
    shown = [item for item in report.steps if f"{step_name(item, guidance)} (" in text]
    assert len(shown) == 3
    assert f"{len(report.steps) - 3} more steps: selfcheck steps instagram personal-website" in text


NOT_REACHED = [Outcome.NO_NAME, Outcome.NO_CONNECTION, Outcome.TIMED_OUT, Outcome.NOT_SECURE, Outcome.NO_PROXY]


@pytest.mark.parametrize("outcome", [*NOT_REACHED, Outcome.REFUSED_PRIVATE])
def test_pages_that_were_not_reached_get_no_first_steps_but_are_told_where_the_steps_stand(
    guidance: Guidance, outcome: Outcome
) -> None:
    pages = [page(f"https://{name}.com/me", outcome, name) for name in ("instagram", "x")]
    text = report_text(gathered(guidance, *pages).report(), guidance, plain=True)
    assert "First steps" not in text
    assert "min, benefit" not in text
    assert "Nothing was seen of your pages, so it cannot be said which step helps most." in text
    assert "All steps of these platforms: selfcheck steps instagram x" in text


def test_first_steps_are_those_of_the_pages_that_were_reached(guidance: Guidance) -> None:
    away = page("https://instagram.com/me", Outcome.NO_CONNECTION, "instagram")
    for outcome in (Outcome.OPENED, Outcome.LOGIN_WALL):
        near = page("https://x.com/me", outcome, "x")
        text = report_text(gathered(guidance, away, near).report(), guidance, plain=True)
        first = text.partition("First steps\n")[2].partition("more steps")[0]
        assert "X (Twitter): " in first
        assert "Instagram: " not in first
        assert "selfcheck steps instagram x" in text or "selfcheck steps x instagram" in text


def test_a_page_that_is_nowhere_leads_to_no_steps(guidance: Guidance) -> None:
    text = report_text(gathered(guidance, page(HOME, Outcome.NO_NAME)).report(), guidance, plain=True)
    assert "selfcheck steps" not in text


def test_nothing_is_said_twice_and_no_word_of_the_trade_is_used(guidance: Guidance) -> None:
    report = full_report(guidance)
    text = report_text(report, guidance, plain=True)
    assert "picture on the page on" not in text
    lines = [line for line in text.splitlines() if line[:1].isdigit() and ". " in line]
    assert [line for line in lines if line.casefold().count("not checked") > 1] == []
    look = Examined(State.FACES, Outcome.FACES, 300, 200, (face(),), (), ())
    assert files_text([("me.jpg", look)], guidance, plain=True) == "me.jpg: 1 face.\n"
    none = Examined(State.NONE_SEEN, Outcome.NONE_SEEN, 300, 200, (), (), ())
    assert guidance.file_outcomes["none_seen"] in files_text([("lake.jpg", none)], guidance, plain=True)


def test_when_nothing_was_sent_it_says_so(guidance: Guidance) -> None:
    assert "Nothing. The answers came from files" in report_text(
        gathered(guidance, page(HOME)).report(), guidance, plain=True
    )


def test_a_file_is_told_with_its_faces_and_the_kinds_of_data_left_in_it(guidance: Guidance) -> None:
    look = Examined(State.FACES, Outcome.FACES, 300, 200, (face(), face()), (face(),), (Embedded.SERIAL_NUMBER,))
    text = files_text([("me.jpg", look)], guidance, plain=True)
    assert text.startswith("me.jpg: 2 faces, 1 place that may be a face. ")
    assert "The file also holds: the camera's serial number." in text


@pytest.mark.parametrize("plain", [True, False], ids=["plain", "drawn"])
def test_each_step_says_what_it_does_not_do_and_how_sure_it_is(guidance: Guidance, plain: bool) -> None:
    platform = guidance.platforms["instagram"]
    text = steps_text(platform, platform.steps, guidance, plain=plain)
    flat = " ".join(text.split())
    for step in platform.steps:
        assert " ".join(step.title.split()) in flat
        assert " ".join(step.does_not.split()) in flat
    assert flat.count("What it does not do:") == len(platform.steps)
    assert flat.count("Confidence:") >= len(platform.steps)
    assert ("→" in text) is not plain


def test_help_names_every_place_with_every_way_to_reach_it(guidance: Guidance) -> None:
    text = help_text(guidance, plain=True)
    for place in guidance.help.places:
        assert place.name in text
        assert all(value in text for _, value in place.contact)
        assert place.facts.url is None or place.facts.url in text
    assert text.index(guidance.help.first_steps[0].title) < text.index(guidance.help.places[0].name)


def test_platforms_are_listed_by_the_word_the_command_takes(guidance: Guidance) -> None:
    lines = platforms_text(guidance, plain=True).splitlines()
    assert {line.partition(":")[0] for line in lines} >= set(guidance.platforms)


def test_wrapped_lines_of_an_item_hang_under_its_text() -> None:
    out = Writer(plain=False, width=40)
    for number in (9, 10):
        under = out.item(number, "Keep evidence before anything is reported or deleted")
        out.line("For each place keep the full page address and the time", under)
    out.bullet("where it is: page address, application, room name")
    assert out.text().splitlines() == [
        "9. Keep evidence before anything is",
        "   reported or deleted",
        "   For each place keep the full page",
        "   address and the time",
        "10. Keep evidence before anything is",
        "    reported or deleted",
        "    For each place keep the full page",
        "    address and the time",
        "- where it is: page address,",
        "  application, room name",
    ]


def test_no_item_of_help_plan_or_report_goes_on_at_the_edge_of_a_narrow_terminal(guidance: Guidance) -> None:
    report = full_report(guidance)
    plan = plan_of(report, guidance, harm=True)
    for write in (
        partial(help_text, guidance),
        partial(plan_text, plan, guidance),
        partial(report_text, report, guidance),
    ):
        whole, lines = write(plain=True).splitlines(), write(plain=False, width=40).splitlines()
        items = [(line, after) for line, after in pairwise(lines) if re.match(r"(?:\d+\.|-) ", line)]
        assert any(line not in whole for line, _after in items), "some are broken"
        assert [line for line, after in items if line not in whole and not after.startswith("  ")] == []


def test_wrapped_lines_keep_their_indent() -> None:
    out = Writer(plain=False, width=40)
    out.line("word " * 30, 3)
    lines = out.text().splitlines()
    assert len(lines) > 1
    assert all(line.startswith(" " * 3) for line in lines)


def test_columns_stand_under_one_another_in_letters_of_two_cells_too() -> None:
    rows = table(("날짜", "페이지", "사진"), [("2026-11-25", "4 중 3개", "25"), ("2026-11-26", "4 중 4개", "7")])
    assert len({cells(row) for row in rows}) == 1
    assert rows[1].endswith("4 중 3개    25")


def test_the_course_breaks_its_lines_where_the_terminal_ends(guidance: Guidance) -> None:
    point = CoursePoint("2026-11-25T10:00:00+00:00", 4, 3, 1000, 900, 800, 700, 600, 500, 12)
    report = replace(full_report(guidance), compared_with=point.made_at, course=(point, point))
    text = report_text(report, guidance, plain=False, width=40)
    _heading, _line, first, second, *_rest = text[text.index("The course over time") :].splitlines()
    assert first.startswith("2026-11-25:")
    assert len(first) <= 40
    assert second.startswith("  ")
