"""What changed since a saved check, and the course over time, as sentences and rows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from selfcheck.guidance.still_visible import STILL_TITLE, still_seen, still_words
from selfcheck.guidance.user_marks import MARK_SENTENCES
from selfcheck.i18n import _, several
from selfcheck.model import Change, ChangeKind, CoursePoint, Item, Mark, Report
from selfcheck.output.text_layout import Writer
from selfcheck.output.text_width import cells
from selfcheck.output.wording.report import ROLE_WORDS, shown_address, shown_page

CHANGE_WORDS: Final = {
    ChangeKind.STILL_SERVED: _("deleted but still served"),
    ChangeKind.NEW: _("new"),
    ChangeKind.GONE: _("gone"),
    ChangeKind.CANNOT_TELL: _("cannot be told"),
    ChangeKind.STILL_THERE: _("still there"),
}
STILL_SERVED_MEANS: Final = _(
    "Some sites keep a file for a while after its photo was deleted, and a photo that has only moved to a later page "
    "looks the same from here. If it was deleted weeks ago, the site can be asked to remove the file: send it this "
    "address."
)
COURSE_COUNTS: Final = _("Photos are counted as the program saw them, whatever you said of them.")
COURSE_HEADINGS: Final = (
    _("Date"),
    _("Pages"),
    _("Photos"),
    _("Faces"),
    _("New"),
    _("Gone"),
    _("Served"),
    _("Unknown"),
    _("Steps"),
)


_BARS: Final = "▁▂▃▄▅▆▇█"
_BAR: Final = 3
"""Cells for each check in the picture of the course, where there is room."""


def count_of(kind: ChangeKind, number: int) -> str:
    """A number of photos that went one way, as "3 photos are gone"."""
    match kind:
        case ChangeKind.STILL_SERVED:
            return several(
                "{n} photo has left its page, but its file still answers",
                "{n} photos have left their page, but their files still answer",
                number,
            )
        case ChangeKind.NEW:
            return several("{n} photo is new", "{n} photos are new", number)
        case ChangeKind.GONE:
            return several("{n} photo is gone", "{n} photos are gone", number)
        case ChangeKind.CANNOT_TELL:
            return several("of {n} photo it cannot be told", "of {n} photos it cannot be told", number)
        case ChangeKind.STILL_THERE:
            return several("{n} photo is still there", "{n} photos are still there", number)


def in_kinds(report: Report) -> Iterator[tuple[ChangeKind, list[Change]]]:
    """The changes by kind, in the order in which they are told; kinds without any are left out."""
    for kind in CHANGE_WORDS:
        if found := [change for change in report.changes if change.kind is kind]:
            yield kind, found


def summary_of_changes(report: Report) -> str:
    """All of it in a sentence or two."""
    since = _("Since {day}:").format(day=report.compared_with[:10])
    told = [count_of(kind, len(found)) for kind, found in in_kinds(report)]
    return f"{since} {'; '.join(told)}." if told else _("{since} no photo to compare.").format(since=since)


def steps_since(report: Report) -> list[Item]:
    """Steps that were done since the check before, those of today included."""
    since = report.compared_with[:10]
    return [item for item in report.steps if item.mark is Mark.DONE and item.marked_on and item.marked_on >= since]


def why_of(change: Change) -> str:
    """The change in a sentence, the person's own word with it."""
    return f"{change.why} {MARK_SENTENCES[change.mark]}" if change.mark else change.why


def course_rows(course: tuple[CoursePoint, ...]) -> list[tuple[str, ...]]:
    """The course as a table, a row a check, below `COURSE_HEADINGS`."""
    return [
        (
            point.made_at[:10],
            _("{opened} of {pages}").format(opened=point.opened, pages=point.pages),
            *map(str, (point.photos, point.faces, point.new, point.gone, point.still_served, point.cannot_tell)),
            str(point.steps_done),
        )
        for point in course
    ]


def course_lines(course: tuple[CoursePoint, ...]) -> list[str]:
    """The course as sentences, for those who are read to."""
    line = _(
        "{day}: {opened} of {pages} pages opened; {faces} of {photos} photos with a face, {gone} gone, {served} still "
        "served, {new} new, {untold} not to be told; {done} steps done."
    )
    return [
        line.format(
            day=point.made_at[:10],
            faces=point.faces,
            photos=point.photos,
            opened=point.opened,
            pages=point.pages,
            gone=point.gone,
            served=point.still_served,
            new=point.new,
            untold=point.cannot_tell,
            done=point.steps_done,
        )
        for point in course
    ]


def course_bars(values: Sequence[int], width: int) -> str:
    """The course as bars, a cell or more each, in at most `width` cells; of more values the latest are shown.

    Drawn from zero: a bar half as high is half as many, and a course in which little changed looks like it.
    """
    shown = values[-width:]
    most = max([1, *shown])
    wide = max(1, min(_BAR, width // max(1, len(shown))))
    return "".join(_BARS[max(1, round(value / most * 8)) - 1] * wide if value else "·" * wide for value in shown)


def write_changes(out: Writer, report: Report, names: Mapping[str, str], *, plain: bool) -> None:
    """What became of the photos since a saved check, the steps done since, and the course over time.

    Told right after the check, so that all steps that are done were done before it.
    """
    out.heading(_("What has changed"))
    out.line(summary_of_changes(report))
    for kind, changes in in_kinds(report):
        if kind is ChangeKind.STILL_THERE:
            continue
        for change in changes:
            faces = several("{n} face", "{n} faces", change.faces) if change.faces else _("no face seen")
            where = names.get(change.page, shown_page(change.page))
            out.line(f"{CHANGE_WORDS[kind].capitalize()}: {ROLE_WORDS[change.role]}, {faces}, {where}", hang=3)
            out.line(shown_address(change.photo), 3)
            out.line(why_of(change), 3)
        if kind is ChangeKind.STILL_SERVED:
            out.line(STILL_SERVED_MEANS, 3)
    if done := steps_since(report):
        out.heading(_("Steps done since then"))
        for item in done:
            out.line(f"{item.marked_on}: {item.platform_name}: {item.title}", hang=3)
    if still := still_seen(report):
        out.heading(STILL_TITLE)
        for item in report.steps:
            if seen := still.get((item.platform, item.step)):
                out.line(f"{item.platform_name}: {item.title}", hang=3)
                out.line(still_words(seen), 3)
    if len(report.course) > 1:
        out.heading(_("The course over time"))
        rows = table(COURSE_HEADINGS, course_rows(report.course))
        if plain or cells(rows[0]) > out.width:
            for line in course_lines(report.course):
                out.line(line, hang=2)
        else:
            for line in rows:
                out.as_is(line)
        out.line(COURSE_COUNTS)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows under headings, each column as wide as its widest cell; the first to the left, numbers to the right."""
    widths = [max(cells(row[column]) for row in (headings, *rows)) for column in range(len(headings))]
    lines = []
    for row in (headings, *rows):
        first, *others = zip(row, widths, strict=True)
        padded = [first[0] + " " * (first[1] - cells(first[0]))]
        padded += [" " * (width - cells(cell)) + cell for cell, width in others]
        lines.append("  ".join(padded))
    return lines
