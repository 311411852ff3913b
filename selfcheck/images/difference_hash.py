"""A difference hash of a whole picture: equal or nearly so for one picture in other sizes and qualities.

It tells pictures apart, never people: it knows only where neighbouring parts of the picture grow lighter. Two photos
of one person have nothing in common here. Method: N. Krawetz, "Kind of Like That",
https://www.hackerfactor.com/blog/index.php?/archives/529-Kind-of-Like-That.html, taken across and down.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image

from selfcheck.images.decode import Pixels

BITS: Final = 128
_FLAT: Final = 6
"""Steps of grey. Where no two neighbouring parts differ by more, the hash would be noise and is not made."""


def fingerprint(pixels: Pixels) -> str:
    """The hash of upright RGB pixels, shape (height, width, 3), as 32 hexadecimal digits; "" for a flat picture."""
    grey = Image.fromarray(pixels, "RGB").convert("L")
    across = np.asarray(grey.resize((9, 8), Image.Resampling.BOX), dtype=np.int16)
    down = np.asarray(grey.resize((8, 9), Image.Resampling.BOX), dtype=np.int16)
    steps = np.concatenate([np.diff(across, axis=1).ravel(), np.diff(down, axis=0).ravel()])
    if np.abs(steps).max() <= _FLAT:
        return ""
    return np.packbits(steps > 0).tobytes().hex()
