"""Pictures that are meant to harm: each has an outcome, and a cost in processor time and memory of the worker.

All stand on one page that the real command line checks; the worker's cost is taken task by task.
"""

from __future__ import annotations

import struct
import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw

from tests.hostile.measured import Measured, measured
from tests.support.site import serve

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what a process costs is read from /proc")


@dataclass(frozen=True)
class Row:
    """The bytes, the outcome (the state follows from it), and the most it may cost: CPU seconds, MB."""

    make: Callable[[], bytes]
    outcome: str = "none_seen"
    cpu: float = 1.0
    grew: float = 120.0
    size: tuple[int, int] | None = None


def saved(image: Image.Image, form: str, **more: Any) -> bytes:
    out = BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def drawn(mode: str = "RGB", size: tuple[int, int] = (160, 120)) -> Image.Image:
    """A picture with something in it, so that no two rows hold the same bytes by chance."""
    image = Image.new("RGB", size, (90, 140, 90))
    ImageDraw.Draw(image).ellipse((20, 20, 90, 90), fill=(200, 180, 40))
    return image.convert(mode)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, data: bytes, *more: bytes, kind: int = 2, bits: int = 8) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def deflated(zeros: int, level: int = 9) -> bytes:
    """So many zeros, packed; never held at once."""
    packer = zlib.compressobj(level)
    parts = [packer.compress(bytes(min(1_000_000, zeros - at))) for at in range(0, zeros, 1_000_000)]
    return b"".join(parts) + packer.flush()


