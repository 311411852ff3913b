"""Pictures in an export: only where asked for, and with nothing of a face left in the file."""

from __future__ import annotations

import base64
import dataclasses
import re
from io import BytesIO
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from selfcheck.guidance.model import Guidance
from selfcheck.images.cover import COVER, LEAST_MARGIN, covered_picture
from selfcheck.model import PREVIEW_SIDE, Face, Outcome, Photo, PhotoMark, Preview, Report, Share, State
from selfcheck.output.document import build_document
from selfcheck.output.formats import Format, Wish, write_as
from selfcheck.output.report_json import dump_json
from selfcheck.sandbox.pool import WorkerPool
from tests.support import pictures
from tests.support.reports import full_report, gathered, page, photo
from tests.support.running import AS_INSTALLED, run

WIDE, HIGH = 160, 120


def noisy(seed: int) -> Preview:
    """A preview in which no two pixels are alike, so that anything left of one shows."""
    pixels = np.random.default_rng(seed).integers(0, 256, (HIGH, WIDE, 3), dtype=np.uint8)
    return Preview(WIDE, HIGH, pixels.tobytes())


def shown_on(*faces: Face, unsure: tuple[Face, ...] = (), **more: object) -> Photo:
    """A photo four times the size of its preview."""
    state = State.FACES if faces else State.UNSURE
    return photo(
        "https://mina.example/a.jpg", state, width=WIDE * 4, height=HIGH * 4, faces=faces, unsure=unsure, **more
    )


def decoded(jpeg: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(jpeg)).convert("RGB"))


BOX = Face(200, 160, 80, 100, 0.9)
OTHER = Face(420, 40, 60, 60, 0.4)


@given(st.integers(0, 2**32), st.integers(0, 2**32))
def test_what_is_under_a_box_leaves_no_trace_at_all_in_the_file(one: int, other: int) -> None:
    """Two pictures that differ only in their faces give the same file, byte for byte."""
    first = np.frombuffer(noisy(one).rgb, np.uint8).reshape(HIGH, WIDE, 3).copy()
    second = np.frombuffer(noisy(other).rgb, np.uint8).reshape(HIGH, WIDE, 3)
    for box in (BOX, OTHER):
        top, left = box.y // 4 - LEAST_MARGIN, box.x // 4 - LEAST_MARGIN
        bottom, right = (box.y + box.height) // 4 + LEAST_MARGIN, (box.x + box.width) // 4 + LEAST_MARGIN
        first[top:bottom, left:right] = second[top:bottom, left:right]
    seen = shown_on(BOX, unsure=(OTHER,))
    assert covered_picture(seen, Preview(WIDE, HIGH, first.tobytes())) == covered_picture(seen, noisy(one))


def test_every_box_is_solid_with_a_margin_and_the_rest_of_the_picture_stays() -> None:
    before = np.frombuffer(noisy(7).rgb, np.uint8).reshape(HIGH, WIDE, 3)
    after = decoded(covered_picture(shown_on(BOX, unsure=(OTHER,)), noisy(7)))
    for box in (BOX, OTHER):
        margin = box.width // 4 // 5
        inside = after[
            box.y // 4 - margin : (box.y + box.height) // 4 + margin,
            box.x // 4 - margin : (box.x + box.width) // 4 + margin,
        ]
        assert np.abs(inside.astype(int) - np.array(COVER)).max() < 40
    assert np.abs(after[80:].astype(int) - before[80:]).mean() < 30


def test_the_file_is_small_and_carries_nothing_but_the_picture() -> None:
    jpeg = covered_picture(shown_on(BOX), noisy(1))
    image = Image.open(BytesIO(jpeg))
    assert max(image.size) <= PREVIEW_SIDE
    assert image.format == "JPEG"
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert jpeg.count(b"\xff\xd8\xff") == 1  # no thumbnail within


@pytest.mark.parametrize(
    "seen",
    [
        photo("https://mina.example/a.jpg", State.NONE_SEEN),
        photo("https://mina.example/a.jpg", State.NOT_CHECKED, Outcome.BROKEN),
        dataclasses.replace(photo("https://mina.example/a.jpg", State.NOT_CHECKED, Outcome.BROKEN), faces=(BOX,)),
        dataclasses.replace(shown_on(BOX), faces=()),
        dataclasses.replace(shown_on(BOX), width=0),
        dataclasses.replace(shown_on(BOX), mark=PhotoMark.FACE_MISSED),
    ],
    ids=["none seen", "not checked", "not checked with a box", "no box", "no size", "a face was missed"],
)
def test_where_a_face_may_be_uncovered_there_is_no_picture(seen: Photo) -> None:
    assert covered_picture(seen, noisy(1)) == b""


@pytest.mark.parametrize("number", [-(10**400), -(10**30), -5, 10**30, 10**400], ids=range(5))
def test_a_box_of_any_numbers_covers_what_lies_inside(number: int) -> None:
    odd = Face(number, number, 10**30, 10**30, None)
    assert decoded(covered_picture(shown_on(odd), noisy(1))).max() < (40 if number < 0 else 256)


