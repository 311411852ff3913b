"""A photo drawn with half-blocks: two pixels to a cell, boxes round the faces, pixelated until revealed."""

from __future__ import annotations

from typing import Final

import numpy as np
from textual.color import Color
from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widgets import Static

from selfcheck.i18n import _
from selfcheck.images.decode import Pixels
from selfcheck.images.preview import fit_preview
from selfcheck.model import Face, Photo, Preview

_FACE: Final = (255, 209, 102)
_UNSURE: Final = (120, 200, 255)
_GROUND: Final = (16, 16, 16)


class Picture(Static):
    """Shows one preview at a time. A new one is always pixelated."""

    revealed: reactive[bool] = reactive(False)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._photo: Photo | None = None
        self._preview: Preview | None = None
        self._why_none = ""

    def show(self, photo: Photo, preview: Preview | None, why_none: str) -> None:
        """Draw this photo, pixelated; `why_none` says why there is no preview of it."""
        self._photo, self._preview, self._why_none = photo, preview, why_none
        self.revealed = False
        self._draw()

    def watch_revealed(self) -> None:
        """Draw it the new way."""
        self._draw()

    def on_resize(self) -> None:
        """Fit it into the new room."""
        self._draw()

    def _draw(self) -> None:
        if self._photo is None or not self.size.width:
            return
        if self._preview is None:
            self.update(f"{_('No picture to show.')}\n{self._why_none}")
            return
        width, height = self.size.width, self.size.height * 2
        fitted = fit_preview(self._preview, width, height, pixelated=not self.revealed)
        pixels = np.frombuffer(fitted.rgb, np.uint8).reshape(fitted.height, fitted.width, 3).copy()
        for faces, colour in ((self._photo.unsure, _UNSURE), (self._photo.faces, _FACE)):
            for face in faces:
                _outline(pixels, face, fitted.width / max(1, self._photo.width), colour)
        self.update(half_blocks(pixels))


def _outline(pixels: Pixels, face: Face, scale: float, colour: tuple[int, int, int]) -> None:
    """Draw a box of one pixel's width in place; `scale` turns the photo's pixels into those drawn."""
    rows, columns = pixels.shape[:2]
    left, right = (min(columns - 1, max(0, round(x * scale))) for x in (face.x, face.x + face.width))
    top, bottom = (min(rows - 1, max(0, round(y * scale))) for y in (face.y, face.y + face.height))
    pixels[top, left : right + 1] = colour
    pixels[bottom, left : right + 1] = colour
    pixels[top : bottom + 1, left] = colour
    pixels[top : bottom + 1, right] = colour


def half_blocks(pixels: Pixels) -> Content:
    """RGB pixels, shape (height, width, 3), as lines of upper half blocks."""
    if len(pixels) % 2:
        last = np.full((1, pixels.shape[1], 3), _GROUND, np.uint8)
        pixels = np.concatenate([pixels, last])
    lines = []
    for row in range(0, len(pixels), 2):
        cells = [
            ("▀", Style(foreground=_colour(upper), background=_colour(lower)))
            for upper, lower in zip(pixels[row], pixels[row + 1], strict=True)
        ]
        lines.append(Content.assemble(*cells))
    return Content("\n").join(lines)


def _colour(pixel: Pixels) -> Color:
    red, green, blue = (int(part) for part in pixel)
    return Color(red, green, blue)