def with_size(data: bytes, width: int, height: int) -> bytes:
    """A JPEG that claims another size in its frame header."""
    at = next(data.index(bytes([0xFF, mark])) for mark in (0xC0, 0xC2) if bytes([0xFF, mark]) in data)
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def many_scans(scans: int) -> bytes:
    """A progressive JPEG whose one refining scan is repeated: small to send, long to decode. No pixel limit helps."""
    data = saved(drawn(size=(2000, 2000)), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * scans + b"\xff\xd9"


def segments(mark: int, head: bytes, count: int) -> bytes:
    """A JPEG with many full segments of one kind."""
    body = saved(drawn(), "JPEG")
    segment = bytes([0xFF, mark]) + struct.pack(">H", 65_533) + head + bytes(65_531 - len(head))
    return body[:2] + segment * count + body[2:]


def frames(count: int) -> bytes:
    """A GIF of many frames of one pixel each after a whole first one."""
    first = saved(drawn("P"), "GIF")
    frame = b"!\xf9\x04\0\0\0\0\0,\0\0\0\0\1\0\1\0\0\x02\x02D\x01\0"
    return first[:-1] + frame * count + b";"


def turned(orientation: int) -> Callable[[], bytes]:
    def make() -> bytes:
        exif = Image.Exif()
        exif[0x0112] = orientation
        return saved(drawn(), "JPEG", exif=exif)

    return make


LARGE = (5000, 4999)


def large(mode: str, form: str = "PNG", **more: Any) -> Callable[[], bytes]:
    """A picture of one colour, just under the limit of pixels."""
    more |= {"compress_level": 1} if form == "PNG" else {}
    channels = len(Image.new(mode, (1, 1)).getbands())
    return lambda: saved(Image.new(mode, LARGE, (90,) * channels if channels > 1 else 1), form, **more)


def large_png(kind: int, channels: int) -> Callable[[], bytes]:
    """The same in 16 bits a channel, which Pillow reads and does not write."""

    def make() -> bytes:
        width, height = LARGE
        rows = zlib.compress((b"\0" + bytes([90]) * (width * channels * 2)) * height, 1)
        return png(width, height, rows, kind=kind, bits=16)

    return make


def cut(form: str, share: float = 0.6) -> Callable[[], bytes]:
    def make() -> bytes:
        image = Image.effect_noise((200, 150), 80).convert("RGB")
        data = saved(image, form)
        return data[: int(len(data) * share)]

    return make


def looping_exif() -> bytes:
    """An EXIF block whose directories point at themselves."""
    block = (
        b"II*\0\x08\0\0\0"
        + b"\x02\0"
        + b"\x69\x87\4\0\1\0\0\0\x08\0\0\0"
        + b"\x25\x88\4\0\1\0\0\0\x08\0\0\0"
        + b"\x08\0\0\0"
    )
    body = saved(drawn(), "JPEG", quality=91)
    return body[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 8) + b"Exif\0\0" + block + body[2:]


ROWS = {
    "PNG that claims 100,000 x 100,000": Row(lambda: png(100_000, 100_000, zlib.compress(bytes(100))), "too_many_pixels", 0.3, 30),
    "PNG just over the limit": Row(lambda: png(5001, 5000, zlib.compress(bytes(99))), "too_many_pixels", 0.3, 30),
    "PNG of 13,000 x 13,000, whole": Row(lambda: png(13_000, 13_000, deflated(13_000 * 13_001, 1), kind=0), "too_many_pixels", 0.3, 30),
    "PNG just under the limit, whole": Row(lambda: png(5000, 4999, zlib.compress(bytes(5000 * 4999 * 3 + 4999), 9)), grew=170),
    **{
        f"{name} of 25 million pixels": Row(make, cpu=2, grew=170)
        for name, make in {
            "16 bits of grey": large("I;16"), "grey with alpha": large("LA"), "colours with alpha": large("RGBA"),
            "palette with a see-through colour": large("P", transparency=1), "one bit": large("1"),
            "GIF with a see-through colour": large("P", "GIF", transparency=1), "16 bits of grey with alpha": large_png(4, 2),
            "16 bits of colours": large_png(2, 3), "16 bits of colours with alpha": large_png(6, 4),
        }.items()
    },
    # What their decoders take themselves is most of it, and as much for a picture that is not see-through.
    "CMYK of 25 million pixels, progressive": Row(large("CMYK", "JPEG", progressive=True), cpu=2, grew=250),
    "WebP with alpha of 25 million pixels": Row(large("RGBA", "WEBP", method=0), cpu=2, grew=420),
    "AVIF with alpha of 25 million pixels": Row(large("RGBA", "AVIF", speed=10), cpu=2, grew=320),
    "PNG whose data unpacks to 300 MB": Row(lambda: png(64, 64, zlib.compress(bytes(300_000_000), 9)), cpu=2),
    "PNG with a text chunk of 100 MB": Row(
        lambda: png(64, 64, zlib.compress(bytes(64 * 193)), chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100_000_000), 9))), "broken"
    ),
    "PNG with a profile of 100 MB": Row(
        lambda: png(64, 64, zlib.compress(bytes(64 * 193)), chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(100_000_000), 9))), "broken"
    ),
    "PNG of 100,000 empty chunks": Row(lambda: png(64, 64, zlib.compress(bytes(64 * 193)), chunk(b"tEXt", b"a\0b") * 100_000), "any"),
    "animated PNG of 100,000 frames": Row(
        lambda: png(64, 64, zlib.compress(bytes(64 * 193)), chunk(b"acTL", struct.pack(">II", 100_000, 0)))
    ),
    "JPEG that claims 13,000 x 13,000": Row(lambda: with_size(saved(drawn(), "JPEG"), 13_000, 13_000), "too_many_pixels", 0.3, 30),
    "JPEG that claims more than it holds": Row(lambda: with_size(saved(drawn(), "JPEG"), 4000, 4000), "any", grew=200),
    "JPEG of height 0": Row(lambda: with_size(saved(drawn(), "JPEG"), 160, 0), "broken"),
    "progressive JPEG of 3,000 scans": Row(lambda: many_scans(3000), "any", cpu=11, grew=250),
    "JPEG with 300 EXIF segments": Row(lambda: segments(0xE1, b"Exif\0\0II*\0\x08\0\0\0", 300), cpu=1.5, grew=200),
    "JPEG with a profile of 16 MB": Row(lambda: segments(0xE2, b"ICC_PROFILE\0\1\1", 250), grew=200),
    "JPEG with 200 comments": Row(lambda: segments(0xFE, b"", 200), grew=200),
    "EXIF that points at itself": Row(looping_exif),
    "WebP that claims 16,383 x 16,383": Row(
        lambda: b"RIFF\x24\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xfe\x3f\0" * 2 + bytes(18), "any", 0.3, 30
    ),
    "WebP of a few bytes": Row(lambda: b"RIFF\x0c\0\0\0WEBPVP8L", "broken"),
    "AVIF that claims 60,000 x 60,000": Row(lambda: saved(drawn(), "AVIF").replace(struct.pack(">II", 160, 120), struct.pack(">II", 60_000, 60_000)), "any", 0.5, 60),
    "GIF of 100,000 frames": Row(lambda: frames(100_000)),
    "GIF that claims 65,535 x 65,535": Row(lambda: b"GIF89a" + b"\xff\xff" * 2 + saved(drawn("P"), "GIF")[10:], "too_many_pixels", 0.3, 30),
    "TIFF": Row(lambda: saved(drawn(), "TIFF"), "format_refused", 0.3, 30),
    "EPS": Row(lambda: saved(drawn(), "EPS"), "format_refused", 0.3, 30),
    "BMP": Row(lambda: saved(drawn(), "BMP"), "format_refused", 0.3, 30),
    "SVG": Row(lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1/"/></svg>', "format_refused", 0.3, 30),
    "SVG of entities": Row(
        lambda: b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "' + b"x" * 90 + b'"><!ENTITY b "' + b"&a;" * 90 + b'">]><svg>&b;</svg>',
        "any", 0.3, 30,
    ),
    "PDF": Row(lambda: saved(drawn(), "PDF"), "format_refused", 0.3, 30),
    "program": Row(lambda: b"\x7fELF" + bytes(100_000), "not_a_picture", 0.3, 30),
    "JPEG cut off": Row(cut("JPEG"), "broken"),
    "PNG cut off": Row(cut("PNG"), "broken"),
    "GIF cut off": Row(cut("GIF"), "broken"),
    "WebP cut off": Row(cut("WEBP"), "broken"),
    "AVIF cut off": Row(cut("AVIF"), "broken"),
    "CMYK": Row(lambda: saved(drawn("CMYK"), "JPEG")),
    "16 bits of grey": Row(lambda: saved(drawn("L").convert("I;16"), "PNG")),
    "palette with a see-through colour": Row(lambda: saved(drawn("P"), "PNG", transparency=0)),
    "palette of see-through colours": Row(lambda: saved(drawn("P"), "PNG", transparency=bytes(range(256)))),
    "grey with alpha": Row(lambda: saved(drawn("LA"), "PNG")),
    "one bit": Row(lambda: saved(drawn("1"), "PNG")),
    "1 x 20,000,000": Row(lambda: png(1, 20_000_000, zlib.compress(bytes(40_000_000), 9), kind=0), "too_many_pixels", 0.3, 30),
    "spacer": Row(lambda: saved(drawn(size=(1, 1)), "PNG"), "too_small"),
    **{f"EXIF orientation {number}": Row(turned(number), size=(160, 120) if number < 5 else (120, 160)) for number in range(1, 9)},
    "EXIF orientation 65,535": Row(turned(65_535), size=(160, 120)),
}  # fmt: skip
SEEN = {"faces", "none_seen", "unsure"}


