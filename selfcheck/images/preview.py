"""A photo's small preview: made in the worker, pixelated and fitted to the screen in the app. Never saved."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image

from selfcheck.images.decode import Pixels
from selfcheck.model import PREVIEW_SIDE, Preview

PIXELATED_SIDE: Final = 12
"""Blocks along the long side of a pixelated preview: a scene can be told, a face cannot."""


def make_preview(pixels: Pixels) -> Preview:
    """Shrink upright RGB pixels, shape (height, width, 3), to a preview."""
    image = Image.fromarray(pixels, "RGB")
    image.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.BOX)
    return Preview(image.width, image.height, image.tobytes())


def fit_preview(preview: Preview, columns: int, rows: int, *, pixelated: bool) -> Preview:
    """The preview at the largest size that fits `columns` x `rows` pixels, in blocks if `pixelated`."""
    image = Image.frombytes("RGB", (preview.width, preview.height), preview.rgb)
    factor = min(columns / preview.width, rows / preview.height)
    size = (max(1, round(preview.width * factor)), max(1, round(preview.height * factor)))
    if pixelated:
        blocks = PIXELATED_SIDE / max(preview.width, preview.height)
        small = (max(1, round(preview.width * blocks)), max(1, round(preview.height * blocks)))
        image = image.resize(small, Image.Resampling.BOX)
        image = image.resize(size, Image.Resampling.NEAREST)
    else:
        image = image.resize(size, Image.Resampling.BOX if factor < 1 else Image.Resampling.BILINEAR)
    return Preview(image.width, image.height, np.asarray(image).tobytes())
