"""Detections in working pixels -> faces in the photo's own pixels, and the photo's state."""

from __future__ import annotations

import math
from collections.abc import Iterable

from selfcheck.faces.detection import MAYBE, SURE, Detection, Engine
from selfcheck.images.decode import Upright
from selfcheck.model import Examined, Face, Outcome, State

_NOSE_DEPTH = 0.4  # how far the nose tip stands out, in eye distances: about 25 mm of 63 mm on an adult


def look_for_faces(picture: Upright, engine: Engine) -> Examined:
    """Run the engine on an opened picture and sort what it finds into sure and unsure, largest first."""
    detections = engine.detect(picture.pixels)
    faces = _sized(picture, (d for d in detections if d.score is None or d.score >= SURE))
    unsure = _sized(picture, (d for d in detections if d.score is not None and MAYBE <= d.score < SURE))
    if faces:
        state, reason = State.FACES, Outcome.FACES
    elif unsure:
        state, reason = State.UNSURE, Outcome.UNSURE
    else:
        state, reason = State.NONE_SEEN, Outcome.NONE_SEEN
    return Examined(state, reason, picture.width, picture.height, faces, unsure, picture.embedded, picture.place)


def _sized(picture: Upright, detections: Iterable[Detection]) -> tuple[Face, ...]:
    faces = [face for face in (_in_photo(picture, detection) for detection in detections) if face is not None]
    return tuple(sorted(faces, key=lambda face: -face.width * face.height))


def _in_photo(picture: Upright, found: Detection) -> Face | None:
    """The box in the photo's pixels, cut at its edges; None if nothing of it lies inside."""
    left = max(0, round(found.x * picture.scale))
    top = max(0, round(found.y * picture.scale))
    right = min(picture.width, round((found.x + found.width) * picture.scale))
    bottom = min(picture.height, round((found.y + found.height) * picture.scale))
    if right <= left or bottom <= top:
        return None
    eyes = frontal = None
    if found.points is not None:
        (rx, ry), (lx, ly), nose = found.points[0], found.points[1], found.points[2]
        eyes = round(math.hypot(lx - rx, ly - ry) * picture.scale, 1)
        frontal = round(_frontal((rx, ry), (lx, ly), nose), 2)
    score = None if found.score is None else round(min(1.0, found.score), 3)
    return Face(left, top, right - left, bottom - top, score, eyes, frontal)


def _frontal(right_eye: tuple[float, float], left_eye: tuple[float, float], nose: tuple[float, float]) -> float:
    """How frontal a face is: cos² of its turn to the side, times cos² of its tilt, each 1 when straight.

    The cos² mapping is that of ISO/IEC 29794-5 as OFIQ computes it; the angles are a rough reading of three
    points, not a head pose model. How far a head nods up or down cannot be read from them and is left out.
    """
    across, along = left_eye[0] - right_eye[0], left_eye[1] - right_eye[1]
    length = math.hypot(across, along)
    if length < 1:
        return 0.0
    middle = ((right_eye[0] + left_eye[0]) / 2, (right_eye[1] + left_eye[1]) / 2)
    offset = ((nose[0] - middle[0]) * across + (nose[1] - middle[1]) * along) / length**2
    turn = math.atan(offset / _NOSE_DEPTH)
    tilt = math.atan2(along, across)
    return max(0.0, math.cos(turn)) ** 2 * max(0.0, math.cos(tilt)) ** 2
