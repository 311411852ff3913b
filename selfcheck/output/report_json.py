"""Report <-> JSON, the public interface (docs/report.md)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from selfcheck.errors import ReportProblem
from selfcheck.guidance.checklist import own_items
from selfcheck.guidance.model import Guidance
from selfcheck.i18n import _
from selfcheck.model import (
    REPORT_VERSION,
    Change,
    Fault,
    Finding,
    Item,
    LedgerEntry,
    Limit,
    Number,
    Page,
    Photo,
    Report,
    Sighting,
    Signal,
)
from selfcheck.model.safe_text import safe_text, safe_url
from selfcheck.net.urls import is_picture_data

MAX_BYTES = 50_000_000
_STEP_TEXT = 2000  # the guidance's own texts are a few sentences long


def dump_json(value: Any) -> bytes:
    """Any of our values as readable UTF-8 JSON, ending in a line end."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def load_report(data: bytes) -> Report:
    """A report from JSON. It may come from anyone: every string is made safe, every value is checked by type.

    Raises `ReportProblem`.
    """
    way_out = _("Make one with: selfcheck check ADDRESS --mine --json > report.json")
    if len(data) > MAX_BYTES:
        raise ReportProblem(_("The file is too large to be a selfcheck report."), way_out)
    try:
        version = msgspec.json.decode(data, type=dict[str, Any]).get("version")
        if isinstance(version, int) and version > REPORT_VERSION:
            newer = _("This report was made by a newer selfcheck.")
            raise ReportProblem(newer, _("Install the newer version to read it."))
        report = msgspec.json.decode(data, type=Report)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
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
        findings=tuple(map(_safe_finding, report.findings)),
        steps=tuple(map(_safe_item, report.steps)),
        ledger=tuple(map(_safe_entry, report.ledger)),
        signals=tuple(map(_safe_signal, report.signals)),
        limits=tuple(Limit(safe_text(limit.id, 40), safe_text(limit.text)) for limit in report.limits),
        numbers=tuple(Number(safe_text(number.kind, 40), number.count) for number in report.numbers[:100]),
        faults=tuple(map(_safe_fault, report.faults[:100])),
        compared_with=safe_text(report.compared_with, 40),
        changes=tuple(map(_safe_change, report.changes)),
        course=tuple(replace(point, made_at=safe_text(point.made_at, 40)) for point in report.course),
    )


def with_our_steps(report: Report, guidance: Guidance) -> Report:
    """The report with each step's words taken from the guidance; only the marks are the file's own."""
    return replace(report, steps=own_items(report.steps, guidance))


def _safe_page(page: Page) -> Page:
    return replace(
        page,
        address=safe_url(page.address),
        final_address=safe_url(page.final_address),
        platform=safe_text(page.platform, 60),
        why=safe_text(page.why),
        title=safe_text(page.title, 200),
        notes=tuple(map(safe_text, page.notes[:20])),
        look_yourself=tuple(map(safe_text, page.look_yourself[:20])),
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
        why=safe_text(photo.why),
        posted=safe_text(photo.posted, 40),
        sightings=tuple(map(_safe_sighting, photo.sightings)),
    )


def _safe_finding(finding: Finding) -> Finding:
    source = safe_text(finding.source, 300) if finding.source else None
    return replace(finding, photo=_safe_picture_url(finding.photo), reason=safe_text(finding.reason), source=source)


def _safe_signal(signal: Signal) -> Signal:
    return replace(
        signal,
        about=safe_url(signal.about),
        reason=safe_text(signal.reason),
        details=tuple(safe_text(detail, 80) for detail in signal.details[:100]),
        may_fetch=tuple(safe_text(agent, 80) for agent in signal.may_fetch[:100]),
        source=safe_text(signal.source, 300) if signal.source else None,
    )


def _safe_change(change: Change) -> Change:
    return replace(
        change,
        photo=_safe_picture_url(change.photo),
        page=safe_url(change.page),
        why=safe_text(change.why),
        first_seen=safe_text(change.first_seen, 10),
        last_seen=safe_text(change.last_seen, 10),
    )


def _safe_picture_url(url: str) -> str:
    """A picture inside a page is its own address, and that is as long as it is."""
    return url if is_picture_data(url) else safe_url(url)


def _safe_item(item: Item) -> Item:
    return Item(
        step=safe_text(item.step, 60),
        platform=safe_text(item.platform, 60),
        platform_name=safe_text(item.platform_name, 60),
        title=safe_text(item.title),
        minutes=item.minutes,
        impact=safe_text(item.impact, 60),
        effect=safe_text(item.effect, _STEP_TEXT),
        does_not=safe_text(item.does_not, _STEP_TEXT),
        path_web=tuple(map(safe_text, item.path_web)),
        path_mobile=tuple(map(safe_text, item.path_mobile)),
        note=safe_text(item.note, _STEP_TEXT),
        url=safe_url(item.url) if item.url else None,
        source=safe_url(item.source) if item.source else None,
        checked=safe_text(item.checked, 60),
        confidence=safe_text(item.confidence, 60),
        path_confidence=safe_text(item.path_confidence, 60),
        mark=item.mark,
        marked_on=safe_text(item.marked_on, 10),
    )


def _safe_entry(entry: LedgerEntry) -> LedgerEntry:
    return replace(
        entry,
        host=safe_text(entry.host, 260),
        ip=safe_text(entry.ip, 60),
        url=safe_url(entry.url),
        tls=safe_text(entry.tls, 20),
        proxy=safe_text(entry.proxy, 60),
    )
