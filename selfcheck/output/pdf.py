"""The checklist as PDF, for paper: black on white, never smaller than 12 points, boxes to tick, page numbers."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from PIL import Image

from selfcheck.i18n import _
from selfcheck.output.document import Document, Group, PhotoLine
from selfcheck.output.paper import LARGE, SIZE, Line, Paper, PaperSize
from selfcheck.output.steps import StepLine

_BULLET: Final = "•"
_OWN: Final = "→"
"""Stands before the person's own word, so that it is told from what was measured."""


def to_pdf(document: Document, *, large: bool = False, paper: PaperSize = "a4") -> bytes:
    """The document as PDF. `large` is type of 18 points in place of 12."""
    sheet = Paper(paper, LARGE if large else SIZE, document.title, document.language, document.date)
    sheet.heading(document.title, 1.6)
    sheet.space(1)
    sheet.block([Line(document.opening)])
    sheet.space(3)
    sheet.framed([Line(document.help_line)])
    sheet.space(2)
    sheet.block([Line(document.left_out)])
    _numbers(sheet, document)
    if document.first:
        _opened(sheet, document.first_title, document.first_opening, _first(document.first[0]))
        for group in document.first:
            sheet.space(2)
            sheet.ticked(_first(group), done=False)
    for section in document.sections:
        opening = [Line(section.opening)] if section.opening else []
        first = sheet.ticked_height(_step_lines(section.steps[0]))
        _title(sheet, section.name, sheet.height(opening) + 2 + first)
        if opening:
            sheet.draw(opening)
            sheet.space(2)
        for step in section.steps:
            _step(sheet, step)
    _seen(sheet, document)
    if document.changes:
        _title(sheet, document.changes_title)
        for group in document.changes:
            sheet.block(_group(group))
            sheet.space(2)
    _course(sheet, document)
    if document.signals:
        _opened(sheet, document.signals_title, document.signals_opening, _group(document.signals[0]))
        for group in document.signals:
            sheet.space(2)
            sheet.block(_group(group))
    _limits(sheet, document)
    return sheet.output()


def _title(sheet: Paper, words: str, then: float = 0.0) -> None:
    sheet.space(7)
    sheet.heading(words, 1.25, rule=True, then=then)


def _opened(sheet: Paper, words: str, opening: str, first: list[Line]) -> None:
    """A title with a sentence under it, on the page on which what comes first has room as well."""
    lines = [Line(opening)]
    _title(sheet, words, sheet.height([*lines, *first]) + 2)
    sheet.block(lines)


def _point(words: str) -> Line:
    return Line(words, indent=5, above=0.6, bullet=_BULLET)


def _group(group: Group) -> list[Line]:
    return [Line(group.name, heavy=True), *(_point(line) for line in group.lines)]


def _first(group: Group) -> list[Line]:
    return [Line(group.name, heavy=True), *(Line(line, above=0.6) for line in group.lines)]


def _numbers(sheet: Paper, document: Document) -> None:
    if not document.numbers:
        return
    _title(sheet, document.numbers_title)
    for words, number in document.numbers:
        sheet.row([words, str(number)], [5, 1])


def _step_lines(step: StepLine) -> list[Line]:
    lines = [Line(f"{step.number}. {step.title}", heavy=True), Line(step.facts)]
    lines += [Line(line.words, label=line.label, above=0.8) for line in step.lines]
    source = f" {step.source.label}: {step.source.words}" if step.source else ""
    lines.append(Line(f"{step.provenance}{source}", above=0.8))
    return lines


def _step(sheet: Paper, step: StepLine) -> None:
    sheet.ticked(_step_lines(step), done=step.done)
    sheet.space(2)
    sheet.rule()
    sheet.space(3)


def _seen(sheet: Paper, document: Document) -> None:
    if not document.pages and not document.photos:
        return
    _title(sheet, document.seen_title)
    for page in document.pages:
        head = [Line(page.name, heavy=True), *([Line(page.address)] if page.address else [])]
        sheet.block([*head, Line(page.why), *map(_point, page.notes)])
        sheet.space(2)
    if document.pictures_note:
        sheet.framed([Line(document.pictures_note)])
        sheet.space(2)
    for photo in document.photos:
        _photo(sheet, photo)
    if document.other_photos:
        sheet.space(1)
        sheet.block([Line(document.other_photos)])


def _course(sheet: Paper, document: Document) -> None:
    if not document.course:
        return
    _title(sheet, document.course_title)
    sheet.block([Line(document.course_note)])
    sheet.space(2)
    if not sheet.label_width:  # large type: eight columns would not fit
        for day, *cells in document.course:
            told = zip(document.course_head[1:], cells, strict=True)
            sheet.block([Line(day, heavy=True), Line(" · ".join(f"{words}: {cell}" for words, cell in told))])
            sheet.space(2)
        return
    widths = [1.5, *([1.0] * (len(document.course_head) - 1))]
    sheet.row(document.course_head, widths, heavy=True)
    for row in document.course:
        sheet.row(row, widths)


def _limits(sheet: Paper, document: Document) -> None:
    """The end, title and all on one page: a last sheet with a line or two of it is soon lost."""
    lines = [_point(text) for text in document.limits]
    then = sheet.height(lines)
    if sheet.missing:
        lines.append(Line(_("Some letters are not in the type of this file. Each is drawn as □."), above=2))
        then = sheet.height(lines)
    _title(sheet, document.limits_title, then)
    for line in lines:
        sheet.block([line])


def _photo(sheet: Paper, photo: PhotoLine) -> None:
    lines = [Line(photo.name, heavy=True), Line(photo.seen)]
    lines += [Line(text) for text in (photo.address, photo.alt) if text]
    if photo.own_word:
        lines.append(Line(photo.own_word, indent=5, above=0.6, bullet=_OWN))
    lines += map(_point, photo.reasons)
    if photo.picture:
        with Image.open(BytesIO(photo.picture)) as picture:
            sheet.pictured(photo.picture, picture.size, lines)
    else:
        sheet.block(lines)
    sheet.space(2.5)
