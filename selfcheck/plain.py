"""Report, steps and help as text. `plain=True` is one thing a line, for screen readers, grep and simple terminals."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Final

from selfcheck.changes_text import write_changes
from selfcheck.guidance.after_removal import load_after_removal, price_words
from selfcheck.guidance.model import Guidance, Platform, Step
from selfcheck.language import _
from selfcheck.model import Examined, Report, State
from selfcheck.plan import plan_of
from selfcheck.tally import is_aside
from selfcheck.totals import totals_words
from selfcheck.urls import is_import
from selfcheck.words import (
    CONFIDENCE_WORDS,
    EMBEDDED_WORDS,
    MARK_WORDS,
    STATE_WORDS,
    age_words,
    count,
    fact_provenance,
    import_words,
    is_not_posted,
    page_names,
    place_provenance,
    place_words,
    role_words,
    seen_words,
    shown_address,
    shown_page,
    signal_groups,
    signal_words,
    summary_of,
    ways_to_reach,
)

SEARCH_ENGINES: Final = "search-engines"
"""What `selfcheck steps` takes beside the platforms' ids."""


class Writer:
    """Gathers lines, wrapped to `width` columns, or whole if `plain`."""

    def __init__(self, *, plain: bool, width: int = 80) -> None:
        self._plain = plain
        self.width = max(40, min(width, 100))
        self._lines: list[str] = []

    def heading(self, text: str) -> None:
        """A heading with space around it."""
        self._lines += [text] if self._plain else ["", text, "─" * min(len(text), self.width)]

    def line(self, text: str, indent: int = 0) -> None:
        """A sentence; wrapped lines keep its indent."""
        if self._plain:
            self._lines.append(text)
        else:
            space = " " * indent
            wrapper = textwrap.TextWrapper(self.width, initial_indent=space, subsequent_indent=space)
            wrapper.break_long_words = wrapper.break_on_hyphens = False  # an address must stay whole to be copied
            self._lines += wrapper.wrap(text) or [""]

    def as_is(self, text: str) -> None:
        """A line that is laid out already, such as a row of a table."""
        self._lines.append(text)

    def text(self) -> str:
        """All of it, ending in a line end."""
        return "\n".join(self._lines).lstrip("\n") + "\n"


