"""Values -> styled text for the screens. Text from outside goes in as plain parts and never meets markup."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.text import Text
from textual.content import Content

from selfcheck.guidance.model import Guidance, MenuNote, Step
from selfcheck.i18n import _, several
from selfcheck.model import (
    SEEN,
    WALLS,
    Finding,
    LedgerEntry,
    Mark,
    Origin,
    Page,
    Photo,
    PhotoMark,
    Report,
    State,
    Variant,
)
from selfcheck.net.urls import is_import
from selfcheck.output.text_width import cells
from selfcheck.output.wording.findings import finding_text
from selfcheck.output.wording.ledger import outcome_words, purpose_words
from selfcheck.output.wording.limits import limit_text
from selfcheck.output.wording.outcomes import page_lines, page_outcome_text, photo_outcome_text
from selfcheck.output.wording.report import (
    EMBEDDED_WORDS,
    IMPACT_WORDS,
    ROLE_WORDS,
    STATE_WORDS,
    capital,
    file_words,
    import_words,
    is_of_file,
    named_words,
    place_words,
    role_words,
    seen_words,
    shown_address,
    shown_page,
)
from selfcheck.output.wording.signals import signal_groups, signal_text
from selfcheck.output.wording.sources import (
    country_words,
    moved_words,
    place_facts,
    place_name,
    place_provenance,
    provenance,
    ways_to_reach,
)
from selfcheck.session.report_builder import LOST

STATE_SIGNS: Final = {State.FACES: "●", State.UNSURE: "◐", State.NONE_SEEN: "○", State.NOT_CHECKED: "×"}
STATE_COLOURS: Final = {
    State.FACES: "$warning",
    State.UNSURE: "$accent",
    State.NONE_SEEN: "$foreground 65%",
    State.NOT_CHECKED: "$foreground 65%",
}
MARK_SIGNS: Final = {Mark.TODO: "[ ]", Mark.DONE: "[x]", Mark.LATER: "[~]", Mark.NOT_FOR_ME: "[-]"}

Parts = list[str | Content | tuple[str, str]]


def signs_explained() -> str:
    """What the signs of photos mean, on one line of a narrow screen beside a scroll bar, in every language."""
    signs = [f"{sign} {STATE_WORDS[state]}" for state, sign in STATE_SIGNS.items()]
    return ("   " if sum(map(cells, signs)) + 9 <= 55 else "  ").join(signs)


def page_labels(report: Report) -> dict[str, str]:
    """A short name for each page, as its owner knows it: the address without its scheme."""
    return {
        page.address: shown_page(page.address).rpartition("://")[2].rstrip("/")[:40] or _("Your file")
        for page in report.pages
    }


def photo_line(
    photo: Photo, number: int | None, names: dict[str, str], findings: Sequence[Finding], guidance: Guidance
) -> Content:
    """A photo in the list: its number (an icon has none), what was seen and where, then the reasons to act in short."""
    where = f"{role_words(photo)}, {file_words(photo) or names.get(photo.page, _('a page'))}"
    if (more := len(photo.sightings) - 1) > 0:
        where = several("{where} and {n} more place", "{where} and {n} more places", more, where=where)
    parts: Parts = [
        (f"{STATE_SIGNS[photo.state]} ", STATE_COLOURS[photo.state]),
        (f"{number}. " if number else "", "$foreground 65%"),
        (_short(photo), "bold"),
        f"  {where}",
    ]
    if photo.mark is not None:
        parts.append((f"\n  {photo_outcome_text(photo, guidance)}", "$success"))
    if findings:
        reasons = " · ".join(_in_short(finding, guidance) for finding in findings)
        parts.append((f"\n  {reasons}", "$foreground 65%"))
    elif photo.state is not State.FACES and photo.mark is None:
        parts.append((f"\n  {photo_outcome_text(photo, guidance)}", "$foreground 65%"))
    return Content.assemble(*parts)


def _in_short(finding: Finding, guidance: Guidance) -> str:
    return guidance.findings[finding.kind.value].short.format(measure=round(finding.measure or 0))


def _short(photo: Photo) -> str:
    if photo.mark is PhotoMark.NOT_A_FACE:
        return _("No face")
    if photo.faces:
        height = photo.faces[0].height
        return several("{n} face, {height} px high", "{n} faces, {height} px high", len(photo.faces), height=height)
    return _("A face") if photo.mark is PhotoMark.FACE_MISSED else capital(STATE_WORDS[photo.state])


def photo_details(
    photo: Photo,
    number: int,
    total: int,
    names: dict[str, str],
    findings: Sequence[Finding],
    guidance: Guidance,
    location: tuple[float, float] | None = None,
    *,
    show_place: bool = False,
) -> Content:
    """Everything known of one photo, the reasons to act first. `location` is drawn only with `show_place`."""
    parts: Parts = [
        (f"{_('Photo {number} of {total}').format(number=number, total=total)}   ", "bold"),
        (f"{STATE_SIGNS[photo.state]} {STATE_WORDS[photo.state]}\n", STATE_COLOURS[photo.state]),
        f"{capital(seen_words(photo))}.\n",
        "" if photo.state is State.FACES and photo.mark is None else f"{photo_outcome_text(photo, guidance)}\n",
    ]
    if findings:
        parts.append(_title(_("Reasons to act")))
        for finding in findings:
            parts += [
                (guidance.findings[finding.kind.value].title, "underline"),
                f"\n{finding_text(finding, guidance)}\n",
            ]
            if source := guidance.findings[finding.kind.value].source:
                parts.append(_source(source))
    if told := import_words(photo):
        parts.append(f"{told}\n")
    in_file = photo.origin is not Origin.WEB
    parts.append(_title(_("Where it stands in your file") if in_file else _("Where a stranger sees it")))
    for place in photo.sightings:
        where = f"{capital(ROLE_WORDS[place.role])}, {names.get(place.page, _('a page'))}"
        parts.append(f"{where} ({named_words(place.found_in)})\n")
        if place.alt:
            parts.append((f"{_('Text beside it: “{text}”').format(text=place.alt)}\n", "$foreground 65%"))
    if photo.faces or photo.unsure:
        parts.append(_title(_("Size of each face, in pixels of the photo")))
        for word, faces in ((_("Face"), photo.faces), (_("Not sure"), photo.unsure)):
            for face in faces:
                eyes = _("eyes {distance} apart").format(distance=f"{face.eye_distance or 0:.0f}")
                known = f", {eyes}" if face.eye_distance is not None else ""
                parts.append(f"{word}: {face.width} × {face.height}{known}\n")
    if photo.embedded:
        parts.append(_title(_("Left in the file")))
        parts += [f"{capital(EMBEDDED_WORDS[kind])}\n" for kind in photo.embedded]
        if location is not None:
            place_told = _("The place: {place}").format(place=place_words(location))
            parts.append(f"{place_told if show_place else _('The place is hidden. Press p to show it.')}\n")
    parts += [_title(_("Address")), f"{shown_address(photo.url)}\n"]
    sizes, same = len(photo.other_urls), len(photo.same_picture)
    for title, urls in (
        (several("Also served as {n} other size:", "Also served as {n} other sizes:", sizes), photo.other_urls),
        (
            several("The same picture at {n} other address:", "The same picture at {n} other addresses:", same),
            photo.same_picture,
        ),
    ):
        if urls:
            parts.append((f"{title}\n", "$foreground 65%"))
            parts += [f"{shown_address(url)}\n" for url in urls]
    return Content.assemble(*parts)


def signals_text(report: Report, guidance: Guidance, names: dict[str, str]) -> Content:
    """What the pages and the hosts of their pictures tell programs that collect; the sources once, at the end."""
    parts: Parts = [(f"{guidance.signals_title}\n", "bold"), f"\n{guidance.signals_opening}\n"]
    if report.signals:
        parts.append((f"◆ {_('nothing is asked')}   ◇ {_('something is asked')}\n", "$foreground 65%"))
    else:
        own = _("This is a file of your own. No page was asked, so there is nothing to tell here.")
        parts.append(
            f"\n{own}\n" if is_of_file(report.pages) else f"\n{_('No page could be read, so nothing is known here.')}\n"
        )
    for about, of_pictures, signals in signal_groups(report):
        of_host = (_("Pictures on {host}") if of_pictures else _("Pages on {host}")).format(host=about)
        title = of_host if of_pictures else names.get(about, of_host)
        parts.append((f"\n{title}\n", "bold $accent"))
        for signal in signals:
            sign = "◆" if signal.variant is Variant.OPEN else "◇"
            title = guidance.signals[signal.kind.value].title
            parts += [f"{sign} ", (title, "underline"), f"\n{signal_text(signal, guidance)}\n"]
    parts.append(_title(_("Where these rules are written")))
    parts += [
        (f"{source}\n", "$foreground 65%")
        for source in dict.fromkeys(guidance.signals[one.kind.value].source for one in report.signals)
        if source
    ]
    listed = _("The list of crawlers is of {month}.").format(month=guidance.crawlers_checked)
    parts.append((f"{listed}\n", "$foreground 65%"))
    return Content.assemble(*parts)


def _title(text: str) -> tuple[str, str]:
    return f"\n{text}\n", "bold"


def _source(source: str) -> tuple[str, str]:
    return f"{_('Source: {source}').format(source=source)}\n", "$foreground 65%"


def step_line(step: Step, mark: Mark) -> Content:
    """A step in the list."""
    style = "$foreground 65%" if mark in {Mark.DONE, Mark.NOT_FOR_ME} else ""
    return Content.assemble(
        (f"{MARK_SIGNS[mark]} ", "bold"),
        (step.title, style),
        (f"  {_('{n} min').format(n=step.effort_minutes)}", "$foreground 65%"),
    )


def step_details(step: Step, note: MenuNote | None = None) -> Content:
    """All a person needs to do a step and to judge it; `note` is their own of where its menu is now."""
    parts: Parts = [
        (f"{step.platform_name}: {step.title}\n", "bold"),
        (f"{_effort(step)}\n", "$foreground 65%"),
        f"\n{step.effect}\n",
        _title(_("What it does not do")),
        f"{step.does_not}\n",
    ]
    for title, path in ((_("In the app"), step.path_mobile), (_("On the web"), step.path_web)):
        if path:
            parts += [_title(title), f"{' → '.join(path)}\n"]
    if note is not None:
        parts.append(f"{moved_words(note)}\n")
    if step.url:
        parts += [_title(_("Settings page")), f"{step.url}\n"]
    if step.note:
        parts += [_title(_("Good to know")), f"{step.note}\n"]
    parts.append((f"\n{provenance(step)}\n", "$foreground 65%"))
    if step.source:
        parts.append(_source(step.source))
    return Content.assemble(*parts)


def _effort(step: Step) -> str:
    benefit = IMPACT_WORDS[step.impact]
    return several(
        "About {n} minute. Benefit: {benefit}.",
        "About {n} minutes. Benefit: {benefit}.",
        step.effort_minutes,
        benefit=benefit,
    )


def closed_pages(report: Report, names: dict[str, str], guidance: Guidance) -> Content:
    """The pages that were not seen, or parts of a file that could not be read, and why. Empty when all were."""
    closed = [page for page in report.pages if page.outcome not in SEEN]
    lines: list[str | Content | tuple[str, str]] = []
    for page in closed:
        told = _("▣ Closed: {page}.") if page.outcome in WALLS else _("× Not seen: {page}.")
        first = (
            page_outcome_text(page, guidance).partition(". ")[0].rstrip(".")
        )  # the whole of it stands on the screen before
        lines += [(f"{told.format(page=names[page.address])} ", "bold $warning"), f"{first}.\n"]
    lines += [
        part
        for limit in report.limits
        if limit.id in LOST
        for part in (("× ", "bold $warning"), f"{limit_text(limit, guidance)}\n")
    ]
    return Content.assemble(*lines).rstrip()


def page_line(
    address: str, page: Page | None, guidance: Guidance, *, started: bool, strip: str, left_out: Sequence[str] = ()
) -> Content:
    """A page while it is checked: its state, one sign for each of its photos, what was left out of a file."""
    name = shown_page(address)
    if page is None:
        doing = (_("reading …") if is_import(address) else _("asking …")) if started else _("waiting")
        return Content.assemble(name, (f"  {doing}", "$foreground 65%"))
    parts: Parts = [name]
    if page.outcome in SEEN:
        icons, none = _("Only small signs of the page here, such as icons."), _("No photos named here.")
        nothing = icons if page.photos else none
        parts.append((f"\n  {strip or nothing}", "$accent"))
    else:
        parts.append((f"\n  {page_outcome_text(page, guidance)}", "$warning"))
        if strip:
            parts.append((f"\n  {strip}", "$accent"))
    parts += [(f"\n  {line}", "$foreground 65%") for line in (*page_lines(page, guidance), *left_out)]
    return Content.assemble(*parts)


def ledger_row(entry: LedgerEntry) -> tuple[Text, ...]:
    """A request as cells of the ledger: number, what came of it, sent, received, for, host."""
    size = (str(entry.bytes_out), str(entry.bytes_in))
    row = (str(entry.number), outcome_words(entry), *size, purpose_words(entry), entry.host or "-")
    return tuple(Text(text) for text in row)


def help_now(guidance: Guidance) -> Content:
    """What to do and who helps when it has already happened; evidence first."""
    words = guidance.help
    parts: Parts = [(f"{words.title}\n", "bold"), f"\n{words.opening}\n"]
    parts.append((f"\n{words.first_steps_title}\n", "bold"))
    for number, step in enumerate(words.first_steps, start=1):
        parts += [(f"\n{number}. {step.title}\n", "bold"), f"{step.detail}\n"]
    parts += [f"\n{words.never_upload}\n", (f"\n{words.evidence_title}\n", "bold")]
    parts += [f"· {field}\n" for field in words.evidence_fields]
    parts += [(f"\n{words.who_helps_title}\n", "bold"), f"{words.numbers_note}\n"]
    for place in words.places:
        parts += [(f"\n{place_name(place)}", "bold underline"), f"  {country_words(place)}\n"]
        parts += [f"{way}: {value}\n" for way, value in ways_to_reach(place)]
        for label, text in place_facts(place):
            if text:
                parts.append(f"{label}: {text}\n")
        parts.append(f"{place.what_they_do}\n")
        if place.note:
            parts.append((f"{place.note}\n", "$foreground 65%"))
        parts.append((f"{place_provenance(place)}\n", "$foreground 65%"))
    return Content.assemble(*parts)
