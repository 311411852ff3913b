# ruff: noqa: E501 (rows of data read best on one line)
from __future__ import annotations

import struct
from io import BytesIO

import pytest
from PIL import Image
from PIL.ExifTags import IFD, Base

from selfcheck.images.decode import open_upright
from selfcheck.images.embedded_data import embedded_data
from selfcheck.model import Embedded
from tests.support import pictures


def kinds(exif: Image.Exif) -> tuple[Embedded, ...]:
    with Image.open(BytesIO(pictures.flat(exif=exif))) as image:
        return embedded_data(image)[0]


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
        assert embedded_data(image)[0] == (Embedded.THUMBNAIL,)


@pytest.mark.parametrize("form", ["PNG", "WEBP", "AVIF"])
def test_data_left_in_is_told_in_other_formats_too(form: str) -> None:
    made = exif({Base.Model: "One"}, gps={1: "N", 2: (37.0, 33.0, 0.0)})
    assert set(open_upright(pictures.flat(form=form, exif=made)).embedded) == {Embedded.CAMERA, Embedded.LOCATION}


def _with_iptc(*sets: tuple[int, bytes]) -> bytes:
    """A JPEG with an IPTC block in its Photoshop segment, written by hand: data sets of record 2."""
    block = b"".join(b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text)) + text for number, text in sets)
    block += b"\0" * (len(block) % 2)
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(block)) + block
    segment = b"Photoshop 3.0\0" + resource
    plain = pictures.flat()
    return plain[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + plain[2:]


@pytest.mark.parametrize(
    ("sets", "found"),
    [
        (((90, b"Seoul"),), (Embedded.PLACE_NAME,)),
        (((80, b"Mina Example"),), (Embedded.OWNER,)),
        (((25, b"holiday"), (25, b"sea")), (Embedded.TEXT,)),
        (((55, b"20260101"),), (Embedded.TIME,)),
        (((90, b"  "),), ()),
    ],
)
def test_iptc_data_left_in_a_file_is_told_by_kind(sets: tuple[tuple[int, bytes], ...], found: object) -> None:
    assert open_upright(_with_iptc(*sets)).embedded == found


def _xmp(inside: str, attributes: str = "") -> bytes:
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description {attributes}>{inside}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    ).encode()


@pytest.mark.parametrize(
    ("xmp", "found"),
    [
        (_xmp("<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Mina</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>"), "people"),
        (_xmp('<mwg-rs:RegionList><rdf:Bag><rdf:li mwg-rs:Name="Mina"/></rdf:Bag></mwg-rs:RegionList>'), "people"),
        (_xmp("", 'photoshop:City="Seoul"'), "place_name"),
        (_xmp("", 'aux:SerialNumber="77"'), "serial_number"),
        (_xmp("<dc:creator><rdf:Seq><rdf:li>Mina</rdf:li></rdf:Seq></dc:creator>"), "owner"),
        (_xmp("<tiff:Make>Maker</tiff:Make>"), "camera"),
        (_xmp("<dc:creator><rdf:Seq/></dc:creator><dc:title></dc:title>"), ""),
        (_xmp("", "photoshop:City='' aux:SerialNumber=\"  \""), ""),
        (b"<x:xmpmeta>" + b"<dc:creator>" * 2000, ""),
        (b"\xff\xfe not xmp at all", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_xmp_data_left_in_a_file_is_told_by_kind(xmp: bytes, found: str, form: str) -> None:
    assert [kind.value for kind in open_upright(pictures.flat(form=form, xmp=xmp)).embedded] == (
        [found] if found else []
    )


@pytest.mark.parametrize(
    ("gps", "place"),
    [
        ({1: "N", 2: (37.0, 33.0, 36.0), 3: "E", 4: (126.0, 58.0, 30.0)}, (37.56, 126.975)),
        ({1: "S", 2: (33.0, 51.0, 0.0), 3: "W", 4: (151.0, 12.0, 0.0)}, (-33.85, -151.2)),
        ({1: "N", 2: (99.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}, None),
        ({1: "N", 2: (37.0, 33.0, 36.0)}, None),
    ],
)
def test_the_place_is_read_where_it_is_whole(gps: dict[int, object], place: tuple[float, float] | None) -> None:
    assert open_upright(pictures.flat(exif=exif(gps=gps))).place == place


@pytest.mark.parametrize(
    ("latitude", "longitude", "place"),
    [
        ("37,33.6N", "126,58.5E", (37.56, 126.975)),
        ("33,51,0S", "151,12,0E", (-33.85, 151.2)),
        ("37,33.6N", "east", None),
    ],
)
def test_the_place_is_read_from_xmp_too(latitude: str, longitude: str, place: tuple[float, float] | None) -> None:
    opened = open_upright(pictures.flat(xmp=_xmp("", f'exif:GPSLatitude="{latitude}" exif:GPSLongitude="{longitude}"')))
    assert opened.place == place
    assert opened.embedded == (Embedded.LOCATION,)


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
