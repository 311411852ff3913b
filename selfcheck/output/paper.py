"""Paper for the PDF: measured lines of the bundled font, boxes to tick, and blocks that stay on one page.

The font has one weight; what is to stand out is drawn with a thin outline around the same letters.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.resources import as_file, files
from io import BytesIO
from typing import Final, Literal, cast

from fpdf import FPDF
from fpdf.enums import TextMode
from fpdf.fonts import TTFFont

from selfcheck.i18n import _
from selfcheck.output.pdf_letters import FontLetters

PaperSize = Literal["a4", "letter"]

SIZE: Final = 12.0
LARGE: Final = 18.0
"""Points of ordinary type. Nothing is drawn smaller."""
MARGIN: Final = 18.0
_LEADING: Final = 1.32
_MM: Final = 25.4 / 72
for _name in ("fontTools", "fpdf"):
    logging.getLogger(_name).setLevel(logging.ERROR)  # they tell of tables they drop, on the person's screen


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one weight and size, `indent`, `above` and `right` (left free there) in millimetres.

    `label` is drawn in a column before them.
    """

    words: str
    scale: float = 1.0
    heavy: bool = False
    indent: float = 0.0
    above: float = 0.0
    right: float = 0.0
    label: str = ""
    bullet: str = ""


class Paper:
    """One PDF under way. `size` is the type's in points."""

    def __init__(self, sheet: PaperSize, size: float, title: str, language: str, date: str) -> None:
        self.size = size
        self._pdf = _Sheets(orientation="portrait", unit="mm", format=sheet)
        self._pdf.set_margins(MARGIN, MARGIN, MARGIN)
        self._pdf.set_auto_page_break(True, MARGIN + 4)
        self._pdf.c_margin = 0
        font = files("selfcheck") / "data" / "fonts" / "NanumGothic.ttf"
        with as_file(font) as path:
            self._pdf.add_font("type", "", path)
        self._pdf.set_font("type", size=size)
        font_used = cast("TTFFont", self._pdf.fonts["type"])
        self._letters = FontLetters(font_used.cmap, font_used.cw)
        self._pdf.set_title(self.drawable(title))
        self._pdf.set_lang(language)
        self._pdf.set_producer("")  # which program made it is nobody's business
        self._pdf.set_creator("")
        self._pdf.set_creation_date(_moment(date))
        self._pdf.add_page()

    @property
    def label_width(self) -> float:
        """Width of the column of labels; 0 where type is so large that a label stands above its words."""
        return 0.0 if self.size > SIZE else 44.0

    @property
    def _tick_inset(self) -> float:
        return self.size * _MM * 1.9

    def ticked_height(self, lines: Sequence[Line]) -> float:
        """How high a block with a box will be."""
        return self.height(lines, self._tick_inset)

    @property
    def missing(self) -> bool:
        """Whether a letter was asked for that the font does not have."""
        return self._letters.missing

    def drawable(self, text: str) -> str:
        """Text of letters the font has."""
        return self._letters.drawable(text)

    def heading(self, words: str, scale: float, *, rule: bool = False, then: float = 0.0) -> None:
        """A title, on one page with what stands below it, `then` millimetres high; it is in the PDF's contents."""
        pdf = self._pdf
        lines = [Line(words, scale=scale, heavy=True)]
        self.room_for(self.height(lines) + max(then + 4, 4 * self._line_height(1.0)))
        pdf.start_section(self.drawable(words))
        self.draw(lines)
        if rule:
            pdf.set_line_width(0.5)
            pdf.line(pdf.l_margin, pdf.get_y() + 1, pdf.w - pdf.r_margin, pdf.get_y() + 1)
            self.space(2.5)

    def space(self, height: float) -> None:
        """Leave this many millimetres."""
        self._pdf.set_y(self._pdf.get_y() + height)

    def room_for(self, height: float) -> None:
        """Begin a new page where this height is not left on this one. What is higher than a page begins where it is."""
        top = self._pdf.get_y() <= self._pdf.t_margin + 0.1
        if not top and height < self._whole_page() and self._pdf.will_page_break(height):
            self._pdf.add_page()

    def draw(self, lines: Sequence[Line], left: float = 0.0) -> None:
        """Draw lines below each other, `left` millimetres further in."""
        for line in lines:
            self._draw(line, left)

    def block(self, lines: Sequence[Line]) -> None:
        """Lines that belong together: on one page wherever they fit on one."""
        self.room_for(self.height(lines))
        self.draw(lines)

    def framed(self, lines: Sequence[Line]) -> None:
        """Lines in a frame, with a heavy edge at the left."""
        pdf = self._pdf
        inset = 4.0
        lines = [replace(line, right=inset) for line in lines]
        height = self.height(lines, inset) + 4
        self.room_for(height)
        page, top = pdf.page_no(), pdf.get_y()
        self.space(2)
        self.draw(lines, inset)
        self.space(2)
        if pdf.page_no() == page:
            pdf.set_line_width(0.3)
            pdf.rect(pdf.l_margin, top, pdf.epw, pdf.get_y() - top)
            pdf.set_line_width(1.4)
            pdf.line(pdf.l_margin + 0.7, top, pdf.l_margin + 0.7, pdf.get_y())

    def ticked(self, lines: Sequence[Line], *, done: bool) -> None:
        """A block with a box to tick before it; the tick is drawn, since fonts differ in theirs."""
        pdf = self._pdf
        inset = self._tick_inset
        self.room_for(self.height(lines, inset))
        side = self.size * _MM * 1.0
        x, y = pdf.l_margin + 0.3, pdf.get_y() + self._line_height(1.0) / 2 - side / 2 + 0.2
        pdf.set_line_width(0.5)
        pdf.rect(x, y, side, side)
        if done:
            pdf.set_line_width(0.8)
            pdf.polyline(
                [
                    (x + side * 0.2, y + side * 0.55),
                    (x + side * 0.42, y + side * 0.8),
                    (x + side * 0.85, y + side * 0.2),
                ]
            )
        self.draw(lines, inset)

    def pictured(self, picture: bytes, size: tuple[int, int], lines: Sequence[Line]) -> None:
        """A picture with lines beside it. `picture` is a JPEG, `size` its pixels."""
        pdf = self._pdf
        width, height = size
        scale = min(36.0 / width, 44.0 / height)
        width_mm, height_mm = width * scale, height * scale
        inset = 40.0
        self.room_for(max(height_mm + 2, self.height(lines, inset)))
        page, top = pdf.page_no(), pdf.get_y()
        pdf.image(BytesIO(picture), x=pdf.l_margin, y=top + 1, w=width_mm, h=height_mm)
        pdf.set_xy(pdf.l_margin, top)
        self.draw(lines, inset)
        if pdf.page_no() == page:
            pdf.set_y(max(pdf.get_y(), top + height_mm + 2))

    def row(self, cells: Sequence[str], widths: Sequence[float], *, heavy: bool = False) -> None:
        """A row of a table; `widths` are parts of the whole. A thin rule is drawn below it."""
        pdf = self._pdf
        step = self._line_height(1.0)
        each = [pdf.epw * width / sum(widths) - 3 for width in widths]
        high = max(len(self._wrapped(cell, width, 1.0)) for cell, width in zip(cells, each, strict=True)) * step + 2
        self.room_for(high)
        x, top = pdf.l_margin, pdf.get_y()
        for cell, width in zip(cells, each, strict=True):
            pdf.set_y(top + 1)
            self._words(cell, x, width, 1.0, heavy=heavy)
            x += width + 3
        pdf.set_xy(pdf.l_margin, top + high)
        pdf.set_line_width(0.2)
        pdf.line(pdf.l_margin, pdf.get_y(), pdf.w - pdf.r_margin, pdf.get_y())

    def rule(self) -> None:
        """A thin line over the whole width."""
        self._pdf.set_line_width(0.2)
        self._pdf.line(self._pdf.l_margin, self._pdf.get_y(), self._pdf.w - self._pdf.r_margin, self._pdf.get_y())

    def height(self, lines: Sequence[Line], left: float = 0.0) -> float:
        """How high these lines will be, in millimetres."""
        return sum(self._height(line, left) for line in lines)

    def output(self) -> bytes:
        """The file."""
        return bytes(self._pdf.output())

    def _whole_page(self) -> float:
        return self._pdf.h - self._pdf.t_margin - self._pdf.b_margin

    def _line_height(self, scale: float) -> float:
        return self.size * scale * _MM * _LEADING

    def _style(self, scale: float) -> None:
        self._pdf.set_font_size(self.size * scale)

    def _room(self, line: Line, left: float) -> float:
        label = self.label_width if line.label else 0.0
        return self._pdf.epw - left - line.indent - line.right - label

    def _height(self, line: Line, left: float) -> float:
        count = len(self._wrapped(line.words, self._room(line, left), line.scale))
        if line.label:
            width = self.label_width or self._room(line, left)
            labels = len(self._wrapped(line.label, width - 2, line.scale))
            count = max(count, labels) if self.label_width else count + labels
        return line.above + count * self._line_height(line.scale)

    def _wrapped(self, words: str, width: float, scale: float) -> list[str]:
        return self._letters.wrapped(words, width / (self.size * scale * _MM) * 1000)

    def _draw(self, line: Line, left: float) -> None:
        pdf = self._pdf
        self.space(line.above)
        x = pdf.l_margin + left + line.indent
        if pdf.will_page_break(self._line_height(line.scale)):
            pdf.add_page()
        page, top, bottom = pdf.page_no(), pdf.get_y(), 0.0
        if line.label:
            width = (self.label_width or self._room(line, left)) - 2
            self._words(line.label, x, width, line.scale, heavy=True)
            if self.label_width and pdf.page_no() == page:
                bottom = pdf.get_y()
                pdf.set_y(top)
            x += self.label_width
        if line.bullet:
            pdf.set_x(x - 4.5)
            self._style(line.scale)
            pdf.cell(4, self._line_height(line.scale), line.bullet)
        self._words(line.words, x, self._room(line, left), line.scale, heavy=line.heavy)
        if pdf.page_no() == page:
            pdf.set_y(max(bottom, pdf.get_y()))

    def _words(self, words: str, x: float, width: float, scale: float, *, heavy: bool) -> None:
        """Draw lines from here down, on the next page where this one ends."""
        pdf = self._pdf
        step = self._line_height(scale)
        for line in self._wrapped(words, width, scale):
            if pdf.will_page_break(step):
                pdf.add_page()
            self._style(scale)
            pdf.set_x(x)
            if heavy:
                with pdf.local_context(text_mode=TextMode.FILL_STROKE, line_width=0.011 * self.size * scale):
                    pdf.cell(width, step, line)
            else:
                pdf.cell(width, step, line)
            pdf.set_xy(pdf.l_margin, pdf.get_y() + step)


class _Sheets(FPDF):
    """fpdf2's document with a line at the foot of each page."""

    def footer(self) -> None:
        """Which page of how many: sheets fall out of order on a table."""
        self.set_y(-MARGIN)
        self.set_font("type", size=SIZE)
        words = _("Page {page} of {pages}").format(page=self.page_no(), pages="{nb}")
        self.cell(0, 6, words, align="R")


def _moment(date: str) -> datetime:
    """The day of the report, and no time: when and where someone sat down to print it is left out."""
    try:
        return datetime.fromisoformat(date).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
    except ValueError:
        return datetime(2000, 1, 1, tzinfo=UTC)
