"""The plan on the screen: lines of its list, and the text of one step at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from selfcheck.guidance.after_removal import Section, price_words
from selfcheck.guidance.model import FirstStep, MenuNote, SearchEngine
from selfcheck.guidance.plan import Planned, ReportTo
from selfcheck.i18n import N_, _, in_sense, several, translated
from selfcheck.model import Mark
from selfcheck.output.wording.plan import care_words, effect_words, photo_words, time_words, title_words, ways_to_report
from selfcheck.output.wording.report import capital
from selfcheck.output.wording.sources import fact_provenance, moved_words, provenance
from selfcheck.tui.text import MARK_SIGNS, Parts

_QUIET = "$foreground 65%"
_KEEP: Final = N_(
    "Nothing of this is kept yet. Keep it, and the next check tells what is gone and what is still there: K. Whoever "
    "uses this account on this computer could then see which pages are yours."
)
MORE_BELOW: Final = N_("more below")
WAITS: Final = N_(
    "This waits until evidence is kept. What stands there now is the proof of what happened: keep it first, then take "
    "it away. How to keep it: F8."
)
Card = FirstStep | Planned
"""What one screen of the guided mode is about."""


def plan_line(planned: Planned) -> Content:
    """A step in the list of the plan: its mark, platform and minutes, and below what it hides."""
    return Content.assemble(
        (f"{MARK_SIGNS[planned.item.mark]} ", "bold"),
        title_words(planned),
        (f"\n    {effect_words(planned)}", _QUIET),
    )


def first_line(step: FirstStep, mark: Mark) -> Content:
    """One of the first steps after harm in the list."""
    return Content.assemble((f"{MARK_SIGNS[mark]} ", "bold"), step.title)


def first_card(step: FirstStep, mark: Mark, opening: str, reports: Sequence[ReportTo] = ()) -> Content:
    """One of the first steps after harm, whole. The one about reporting has the ways of the person's platforms."""
    parts: Parts = [(f"{opening}\n\n", _QUIET), (f"{step.title}\n", "bold"), f"\n{step.detail}\n"]
    parts += [_answered(mark), ("\n" + _("Who helps, with numbers: F8.") + "\n", "")]
    parts.append((f"\n{fact_provenance(step.facts)}\n", _QUIET))
    if step.facts.source:
        parts.append((_("Source: {address}").format(address=step.facts.source) + "\n", _QUIET))
    for one in reports if step.id == "report" else ():
        parts.append((f"\n{one.platform_name}\n", "bold"))
        for what, path in ways_to_report(one):
            parts += [(f"{capital(what)}\n", "underline"), f"{path.how}\n"]
            parts.append((f"{fact_provenance(path.facts)}\n", _QUIET))
    return Content.assemble(*parts)


def step_card(planned: Planned, *, note: MenuNote | None = None, still_shown: str = "", waits: bool = False) -> Content:
    """A step, whole: what, which photos, why, what it does not do, where, and how sure that is.

    `still_shown` tells what becomes of the profile picture that a private account still shows; `waits` whether, after
    harm, evidence comes first.
    """
    step = planned.step
    parts: Parts = [(f"{title_words(planned)}\n", "bold"), _answered(planned.item.mark)]
    parts += [("\n" + translated(WAITS) + "\n", "bold")] if waits else []
    parts.append(f"\n{effect_words(planned)}\n")
    if photos := photo_words(planned):
        parts.append((f"{photos}\n", _QUIET))
    parts += [(f"\n{_('What it does')}\n", "bold"), f"{step.effect}\n"]
    parts += [(f"\n{_('What it does not do')}\n", "bold"), f"{step.does_not}\n"]
    if still_shown:
        parts.append(f"{still_shown}\n")
    care = care_words(planned)
    if care:
        parts.append("\n")
        parts += [f"· {line}\n" for line in care]
    for title, path in ((_("In the app"), step.path_mobile), (_("On the web"), step.path_web)):
        if path:
            parts += [(f"\n{title}\n", "bold"), f"{' → '.join(path)}\n"]
    if note is not None:
        parts.append(f"{moved_words(note)}\n")
    parts.append((f"\n{_('Settings page')}\n", "bold"))
    if step.url:
        parts += [f"{step.url}\n", (f"{ways_words()}\n", _QUIET)]
    else:
        parts.append((_("We know no direct address of this setting. Use the menu path.") + "\n", _QUIET))
    if step.note:
        parts += [(f"\n{_('Good to know')}\n", "bold"), f"{step.note}\n"]
    parts.append((f"\n{provenance(step)}\n", _QUIET))
    if step.source:
        parts.append((_("Source: {address}").format(address=step.source) + "\n", _QUIET))
    return Content.assemble(*parts)


