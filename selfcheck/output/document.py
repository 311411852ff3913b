"""Report -> the parts of a checklist to print or to pass on: built once, and only drawn by each format. Pure.

What may be told is settled before, by redact.py: below full no page, photo or account can be told from a document.
Pages are then named by platform, photos by number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from selfcheck.guidance.model import Guidance
from selfcheck.guidance.plan import Plan, plan_of
from selfcheck.i18n import _, language, several, translated
from selfcheck.model import Photo, PhotoMark, Report, Share, State
from selfcheck.model.counts import numbered, tally_of
from selfcheck.output.history_rows import change_groups, course_head
from selfcheck.output.numbers import number_lines, numbers_summary
from selfcheck.output.redact import redact
from selfcheck.output.steps import Section, sections_of
from selfcheck.output.wording.changes import CHANGE_WORDS, COURSE_COUNTS, change_text, course_rows, in_kinds
from selfcheck.output.wording.findings import finding_text
from selfcheck.output.wording.limits import limit_text
from selfcheck.output.wording.marks import MARK_NAMES, MARK_SENTENCES
from selfcheck.output.wording.outcomes import page_lines, page_outcome_text, photo_outcome_text
from selfcheck.output.wording.report import (
    ROLE_WORDS,
    import_words,
    page_names,
    role_words,
    seen_words,
    shown_address,
    shown_page,
    summary_of,
)
from selfcheck.output.wording.signals import signal_groups, signal_text


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page in the summary, what came of it, and what else is known. `address` is "" where it is not told."""

    name: str
    address: str
    why: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """A photo in the summary: what it is, what was seen, the person's own word on it, and the reasons to act.

    `photo` is as far as it may be told. `picture` is a JPEG with every face covered, empty where none was asked for.
    """

    photo: Photo
    number: int
    name: str
    role: str
    page: str
    address: str
    seen: str
    alt: str
    own_word: str
    reasons: tuple[str, ...]
    why: str
    """Why it has its state."""
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class Group:
    """A title and sentences under it, such as what one page tells programs."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What became of one photo since the check before. `number` is 0 where it is no longer there, `address` as told."""

    kind: str
    number: int
    page: str
    role: str
    why: str
    own_word: str
    faces: int
    address: str


@dataclass(frozen=True, slots=True)
class Document:
    """A checklist ready to be drawn in some format. Parts that are empty are not drawn, title and all."""

    language: str
    share: Share
    title: str
    date: str
    opening: str
    help_line: str
    left_out: str
    first_title: str
    first_opening: str
    first: tuple[Group, ...]
    """Where harm has happened: what comes before every step, with its words. It is the guidance's, the same for all."""
    sections: tuple[Section, ...]
    numbers_title: str
    numbers: tuple[tuple[str, int], ...]
    seen_title: str
    pages: tuple[PageLine, ...]
    photos: tuple[PhotoLine, ...]
    rest: tuple[PhotoLine, ...]
    """Photos without a face or a mark, also those that were not checked: for a table. Elsewhere they are counted."""
    pictures_note: str
    other_photos: str
    course_title: str
    course_head: tuple[str, ...]
    course: tuple[tuple[str, ...], ...]
    course_note: str
    changes_title: str
    changes: tuple[Group, ...]
    changed: tuple[ChangeLine, ...]
    signals_title: str
    signals_opening: str
    signals: tuple[Group, ...]
    limits_title: str
    limits: tuple[str, ...]


def build_document(
    report: Report,
    guidance: Guidance,
    share: Share = Share.NO_ADDRESSES,
    pictures: Mapping[str, bytes] | None = None,
    plan: Plan | None = None,
) -> Document:
    """Lay out a report at a share level. Photos with or perhaps with faces and those with a mark are listed; of the
    others there are numbers, and rows for a table.

    Steps stand in the order of `plan`, made of the same report; without one, in that of all the time there is.
    `pictures` are JPEGs by photo address, as covering.py makes them; those of photos that are not listed are left out.
    """
    told = redact(report, share, guidance)
    by_number = told.share is Share.NUMBERS
    drawn = {} if by_number else _pictures(report, told, pictures or {})
    limits = [limit_text(limit, guidance) for limit in told.limits]
    photos = _photos(told, guidance, drawn)
    return Document(
        language=language(),
        share=told.share,
        title=_("My privacy checklist"),
        date=told.made_at[:10],
        opening=_("Made on {date}. {summary}").format(
            date=told.made_at[:10], summary=numbers_summary(told) if by_number else summary_of(told)
        ),
        help_line=guidance.help.on_paper,
        left_out=_left_out(told.share),
        first_title=_("Evidence and help first"),
        first_opening=guidance.help.opening,
        first=()
        if by_number or plan is None
        else tuple(Group(f"{number}. {one.title}", (one.detail,)) for number, one in enumerate(plan.first, start=1)),
        sections=sections_of(told, guidance, plan or plan_of(report, guidance)),
        numbers_title=_("In numbers"),
        numbers=number_lines(told, guidance),
        seen_title=_("What a stranger sees"),
        pages=_pages(told, guidance),
        photos=tuple(line for line in photos if _is_listed(line.photo)),
        rest=tuple(line for line in photos if not _is_listed(line.photo)),
        pictures_note=_pictures_note() if drawn else "",
        other_photos="" if by_number else _others(told),
        course_title=_("The course over time"),
        course_head=course_head(),
        course=tuple(course_rows(told.course)),
        course_note=translated(COURSE_COUNTS),
        changes_title=_("Since {date}").format(date=told.compared_with[:10]),
        changes=tuple(Group(name, lines) for name, lines in change_groups(told, page_names(told, guidance))),
        changed=_changed(told, page_names(told, guidance)),
        signals_title=guidance.signals_title,
        signals_opening=guidance.signals_opening,
        signals=_signals(told, guidance),
        limits_title=_("What this check cannot tell"),
        limits=(*limits, *(text for text in guidance.always_say if text not in limits)),
    )


