"""The `face-recognition` engine, by choice: that library's `face_locations` (dlib's HOG detector), nothing else of it.

Importing the library loads an encoder into memory, which is why the default path never does. Its weights package
needs `pkg_resources` and ends the process with exit code 0 when it is missing; so that is looked at first.
"""

from __future__ import annotations

import warnings
from importlib.util import find_spec

from PIL import ImageFile

from selfcheck.errors import EngineUnavailable
from selfcheck.faces.detection import Detection, Pixels
from selfcheck.i18n import _


class Hog:
    """Finds upright, mostly frontal faces from about 40 pixels. Gives boxes alone: no score, no points."""

    def __init__(self) -> None:
        missing = [name for name in ("face_recognition", "face_recognition_models", "dlib") if find_spec(name) is None]
        if missing:
            raise EngineUnavailable(
                _("The engine face-recognition is not installed ({parts} missing).").format(parts=", ".join(missing)),
                _how(),
            )
        if find_spec("pkg_resources") is None:
            raise EngineUnavailable(
                _("The engine face-recognition needs the package setuptools below version 81, which is not here."),
                _how(),
            )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # setuptools' own notice about pkg_resources
            import face_recognition
        # The library lets Pillow fill in what is missing of a file; a photo that came in part must not pass as whole.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        self._locate = face_recognition.face_locations

    def detect(self, pixels: Pixels) -> list[Detection]:
        """See `Engine`."""
        boxes = self._locate(pixels, number_of_times_to_upsample=1, model="hog")
        return [
            Detection(float(left), float(top), float(right - left), float(bottom - top), score=None)
            for top, right, bottom, left in boxes
        ]


def _how() -> str:
    return _('Install it with: pip install "selfcheck[face-recognition]" (see the README), or leave out --engine.')
