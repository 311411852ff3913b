"""What a check did not or cannot tell, as a sentence."""

from __future__ import annotations

from selfcheck.guidance.model import Guidance
from selfcheck.i18n import _
from selfcheck.model import Limit


def limit_text(limit: Limit, guidance: Guidance) -> str:
    """The limit with its numbers. None is dropped: one that is not known here is told as such."""
    for words in (guidance.limits_always, guidance.limits_when, guidance.left_out):
        if limit.id in words:
            return words[limit.id].format(count=limit.count, total=limit.total)
    return _("This check has one more limit. It is not told here.")
