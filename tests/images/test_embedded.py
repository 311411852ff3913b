from __future__ import annotations

import struct
from io import BytesIO

import pytest
from PIL import Image
from PIL.ExifTags import IFD, Base

from selfcheck.images.embedded import embedded_kinds
from selfcheck.images.opening import open_upright
from selfcheck.model import Embedded
from tests.support import pictures


def kinds(exif: Image.Exif) -> tuple[Embedded, ...]:
    with Image.open(BytesIO(pictures.flat(exif=exif))) as image:
        return embedded_kinds(image)


def exif(
    main: dict[int, object] | None = None, photo: dict[int, object] | None = None, gps: dict[int, object] | None = None
) -> Image.Exif:
    made = Image.Exif()
    for tag, value in (main or {}).items():
        made[tag] = value
    for block, values in ((IFD.Exif, photo), (IFD.GPSInfo, gps)):
        if values:
            made.get_ifd(block).update(values)
    return made


@pytest.mark.parametrize(
    ("made", "found"),
    [
        (exif({Base.Make: "Example", Base.Model: "One"}), (Embedded.CAMERA,)),
        (exif({Base.Artist: "Mina"}), (Embedded.OWNER,)),
        (exif({Base.DateTime: "2026:01:01 10:00:00"}), (Embedded.TIME,)),
        (exif(photo={Base.BodySerialNumber: "123"}), (Embedded.SERIAL_NUMBER,)),
        (exif(photo={Base.CameraOwnerName: "Mina"}), (Embedded.OWNER,)),
        (exif(gps={1: "N", 2: (37.0, 33.0, 0.0), 3: "E", 4: (126.0, 58.0, 0.0)}), (Embedded.LOCATION,)),
        (exif(gps={0: b"\x02\x03\x00\x00"}), ()),  # a version number alone is no place
        (exif({Base.Make: "  "}), ()),
        (exif(), ()),
    ],
    ids=["camera", "artist", "time", "serial", "owner", "place", "place block without a place", "blank", "nothing"],
)
def test_kinds_of_data_left_in_a_file_are_told(made: Image.Exif, found: tuple[Embedded, ...]) -> None:
    assert kinds(made) == found


def _with_thumbnail() -> bytes:
    """EXIF with a second directory, where cameras put a small copy of the photo, written by hand."""
    small = pictures.flat(40, 30)
    first = struct.pack("<H", 1) + struct.pack("<HHII", 0x0112, 3, 1, 1) + struct.pack("<I", 26)
    entries = struct.pack("<HHII", 0x0201, 4, 1, 56) + struct.pack("<HHII", 0x0202, 4, 1, len(small))
    second = struct.pack("<H", 2) + entries + struct.pack("<I", 0)
    return b"Exif\0\0II*\0" + struct.pack("<I", 8) + first + second + small


def test_a_small_copy_of_the_photo_left_in_the_file_is_told() -> None:
    with Image.open(BytesIO(pictures.flat(exif=_with_thumbnail()))) as image:
        assert embedded_kinds(image) == (Embedded.THUMBNAIL,)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "AVIF"])
def test_data_left_in_is_told_in_other_formats_too(form: str) -> None:
    made = exif({Base.Model: "One"}, gps={1: "N", 2: (37.0, 33.0, 0.0)})
    assert set(open_upright(pictures.flat(form=form, exif=made)).embedded) == {Embedded.CAMERA, Embedded.LOCATION}


def test_spoilt_data_costs_neither_the_picture_nor_the_check() -> None:
    data = pictures.flat(exif=exif({Base.Make: "Example"}, gps={2: (37.0, 33.0, 0.0)}))
    start = data.index(b"Exif\0\0") + 6
    spoilt = data[: start + 8] + b"\xff" * 12 + data[start + 20 :]
    assert open_upright(spoilt).width == 200


def test_the_value_itself_is_kept_nowhere() -> None:
    opened = open_upright(pictures.flat(exif=exif({Base.Artist: "Mina Example", Base.Make: "Maker"})))
    assert set(opened.embedded) == {Embedded.OWNER, Embedded.CAMERA}
    assert "Mina" not in repr(opened)
    assert b"Mina" not in opened.pixels.tobytes()
