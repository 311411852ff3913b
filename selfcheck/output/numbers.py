"""The counts of a report of which only numbers are told, in words. Pure."""

from __future__ import annotations

from typing import Final

from selfcheck.guidance.model import Guidance
from selfcheck.i18n import _
from selfcheck.model import Report
from selfcheck.model.counts import tally_of
from selfcheck.output.wording.report import summary_of


def number_lines(report: Report, guidance: Guidance) -> tuple[tuple[str, int], ...]:
    """What was counted and how many, in the order of the report; counts of 0 only where 0 says something."""
    words = _words()
    lines = []
    for number in report.numbers:
        told = words.get(number.kind)
        if told is None and number.kind in guidance.findings:
            told = _("Photos with “{reason}”").format(reason=guidance.findings[number.kind].title)
        if told and (number.count or number.kind in _ALWAYS):
            lines.append((told, number.count))
    return tuple(lines)


def numbers_summary(report: Report) -> str:
    """The result in a sentence or two."""
    counts = {number.kind: number.count for number in report.numbers}
    if counts.get("of_files"):
        tally = tally_of(report)
        words = _("Photos in the file: {photos}. With a face: {faces}. Not sure: {unsure}. Not checked: {missed}.")
        return words.format(photos=tally.photos, faces=tally.faces, unsure=tally.unsure, missed=tally.missed)
    return summary_of(report)


_ALWAYS: Final = frozenset({"pages", "opened", "photos", "faces", "unsure", "missed"})


def _words() -> dict[str, str]:
    return {
        "pages": _("Pages asked for"),
        "opened": _("Pages that opened"),
        "photos": _("Photos found"),
        "faces": _("Photos with a face"),
        "unsure": _("Photos that may show a face"),
        "none_seen": _("Photos where no face was seen"),
        "missed": _("Photos that could not be checked"),
        "not_fetched": _("Photos not asked for, as wished"),
        "aside": _("Small signs of the pages, set aside"),
        "not_me": _("Photos not of you, by your word"),
        "kept": _("Photos that you keep, by your word"),
        "public": _("Photos that are public by the file's own word"),
        "not_public": _("Photos that are not public by the file's own word"),
        "since_still_there": _("Still there since the check before"),
        "since_new": _("New since the check before"),
        "since_gone": _("Gone since the check before"),
        "since_still_served": _("Gone from their page, but still answering"),
        "since_cannot_tell": _("Not to be told since the check before"),
        "steps_todo": _("Steps to do"),
        "steps_done": _("Steps done"),
        "steps_later": _("Steps kept for later"),
        "steps_not_for_me": _("Steps set aside as not for me"),
    }
