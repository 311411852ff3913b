"""Report, steps and help as text. `plain=True` is one thing a line, for screen readers, grep and simple terminals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from selfcheck.guidance.after_removal import load_after_removal, price_words
from selfcheck.guidance.model import SEARCH_ENGINES, Guidance, Platform, Step
from selfcheck.guidance.plan import plan_of
from selfcheck.i18n import _, in_sense, several
from selfcheck.model import UNREACHED, Embedded, Examined, Origin, Report, State
from selfcheck.model.counts import numbered
from selfcheck.output.text_layout import Writer
from selfcheck.output.wording.changes import write_changes
from selfcheck.output.wording.findings import finding_text
from selfcheck.output.wording.limits import limit_text
from selfcheck.output.wording.outcomes import page_lines, page_outcome_text, photo_outcome_text
from selfcheck.output.wording.report import (
    EMBEDDED_WORDS,
    IMPACT_WORDS,
    STATE_WORDS,
    capital,
    import_words,
    is_not_posted,
    page_names,
    place_words,
    role_words,
    seen_words,
    shown_address,
    shown_page,
    summary_of,
    unsure_words,
)
from selfcheck.output.wording.signals import signal_groups, signal_text
from selfcheck.output.wording.sources import (
    CONFIDENCE_WORDS,
    country_words,
    fact_provenance,
    moved_words,
    path_words,
    place_facts,
    place_name,
    place_provenance,
    ways_to_reach,
    with_age,
)
from selfcheck.output.wording.totals import totals_words


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
    imported = bool(report.pages) and report.pages[0].origin is Origin.FILE
    out.heading(_("What your file holds") if imported else _("What a stranger sees"))
    out.line(summary_of(report))
    if report.compared_with:
        write_changes(out, report, names, guidance, plain=plain)
        out.heading(_("The pages now"))
    for page in report.pages:
        told = _("File: {name}, {address}") if page.origin is Origin.FILE else _("Page: {name}, {address}")
        out.line(told.format(name=names[page.address], address=shown_page(page.address)), hang=2)
        out.line(page_outcome_text(page, guidance), 2)
        for line in page_lines(page, guidance):
            out.line(line, 2)
    reasons: dict[str, list[str]] = {}
    for finding in report.findings:
        title = guidance.findings[finding.kind.value].title
        reasons.setdefault(finding.photo, []).append(f"{title}: {finding_text(finding, guidance)}")
    shown = list(numbered(report.photos))
    aside = len(report.photos) - len(shown)
    if shown:
        out.heading(_("Photos"))
    for number, photo in shown:
        where = f"{role_words(photo)}, {names.get(photo.page, photo.page)}"
        if len(photo.sightings) > 1:
            where += f", {several('{n} place', '{n} places', len(photo.sightings))}"
        under = out.item(number, f"{capital(seen_words(photo))}: {where}")
        out.line(shown_address(photo.url), under)
        if photo.alt:
            out.line(_("Text beside it: “{text}”").format(text=photo.alt), under)
        if of_file := import_words(photo):
            out.line(of_file, under)
        if photo.state is not State.FACES or photo.mark is not None:
            out.line(photo_outcome_text(photo, guidance), under)
        for reason in reasons.get(photo.url, ()):
            out.line(reason, under)
        if photo.embedded:
            out.line(_holds(photo.embedded), under)
        if locations and photo.url in locations:
            out.line(_place_line(locations[photo.url], show_place=show_place), under)
    if aside:
        out.line(
            several(
                "{n} small sign of the pages set aside: icons, logos, spacers and the like.",
                "{n} small signs of the pages set aside: icons, logos, spacers and the like.",
                aside,
            )
        )
    if report.signals:
        out.heading(guidance.signals_title)
        out.line(guidance.signals_opening)
        for about, of_pictures, signals in signal_groups(report):
            what = _("Pictures on {host}") if of_pictures else _("Pages on {host}")
            out.line(f"{names.get(about, what.format(host=about))}:", hang=2)
            for signal in signals:
                out.line(signal_text(signal, guidance), 2)
    _write_steps(out, report, guidance)
    if is_not_posted(report):
        out.heading(guidance.before_posting_title)
        for advice in guidance.before_posting:
            out.line(advice)
    out.heading(_("What this check cannot tell"))
    for limit in report.limits:
        out.line(limit_text(limit, guidance))
    out.heading(_("What left this computer"))
    if any(not entry.bundled for entry in report.ledger):
        totals = capital(totals_words(report.ledger))
        out.line(_("{totals}. No picture and no result was sent.").format(totals=totals))
    else:
        out.line(_("Nothing. The answers came from files on this computer."))
    out.line(f"{guidance.help.title}: selfcheck help-now")
    return out.text()


def _write_steps(out: Writer, report: Report, guidance: Guidance) -> None:
    """The first steps of the pages that gave an answer, and where the others stand."""
    reached = {page.platform for page in report.pages if page.outcome not in UNREACHED}
    first = [one.step for one in plan_of(report, guidance).items if one.item.platform in reached][:3]
    platforms = " ".join(dict.fromkeys(item.platform for item in report.steps))
    if report.steps and not reached:
        out.heading(_("Steps"))
        out.line(_("Nothing was seen of your pages, so it cannot be said which step helps most."))
        out.line(_("All steps of these platforms: selfcheck steps {platforms}").format(platforms=platforms))
    if first:
        out.heading(_("First steps"))
        for step in first:
            out.line(f"{step.platform_name}: {_titled(step.title, step.effort_minutes, step.impact)}", hang=2)
            if path := step.path_web or step.path_mobile:
                out.path(path, 2)
        rest = len(report.steps) - len(first)
        if rest > 0:
            out.line(f"{several('{n} more step', '{n} more steps', rest)}: selfcheck steps {platforms}")


def _holds(kinds: Iterable[Embedded]) -> str:
    return _("The file also holds: {kinds}.").format(kinds=", ".join(EMBEDDED_WORDS[kind] for kind in kinds))


def _titled(title: str, minutes: int, impact: str) -> str:
    return _("{title} ({minutes} min, benefit {benefit})").format(
        title=title, minutes=minutes, benefit=IMPACT_WORDS[impact]
    )


def files_text(
    rows: Iterable[tuple[str, Examined]], guidance: Guidance, *, plain: bool, width: int = 80, show_place: bool = False
) -> str:
    """What was seen in pictures on disk. Where they were taken is told only with `show_place`."""
    out = Writer(plain=plain, width=width)
    for name, examined in rows:
        seen = [several("{n} face", "{n} faces", len(examined.faces))] if examined.faces else []
        if examined.unsure:
            seen.append(unsure_words(len(examined.unsure)))
        details = ", ".join(seen) or STATE_WORDS[examined.state]
        said = [f"{name}: {details}."]
        if examined.state is not State.FACES:
            said.append(guidance.file_outcomes[examined.reason.value])
        if examined.embedded:
            said.append(_holds(examined.embedded))
        out.line(" ".join(said))
        if examined.location is not None:
            out.line(_place_line(examined.location, show_place=show_place), 2)
    return out.text()


def _place_line(location: tuple[float, float], *, show_place: bool) -> str:
    if not show_place:
        return _("The place is not shown. To see it: --show-place")
    return _("Taken at {place}.").format(place=place_words(location))


def platforms_text(guidance: Guidance, *, plain: bool, width: int = 80) -> str:
    """The platforms there are steps for."""
    out = Writer(plain=plain, width=width)
    out.heading(_("Steps are there for"))
    for platform in guidance.platforms.values():
        out.line(f"{platform.id}: {platform.name}, {several('{n} step', '{n} steps', len(platform.steps))}")
    ways = _("search engines and face search engines, {n} ways").format(n=len(guidance.engines))
    out.line(f"{SEARCH_ENGINES}: {ways}")
    out.line(_("Show them with: selfcheck steps PLATFORM"))
    return out.text()


def steps_text(platform: Platform, steps: Iterable[Step], guidance: Guidance, *, plain: bool, width: int = 80) -> str:
    """All steps of a platform, each with what it does not do and how sure it is."""
    out = Writer(plain=plain, width=width)
    out.heading(platform.name)
    for title, lines in (
        (_("Not logged in, a stranger sees"), platform.logged_out),
        (_("With an account, a stranger sees"), platform.logged_in),
    ):
        for line in lines:
            out.line(f"{title}: {line}")
    out.line(fact_provenance(platform.seen))
    _source(out, platform.seen.source)
    for step in steps:
        out.heading(_titled(step.title, step.effort_minutes, step.impact))
        for title, said in (
            (_("What it does"), step.effect),
            (_("What it does not do"), step.does_not),
            (_("On the web"), out.joined(step.path_web)),
            (_("In the app"), out.joined(step.path_mobile)),
            (_("Settings page"), step.url),
            (_("Good to know"), step.note),
        ):
            if said:
                out.line(f"{title}: {said}")
        if moved := moved_words(guidance.menu_notes.get(step.id)):
            out.line(moved)
        checked = _("date not known") if step.checked == "unknown" else step.checked
        words = CONFIDENCE_WORDS[step.confidence]
        told = _("Confidence: {words}. Last checked: {date}.").format(words=words, date=checked)
        out.line(with_age(told, step.checked))
        if step.path_confidence != step.confidence:
            out.line(path_words(step.path_confidence))
        _source(out, step.source)
    out.heading(_("To report"))
    for title, path in (
        (_("Someone who pretends to be you"), platform.report_impersonation),
        (_("An intimate or faked image"), platform.report_image),
    ):
        if path:
            out.line(f"{title}: {path.how}", hang=2)
            out.line(fact_provenance(path.facts), 2)
    out.heading(_("Please know"))
    for line in guidance.always_say:
        out.line(line)
    return out.text()


def engines_text(guidance: Guidance, *, plain: bool, width: int = 80) -> str:
    """Search engines and face search engines: how to be taken out, and what that asks for in return."""
    out = Writer(plain=plain, width=width)
    out.heading(_("Search engines"))
    for line in guidance.read_first:
        out.line(line)
    for engine in guidance.engines:
        out.heading(engine.name)
        for title, said in (
            (in_sense("search engine", "What it does"), engine.what_it_does),
            (in_sense("search engine", "What it does not do"), engine.does_not),
            (_("Steps"), out.joined(engine.steps)),
            (_("It asks for"), "; ".join(engine.asks_for)),
            (_("Good to know"), engine.trade_off),
        ):
            if said:
                out.line(f"{title}: {said}")
        if price := price_words(engine):
            out.line(price)
        if engine.facts.url:
            out.line(f"{_('Page')}: {engine.facts.url}")
        out.line(fact_provenance(engine.facts))
        _source(out, engine.facts.source)
    for section in load_after_removal(guidance.language):
        out.heading(section.title)
        for line in section.lines:
            out.line(line)
        out.line(fact_provenance(section.facts))
    return out.text()


def _source(out: Writer, source: str | None) -> None:
    if source:
        out.line(_("Source: {source}").format(source=source))


def help_text(guidance: Guidance, *, plain: bool, width: int = 80) -> str:
    """What to do and who helps when it has already happened."""
    words = guidance.help
    out = Writer(plain=plain, width=width)
    out.heading(words.title)
    out.line(words.opening)
    out.heading(words.first_steps_title)
    for number, step in enumerate(words.first_steps, start=1):
        out.line(step.detail, out.item(number, step.title))
    out.line(words.never_upload)
    out.heading(words.evidence_title)
    for field in words.evidence_fields:
        out.bullet(field)
    out.heading(words.who_helps_title)
    out.line(words.numbers_note)
    for place in words.places:
        out.line(f"{place_name(place)}, {country_words(place)}", hang=2)
        for way, value in ways_to_reach(place):
            out.line(f"{way}: {value}", 2)
        for label, text in place_facts(place):
            if text:
                out.line(f"{label}: {text}", 2)
        out.line(place.what_they_do, 2)
        if place.note:
            out.line(place.note, 2)
        out.line(place_provenance(place), 2)
    return out.text()
