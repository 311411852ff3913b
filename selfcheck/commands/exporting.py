"""A report as a checklist in another form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from selfcheck.errors import FileProblem, ReportProblem
from selfcheck.export.document import build_document
from selfcheck.export.html import to_html
from selfcheck.export.markdown import to_markdown
from selfcheck.export.reports import MAX_BYTES, load_report, with_our_steps
from selfcheck.guidance.loader import load_guidance
from selfcheck.safetext import safe_text

EXPORTS: dict[str, Callable[..., bytes]] = {"markdown": to_markdown, "html": to_html}


def export_report(path: Path, form: str, *, addresses: bool) -> bytes:
    """A report file as a checklist in the given format. Raises `FileProblem` or `ReportProblem`."""
    shown = safe_text(str(path), 120)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileProblem(f"{shown} could not be read: {safe_text(error.strerror or '', 80)}.") from None
    if not data.strip():
        raise ReportProblem(f"{shown} is empty.", "Make a report with: selfcheck check ADDRESS --mine --json")
    guidance = load_guidance()
    report = with_our_steps(load_report(data), guidance)
    return EXPORTS[form](build_document(report, guidance, addresses=addresses))