def ways_words() -> str:
    """How to get to an address, said before any key is pressed."""
    return _("Q shows it as a code for your phone. O opens your browser, which then talks to the site as you.")


def _answered(mark: Mark) -> str:
    said = {
        Mark.DONE: _("You said: done."),
        Mark.LATER: _("You said: later."),
        Mark.NOT_FOR_ME: _("You said: not for me."),
    }
    return f"{said[mark]}\n" if mark in said else ""


def where_words(number: int, total: int, minutes: int) -> str:
    """Where the person is in the guided mode, and how long the rest takes."""
    where = _("{number} of {total}").format(number=number, total=total)
    if not minutes:
        return where
    return _("{where}, {time} left").format(where=where, time=time_words(minutes))


def end_card(answered: int, done: int, more: int, *, hidden: bool, saved: bool) -> Content:
    """The last screen: what was answered, and what comes next."""
    parts: Parts = [(_("That is all for now.") + "\n", "bold"), "\n"]
    parts.append(several("{n} step answered.", "{n} steps answered.", answered) + " ")
    parts.append(several("{n} of them done.", "{n} of them done.", done) + "\n")
    if more:
        parts.append("\n" + several("{n} more step is there when you like: G.", "{n} more steps are there when you like: G.", more) + "\n")  # fmt: skip  # noqa: E501
    if hidden:
        parts.append("\n" + _("You have hidden or removed something. Search engines may still show it: S.") + "\n")
    parts.append("\n" + _("Check again some time later to see what is still there.") + "\n")
    parts.append("\n" + (_("This check and your answers are saved.") if saved else translated(_KEEP)) + "\n")
    return Content.assemble(*parts)


def section_card(section: Section) -> Content:
    """What comes after removal, one part of it."""
    parts: Parts = [(f"{section.title}\n\n", "bold"), *(f"{line}\n" for line in section.lines)]
    parts.append((f"\n{fact_provenance(section.facts)}\n", _QUIET))
    if section.facts.source:
        parts.append((_("Source: {address}").format(address=section.facts.source) + "\n", _QUIET))
    return Content.assemble(*parts)


def engine_card(engine: SearchEngine) -> Content:
    """A search engine: what its form does, and what it wants in return before where it is."""
    parts: Parts = [(f"{engine.name}\n", "bold"), f"\n{engine.what_it_does}\n"]
    parts += [(f"\n{in_sense('search engine', 'What it does not do')}\n", "bold"), f"{engine.does_not}\n"]
    parts += [(f"\n{_('It asks for')}\n", "bold"), f"{'; '.join(engine.asks_for)}\n"]
    for line in (engine.trade_off, price_words(engine)):
        if line:
            parts.append(f"{line}\n")
    parts += [(f"\n{_('Steps')}\n", "bold"), f"{' → '.join(engine.steps)}\n", (f"\n{_('Page')}\n", "bold")]
    if engine.facts.url:
        parts += [f"{engine.facts.url}\n", (f"{ways_words()}\n", _QUIET)]
    else:
        parts.append((_("We know no direct address of it.") + "\n", _QUIET))
    parts.append((f"\n{fact_provenance(engine.facts)}\n", _QUIET))
    if engine.facts.source:
        parts.append((_("Source: {address}").format(address=engine.facts.source) + "\n", _QUIET))
    return Content.assemble(*parts)
