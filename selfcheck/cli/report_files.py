"""Reads a report file that the person names."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from selfcheck.errors import FileProblem, ReportProblem, unreadable
from selfcheck.guidance.model import Guidance
from selfcheck.i18n import _
from selfcheck.model import Report
from selfcheck.model.safe_text import safe_text
from selfcheck.output.report_json import MAX_BYTES, load_report, with_our_steps
from selfcheck.output.retelling import retold
from selfcheck.readers.open_file import open_to_read, stream_number


def read_report(path: Path, guidance: Guidance) -> Report:
    """A report from a file, "-" for stdin, with its steps in our own words and all of it in this language.

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
    return retold(with_our_steps(load_report(data), guidance), guidance)