async def test_on_covered_pictures_the_detector_finds_no_face_any_more() -> None:
    """The demo's faces, seen by the detector, covered, and looked at by it again."""
    names = (pictures.ONE_FACE, pictures.THREE_FACES, "mina.example/img/poster.jpg", pictures.UNSURE)
    async with WorkerPool(size=1) as pool:
        for name in names:
            examined, preview = await pool.examine(pictures.demo(name))
            assert preview is not None
            seen = photo(
                "https://mina.example/a.jpg", examined.state, width=examined.width, height=examined.height,
                faces=examined.faces, unsure=examined.unsure,
            )  # fmt: skip
            again, _ = await pool.examine(covered_picture(seen, preview))
            assert again.faces == (), name


def with_all(report: Report) -> dict[str, bytes]:
    return {one.url: covered_picture(shown_on(BOX), noisy(3)) for one in report.photos}


def jpegs_in(form: Format, data: bytes) -> list[bytes]:
    if form is Format.HTML:
        return [base64.b64decode(one) for one in re.findall(rb'src="data:image/jpeg;base64,([^"]+)"', data)]
    pages = pypdfium2.PdfDocument(data)
    found = []
    for sheet in pages:
        for thing in sheet.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
            out = BytesIO()
            thing.get_bitmap().to_pil().save(out, "PNG")
            found.append(out.getvalue())
    return found


@pytest.mark.parametrize("form", [Format.HTML, Format.PDF])
def test_pictures_stand_beside_photos_with_faces_and_no_others(guidance: Guidance, form: Format) -> None:
    report = full_report(guidance)
    assert jpegs_in(form, write_as(Wish(form), report, guidance)) == []
    data = write_as(Wish(form, pictures=with_all(report)), report, guidance)
    found = jpegs_in(form, data)
    assert len(found) == sum(one.state in {State.FACES, State.UNSURE} for one in report.photos) == 2
    box = decoded(found[0])[42:64, 52:68]
    assert box.max() < 40
    assert jpegs_in(form, write_as(Wish(form, Share.NUMBERS, pictures=with_all(report)), report, guidance)) == []


def test_of_a_photo_with_a_face_that_was_missed_no_picture_is_taken_whoever_hands_it_in(guidance: Guidance) -> None:
    report = full_report(guidance)
    marked = tuple(dataclasses.replace(one, mark=PhotoMark.FACE_MISSED, state=State.FACES) for one in report.photos)
    document = build_document(dataclasses.replace(report, photos=marked), guidance, pictures=with_all(report))
    assert [line for line in document.photos if line.picture] == []


@pytest.mark.parametrize("form", [Format.MARKDOWN, Format.CSV, Format.JSON])
def test_other_formats_hold_no_picture(guidance: Guidance, form: Format) -> None:
    report = full_report(guidance)
    plain = write_as(Wish(form), report, guidance)
    assert write_as(Wish(form, pictures=with_all(report)), report, guidance) == plain


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of one's own pictures, and the report that was made of it."""
    path = tmp_path_factory.mktemp("own") / "pictures"
    path.mkdir()
    for name in (pictures.ONE_FACE, pictures.NO_FACE, pictures.UNSURE):
        (path / name.rpartition("/")[2]).write_bytes(pictures.demo(name))
    (path.parent / "report.json").write_bytes(run("import", path, "--json", command=AS_INSTALLED).out)
    return path


@pytest.mark.parametrize("form", [Format.HTML, Format.PDF])
def test_the_command_takes_pictures_from_what_the_report_was_made_of(
    folder: Path, tmp_path: Path, form: Format
) -> None:
    out = tmp_path / "list"
    arguments = (folder.parent / "report.json", "--to", form.value, "--with-pictures", folder, "--out", out)
    ended = run("export", *arguments, command=AS_INSTALLED)
    assert ended.code == 0
    assert "2 pictures are in the file." in ended.err
    assert "misses some faces" in ended.err
    data = out.read_bytes()
    found = jpegs_in(form, data)
    assert len(found) == 2
    assert all(max(Image.open(BytesIO(one)).size) <= PREVIEW_SIDE for one in found)
    assert b"press.jpg" not in data


def test_pictures_from_elsewhere_are_refused_and_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "press.jpg").write_bytes(pictures.demo(pictures.THREE_FACES))  # the name fits, the picture does not
    out = tmp_path / "list.html"
    arguments = (folder.parent / "report.json", "--to", "html", "--with-pictures", other, "--out", out)
    ended = run("export", *arguments, command=AS_INSTALLED)
    assert ended.code == 2
    ended.said_plainly("None of the report's photos", "right after a check")
    assert not out.exists()


def test_a_forged_report_cannot_uncover_a_face(folder: Path, tmp_path: Path, guidance: Guidance) -> None:
    """A report file that lays its box elsewhere: what is found now is covered as well."""
    url = "import:press.jpg"
    nowhere = Face(0, 0, 5, 5, 0.9)
    where = page("import:pictures", Outcome.IMPORTED)
    forged = photo(url, State.FACES, page=where.address, width=720, height=900, faces=(nowhere,))
    path = tmp_path / "report.json"
    path.write_bytes(dump_json(gathered(guidance, where, forged).report()))
    ended = run("export", path, "--to", "html", "--with-pictures", folder, command=AS_INSTALLED)
    (jpeg,) = jpegs_in(Format.HTML, ended.out)
    honest = run(
        "export", folder.parent / "report.json", "--to", "html", "--with-pictures", folder, command=AS_INSTALLED
    )
    covered = decoded(jpegs_in(Format.HTML, honest.out)[0]).max(axis=2) < 30
    assert (decoded(jpeg).max(axis=2) < 60)[covered].mean() > 0.99
