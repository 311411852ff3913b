"""Picture bytes -> upright RGB pixels at the detectors' working size.

Formats are an allow-list, the pixel count is capped before anything is decoded, only the first frame is
read, and JPEGs are decoded at a reduced scale (`draft`) followed by a BOX reduction: half the time of the
plain way at the same result.
"""

from __future__ import annotations

import math
import re
import warnings
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from selfcheck.images.embedded_data import Place, embedded_data
from selfcheck.model import Embedded, Outcome

FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
MAX_PIXELS: Final = 25_000_000
MAX_SIDE: Final = 65_535
"""Pixels, the most that JPEG and GIF can say. Only a PNG can be longer: decoding takes memory for each of its rows."""
WORKING_SIDE: Final = 640
"""Long side, in pixels, at which faces are looked for. YuNet finds as much as at any larger size but in
crowds of hundreds, and loses very large faces above it (docs/method.md)."""
SMALLEST_SIDE: Final = 32
"""A picture whose longer side is below this cannot hold a face anyone could use; it is not looked at."""
_STRIP_PIXELS: Final = 1_000_000
"""Stored pixels that are converted at a time."""

_OUR_FORMATS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")
_OTHER_FORMATS: Final = re.compile(
    rb"\A(?:II\*\x00|MM\x00\*|%!PS|BM|\x00\x00\x01\x00|8BPS|%PDF|.{4}ftyp(?:heic|heix|mif1|msf1|crx )"
    rb"|\xff\x0a|\x00\x00\x00\x0c(?:JXL|jP ) |IIR[OS]|MMOR|IIU\x00|FUJIFILM"  # JPEG XL and 2000, raw files of cameras
    rb"|\s*(?:<\?xml[^>]{0,200}>\s*)?"
    rb"(?:<!--.{0,400}?-->\s*)?(?:<!DOCTYPE svg[^>]{0,200}>\s*)?<svg)",
    re.DOTALL | re.IGNORECASE,
)

Pixels = npt.NDArray[np.uint8]


class CannotOpen(Exception):
    """The bytes are not a picture this tool opens; `outcome` says why, sizes are 0 where not known."""

    def __init__(self, outcome: Outcome, width: int = 0, height: int = 0) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome
        self.width = width
        self.height = height


@dataclass(frozen=True, slots=True)
class Upright:
    """An opened picture: `pixels` is RGB, shape (height, width, 3), long side `WORKING_SIDE`.

    `width` and `height` are those of the stored photo, upright; working pixels times `scale` are stored pixels.
    """

    pixels: Pixels = field(repr=False)
    width: int
    height: int
    scale: float
    embedded: tuple[Embedded, ...]
    place: Place | None = field(default=None, repr=False)