def report_text(
    report: Report,
    guidance: Guidance,
    *,
    plain: bool,
    width: int = 80,
    locations: Mapping[str, tuple[float, float]] | None = None,
    show_place: bool = False,
) -> str:
    """What a check found: pages, photos with their reasons, the first steps, and what it cannot tell.

    `locations` are where photos were taken, by address; each is written only with `show_place`.
    """
    out = Writer(plain=plain, width=width)
    names = page_names(report, guidance)
    imported = bool(report.pages) and is_import(report.pages[0].address)
    out.heading("What your file holds" if imported else "What a stranger sees")
    out.line(summary_of(report))
    if report.compared_with:
        write_changes(out, report, names, plain=plain)
        out.heading(_("The pages now"))
    for page in report.pages:
        told = "File" if is_import(page.address) else "Page"
        out.line(f"{told}: {names[page.address]}, {shown_page(page.address)}")
        out.line(page.why, 2)
        for line in (*page.notes, *page.look_yourself):
            out.line(line, 2)
    reasons: dict[str, list[str]] = {}
    for finding in report.findings:
        title = guidance.findings[finding.kind.value].title
        reasons.setdefault(finding.photo, []).append(f"{title}: {finding.reason}")
    shown = [photo for photo in report.photos if not is_aside(photo)]
    aside = len(report.photos) - len(shown)
    if shown:
        out.heading("Photos")
    for number, photo in enumerate(shown, start=1):
        where = f"{role_words(photo)}, {names.get(photo.page, photo.page)}"
        places = f", {count(len(photo.sightings), 'place')}" if len(photo.sightings) > 1 else ""
        out.line(f"{number}. {seen_words(photo).capitalize()}: {where}{places}")
        out.line(shown_address(photo.url), 3)
        if photo.alt:
            out.line(f"Text beside it: “{photo.alt}”", 3)
        if of_file := import_words(photo):
            out.line(of_file, 3)
        if photo.state is not State.FACES or photo.mark is not None:
            out.line(photo.why, 3)
        for reason in reasons.get(photo.url, ()):
            out.line(reason, 3)
        if photo.embedded:
            out.line(f"The file also holds: {', '.join(EMBEDDED_WORDS[kind] for kind in photo.embedded)}.", 3)
        if locations and photo.url in locations:
            out.line(_place_line(locations[photo.url], show_place=show_place), 3)
    if aside:
        out.line(f"{count(aside, 'small sign')} of the pages set aside: icons, logos, spacers and the like.")
    if report.signals:
        out.heading(guidance.signals_title)
        out.line(guidance.signals_opening)
        for about, of_pictures, signals in signal_groups(report):
            what = "Pictures" if of_pictures else "Pages"
            out.line(f"{names.get(about, f'{what} on {about}')}:")
            for signal in signals:
                out.line(signal_words(signal), 2)
    plan = plan_of(report, guidance)
    first = [planned.item for planned in plan.items][:3]
    if first:
        out.heading("First steps")
        for item in first:
            mark = "" if item.mark.value == "todo" else f" ({MARK_WORDS[item.mark]})"
            out.line(f"{item.platform_name}: {item.title}{mark} ({item.minutes} min, benefit {item.impact})")
            path = item.path_web or item.path_mobile
            if path:
                out.line(" → ".join(path) if not plain else ", then ".join(path), 2)
        rest = len(report.steps) - len(first)
        if rest > 0:
            platforms = " ".join(dict.fromkeys(item.platform for item in report.steps))
            out.line(f"{count(rest, 'more step')}: selfcheck steps {platforms}")
    if is_not_posted(report):
        out.heading(guidance.before_posting_title)
        for advice in guidance.before_posting:
            out.line(advice)
    out.heading("What this check cannot tell")
    for limit in report.limits:
        out.line(limit.text)
    out.heading("What left this computer")
    if any(not entry.bundled for entry in report.ledger):
        totals = totals_words(report.ledger)
        out.line(_("{totals}. No picture and no result was sent.").format(totals=totals[:1].upper() + totals[1:]))
    else:
        out.line("Nothing. The answers came from files on this computer.")
    out.line(f"{guidance.help.title}: selfcheck help-now")
    return out.text()


def files_text(
    rows: Iterable[tuple[str, Examined]], guidance: Guidance, *, plain: bool, width: int = 80, show_place: bool = False
) -> str:
    """What was seen in pictures on disk. Where they were taken is told only with `show_place`."""
    out = Writer(plain=plain, width=width)
    for name, examined in rows:
        seen = [count(len(examined.faces), "face")] if examined.faces else []
        if examined.unsure:
            seen.append(f"{count(len(examined.unsure), 'place')} that may be a face")
        left = f" The file also holds: {', '.join(EMBEDDED_WORDS[kind] for kind in examined.embedded)}."
        details = ", ".join(seen) or STATE_WORDS[examined.state]
        said = [f"{name}: {details}."]
        if examined.state is not State.FACES:
            said.append(guidance.file_outcomes[examined.reason.value])
        out.line(" ".join(said) + (left if examined.embedded else ""))
        if examined.location is not None:
            out.line(_place_line(examined.location, show_place=show_place), 2)
    return out.text()


def _place_line(location: tuple[float, float], *, show_place: bool) -> str:
    hidden = "The place is not shown. To see it: --show-place"
    return f"Taken at {place_words(location)}." if show_place else hidden


def platforms_text(guidance: Guidance, *, plain: bool, width: int = 80) -> str:
    """The platforms there are steps for."""
    out = Writer(plain=plain, width=width)
    out.heading("Steps are there for")
    for platform in guidance.platforms.values():
        out.line(f"{platform.id}: {platform.name}, {count(len(platform.steps), 'step')}")
    out.line(f"{SEARCH_ENGINES}: search engines and face search engines, {len(guidance.engines)} ways")
    out.line("Show them with: selfcheck steps PLATFORM")
    return out.text()


