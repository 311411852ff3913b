"""Reads a report file that the person names."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

from selfcheck.errors import FileProblem, ReportProblem, unreadable
from selfcheck.guidance.checklist import known_items
from selfcheck.guidance.model import Guidance
from selfcheck.i18n import _
from selfcheck.model import Report
from selfcheck.model.safe_text import safe_text
from selfcheck.output.report_json import MAX_BYTES, load_report
from selfcheck.readers.open_file import open_to_read, stream_number


def read_report(path: Path, guidance: Guidance) -> Report:
    """A report from a file, "-" for stdin, with those of its steps that the guidance has words for.

    Raises `FileProblem` or `ReportProblem`.
    """
    shown = safe_text(str(path), 120)
    try:
        if str(path) == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            number = stream_number(path)  # `<(...)` of a shell
            with open_to_read(path) if number is None else os.fdopen(os.dup(number), "rb") as file:
                data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise FileProblem(unreadable(shown, error)) from None
    if not data.strip():
        empty = _("{file} is empty.").format(file=shown)
        raise ReportProblem(empty, _("Make a report with: selfcheck check ADDRESS --mine --json"))
    report = load_report(data)
    return replace(report, steps=known_items(report.steps, guidance))
