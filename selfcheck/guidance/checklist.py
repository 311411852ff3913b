"""Platforms and guidance -> the steps to do, most benefit for each minute first. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from selfcheck.guidance.model import Guidance, Step
from selfcheck.model import Item, Origin, Outcome, Page
from selfcheck.readers.pages.sites import PERSONAL_WEBSITE

BENEFIT: Final = {"high": 9, "medium": 3, "low": 1}
"""Set against the minutes. Each level counts three times the one below (docs/writing.md)."""


def is_nowhere(page: Page) -> bool:
    """Whether this is no site at all: a typing slip, or pictures of no known place. Steps for websites do not fit."""
    of_no_site = page.origin is Origin.FILE and not page.final_address
    return page.platform == PERSONAL_WEBSITE and (page.outcome is Outcome.NO_NAME or of_no_site)


def items_of(pages: Iterable[Page], guidance: Guidance) -> tuple[Item, ...]:
    """The checklist for these pages."""
    return items_for((page.platform for page in pages if not is_nowhere(page)), guidance)


def items_for(platforms: Iterable[str], guidance: Guidance) -> tuple[Item, ...]:
    """The checklist for these platform ids, each once, in the order given; unknown ids give nothing."""
    return tuple(
        Item(step.id, platform)
        for platform in dict.fromkeys(platforms)
        if platform in guidance.platforms
        for step in steps_in_order(guidance.platforms[platform].steps, guidance)
    )


def known_items(items: Iterable[Item], guidance: Guidance) -> tuple[Item, ...]:
    """Those of the items that the guidance has words for."""
    return tuple(
        item
        for item in items
        if item.step in guidance.steps_by_id and guidance.steps_by_id[item.step].platform == item.platform
    )


def steps_in_order(steps: Iterable[Step], guidance: Guidance) -> list[Step]:
    """Most benefit for each minute first; where equal, private account, profile photo, old posts and so on."""
    goals = {goal: position for position, goal in enumerate(guidance.goal_order)}

    def key(step: Step) -> tuple[float, int]:
        return -BENEFIT[step.impact] / step.effort_minutes, goals.get(step.goal, len(goals))

    ordered = sorted(steps, key=key)
    # A private account still shows its profile picture, so that step follows at once.
    for photo in [step for step in ordered if step.goal == "hide-profile-photo"]:
        private = next(
            (one for one in ordered if one.goal == "make-account-private" and one.platform == photo.platform), None
        )
        if private is not None:
            ordered.remove(photo)
            ordered.insert(ordered.index(private) + 1, photo)
    return ordered
