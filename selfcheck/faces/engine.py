"""The door every face detector comes through, and the two that exist."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from selfcheck.images.opening import Pixels
from selfcheck.language import _

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


class EngineName(StrEnum):
    """The engines by the name the person chooses them with."""

    YUNET = "yunet"
    FACE_RECOGNITION = "face-recognition"


def notice() -> str:
    """Said before the face-recognition engine is used."""
    return _(
        "The library face-recognition could also tell people apart. "
        "selfcheck asks it only where faces are, and never whose."
    )


def load_engine(name: EngineName) -> Engine:
    """Load an engine and its model. Raises `EngineUnavailable` with a sentence where it cannot be used."""
    if name is EngineName.YUNET:
        from selfcheck.faces.yunet import YuNet

        return YuNet()
    from selfcheck.faces.hog import Hog

    return Hog()
