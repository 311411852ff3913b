"""Promise 3: faces are found, never encoded, compared or cut out."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import selfcheck
from selfcheck.model import EngineName
from selfcheck.sandbox.pool import WorkerPool
from tests.support import pictures
from tests.support.running import ROOT, run

# Everything in the libraries at hand that tells whose a face is, or prepares for it.
BANNED = {
    "face_encodings", "compare_faces", "face_distance", "face_landmarks", "batch_face_locations",
    "face_recognition_model_v1", "compute_face_descriptor", "face_recognition_model_location", "get_face_chip",
    "get_face_chips", "FaceRecognizerSF", "FaceRecognizerSF_create", "alignCrop", "LBPHFaceRecognizer_create",
    "EigenFaceRecognizer_create", "FisherFaceRecognizer_create", "chinese_whispers_clustering", "cosine_similarity",
}  # fmt: skip


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value  # getattr(library, "name") is a way as well


def test_no_name_that_encodes_or_compares_faces_is_in_the_program() -> None:
    found = {
        (path.name, name)
        for path in Path(selfcheck.__file__).parent.rglob("*.py")
        for name in _names(ast.parse(path.read_text("utf-8")))
        if name in BANNED
    }
    assert found == set()


def test_the_ban_is_on_names_the_libraries_really_have() -> None:
    cv2, face_recognition = pytest.importorskip("cv2"), pytest.importorskip("face_recognition")
    there = {name for name in BANNED if hasattr(cv2, name) or hasattr(face_recognition, name)}
    assert {"face_encodings", "compare_faces", "face_distance", "FaceRecognizerSF"} <= there


def test_the_second_engine_takes_nothing_but_face_locations() -> None:
    tree = ast.parse((Path(selfcheck.__file__).parent / "faces/hog.py").read_text("utf-8"))
    taken = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "face_recognition"
    }
    assert taken == {"face_locations"}


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to see what a process has loaded")
async def test_a_check_never_loads_a_model_that_could_recognise_anyone() -> None:
    async with WorkerPool(EngineName.YUNET, size=1) as pool:
        await pool.warm_up()
        await pool.examine(pictures.demo(pictures.ONE_FACE))
        [worker] = pool._alive
        loaded = Path(f"/proc/{worker._process.pid}/maps").read_text()  # noqa: ASYNC240 (nothing to wait for)
    assert "cv2" in loaded
    assert "dlib" not in loaded
    assert "face_recognition" not in loaded


def test_no_part_of_a_picture_is_in_any_output(tmp_path: Path) -> None:
    report = run("demo", "--json").out
    (tmp_path / "report.json").write_bytes(report)
    outputs = [report, run("demo", "--plain").out]
    for form in ("markdown", "html", "csv", "json"):
        outputs.append(run("export", tmp_path / "report.json", "--to", form, "--with-addresses").out)
    for output in outputs:
        assert b"Mina" in output or b"mina" in output  # it is the real output
        assert b"data:image" not in output
        assert b"<img" not in output
        assert b"/9j/" not in output  # how a JPEG begins in base64
        assert max(map(len, output.split())) < 600  # no long run of encoded bytes


def test_no_recognition_model_comes_with_the_program() -> None:
    heavy = [
        path for path in (ROOT / "selfcheck").rglob("*") if path.suffix in {".onnx", ".dat", ".pt", ".tflite", ".pb"}
    ]
    assert heavy == []
