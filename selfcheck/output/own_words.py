"""Texts of a report that are our own, told from those that came from elsewhere. Pure.

A report file may come from anyone, and any text in it may hold a name. What goes to someone else is therefore
written anew from the ids and numbers of the report, or kept only where it is one of our own sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from string import Formatter
from typing import Final

from selfcheck.guidance.model import Guidance
from selfcheck.i18n import _
from selfcheck.model import ChangeKind, Finding, Limit, Report, Signal, SignalKind
from selfcheck.model.counts import tally_of

_ASKING: Final = re.compile(r"no[a-z]{2,15}|none|max-[a-z-]{3,20}:(?:none|0)")
"""What robots meta tags and headers may ask, by the words that the vendors document: noindex, noai, max-snippet:0."""
_EVERYONE: Final = frozenset({"robots", "x-robots-tag", "googlebot", "bingbot"})


def ours(text: str, templates: Iterable[str]) -> str:
    """`text` where it is one of these sentences with numbers filled in, else ""."""
    return text if any(numbers_in(template, text) is not None for template in templates) else ""


def numbers_in(template: str, text: str) -> dict[str, str] | None:
    """The numbers in the fields of a sentence of ours, where this text is that sentence filled in; else None."""
    found = _filled(template).fullmatch(text) if template else None
    return found.groupdict() if found else None


@cache
def _filled(template: str) -> re.Pattern[str]:
    parts: list[str] = []
    for words, name, _form, _conversion in Formatter().parse(template):
        parts.append(re.escape(words))
        if name:  # only numbers: a text in a field would be a way in for any words
            again = any(part.startswith(f"(?P<{name}>") for part in parts)
            parts.append(f"(?P={name})" if again else rf"(?P<{name}>[0-9][0-9,. ]{{0,11}})")
    return re.compile("".join(parts))


def our_finding(finding: Finding, guidance: Guidance) -> Finding:
    """The finding with a reason of ours; none where the file's own is in no form we know (its title says it then)."""
    words = guidance.findings[finding.kind.value]
    reason = ours(finding.reason, (words.reason, words.reason_otherwise))
    return replace(finding, reason=reason, source=words.source)


def our_signal(signal: Signal, guidance: Guidance) -> Signal:
    """The signal with a reason of ours, and only those words and crawlers that stand on our lists."""
    words = guidance.signals[signal.kind.value]
    reasons = words.pictures if signal.of_pictures and words.pictures else words.page
    crawlers = {crawler.agent for crawler in guidance.crawlers}
    details: tuple[str, ...]
    if signal.kind in {SignalKind.ROBOTS_SEARCH, SignalKind.ROBOTS_AI}:
        details = tuple(agent for agent in signal.details if agent in crawlers)
    else:
        details = tuple(filter(None, (_asked(detail, crawlers) for detail in signal.details)))
    return replace(
        signal,
        reason=ours(signal.reason, (reasons.open, reasons.partly, reasons.held_back)) or words.title,
        details=tuple(dict.fromkeys(details)),
        may_fetch=tuple(agent for agent in signal.may_fetch if agent in crawlers),
        source=words.source or None,
    )


def _asked(detail: str, crawlers: set[str]) -> str:
    agent, _, word = detail.partition(": ")
    if not _ASKING.fullmatch(word):
        return ""
    known = agent in _EVERYONE or agent in {crawler.lower() for crawler in crawlers}
    return detail if known else word


def our_limits(report: Report, guidance: Guidance) -> tuple[Limit, ...]:
    """Every limit in our own words. None is dropped: one we have no words for is told as such."""
    tally = tally_of(report)
    numbers = {
        "walls": {"count": tally.pages - tally.opened, "total": tally.pages},
        "unchecked": {"count": tally.missed},
    }
    templates = {**guidance.left_out, **guidance.limits_when, **guidance.limits_always}
    limits = []
    for limit in report.limits:
        template = templates.get(limit.id, "")
        text = ours(limit.text, (template,))
        if not text and limit.id in numbers and template:
            text = template.format(**numbers[limit.id])
        elif not text and template and "{" not in template:
            text = template
        name = limit.id if limit.id in templates else "other"
        limits.append(Limit(name, text or _("This check has one more limit. It is not told here.")))
    return tuple(limits)


def change_words(kind: ChangeKind) -> str:
    """What became of a photo, in a sentence that says no more than its kind does."""
    return {
        ChangeKind.STILL_THERE: _("Still on its page."),
        ChangeKind.NEW: _("New since then."),
        ChangeKind.GONE: _("No longer on its page."),
        ChangeKind.STILL_SERVED: _(
            "No longer on its page, but its file still answers at its address. "
            "Whoever has that address can still open it."
        ),
        ChangeKind.CANNOT_TELL: _("What became of it could not be told."),
    }[kind]
