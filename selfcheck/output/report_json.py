"""Report <-> JSON, the public interface (docs/report.md)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from selfcheck.errors import ReportProblem
from selfcheck.guidance.model import Guidance
from selfcheck.i18n import _
from selfcheck.model import (
    REPORT_VERSION,
    Change,
    Fault,
    Item,
    LedgerEntry,
    Number,
    Page,
    PageNote,
    Photo,
    Report,
    Sighting,
    Signal,
)
from selfcheck.model.report_v1 import upgraded
from selfcheck.model.safe_text import safe_text, safe_url
from selfcheck.net.urls import is_picture_data
from selfcheck.output.wording.changes import change_text
from selfcheck.output.wording.findings import finding_text
from selfcheck.output.wording.limits import limit_text
from selfcheck.output.wording.outcomes import note_text, page_outcome_text, photo_outcome_text
from selfcheck.output.wording.plan import step_name
from selfcheck.output.wording.signals import signal_text

MAX_BYTES = 50_000_000


def dump_json(value: Any) -> bytes:
    """Any of our values as readable UTF-8 JSON, ending in a line end."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def dump_report(report: Report, guidance: Guidance) -> bytes:
    """The report as JSON. Beside each code stands its sentence in the language of this guidance, for people alone."""
    raw = msgspec.to_builtins(report)
    texts = {
        "pages": [page_outcome_text(page, guidance) for page in report.pages],
        "photos": [photo_outcome_text(photo, guidance) for photo in report.photos],
        "findings": [finding_text(finding, guidance) for finding in report.findings],
        "steps": [step_name(item, guidance) for item in report.steps],
        "limits": [limit_text(limit, guidance) for limit in report.limits],
        "signals": [signal_text(signal, guidance) for signal in report.signals],
        "changes": [change_text(change) for change in report.changes],
    }
    for part, sentences in texts.items():
        for row, text in zip(raw[part], sentences, strict=True):
            row["text"] = text
    for page, row in zip(report.pages, raw["pages"], strict=True):
        for note, of_note in zip(page.notes, row["notes"], strict=True):
            of_note["text"] = note_text(note, guidance)
    return dump_json(raw)


def load_report(data: bytes) -> Report:
    """A report from JSON, of this version or an older one.

    It may come from anyone: every string is made safe, every value is checked by type.

    Raises `ReportProblem`.
    """
    way_out = _("Make one with: selfcheck check ADDRESS --mine --json > report.json")
    if len(data) > MAX_BYTES:
        raise ReportProblem(_("The file is too large to be a selfcheck report."), way_out)
    try:
        raw = msgspec.json.decode(data, type=dict[str, Any])
        version = raw.get("version")
        if isinstance(version, int) and version > REPORT_VERSION:
            newer = _("This report was made by a newer selfcheck.")
            raise ReportProblem(newer, _("Install the newer version to read it."))
        report = msgspec.convert(upgraded(raw), Report)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        said = _("The file is not a selfcheck report: {reason}.").format(reason=safe_text(str(error), 120))
        raise ReportProblem(said, way_out) from None
    return made_safe(report)


def made_safe(report: Report) -> Report:
    """The report with every text in it passed through the one gate, as text from anywhere."""
    return replace(
        report,
        made_at=safe_text(report.made_at, 40),
        engine=safe_text(report.engine, 40),
        pages=tuple(map(_safe_page, report.pages)),
        photos=tuple(map(_safe_photo, report.photos)),
        findings=tuple(replace(one, photo=_safe_picture_url(one.photo)) for one in report.findings),
        steps=tuple(map(_safe_item, report.steps)),
        ledger=tuple(map(_safe_entry, report.ledger)),
        signals=tuple(map(_safe_signal, report.signals)),
        limits=tuple(replace(limit, id=safe_text(limit.id, 40)) for limit in report.limits),
        numbers=tuple(Number(safe_text(number.kind, 40), number.count) for number in report.numbers[:100]),
        faults=tuple(map(_safe_fault, report.faults[:100])),
        compared_with=safe_text(report.compared_with, 40),
        changes=tuple(map(_safe_change, report.changes)),
        course=tuple(replace(point, made_at=safe_text(point.made_at, 40)) for point in report.course),
    )


def _safe_page(page: Page) -> Page:
    return replace(
        page,
        address=safe_url(page.address),
        final_address=safe_url(page.final_address),
        platform=safe_text(page.platform, 60),
        title=safe_text(page.title, 200),
        notes=tuple(PageNote(note.kind, tuple(map(safe_url, note.about[:20]))) for note in page.notes[:20]),
    )


def _safe_fault(fault: Fault) -> Fault:
    return replace(fault, kind=safe_text(fault.kind, 60), place=safe_text(fault.place, 60))


def _safe_sighting(place: Sighting) -> Sighting:
    return Sighting(safe_url(place.page), place.role, safe_text(place.found_in, 60), safe_text(place.alt))


def _safe_photo(photo: Photo) -> Photo:
    return replace(
        photo,
        url=_safe_picture_url(photo.url),
        other_urls=tuple(map(_safe_picture_url, photo.other_urls)),
        same_picture=tuple(map(_safe_picture_url, photo.same_picture)),
        page=safe_url(photo.page),
        found_in=safe_text(photo.found_in, 60),
        alt=safe_text(photo.alt),
        posted=safe_text(photo.posted, 40),
        sightings=tuple(map(_safe_sighting, photo.sightings)),
    )


def _safe_signal(signal: Signal) -> Signal:
    return replace(
        signal,
        about=safe_url(signal.about),
        details=tuple(safe_text(detail, 80) for detail in signal.details[:100]),
        may_fetch=tuple(safe_text(agent, 80) for agent in signal.may_fetch[:100]),
    )


def _safe_change(change: Change) -> Change:
    return replace(
        change,
        photo=_safe_picture_url(change.photo),
        page=safe_url(change.page),
        first_seen=safe_text(change.first_seen, 10),
        last_seen=safe_text(change.last_seen, 10),
    )


def _safe_picture_url(url: str) -> str:
    """A picture inside a page is its own address, and that is as long as it is."""
    return url if is_picture_data(url) else safe_url(url)


def _safe_item(item: Item) -> Item:
    return Item(safe_text(item.step, 60), safe_text(item.platform, 60), item.mark, safe_text(item.marked_on, 10))


def _safe_entry(entry: LedgerEntry) -> LedgerEntry:
    return replace(
        entry,
        host=safe_text(entry.host, 260),
        ip=safe_text(entry.ip, 60),
        url=safe_url(entry.url),
        tls=safe_text(entry.tls, 20),
        proxy=safe_text(entry.proxy, 60),
    )
