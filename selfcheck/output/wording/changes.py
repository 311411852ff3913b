"""What changed since a saved check, and the course over time, as sentences and rows. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from selfcheck.guidance.model import Guidance
from selfcheck.guidance.still_visible import STILL_TITLE, still_visible_photos, still_visible_words
from selfcheck.i18n import N_, Texts, _, several, translated
from selfcheck.model import Change, ChangeKind, ChangeReason, CoursePoint, Item, Mark, Report
from selfcheck.output.text_layout import Writer
from selfcheck.output.text_width import cells
from selfcheck.output.wording.marks import MARK_SENTENCES
from selfcheck.output.wording.plan import step_name
from selfcheck.output.wording.report import ROLE_WORDS, shown_address, shown_page

CHANGE_WORDS: Final = Texts(
    lambda: {
        ChangeKind.STILL_SERVED: _("deleted but still served"),
        ChangeKind.NEW: _("new"),
        ChangeKind.GONE: _("gone"),
        ChangeKind.CANNOT_TELL: _("cannot be told"),
        ChangeKind.STILL_THERE: _("still there"),
    }
)
_KINDS: Final = Texts(
    lambda: {
        ChangeKind.STILL_THERE: _("Still on its page."),
        ChangeKind.NEW: _("New since then."),
        ChangeKind.GONE: _("No longer on its page."),
        ChangeKind.STILL_SERVED: _(
            "No longer on its page, but its file still answers at its address. "
            "Whoever has that address can still open it."
        ),
        ChangeKind.CANNOT_TELL: _("What became of it could not be told."),
    }
)
_REASONS: Final = Texts(
    lambda: {
        ChangeReason.SAME: _("Still there."),
        ChangeReason.OTHER_ADDRESS: _("Still there, under another address."),
        ChangeReason.FEWER_PAGES: _("Still there on {n} of the {m} pages that showed it."),
        ChangeReason.BACK: _("Back on its page."),
        ChangeReason.NOT_LOOKED_AT: _("Its page still names it, but the picture could not be looked at this time."),
        ChangeReason.PAGE_NEW: _("Its page was not checked before."),
        ChangeReason.PAGE_WAS_PARTLY_SEEN: _(
            "Seen for the first time. Not all of its page was seen at the check before."
        ),
        ChangeReason.NOT_THERE_BEFORE: _("Not there at the check before."),
        ChangeReason.FILE_ANSWERS: _KINDS[ChangeKind.STILL_SERVED],
        ChangeReason.FILE_OTHER_SIZE: _(
            "No longer on its page, but its address still answers with a picture. It is of another size now, so it may "
            "be a stand-in: look once yourself."
        ),
        ChangeReason.FILE_GONE: _("No longer shown on its page, and its file does not answer any more."),
        ChangeReason.FILE_LEADS_ELSEWHERE: _("No longer on its page. Its address now leads elsewhere."),
        ChangeReason.FILE_REFUSED: _(
            "No longer on its page. The site did not let us see whether its file is still there."
        ),
        ChangeReason.FILE_UNKNOWN: _("No longer on its page. Whether its file still answers could not be told."),
        ChangeReason.FILE_NOT_ASKED: _("No longer on its page. Its file was not asked for."),
        ChangeReason.REPLACED: _("Its address shows another picture now."),
        ChangeReason.MAY_HAVE_MOVED: _("No longer among the newest posts. It may be gone, or have moved further back."),
        ChangeReason.MAY_HAVE_MOVED_FILE_ANSWERS: _(
            "No longer among the newest posts, but its file still answers: it may have moved further back."
        ),
        ChangeReason.PAGE_LEFT_OUT: _("One of the pages it stood on was left out this time."),
        ChangeReason.PAGE_NOT_SEEN: _("Its page could not be seen this time."),
        ChangeReason.PAGE_PARTLY_SEEN: _("Not all of its page was looked at this time."),
        ChangeReason.PART_NOT_SEEN: _("The part of its page that named it did not answer this time."),
    }
)
STILL_SERVED_MEANS: Final = N_(
    "Some sites keep a file for a while after its photo was deleted, and a photo that has only moved to a later page "
    "looks the same from here. If it was deleted weeks ago, the site can be asked to remove the file: send it this "
    "address."
)
COURSE_COUNTS: Final = N_("Photos are counted as the program saw them, whatever you said of them.")
COURSE_HEADINGS: Final = (
    N_("Date"),
    N_("Pages"),
    N_("Photos"),
    N_("Faces"),
    N_("New"),
    N_("Gone"),
    N_("Served"),
    N_("Unknown"),
    N_("Steps"),
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


def change_text(change: Change) -> str:
    """What became of a photo."""
    words = _REASONS[change.reason] if change.reason else _KINDS[change.kind]
    text = words.format(n=change.pages_now, m=change.pages_before)
    return f"{_('Its page is not there any more.')} {text}" if change.page_gone else text


def marked_change_text(change: Change) -> str:
    """What became of a photo, the person's own word with it."""
    text = change_text(change)
    return f"{text} {MARK_SENTENCES[change.mark]}" if change.mark else text


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


def write_changes(out: Writer, report: Report, names: Mapping[str, str], guidance: Guidance, *, plain: bool) -> None:
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
            out.line(marked_change_text(change), 3)
        if kind is ChangeKind.STILL_SERVED:
            out.line(translated(STILL_SERVED_MEANS), 3)
    if done := steps_since(report):
        out.heading(_("Steps done since then"))
        for item in done:
            out.line(f"{item.marked_on}: {step_name(item, guidance)}", hang=3)
    if still := still_visible_photos(report):
        out.heading(translated(STILL_TITLE))
        for item in report.steps:
            if seen := still.get((item.platform, item.step)):
                out.line(step_name(item, guidance), hang=3)
                out.line(still_visible_words(seen), 3)
    if len(report.course) > 1:
        out.heading(_("The course over time"))
        rows = table(tuple(map(translated, COURSE_HEADINGS)), course_rows(report.course))
        if plain or cells(rows[0]) > out.width:
            for line in course_lines(report.course):
                out.line(line, hang=2)
        else:
            for line in rows:
                out.as_is(line)
        out.line(translated(COURSE_COUNTS))


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
