"""A reason to act on a photo, as a sentence."""

from __future__ import annotations

from selfcheck.guidance.model import Guidance
from selfcheck.model import Finding


def finding_text(finding: Finding, guidance: Guidance) -> str:
    """The reason with its measure."""
    words = guidance.findings[finding.kind.value]
    template = (finding.otherwise and words.reason_otherwise) or words.reason
    return template.format(measure=round(finding.measure or 0))
