"""The face detectors by name."""

from __future__ import annotations

from enum import StrEnum

from selfcheck.faces.detection import Engine
from selfcheck.i18n import _


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
    # Loaded late: OpenCV and dlib take longer to import than a command such as --help takes in all.
    if name is EngineName.YUNET:
        from selfcheck.faces.yunet import YuNet

        return YuNet()

    from selfcheck.faces.hog import Hog

    return Hog()
