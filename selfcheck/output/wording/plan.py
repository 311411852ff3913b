"""A plan in words: which photos a step hides, what it costs, and the whole of it as text. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from selfcheck.guidance.model import SEARCH_ENGINES, Guidance, ReportPath
from selfcheck.guidance.plan import Plan, Planned, ReportTo
from selfcheck.guidance.still_visible import STILL_TITLE, still_visible_words
from selfcheck.i18n import N_, _, several, translated
from selfcheck.model import Item
from selfcheck.output.text_layout import Writer
from selfcheck.output.wording.sources import fact_provenance, moved_words, provenance

_RANGES: Final = 12
"""Runs of photo numbers that are written out; of more the rest is counted."""


STILL_SERVED_TITLE: Final = N_("Deleted but still served")
_LISTED: Final = 8
"""Steps of each list after the plan itself that are named; the rest is counted."""


def effect_words(planned: Planned) -> str:
    """What a step does to the photos of this check, in a sentence or two."""
    parts = [_main_effect(planned)]
    if planned.elsewhere and planned.hides:
        parts.append(
            several(
                "{n} of them can still be seen elsewhere on your pages.",
                "{n} of them can still be seen elsewhere on your pages.",
                planned.elsewhere,
            )
        )
    if planned.already_private:
        parts.append(_("The page says that the account is private already."))
    elif planned.unseen and planned.photos:
        parts.append(_("A page there could not be seen, so there may be more."))
    return " ".join(parts)


def _main_effect(planned: Planned) -> str:
    number, total = planned.hides or len(planned.photos), planned.of
    if planned.reach == "new":
        return _("It is about photos you post from now on, and hides none of those found.")
    if not planned.photos:
        if planned.unseen and planned.reach in {"all", "chosen", "request"} and not planned.already_private:
            return _("Which photos it hides could not be told: the page could not be seen.")
        return _("It hides none of the photos with a face found here.")
    values = {"number": f"{number:,}", "total": f"{total:,}"}
    if planned.reach == "asks":
        return _("It asks programs to leave out {number} of your {total} photos with a face. It hides none of them.").format(**values)  # fmt: skip  # noqa: E501
    if planned.reach == "request":
        return _("It asks for {number} of your {total} photos with a face to be taken down. The other side decides.").format(**values)  # fmt: skip  # noqa: E501
    if not planned.hides:
        if planned.reach in {"all", "chosen"}:
            return _("It hides one place of {number} of your {total} photos with a face. Each is still shown elsewhere.").format(**values)  # fmt: skip  # noqa: E501
        return _("It is about {number} of your {total} photos with a face, and hides none of them.").format(**values)
    if planned.logged_out_only:
        return _("It hides {number} of your {total} photos with a face from people without an account there.").format(**values)  # fmt: skip  # noqa: E501
    if planned.reach == "chosen":
        return _("It can hide {number} of your {total} photos with a face: those you choose.").format(**values)
    return _("It hides {number} of your {total} photos with a face.").format(**values)


def photo_words(planned: Planned) -> str:
    """Which photos a step is about, by their numbers in the list of photos; "" for none."""
    if not planned.photos:
        return ""
    runs = _runs(planned.photos)
    shown = ", ".join(f"{low}" if low == high else f"{low}–{high}" for low, high in runs[:_RANGES])
    left = sum(high - low + 1 for low, high in runs[_RANGES:])
    if left:
        return _("In the list of photos: {numbers} and {rest} more.").format(numbers=shown, rest=f"{left:,}")
    return _("In the list of photos: {numbers}.").format(numbers=shown)


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return runs


def care_words(planned: Planned) -> tuple[str, ...]:
    """What to mind before a step: what deletes, what needs its address kept; and whose reading its effect is."""
    care = []
    if planned.evidence:
        care.append(_("First note the address of what it is about: you need it to ask, or to report."))
    if planned.deletes == "yes":
        care.append(_("This takes something away for good. First keep a copy of what you may need."))
    elif planned.deletes == "can":
        care.append(_("You can hide instead of deleting. What is hidden can be shown again."))
    if planned.basis == "reading" and planned.photos:
        care.append(
            _("Which photos it hides is our own reading of this step.")
            if planned.hides and planned.reach in {"all", "chosen"}
            else _("Which photos it is about is our own reading of this step.")
        )
    return tuple(care)


def parts_of(plan: Plan) -> tuple[tuple[str, tuple[Planned, ...]], ...]:
    """The lists of a plan after the steps to do now, in order, each with its title; some may be empty."""
    return (
        (_("After that"), plan.more),
        (_("Put off until later"), plan.later),
        (_("These wait until you have kept evidence"), plan.waiting),
    )


def time_words(minutes: int) -> str:
    """A time to be spent."""
    return several("about {n} minute", "about {n} minutes", minutes)


def title_words(planned: Planned) -> str:
    """A step with its platform and its minutes, on one line."""
    step = planned.step
    return _("{platform}: {step} ({minutes} min)").format(
        platform=step.platform_name, step=step.title, minutes=step.effort_minutes
    )


def step_name(item: Item, guidance: Guidance) -> str:
    """A step with its platform; by their ids where the guidance has no words for it."""
    step = guidance.steps_by_id.get(item.step)
    return f"{step.platform_name}: {step.title}" if step else f"{item.platform}: {item.step}"


def path_lines(planned: Planned, *, plain: bool = False) -> tuple[str, ...]:
    """The menu paths in the platform's own words, app and web."""
    step, arrow = planned.step, _(", then ") if plain else " → "
    lines = []
    if step.path_mobile:
        lines.append(_("In the app: {path}").format(path=arrow.join(step.path_mobile)))
    if step.path_web:
        lines.append(_("On the web: {path}").format(path=arrow.join(step.path_web)))
    if step.url:
        lines.append(_("Settings page: {address}").format(address=step.url))
    return tuple(lines)


