"""The course over time in bars: what a glance at it tells must be true."""

from __future__ import annotations

from selfcheck.output.wording.changes import course_bars


def test_a_bar_half_as_high_is_half_as_many() -> None:
    assert course_bars([16, 8, 4], 30) == "███▄▄▄▂▂▂"


def test_a_course_in_which_nothing_or_little_changed_does_not_look_like_success() -> None:
    assert course_bars([16, 16], 30) == "██████"
    assert "▁" not in course_bars([16, 15], 30)


def test_one_photo_that_is_left_is_seen_and_none_left_is_told_apart() -> None:
    assert course_bars([500, 1, 0], 3) == "█▁·"


def test_of_a_long_course_the_latest_checks_are_shown_in_the_room_there_is() -> None:
    assert course_bars([*([9] * 500), 0], 20) == "█" * 19 + "·"
    assert course_bars([], 20) == ""
