"""What changed since a saved check, and the course over several of them, as rows and lines. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from selfcheck.i18n import _, several
from selfcheck.model import Change, ChangeKind, Report, Share
from selfcheck.output.wording.changes import marked_change_text
from selfcheck.output.wording.report import ROLE_WORDS, shown_address


def course_head() -> tuple[str, ...]:
    """The titles of the columns of `course_rows` (changes_text.py), in full: a sheet has more room than a terminal."""
    return (
        _("Day"),
        _("Pages opened"),
        _("Photos"),
        _("With a face"),
        _("New"),
        _("Gone"),
        _("Still served"),
        _("Not to be told"),
        _("Steps done"),
    )


def change_groups(report: Report, names: Mapping[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What became of photos, kind by kind: a title with their number, and a line for each.

    Photos that are still there are listed further up in any export, so they are counted and not listed again.
    """
    groups = []
    for kind in (
        ChangeKind.STILL_SERVED,
        ChangeKind.NEW,
        ChangeKind.CANNOT_TELL,
        ChangeKind.GONE,
        ChangeKind.STILL_THERE,
    ):
        changes = [change for change in report.changes if change.kind is kind]
        if changes:
            lines = () if kind is ChangeKind.STILL_THERE else tuple(_line(change, report, names) for change in changes)
            groups.append((_title(kind, len(changes)), lines))
    return tuple(groups)


def _line(change: Change, report: Report, names: Mapping[str, str]) -> str:
    where = _("{role}, {page}").format(role=ROLE_WORDS[change.role], page=names.get(change.page, _("a page")))
    parts = [f"{where}: {marked_change_text(change)}"]
    if report.share is Share.FULL:
        parts.append(shown_address(change.photo))
    return " ".join(parts)


def _title(kind: ChangeKind, count: int) -> str:
    return {
        ChangeKind.STILL_SERVED: several(
            "{n} photo is off its page but still answers", "{n} photos are off their page but still answer", count
        ),
        ChangeKind.NEW: several("{n} new photo", "{n} new photos", count),
        ChangeKind.CANNOT_TELL: several("{n} photo could not be told", "{n} photos could not be told", count),
        ChangeKind.GONE: several("{n} photo is gone", "{n} photos are gone", count),
        ChangeKind.STILL_THERE: several("{n} photo is still there", "{n} photos are still there", count),
    }[kind]