def _left_out(share: Share) -> str:
    if share is Share.NO_ADDRESSES:
        return _("Addresses, names and the words beside photos are left out of this file.")
    if share is Share.NUMBERS:
        return _("This file holds numbers only. Pages, photos and steps are left out.")
    return _("This file holds addresses and the words beside photos. Keep it where only you can read it.")


def _pictures_note() -> str:
    return _(
        "Faces are covered where the detector found one or was not sure. It misses some faces. A picture can also show "
        "a place, clothes or words. Look at every picture here before you give this file to anyone."
    )


def _pictures(report: Report, told: Report, pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    """Pictures by the names the photos now go by.

    Whatever was given, there is none of a photo that was not checked, or where the person says that a face was missed.
    """
    return {
        named.url: pictures[photo.url]
        for photo, named in zip(report.photos, told.photos, strict=True)
        if photo.state in {State.FACES, State.UNSURE} and photo.mark is not PhotoMark.FACE_MISSED
        if photo.url in pictures
    }


def _pages(told: Report, guidance: Guidance) -> tuple[PageLine, ...]:
    names = page_names(told, guidance)
    full = told.share is Share.FULL
    return tuple(
        PageLine(
            names[page.address],
            shown_page(page.address) if full else "",
            page_outcome_text(page, guidance),
            page_lines(page, guidance),
        )
        for page in told.pages
    )


def _photos(told: Report, guidance: Guidance, pictures: Mapping[str, bytes]) -> tuple[PhotoLine, ...]:
    names = page_names(told, guidance)
    full = told.share is Share.FULL
    reasons: dict[str, list[str]] = {}
    for finding in told.findings:
        title = guidance.findings[finding.kind.value].title
        reasons.setdefault(finding.photo, []).append(f"{title}. {finding_text(finding, guidance)}")
    lines = []
    for number, photo in numbered(told.photos):
        page = names.get(photo.page, _("a page"))
        lines.append(
            PhotoLine(
                photo=photo,
                number=number,
                name=_("Photo {number}: {role}, {page}").format(number=number, role=role_words(photo), page=page),
                role=role_words(photo),
                page=page,
                address=shown_address(photo.url) if full else "",
                seen=", ".join(filter(None, (seen_words(photo), import_words(photo).rstrip(".").lower()))),
                alt=photo.alt if full else "",
                own_word=MARK_SENTENCES[photo.mark] if photo.mark else "",
                reasons=tuple(reasons.get(photo.url, ())),
                why=photo_outcome_text(photo, guidance),
                picture=pictures.get(photo.url, b""),
            )
        )
    return tuple(lines)


def _is_listed(photo: Photo) -> bool:
    return photo.state in {State.FACES, State.UNSURE} or photo.mark is not None


def _changed(told: Report, names: Mapping[str, str]) -> tuple[ChangeLine, ...]:
    """All of them, also those that are still there."""
    numbers = {photo.url: number for number, photo in numbered(told.photos)}
    return tuple(
        ChangeLine(
            CHANGE_WORDS[kind],
            numbers.get(change.photo, 0),
            names.get(change.page, _("a page")),
            ROLE_WORDS[change.role],
            change_text(change),
            MARK_NAMES[change.mark] if change.mark else "",
            change.faces,
            shown_address(change.photo) if told.share is Share.FULL else "",
        )
        for kind, changes in in_kinds(told)
        for change in changes
    )


def _signals(told: Report, guidance: Guidance) -> tuple[Group, ...]:
    """Below full a page goes by its platform and a host by its number, both from redact.py."""
    names = page_names(told, guidance)
    groups = []
    for about, of_pictures, signals in signal_groups(told):
        if about in names:
            name = f"{names[about]} ({about})" if told.share is Share.FULL else names[about]
        else:
            host = about if told.share is Share.FULL else _("host {number}").format(number=about.rpartition(":")[2])
            name = (_("Pictures on {host}") if of_pictures else _("Pages on {host}")).format(host=host)
        groups.append(Group(name, tuple(signal_text(signal, guidance) for signal in signals)))
    return tuple(groups)


def _others(told: Report) -> str:
    tally = tally_of(told)
    none, missed, wished, aside = tally.none_seen, tally.missed, tally.not_fetched, tally.aside
    parts = (
        (none, several("No face was seen on {n} photo.", "No face was seen on {n} photos.", none)),
        (missed, several("{n} photo could not be checked.", "{n} photos could not be checked.", missed)),
        (
            wished,
            several("{n} photo not asked for, as you wished.", "{n} photos not asked for, as you wished.", wished),
        ),
        (
            aside,
            several(
                "{n} small sign of the pages, such as icons, set aside.",
                "{n} small signs of the pages, such as icons, set aside.",
                aside,
            ),
        ),
    )
    return " ".join(words for number, words in parts if number)
