"""Which photos a step hides is data, whole and in keeping with the step's own words."""

from __future__ import annotations

from selfcheck.guidance.effects import load_effects
from selfcheck.guidance.model import Guidance
from selfcheck.model import Role


def test_every_step_says_what_it_hides_and_whose_word_that_is(guidance: Guidance) -> None:
    effects = load_effects()
    assert set(effects) == {step.id for step in guidance.steps()}
    for name, effect in effects.items():
        assert bool(effect.hides) <= (effect.reach in {"all", "chosen", "request"}), name
        assert not (effect.hides and effect.touches), name
        assert Role.ICON not in effect.hides | effect.touches


def test_a_private_account_is_nowhere_said_to_hide_a_profile_picture_that_it_still_shows(guidance: Guidance) -> None:
    effects = load_effects()
    shown = [
        step for step in guidance.steps()
        if step.goal == "make-account-private" and "photo" in step.does_not.lower() and "hide" in step.does_not.lower()
    ]  # fmt: skip
    assert [step.id for step in shown]
    assert [step.id for step in shown if Role.AVATAR in effects[step.id].hides] == []


def test_a_step_whose_title_speaks_of_deleting_is_known_to_delete(guidance: Guidance) -> None:
    effects = load_effects()
    deleting = [step.id for step in guidance.steps() if "delete" in step.title.lower()]
    assert len(deleting) > 8
    assert [name for name in deleting if effects[name].deletes == "no"] == []


def test_a_step_about_later_photos_hides_none(guidance: Guidance) -> None:
    effects = load_effects()
    for step in guidance.steps():
        if step.title.lower().startswith(("make new", "share new", "show new", "keep new")):
            assert effects[step.id].reach == "new"
            assert not effects[step.id].hides
