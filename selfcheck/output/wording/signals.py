"""What pages and hosts tell programs that collect, as sentences."""

from __future__ import annotations

from typing import Final

from selfcheck.guidance.model import Guidance
from selfcheck.model import Report, Signal, SignalKind, Variant

_CRAWLER_SIGNALS: Final = frozenset({SignalKind.ROBOTS_SEARCH, SignalKind.ROBOTS_AI})


def signal_text(signal: Signal, guidance: Guidance) -> str:
    """A signal, with the words or crawlers it is about where naming them says more than the sentence does."""
    words = guidance.signals[signal.kind.value]
    reasons = words.pictures if signal.of_pictures and words.pictures else words.page
    template: str = getattr(reasons, signal.variant.value) or words.title
    text = template.format(count=signal.count, total=signal.total)
    all_away = signal.kind in _CRAWLER_SIGNALS and signal.variant is Variant.HELD_BACK
    return text if not signal.details or all_away else f"{text} ({', '.join(signal.details)})"


def signal_groups(report: Report) -> list[tuple[str, bool, list[Signal]]]:
    """Signals by what they are about, in order: the page or host, whether it is about pictures, its signals."""
    groups: dict[tuple[str, bool], list[Signal]] = {}
    for signal in report.signals:
        groups.setdefault((signal.about, signal.of_pictures), []).append(signal)
    return [(about, of_pictures, signals) for (about, of_pictures), signals in groups.items()]