@pytest.fixture(scope="module")
def bodies() -> dict[str, bytes]:
    return {name: row.make() for name, row in ROWS.items()}


@pytest.fixture(scope="module")
def checked(bodies: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """One check of a page that shows all of them."""
    with serve() as site:
        for number, data in enumerate(bodies.values()):
            site.picture(f"/{number:02}", data)
        page = site.page("/", "Words. " + "".join(f'<img src="/{number:02}">' for number in range(len(bodies))))
        return measured(tmp_path_factory.mktemp("cost"), "check", page, "--mine")


@pytest.mark.parametrize("name", ROWS)
def test_a_hostile_picture_has_an_outcome_and_a_bounded_cost(
    checked: Measured, bodies: dict[str, bytes], name: str
) -> None:
    row, photo = ROWS[name], checked.photos()[f"{list(ROWS).index(name):02}"]
    if row.outcome != "any":  # where libraries differ between versions, only the cost and the end count
        assert photo["reason"] == row.outcome
    assert photo["state"] == (photo["reason"] if photo["reason"] in SEEN else "not_checked")
    if row.size:
        assert (photo["width"], photo["height"]) == row.size
    cost = checked.of(bodies[name])
    assert cost.cpu <= row.cpu
    assert cost.grew <= row.grew


def test_the_program_itself_stays_small_whatever_the_pictures_do(checked: Measured) -> None:
    assert checked.peak < 150
    assert checked.code == 4