def opening_words(plan: Plan) -> str:
    """How much the plan holds, in a sentence."""
    if not plan.items:
        return _("There is no step left to do now.")
    if plan.minutes is not None and plan.takes > plan.minutes:
        return _("No step fits into {time}. This is the one that helps most, {takes}.").format(
            time=time_words(plan.minutes), takes=time_words(plan.takes)
        )
    steps = several("{n} step.", "{n} steps.", len(plan.items))
    return " ".join((steps, _("In all {time}.").format(time=time_words(plan.takes))))


def plan_text(plan: Plan, guidance: Guidance, *, plain: bool, width: int = 80) -> str:
    """The plan as text: what to do now in full, what comes after in a line each."""
    out = Writer(plain=plain, width=width)
    if plan.harm:
        out.heading(_("Evidence and help first"))
        out.line(guidance.help.opening)
        for number, step in enumerate(plan.first, start=1):
            out.line(step.detail, out.item(number, step.title))
        out.line(_("Who helps, with numbers: selfcheck help-now"))
    out.heading(_("Your plan"))
    out.line(opening_words(plan))
    for number, planned in enumerate(plan.items, start=1):
        under = out.item(number, title_words(planned))
        for line in (effect_words(planned), photo_words(planned), planned.step.effect):
            if line:
                out.line(line, under)
        out.line(_("What it does not do: {limits}").format(limits=planned.step.does_not), under)
        moved = moved_words(guidance.menu_notes.get(planned.item.step))
        for line in (*care_words(planned), *path_lines(planned, plain=plain), moved, provenance(planned.step)):
            if line:
                out.line(line, under)
    for title, some in parts_of(plan):
        if some:
            out.heading(title)
            for planned in some[:_LISTED]:
                out.line(title_words(planned), hang=3)
                out.line(effect_words(planned), 3)
            if len(some) > _LISTED:
                out.line(several("{n} more step: --time all", "{n} more steps: --time all", len(some) - _LISTED))
    if plan.still:
        out.heading(translated(STILL_TITLE))
        for item, seen in plan.still:
            out.line(f"{step_name(item, guidance)} ({item.marked_on})", hang=3)
            out.line(still_visible_words(seen), 3)
    if plan.still_served:
        out.heading(translated(STILL_SERVED_TITLE))
        out.line(served_words(plan.still_served))
        out.line(_("A letter to the site: selfcheck letter"))
    if plan.waiting:
        out.line(_("They take a picture or a post away. Once evidence is kept, say --evidence-kept."))
    if plan.reports:
        out.heading(_("To report"))
        for one in plan.reports:
            for what, path in ways_to_report(one):
                out.line(f"{one.platform_name}, {what}: {path.how}", hang=2)
                out.line(fact_provenance(path.facts), 2)
    out.heading(_("Search engines and others"))
    out.line(after_words(plan))
    out.line(_("A letter to a school, an employer, a friend or a site: selfcheck letter"))
    out.heading(_("Please know"))
    for line in guidance.always_say:
        out.line(line)
    return out.text()


def served_words(number: int) -> str:
    """What to do about files that still answer after their photos have left the pages."""
    return several(
        "{n} photo has left its page, and its file still answers at its address. No step reaches it: ask the site to "
        "remove the file.",
        "{n} photos have left their pages, and their files still answer at their addresses. No step reaches them: ask "
        "the site to remove the files.",
        number,
    )


def ways_to_report(one: ReportTo) -> tuple[tuple[str, ReportPath], ...]:
    """How to report to a platform, each way with what it is for; one way for both is told once."""
    if one.image is not None and one.impersonation is not None and one.image.how == one.impersonation.how:
        return ((_("a picture of you, or someone posing as you"), one.image),)
    ways = ((_("a picture of you"), one.image), (_("someone posing as you"), one.impersonation))
    return tuple((what, path) for what, path in ways if path is not None)


def after_words(plan: Plan) -> str:
    """When search engines are next: after something was taken out of sight at its source."""
    if plan.something_hidden:
        return _(
            "You have hidden or removed something. Search engines may still show it: selfcheck steps {name}"
        ).format(name=SEARCH_ENGINES)
    return _("Once something is hidden or removed, search engines may still show it: selfcheck steps {name}").format(
        name=SEARCH_ENGINES
    )
