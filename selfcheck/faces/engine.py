"""The face detectors by name."""

from __future__ import annotations

from selfcheck.faces.detection import Engine
from selfcheck.model import EngineName


def load_engine(name: EngineName) -> Engine:
    """Load an engine and its model. Raises `EngineUnavailable` with a sentence where it cannot be used."""
    # Loaded late: OpenCV and dlib take longer to import than a command such as --help takes in all.
    if name is EngineName.YUNET:
        from selfcheck.faces.yunet import YuNet

        return YuNet()

    from selfcheck.faces.hog import Hog

    return Hog()
