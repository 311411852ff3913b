"""Report -> the parts of a printable checklist, the same for every format. Pure; holds no pictures.

Without `addresses` no page, photo or account can be told from it: pages are named by platform, photos by number.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from selfcheck.guidance.model import Guidance
from selfcheck.model import Item, Limit, Report, State
from selfcheck.tally import tally_of
from selfcheck.words import (
    count,
    import_words,
    page_names,
    role_words,
    seen_words,
    shown_address,
    signal_groups,
    signal_words,
    summary_of,
)


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page in the summary."""

    name: str
    address: str
    why: str


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """A photo in the summary: what it is, what was seen, and the reasons to act."""

    name: str
    address: str
    seen: str
    alt: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignalGroup:
    """What one page, or the pictures of one host, tell programs: a title and sentences."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The steps of one platform."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A checklist ready to be written in some format."""

    date: str
    summary: str
    pages: tuple[PageLine, ...]
    photos: tuple[PhotoLine, ...]
    other_photos: str
    signals_title: str
    signals_opening: str
    signals: tuple[SignalGroup, ...]
    sections: tuple[Section, ...]
    limits: tuple[Limit, ...]
    always_say: tuple[str, ...]
    help_line: str


def build_document(report: Report, guidance: Guidance, *, addresses: bool = False) -> Document:
    """Lay out a report. Photos with or perhaps with faces and those with a mark are listed, the others are counted."""
    names = page_names(report, guidance)
    listed = [photo for photo in report.photos if photo.state in {State.FACES, State.UNSURE} or photo.mark]
    reasons: dict[str, list[str]] = {}
    for finding in report.findings:
        title = guidance.findings[finding.kind.value].title
        reasons.setdefault(finding.photo, []).append(f"{title}. {finding.reason}")
    sections = tuple(
        Section(guidance.platforms[platform].name, tuple(items))
        for platform, items in groupby(report.steps, key=lambda item: item.platform)
        if platform in guidance.platforms
    )
    return Document(
        date=report.made_at[:10],
        summary=summary_of(report),
        pages=tuple(
            PageLine(names[page.address], page.address if addresses else "", page.why) for page in report.pages
        ),
        photos=tuple(
            PhotoLine(
                name=f"Photo {number}: {role_words(photo)}, {names.get(photo.page, 'a page')}",
                address=shown_address(photo.url) if addresses else "",
                seen=", ".join(filter(None, (seen_words(photo), import_words(photo).rstrip(".").lower()))),
                alt=photo.alt if addresses else "",
                reasons=(*((photo.why,) if photo.mark else ()), *reasons.get(photo.url, ())),
            )
            for number, photo in enumerate(listed, start=1)
        ),
        other_photos=_others(report),
        signals_title=guidance.signals_title,
        signals_opening=guidance.signals_opening,
        signals=_signals(report, names, addresses=addresses),
        sections=sections,
        limits=report.limits,
        always_say=tuple(text for text in guidance.always_say if text not in {limit.text for limit in report.limits}),
        help_line=guidance.help.on_paper,
    )


def _signals(report: Report, names: dict[str, str], *, addresses: bool) -> tuple[SignalGroup, ...]:
    """Without addresses a page goes by its platform and a host by its number."""
    hosts: dict[str, str] = {}
    groups = []
    for about, of_pictures, signals in signal_groups(report):
        if about in names:
            name = f"{names[about]} ({about})" if addresses else names[about]
        else:
            number = hosts.setdefault(about, f"host {len(hosts) + 1}")
            name = f"{'Pictures' if of_pictures else 'Pages'} on {about if addresses else number}"
        lines = tuple(map(signal_words, signals))
        groups.append(SignalGroup(name, lines))
    return tuple(groups)


def _others(report: Report) -> str:
    tally = tally_of(report)
    parts = (
        (tally.none_seen, f"No face was seen on {count(tally.none_seen, 'photo')}."),
        (tally.missed, f"{count(tally.missed, 'photo')} could not be checked."),
        (tally.not_fetched, f"{count(tally.not_fetched, 'photo')} not asked for, as you wished."),
        (tally.aside, f"{count(tally.aside, 'small sign')} of the pages, such as icons, set aside."),
    )
    return " ".join(words for number, words in parts if number)
