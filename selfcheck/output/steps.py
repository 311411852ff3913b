"""The steps of a report as an export tells them: part by part of the plan, each with all a reader needs. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from selfcheck.guidance.checklist import known_items
from selfcheck.guidance.model import Guidance, Step
from selfcheck.guidance.plan import Plan, Planned
from selfcheck.guidance.still_visible import still_visible_words
from selfcheck.i18n import _
from selfcheck.model import Item, Mark, Report, Share
from selfcheck.output.wording.plan import care_words, effect_words, opening_words, parts_of, photo_words, step_name
from selfcheck.output.wording.report import IMPACT_WORDS, MARK_WORDS
from selfcheck.output.wording.sources import moved_words, provenance


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line of a step: a short label and its words. An address is drawn so that it breaks anywhere."""

    label: str
    words: str
    is_address: bool = False


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step to tick: its number and title, minutes and benefit, all a reader needs to do it, and where it was read.

    `on_photos` is what it does to these photos, `before` what to mind first. `moved` is the person's note of where
    its menu is now. These stand among the `lines`, too.
    """

    item: Item
    step: Step
    number: int
    where: str
    title: str
    facts: str
    benefit: str
    done: bool
    on_photos: str
    before: str
    lines: tuple[Labelled, ...]
    moved: str
    provenance: str
    source: Labelled | None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the plan. `opening` is a sentence under its title, or empty."""

    name: str
    opening: str
    steps: tuple[StepLine, ...]


def sections_of(told: Report, guidance: Guidance, plan: Plan) -> tuple[Section, ...]:
    """The steps of a report in the order of the plan, which the app and `selfcheck plan` have as well.

    `told` is the report as far as it may be told; a step it does not hold is left out. Those that are answered for
    good are in no plan and come last.
    """
    full = told.share is Share.FULL
    left = {(item.platform, item.step): item for item in known_items(told.steps, guidance)}
    sections: list[Section] = []
    number = 0
    for name, some in ((_("Your plan"), plan.items), *parts_of(plan)):
        steps = []
        for planned in some:
            if item := left.pop((planned.item.platform, planned.item.step), None):
                number += 1
                steps.append(_step(item, number, guidance, planned, full=full))
        if steps:
            sections.append(Section(name, opening_words(plan) if some is plan.items else "", tuple(steps)))
    still = {(item.platform, item.step): seen for item, seen in plan.still}
    answered = tuple(
        _step(item, at, guidance, None, full=full, still=still.get((item.platform, item.step), 0))
        for at, item in enumerate(left.values(), start=number + 1)
    )
    return (*sections, *([Section(_("Done, or set aside"), "", answered)] if answered else []))


def _step(
    item: Item, number: int, guidance: Guidance, planned: Planned | None, *, full: bool, still: int = 0
) -> StepLine:
    words = guidance.steps_by_id[item.step]
    # Numbers only: no address stands in these two, so they may be told at every share level that has steps.
    on_photos = _joined((effect_words(planned), photo_words(planned))) if planned else ""
    if still:
        on_photos = still_visible_words(still)
    before = _joined(care_words(planned)) if planned else ""
    moved = moved_words(guidance.menu_notes.get(item.step), told=full)
    facts = [
        _("{minutes} min").format(minutes=words.effort_minutes),
        _("benefit {benefit}").format(benefit=IMPACT_WORDS[words.impact]),
    ]
    if item.mark is not Mark.TODO:
        facts.append(" ".join(filter(None, (MARK_WORDS[item.mark], item.marked_on))))
    lines = (
        Labelled(_("On your photos"), on_photos),
        Labelled(_("What it does"), words.effect),
        Labelled(_("What it does not do"), words.does_not),
        Labelled(_("Before you start"), before),
        Labelled(_("On the web"), " → ".join(words.path_web)),
        Labelled(_("In the app"), " → ".join(words.path_mobile)),
        Labelled(_("Your own note"), moved),
        Labelled(_("Settings page"), words.url or "", is_address=True),
        Labelled(_("Good to know"), words.note),
    )
    return StepLine(
        item=item,
        step=words,
        number=number,
        where=words.platform_name,
        title=step_name(item, guidance),
        facts=" · ".join(facts),
        benefit=IMPACT_WORDS[words.impact],
        done=item.mark is Mark.DONE,
        on_photos=on_photos,
        before=before,
        lines=tuple(line for line in lines if line.words),
        moved=moved,
        provenance=provenance(words),
        source=Labelled(_("Source"), words.source, is_address=True) if words.source else None,
    )


def _joined(sentences: Iterable[str]) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
