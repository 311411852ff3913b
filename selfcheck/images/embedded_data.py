"""Which kinds of data a picture file carries beside its picture: EXIF, IPTC and XMP.

Reports hold the kinds alone. The one value that is read is the place, for the person to be shown when they ask.
Tags are those of the EXIF standard (CIPA DC-008), https://www.cipa.jp/std/documents/e/DC-008-Translation-2019-E.pdf,
of IPTC-IIM and of the IPTC Photo Metadata Standard, https://www.iptc.org/std/photometadata/specification/IPTC-PhotoMetadata.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

from PIL import Image, ImageFile, IptcImagePlugin
from PIL.ExifTags import GPS, IFD, Base

from selfcheck.model import Embedded

Place = tuple[float, float]
"""Latitude and longitude in degrees, north and east positive."""

_MAIN_TAGS: Final = (
    (Embedded.CAMERA, (Base.Make, Base.Model)),
    (Embedded.OWNER, (Base.Artist, Base.Copyright)),
    (Embedded.TEXT, (Base.ImageDescription,)),
    (Embedded.TIME, (Base.DateTime,)),
)
_PHOTO_TAGS: Final = (
    (Embedded.SERIAL_NUMBER, (Base.BodySerialNumber, Base.LensSerialNumber)),
    (Embedded.OWNER, (Base.CameraOwnerName,)),
    (Embedded.TIME, (Base.DateTimeOriginal, Base.DateTimeDigitized)),
)
_IPTC: Final = {  # data sets of record 2
    Embedded.PLACE_NAME: (26, 27, 90, 92, 95, 101),
    Embedded.OWNER: (80, 110, 116),
    Embedded.TEXT: (5, 25, 105, 120),
    Embedded.TIME: (55, 60),
}
_XMP: Final = {
    Embedded.LOCATION: ("exif:GPSLatitude",),
    Embedded.PLACE_NAME: (
        *("photoshop:City", "photoshop:State", "photoshop:Country"),
        *("Iptc4xmpCore:Location", "Iptc4xmpExt:City", "Iptc4xmpExt:Sublocation", "Iptc4xmpExt:CountryName"),
    ),
    Embedded.CAMERA: ("tiff:Make", "tiff:Model"),
    Embedded.SERIAL_NUMBER: ("aux:SerialNumber", "aux:LensSerialNumber", "exifEX:BodySerialNumber"),
    Embedded.OWNER: ("dc:creator", "dc:rights", "aux:OwnerName", "exifEX:CameraOwnerName", "photoshop:Credit"),
    Embedded.PEOPLE: ("Iptc4xmpExt:PersonInImage", "mwg-rs:Name", "MPReg:PersonDisplayName"),
    Embedded.TEXT: ("dc:description", "dc:title", "dc:subject", "photoshop:Headline"),
    Embedded.TIME: ("xmp:CreateDate", "photoshop:DateCreated", "exif:DateTimeOriginal"),
}
_KIND_OF: Final = {name: kind for kind, names in _XMP.items() for name in names}
# A property as an attribute or an element, with something in it; the lists around its value are passed over.
_FILLED: Final = re.compile(
    rf"(?P<name>{'|'.join(_KIND_OF)})"
    r"(?:\s{0,9}=\s{0,9}[\"'](?P<value>\s{0,9}[^\"'\s][^\"']{0,60})"
    r"|(?:\s[^<>]{0,200})?(?<!/)>(?:\s|<rdf:[^<>/]{0,200}>){0,40}(?P<text>[^<\s][^<]{0,60}))"
)
_MAX_XMP: Final = 1_000_000
_LATITUDE: Final = 2  # GPSLatitude; a GPS block may also hold no more than a version number


def embedded_data(image: ImageFile.ImageFile) -> tuple[tuple[Embedded, ...], Place | None]:
    """The kinds found in an opened picture, in the order of `Embedded`, and the place if it can be read.

    A spoilt block gives what was found in it until then.
    """
    found: set[Embedded] = set()
    place: Place | None = None
    with suppress(Exception):  # Pillow raises many kinds on spoilt blocks; the others still count
        for kind in _in_exif(image):
            found.add(kind)
        place = _exif_place(image.getexif().get_ifd(IFD.GPSInfo))
    with suppress(Exception):
        found.update(_in_iptc(image))
    xmp = _xmp(image)
    for match in _FILLED.finditer(xmp):
        found.add(_KIND_OF[match["name"]])
    return tuple(kind for kind in Embedded if kind in found), place or _xmp_place(xmp)


def _in_exif(image: Image.Image) -> Iterator[Embedded]:
    exif = image.getexif()
    photo = exif.get_ifd(IFD.Exif)
    for tags, table in ((exif, _MAIN_TAGS), (photo, _PHOTO_TAGS)):
        for kind, names in table:
            if any(str(tags.get(name) or "").strip("\0 ") for name in names):
                yield kind
    if _LATITUDE in exif.get_ifd(IFD.GPSInfo):
        yield Embedded.LOCATION
    if exif.get_ifd(IFD.IFD1):
        yield Embedded.THUMBNAIL


def _in_iptc(image: ImageFile.ImageFile) -> Iterator[Embedded]:
    blocks: dict[tuple[int, int], Any] = IptcImagePlugin.getiptcinfo(image) or {}
    for kind, sets in _IPTC.items():
        values = (blocks.get((2, number)) for number in sets)
        if any(b"".join(value if isinstance(value, list) else [value]).strip(b"\0 ") for value in values if value):
            yield kind


def _xmp(image: Image.Image) -> str:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    text = packet if isinstance(packet, str) else bytes(packet).decode("utf-8", "replace")
    return text[:_MAX_XMP]


def _exif_place(gps: dict[int, Any]) -> Place | None:
    if GPS.GPSLatitude not in gps or GPS.GPSLongitude not in gps:
        return None
    parts = []
    for name, reference in ((GPS.GPSLatitude, GPS.GPSLatitudeRef), (GPS.GPSLongitude, GPS.GPSLongitudeRef)):
        degrees, minutes, seconds = (float(part) for part in gps[name])
        turned = str(gps.get(reference, "")).strip("\0 ").upper() in {"S", "W"}
        parts.append((degrees + minutes / 60 + seconds / 3600) * (-1 if turned else 1))
    return _on_earth(*parts)


def _xmp_place(xmp: str) -> Place | None:
    """XMP writes "37,33.98N" or "37,33,58.8N"."""
    parts = []
    for name in ("Latitude", "Longitude"):
        found = re.search(
            rf"exif:GPS{name}\W{{1,6}}(\d{{1,3}}),(\d{{1,2}}(?:\.\d{{1,9}})?)(?:,(\d{{1,2}}))?([NSEW])", xmp
        )
        if found is None:
            return None
        degrees = int(found[1]) + float(found[2]) / 60 + int(found[3] or 0) / 3600
        parts.append(-degrees if found[4] in "SW" else degrees)
    return _on_earth(*parts)


def _on_earth(latitude: float, longitude: float) -> Place | None:
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    return round(latitude, 5), round(longitude, 5)
