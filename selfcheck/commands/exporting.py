"""A report as a checklist in another form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from selfcheck.commands.reports import read_report
from selfcheck.export.document import build_document
from selfcheck.export.html import to_html
from selfcheck.export.markdown import to_markdown
from selfcheck.guidance.loader import load_guidance

EXPORTS: dict[str, Callable[..., bytes]] = {"markdown": to_markdown, "html": to_html}


def export_report(path: Path, form: str, *, addresses: bool) -> bytes:
    """A report file as a checklist in the given format. Raises `FileProblem` or `ReportProblem`."""
    guidance = load_guidance()
    report = read_report(path, guidance)
    return EXPORTS[form](build_document(report, guidance, addresses=addresses))
