"""What every face detector takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]

SURE: Final = 0.8
"""Score from which a detection is told as a face; measured in docs/method.md."""
MAYBE: Final = 0.5
"""Score from which it is told as "unsure": shown, never dropped. Below, it is nothing."""


@dataclass(frozen=True, slots=True)
class Detection:
    """One box in pixels of the picture handed in, and what the engine says of it.

    `score` from 0 to 1, None where the engine gives none. `points` are (x, y) of the right eye, left eye, nose
    tip, right and left corner of the mouth as the person has them, None where the engine gives none.
    """

    x: float
    y: float
    width: float
    height: float
    score: float | None
    points: tuple[tuple[float, float], ...] | None = None


class Engine(Protocol):
    """Finds faces. It has no way to encode or compare them."""

    def detect(self, pixels: Pixels) -> list[Detection]:
        """All detections of score `MAYBE` or more in RGB pixels, shape (height, width, 3)."""
        ...