def open_upright(data: bytes, working_side: int = WORKING_SIDE) -> Upright:
    """Decode the first frame of a picture, turn it upright and bring its long side to `working_side`.

    Smaller pictures are enlarged to it. Raises `CannotOpen`, and `MemoryError` where there is too little for it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's own size warnings: the limit below is ours and lower
        try:
            image = Image.open(BytesIO(data), formats=FORMATS)
        except UnidentifiedImageError:
            if data.startswith(_OUR_FORMATS) or data[8:12] == b"WEBP" or data[4:12] == b"ftypavif":
                raise CannotOpen(Outcome.BROKEN) from None
            known = _OTHER_FORMATS.match(data[:1024])
            raise CannotOpen(Outcome.FORMAT_REFUSED if known else Outcome.NOT_A_PICTURE) from None
        except Image.DecompressionBombError:
            raise CannotOpen(Outcome.TOO_MANY_PIXELS) from None
        except MemoryError:  # says nothing of the file
            raise
        except Exception:  # Pillow's parsers raise many kinds on spoilt headers (SyntaxError, struct.error, ...)
            raise CannotOpen(Outcome.BROKEN) from None
        width, height = image.size
        if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
            raise CannotOpen(Outcome.TOO_MANY_PIXELS, width, height)
        if _is_turned(image):  # only now: to look for the EXIF block of a PNG, Pillow decodes all of it
            width, height = height, width
        if max(width, height) < SMALLEST_SIDE:
            raise CannotOpen(Outcome.TOO_SMALL, width, height)
        try:
            embedded, place = embedded_data(image)
            # Draft only ever shrinks to twice the asked size at most, and only JPEG knows it.
            image.draft("RGB", (working_side, working_side))
            image.load()
            working = _working_picture(image, working_side)
            upright = ImageOps.exif_transpose(_with_orientation(working, image))
        except MemoryError:
            raise
        except Exception:  # so do its decoders on spoilt data, and a file that ends early is one
            raise CannotOpen(Outcome.BROKEN, width, height) from None
    pixels = np.asarray(upright, dtype=np.uint8)
    return Upright(pixels, width, height, max(width, height) / max(upright.size), embedded, place)


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(0x0112, 1))
    except MemoryError:
        raise
    except Exception:  # a spoilt EXIF block must not cost the picture
        return 1


def _is_turned(image: Image.Image) -> bool:
    """Whether the EXIF orientation lays the picture on its side (5 to 8)."""
    return _orientation(image) in {5, 6, 7, 8}


def _with_orientation(working: Image.Image, original: Image.Image) -> Image.Image:
    """Carry the orientation, and nothing else of the file's data, to the working picture."""
    exif = Image.Exif()
    exif[0x0112] = _orientation(original)
    working.info = {"exif": exif.tobytes()}
    return working


def _to_rgb(image: Image.Image, white: float) -> Image.Image:
    """Any mode to RGB; what is see-through shows white, as on most pages. `white` is that of a 16-bit grey."""
    if _is_deep_grey(image):
        values = np.asarray(image, dtype=np.float32) * 255  # exact below 2 ** 24, as 65,535 * 255 is
        values /= white
        return Image.fromarray(np.clip(values, 0, 255, out=values).astype(np.uint8), "L").convert("RGB")
    if "A" in image.mode or "transparency" in image.info:
        image = image.convert("RGBA")
        background = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(background, image).convert("RGB")
    return image.convert("RGB")


def _is_deep_grey(image: Image.Image) -> bool:
    """Whether a grey has more than 8 bits. Pillow's own conversion of it cuts at 255."""
    return image.mode.startswith(("I", "F"))


def _working_picture(image: Image.Image, side: int) -> Image.Image:
    """Convert a decoded picture to RGB with this long side.

    What needs a conversion is reduced in strips: converted as a whole, 16-bit grey takes 25 bytes a pixel.
    """
    factor = side / max(image.size)
    width, height = (max(1, round(length * factor)) for length in image.size)
    if image.mode in {"RGB", "L"} and "transparency" not in image.info:
        way = Image.Resampling.BOX if factor < 1 else Image.Resampling.BILINEAR
        return image.resize((width, height), way).convert("RGB")
    brightest = float(image.getextrema()[1]) if _is_deep_grey(image) else 0  # type: ignore[arg-type]  # one channel
    white = 65535.0 if brightest > 255 else 255.0
    if factor >= 1:
        return _to_rgb(image, white).resize((width, height), Image.Resampling.BILINEAR)
    rows_in_one = image.height / height  # stored rows that become one of the working picture
    step = max(1, int(_STRIP_PIXELS / (image.width * rows_in_one)))
    working = Image.new("RGB", (width, height))
    for top in range(0, height, step):
        bottom = min(height, top + step)
        upper, lower = top * rows_in_one, min(float(image.height), bottom * rows_in_one)
        first, last = math.floor(upper), math.ceil(lower)
        strip = _to_rgb(image.crop((0, first, image.width, last)), white)
        box = (0.0, upper - first, float(image.width), lower - first)
        working.paste(strip.resize((width, bottom - top), Image.Resampling.BOX, box=box), (0, top))
    return working