def steps_text(platform: Platform, steps: Iterable[Step], guidance: Guidance, *, plain: bool, width: int = 80) -> str:
    """All steps of a platform, each with what it does not do and how sure it is."""
    out = Writer(plain=plain, width=width)
    out.heading(platform.name)
    for title, lines in (
        ("Not logged in, a stranger sees", platform.logged_out),
        ("With an account, a stranger sees", platform.logged_in),
    ):
        for line in lines:
            out.line(f"{title}: {line}")
    out.line(fact_provenance(platform.seen))
    if platform.seen.source:
        out.line(f"Source: {platform.seen.source}")
    arrow = ", then " if plain else " → "
    for step in steps:
        out.heading(f"{step.title} ({step.effort_minutes} min, benefit {step.impact})")
        out.line(f"What it does: {step.effect}")
        out.line(f"What it does not do: {step.does_not}")
        if step.path_web:
            out.line(f"On the web: {arrow.join(step.path_web)}")
        if step.path_mobile:
            out.line(f"In the app: {arrow.join(step.path_mobile)}")
        if step.url:
            out.line(f"Settings page: {step.url}")
        if step.note:
            out.line(f"Good to know: {step.note}")
        checked = "date not known" if step.checked == "unknown" else step.checked
        out.line(f"Confidence: {CONFIDENCE_WORDS[step.confidence]}. Last checked: {checked}.{age_words(step.checked)}")
        if step.path_confidence != step.confidence:
            out.line(f"Menu path: {CONFIDENCE_WORDS[step.path_confidence]}.")
        if step.source:
            out.line(f"Source: {step.source}")
    out.heading("To report")
    for title, path in (
        ("Someone who pretends to be you", platform.report_impersonation),
        ("An intimate or faked image", platform.report_image),
    ):
        if path:
            out.line(f"{title}: {path.how}")
            out.line(fact_provenance(path.facts), 2)
    out.heading("Please know")
    for line in guidance.always_say:
        out.line(line)
    return out.text()


def engines_text(guidance: Guidance, *, plain: bool, width: int = 80) -> str:
    """Search engines and face search engines: how to be taken out, and what that asks for in return."""
    out = Writer(plain=plain, width=width)
    out.heading("Search engines")
    for line in guidance.read_first:
        out.line(line)
    arrow = ", then " if plain else " → "
    for engine in guidance.engines:
        out.heading(engine.name)
        out.line(f"What it does: {engine.what_it_does}")
        out.line(f"What it does not do: {engine.does_not}")
        out.line(f"Steps: {arrow.join(engine.steps)}")
        out.line(f"It asks for: {'; '.join(engine.asks_for)}")
        if engine.trade_off:
            out.line(f"Good to know: {engine.trade_off}")
        if price := price_words(engine):
            out.line(price)
        if engine.facts.url:
            out.line(f"Page: {engine.facts.url}")
        out.line(fact_provenance(engine.facts))
        if engine.facts.source:
            out.line(f"Source: {engine.facts.source}")
    for section in load_after_removal(guidance.language):
        out.heading(section.title)
        for line in section.lines:
            out.line(line)
        out.line(fact_provenance(section.facts))
    return out.text()


def help_text(guidance: Guidance, *, plain: bool, width: int = 80) -> str:
    """What to do and who helps when it has already happened."""
    words = guidance.help
    out = Writer(plain=plain, width=width)
    out.heading(words.title)
    out.line(words.opening)
    out.heading(words.first_steps_title)
    for number, step in enumerate(words.first_steps, start=1):
        out.line(f"{number}. {step.title}")
        out.line(step.detail, 3)
    out.line(words.never_upload)
    out.heading(words.evidence_title)
    for field in words.evidence_fields:
        out.line(f"- {field}")
    out.heading(words.who_helps_title)
    out.line(words.numbers_note)
    for place in words.places:
        native = f" ({place.name_native})" if place.name_native else ""
        out.line(f"{place.name}{native}, {place.country}")
        for way, value in ways_to_reach(place):
            out.line(f"{way}: {value}", 2)
        for label, text in (("For", place.who_for), ("Hours", place.hours), ("Languages", place.languages)):
            if text:
                out.line(f"{label}: {text}", 2)
        out.line(place.what_they_do, 2)
        if place.note:
            out.line(place.note, 2)
        out.line(place_provenance(place), 2)
    return out.text()
