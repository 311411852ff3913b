from __future__ import annotations

import dataclasses
import itertools
import random

import pytest

from selfcheck.guidance.checklist import items_for, steps_in_order
from selfcheck.guidance.model import Guidance, Step
from selfcheck.model import Mark


def step(guidance: Guidance, name: str, **changes: object) -> Step:
    """A step of the guidance with other facts."""
    return dataclasses.replace(guidance.steps()[0], id=name, **changes)  # type: ignore[arg-type]


def test_steps_that_help_most_for_their_minutes_come_first_and_equal_ones_by_goal(guidance: Guidance) -> None:
    first, second = guidance.goal_order[:2]
    ordered = [
        step(guidance, "quick", impact="high", goal=first, effort_minutes=2),
        step(guidance, "later goal", impact="high", goal=second, effort_minutes=2),
        step(guidance, "unknown goal", impact="high", goal="of a newer guidance", effort_minutes=2),
        step(guidance, "less effect, as quick", impact="medium", goal=first, effort_minutes=2),
        step(guidance, "least effect, quickest", impact="low", goal=first, effort_minutes=1),
        step(guidance, "high and slow", impact="high", goal=first, effort_minutes=20),
        step(guidance, "low and slow", impact="low", goal=first, effort_minutes=20),
    ]
    for handed_in in itertools.islice(itertools.permutations(ordered), 0, None, 37):
        assert [one.id for one in steps_in_order(handed_in, guidance)] == [one.id for one in ordered]


def test_steps_of_equal_weight_stay_in_the_order_of_the_guidance(guidance: Guidance) -> None:
    equal = [step(guidance, name) for name in "dacb"]
    assert [one.id for one in steps_in_order(equal, guidance)] == list("dacb")


def test_every_step_of_a_platform_is_there_once_and_none_of_another(guidance: Guidance) -> None:
    for name, platform in guidance.platforms.items():
        items = items_for([name], guidance)
        assert sorted(item.step for item in items) == sorted(one.id for one in platform.steps)
        assert {item.platform for item in items} == {name}
        assert {guidance.steps_by_id[item.step].platform_name for item in items} == {platform.name}


def test_platforms_follow_each_other_as_named_each_once(guidance: Guidance) -> None:
    names = random.Random(7).sample(sorted(guidance.platforms), 5)  # noqa: S311 (an order, no secret)
    items = items_for([*names, *reversed(names)], guidance)
    assert list(dict.fromkeys(item.platform for item in items)) == names
    assert len({item.step for item in items}) == len(items) == sum(len(guidance.platforms[n].steps) for n in names)


@pytest.mark.parametrize("platforms", [[], ["myspace"], ["", "INSTAGRAM", "../instagram"]])
def test_an_unknown_platform_gives_nothing(guidance: Guidance, platforms: list[str]) -> None:
    assert items_for(platforms, guidance) == ()


def test_an_unknown_platform_costs_the_known_ones_nothing(guidance: Guidance) -> None:
    assert items_for(["myspace", "instagram"], guidance) == items_for(["instagram"], guidance) != ()


def test_nobody_has_marked_a_step_yet(guidance: Guidance) -> None:
    assert {item.mark for item in items_for(guidance.platforms, guidance)} == {Mark.TODO}
