"""Which kinds of data a picture file carries beside its picture. Values are never kept, only that they are there.

Tags are those of the EXIF standard (CIPA DC-008), https://www.cipa.jp/std/documents/e/DC-008-Translation-2019-E.pdf.
"""

from __future__ import annotations

from typing import Final

from PIL import Image
from PIL.ExifTags import IFD, Base

from selfcheck.model import Embedded

_MAIN_TAGS: Final = (
    (Embedded.CAMERA, (Base.Make, Base.Model)),
    (Embedded.OWNER, (Base.Artist, Base.Copyright)),
    (Embedded.TIME, (Base.DateTime,)),
)
_PHOTO_TAGS: Final = (
    (Embedded.SERIAL_NUMBER, (Base.BodySerialNumber, Base.LensSerialNumber)),
    (Embedded.OWNER, (Base.CameraOwnerName,)),
    (Embedded.TIME, (Base.DateTimeOriginal, Base.DateTimeDigitized)),
)
_LATITUDE: Final = 2  # GPSLatitude; a GPS block may also hold no more than a version number


def embedded_kinds(image: Image.Image) -> tuple[Embedded, ...]:
    """The kinds found in the EXIF data of an opened picture, in the order of `Embedded`. A spoilt block gives none."""
    found: set[Embedded] = set()
    try:
        exif = image.getexif()
        photo = exif.get_ifd(IFD.Exif)
        for tags, table in ((exif, _MAIN_TAGS), (photo, _PHOTO_TAGS)):
            found |= {kind for kind, names in table if any(str(tags.get(name) or "").strip("\0 ") for name in names)}
        if _LATITUDE in exif.get_ifd(IFD.GPSInfo):
            found.add(Embedded.LOCATION)
        if exif.get_ifd(IFD.IFD1):
            found.add(Embedded.THUMBNAIL)
    except Exception:  # Pillow raises many kinds on spoilt EXIF; what was found until then counts
        return tuple(kind for kind in Embedded if kind in found)
    return tuple(kind for kind in Embedded if kind in found)
