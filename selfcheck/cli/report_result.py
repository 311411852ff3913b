"""A report as the result of a command."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from selfcheck.cli.result import Form, Result
from selfcheck.guidance.model import Guidance
from selfcheck.i18n import _, translated
from selfcheck.model import Report
from selfcheck.output.report_json import dump_report
from selfcheck.output.text import report_text
from selfcheck.output.wording.changes import summary_of_changes
from selfcheck.output.wording.limits import limit_text
from selfcheck.output.wording.report import OUR_FAULT, fault_words, summary_of
from selfcheck.output.wording.totals import totals_words
from selfcheck.session.report_builder import exit_code

MOST_FAULTS: Final = 3
"""Faults of our own that are said at the end; the report has them all."""


def report_result(
    report: Report,
    guidance: Guidance,
    form: Form,
    sentences: tuple[str, ...] = (),
    places: Mapping[str, tuple[float, float]] | None = None,
) -> Result:
    """A report in the form that was asked for; `sentences` are said last, `places` are degrees by photo address."""
    if form.as_json:
        output = dump_report(report, guidance)
    else:
        text = report_text(
            report, guidance, plain=form.plain, width=form.width, locations=places, show_place=form.show_place
        )
        output = text.encode()
    last = [summary_of(report)] if form.as_json or report.interrupted else []
    if form.as_json and any(not entry.bundled for entry in report.ledger):
        last.append(_("Left this computer: {totals}.").format(totals=totals_words(report.ledger)))
    if report.interrupted:
        last.insert(0, _("Stopped. The report holds what was seen until then."))
    if report.compared_with and form.as_json:
        last.append(summary_of_changes(report))
    if form.as_json:
        last += [limit_text(limit, guidance) for limit in report.limits if limit.id == "no_time"]
    if report.faults:
        last += [fault_words(fault.kind, fault.place) for fault in report.faults[:MOST_FAULTS]]
        last.append(translated(OUR_FAULT))
    return Result(output, (*last, *sentences), exit_code(report))
