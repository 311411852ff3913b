"""The formats a report can be written in, and the one way to write it in any of them. Both shells use this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from selfcheck.errors import UsageError
from selfcheck.guidance.model import Guidance
from selfcheck.guidance.plan import Plan
from selfcheck.i18n import _
from selfcheck.model import Report, Share
from selfcheck.output.document import build_document
from selfcheck.output.redact import redact
from selfcheck.output.report_json import dump_report
from selfcheck.output.write_file import free_name

if TYPE_CHECKING:
    from selfcheck.output.paper import PaperSize

IN_MONTHS: Final = _("3 months")


class Format(StrEnum):
    """A file format, by the word that asks for it."""

    HTML = "html"
    PDF = "pdf"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSON = "json"
    ICAL = "ical"


ENDINGS: Final = {
    Format.HTML: ".html",
    Format.PDF: ".pdf",
    Format.MARKDOWN: ".md",
    Format.CSV: ".csv",
    Format.JSON: ".json",
    Format.ICAL: ".ics",
}
ON_PAPER: Final = frozenset({Format.HTML, Format.PDF})
"""Formats with type of a size, and with room for pictures."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How an export is to be. `pictures` are covered JPEGs by photo address; `remind_on` is for the calendar file."""

    format: Format
    share: Share = Share.NO_ADDRESSES
    large: bool = False
    paper: PaperSize = "a4"
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    remind_on: date | None = None


def write_as(wish: Wish, report: Report, guidance: Guidance, plan: Plan | None = None) -> bytes:
    """The report in the format and at the share level wished for, its steps in the order of `plan`.

    The libraries for PDF and calendars are loaded only here: the app must open at once on an old laptop.
    """
    if wish.format is Format.JSON:
        return dump_report(redact(report, wish.share, guidance), guidance)
    if wish.format is Format.ICAL:
        from selfcheck.output.ical import to_ical

        if wish.remind_on is None:
            raise UsageError(_("A reminder needs a day."))
        return to_ical(wish.remind_on)
    document = build_document(report, guidance, wish.share, wish.pictures, plan)
    if wish.format is Format.PDF:
        from selfcheck.output.pdf import to_pdf

        return to_pdf(document, large=wish.large, paper=wish.paper)
    if wish.format is Format.HTML:
        from selfcheck.output.html import to_html

        return to_html(document, large=wish.large)
    if wish.format is Format.CSV:
        from selfcheck.output.csv import to_csv

        return to_csv(document)
    from selfcheck.output.markdown import to_markdown

    return to_markdown(document)


def suggested_file(folder: Path, form: Format) -> Path:
    """A name that tells nothing about the person or this program, and that is not taken in this folder yet."""
    stem = {
        Format.CSV: "table",
        Format.JSON: "report",
        Format.ICAL: "reminder",
    }.get(form, "checklist")
    return free_name(folder, stem, ENDINGS[form])
