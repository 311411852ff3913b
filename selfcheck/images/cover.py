"""A preview with every face covered, as a small JPEG: the only pictures that ever go into a file.

The pixels under a box are replaced before anything is encoded, so nothing of them is left in the file. The picture
is a preview already, at most 160 pixels on its long side, and carries no data of its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from io import BytesIO
from typing import Final

import numpy as np
from PIL import Image

from selfcheck.model import Face, Photo, PhotoMark, Preview, State

COVER: Final = (0, 0, 0)
MARGIN: Final = 0.25
"""Of a box's longer side, added on each side: boxes end at brows and chin, and hair and ears tell people apart too."""
LEAST_MARGIN: Final = 3
"""Pixels of the preview: shrinking mixes neighbouring pixels."""
_QUALITY: Final = 85


def covered_picture(photo: Photo, preview: Preview, more: Iterable[Face] = ()) -> bytes:
    """The preview of a photo as JPEG, every face and every place that may be one under a solid box.

    `more` are boxes besides the photo's own, in pixels of the photo. Empty for a photo on which nothing was found: it
    may show a face that was missed, and then nothing would be covered.
    """
    boxes = [*photo.faces, *photo.unsure, *more]
    if photo.state not in {State.FACES, State.UNSURE} or not boxes or not photo.width or not photo.height:
        return b""
    if photo.mark is PhotoMark.FACE_MISSED:  # the person says that there is a face nobody knows the place of
        return b""
    pixels = np.frombuffer(preview.rgb, np.uint8).reshape(preview.height, preview.width, 3).copy()
    across, down = preview.width / photo.width, preview.height / photo.height
    for face in boxes:
        x, y = _within(face.x, photo.width), _within(face.y, photo.height)
        width, height = _within(face.width, photo.width), _within(face.height, photo.height)
        margin = MARGIN * max(width * across, height * down) + LEAST_MARGIN
        left, right = x * across - margin, (x + width) * across + margin
        top, bottom = y * down - margin, (y + height) * down + margin
        pixels[_from(top) : _to(bottom), _from(left) : _to(right)] = COVER
    written = BytesIO()
    # A new picture made of these pixels alone: no EXIF, no profile, no thumbnail to carry over.
    Image.fromarray(pixels, "RGB").save(written, "JPEG", quality=_QUALITY, subsampling=0)
    return written.getvalue()


def _within(value: int, side: int) -> int:
    """A number of a report file may be anything; what is taken of it lies inside the picture."""
    return max(0, min(value, side))


def _from(value: float) -> int:
    return max(0, math.floor(value))


def _to(value: float) -> int:
    return max(0, math.ceil(value))
