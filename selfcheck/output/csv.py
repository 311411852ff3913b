"""The report as one table (CSV) that opens by a double click in Excel, LibreOffice and Numbers.

One file, one table: a row for each page, photo and step, for what became of each photo since a check before, and for
each number of each check that was saved. Whoever helps at a workshop sorts and filters by the first column, and has no
second file to lose. At the numbers level a row for each count.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from io import StringIO
from typing import Final

from selfcheck.i18n import _
from selfcheck.model import Share, State
from selfcheck.model.safe_text import safe_text
from selfcheck.output.document import Document, PageLine, PhotoLine
from selfcheck.output.steps import StepLine
from selfcheck.output.wording.marks import MARK_NAMES
from selfcheck.output.wording.report import MARK_WORDS, STATE_WORDS

_FORMULA: Final = frozenset("=+-@＝＋－＠")
"""How a formula may begin, also in the wide forms that some versions of Excel read as the same."""
_WHERE_SPLIT: Final = re.compile(r"([;|\t])(?=[^\w;|\t]*[=+\-@＝＋－＠])")
"""Where a program that splits lines at other signs than commas would begin a cell with a formula."""
_LONGEST: Final = 5000
"""Characters of a cell; Excel takes 32,767."""

Cell = str | int


def to_csv(document: Document) -> bytes:
    """The document as CSV: UTF-8 with a byte order mark, so that Excel reads Korean; commas; lines end in CRLF."""
    written = StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in _numbers(document) if document.share is Share.NUMBERS else _rows(document):
        writer.writerow([safe_cell(cell) for cell in row])
    return written.getvalue().encode("utf-8-sig", "replace")


def safe_cell(cell: Cell) -> Cell:
    """A cell no program runs: what begins like a formula gets an apostrophe before it. Numbers stay numbers.

    Also after a semicolon, a bar or a tab, where some programs end a cell whatever the quotes say.
    """
    if isinstance(cell, int):
        return cell
    text = _WHERE_SPLIT.sub(r"\1'", safe_text(cell, _LONGEST))
    return f"'{text}" if text[:1] in _FORMULA and text else text


def _numbers(document: Document) -> Iterable[list[Cell]]:
    yield [_("What"), _("Number")]
    for words, number in document.numbers:
        yield [words, number]


def _rows(document: Document) -> Iterable[list[Cell]]:
    full = document.share is Share.FULL
    head: list[Cell] = [
        _("Kind"),
        _("Number"),
        _("Where"),
        _("What"),
        _("State"),
        _("Why"),
        _("Your own word"),
        _("Faces"),
        _("Perhaps faces"),
        _("Width"),
        _("Height"),
        _("Part of the plan"),
        _("Answered on"),
        _("Minutes"),
        _("Benefit"),
        _("On your photos"),
        _("Before you start"),
        _("On the web"),
        _("In the app"),
        _("Settings page"),
    ]
    yield [*head, _("Address"), _("Words beside it")] if full else head
    for number, page in enumerate(document.pages, start=1):
        yield [*_page(number, page), *([page.address, ""] if full else [])]
    for photo in sorted((*document.photos, *document.rest), key=lambda line: line.number):
        yield [*_photo(photo), *([photo.address, photo.alt] if full else [])]
    for number, group in enumerate(document.first, start=1):
        told: list[Cell] = ["", group.name.partition(" ")[2], "", " ".join(group.lines)]
        yield [_("first step"), number, *told, *[""] * (len(head) - 6 + (2 if full else 0))]
    for section in document.sections:
        for step in section.steps:
            yield [*_step(step, section.name), *(["", ""] if full else [])]
    for change in document.changed:
        told = [change.number or "", change.page, change.role, change.kind, change.why, change.own_word]
        yield [_("change"), *told, change.faces, *[""] * 12, *([change.address, ""] if full else [])]
    for number, point in enumerate(document.course, start=1):
        for name, value in zip(document.course_head[1:], point[1:], strict=True):
            yield [_("check"), number, point[0], name, value, *[""] * (len(head) - 5 + (2 if full else 0))]


def _page(number: int, page: PageLine) -> list[Cell]:
    why = " ".join((page.why, *page.notes))
    return [_("page"), number, page.name, _("page"), "", why, *[""] * 14]


def _photo(line: PhotoLine) -> list[Cell]:
    photo = line.photo
    checked = photo.state is not State.NOT_CHECKED  # else a nought would read as a photo without a face
    counts: list[Cell] = [len(photo.faces), len(photo.unsure)] if checked else ["", ""]
    sizes: list[Cell] = [*counts, photo.width or "", photo.height or ""]
    return [
        _("photo"),
        line.number,
        line.page,
        line.role,
        STATE_WORDS[photo.state],
        " ".join(line.reasons) or ("" if photo.state is State.FACES else line.why),
        MARK_NAMES[photo.mark] if photo.mark else "",
        *sizes,
        *[""] * 9,
    ]


def _step(step: StepLine, part: str) -> list[Cell]:
    item, words = step.item, step.step
    return [
        _("step"),
        step.number,
        step.where,
        words.title,
        MARK_WORDS[item.mark],
        f"{words.effect} {words.does_not}",
        *[""] * 5,
        part,
        item.marked_on,
        words.effort_minutes,
        step.benefit,
        step.on_photos,
        " ".join(filter(None, (step.before, step.moved))),
        " → ".join(words.path_web),
        " → ".join(words.path_mobile),
        words.url or "",
    ]
