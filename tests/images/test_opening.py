from __future__ import annotations

import struct
import zlib
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from selfcheck.images.decode import CannotOpen, Upright, open_upright
from selfcheck.model import Outcome
from tests.support import pictures


def saved(image: Image.Image, form: str, **more: object) -> bytes:
    out = BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def corners(size: tuple[int, int] = (300, 200)) -> Image.Image:
    """Red at the top left, green at the top right, blue at the bottom left, white at the bottom right."""
    image = Image.new("RGB", (2, 2))
    image.putdata([(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)])
    return image.resize(size, Image.Resampling.NEAREST)


def corner_names(opened: Upright) -> list[str]:
    height, width, _ = opened.pixels.shape
    names = {(True, False, False): "red", (False, True, False): "green", (False, False, True): "blue"}
    places = ((10, 10), (10, width - 10), (height - 10, 10), (height - 10, width - 10))
    return [names.get(tuple(bool(part > 128) for part in opened.pixels[place]), "white") for place in places]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_every_allowed_format_opens_upright(form: str) -> None:
    opened = open_upright(saved(corners(), form))
    assert (opened.width, opened.height) == (300, 200)
    assert max(opened.pixels.shape) == 640
    assert corner_names(opened) == ["red", "green", "blue", "white"]


TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("orientation", TURNS)
def test_all_eight_orientations_show_the_picture_as_a_browser_does(orientation: int) -> None:
    stored = corners()
    turn = TURNS[orientation]
    if turn is not None:
        stored = stored.transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    opened = open_upright(saved(stored, "JPEG", exif=exif))
    assert (opened.width, opened.height) == (300, 200)
    assert corner_names(opened) == ["red", "green", "blue", "white"]
    assert opened.scale == pytest.approx(300 / 640)


@pytest.mark.parametrize(
    ("image", "form"),
    [
        (corners().convert("P"), "PNG"),
        (corners().convert("CMYK"), "JPEG"),
        (corners().convert("RGBA"), "PNG"),
        (corners().quantize(8), "GIF"),
    ],
    ids=["palette", "CMYK", "RGBA", "GIF palette"],
)
def test_other_colour_modes_show_the_same_colours(image: Image.Image, form: str) -> None:
    assert corner_names(open_upright(saved(image, form))) == ["red", "green", "blue", "white"]


def test_what_is_see_through_shows_white_and_sixteen_bits_of_grey_keep_their_shades() -> None:
    clear = open_upright(saved(Image.new("RGBA", (64, 64), (0, 0, 0, 0)), "PNG"))
    assert clear.pixels.min() == 255
    ramp = np.linspace(0, 65535, 256).astype(np.uint16).reshape(1, -1).repeat(64, axis=0)
    grey = open_upright(saved(Image.fromarray(ramp), "PNG"))
    shades = grey.pixels[grey.pixels.shape[0] // 2, :, 0].astype(int)
    assert shades[5] < 20
    assert 110 < shades[320] < 146
    assert shades[-5] > 235


def test_of_a_moving_picture_the_first_frame_is_read() -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    opened = open_upright(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert tuple(opened.pixels[100, 100]) == (255, 0, 0)


def _png_that_says_it_has(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"\0" * 100))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        (saved(corners(), "TIFF"), Outcome.FORMAT_REFUSED),
        (saved(corners(), "BMP"), Outcome.FORMAT_REFUSED),
        (saved(corners((64, 64)), "ICO"), Outcome.FORMAT_REFUSED),
        (saved(corners(), "PDF"), Outcome.FORMAT_REFUSED),
        (saved(corners(), "EPS"), Outcome.FORMAT_REFUSED),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"></svg>', Outcome.FORMAT_REFUSED),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Outcome.FORMAT_REFUSED),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", Outcome.FORMAT_REFUSED),
        (b"\xff\x0a\xfa\x1f\x41\x91", Outcome.FORMAT_REFUSED),
        (b"\0\0\0\x0cJXL \x0d\x0a\x87\x0a", Outcome.FORMAT_REFUSED),
        (b"\0\0\0\x0cjP  \x0d\x0a\x87\x0a", Outcome.FORMAT_REFUSED),
        (b"FUJIFILMCCD-RAW 0201", Outcome.FORMAT_REFUSED),
        (b"\x89PNG\r\n\x1a\n", Outcome.BROKEN),
        (pictures.flat()[:30], Outcome.BROKEN),
        (b"<!doctype html><p>Log in", Outcome.NOT_A_PICTURE),
        (b"", Outcome.NOT_A_PICTURE),
        (b"\0" * 1000, Outcome.NOT_A_PICTURE),
        (_png_that_says_it_has(5001, 5000), Outcome.TOO_MANY_PIXELS),
        (_png_that_says_it_has(100_000, 100_000), Outcome.TOO_MANY_PIXELS),
        (_png_that_says_it_has(5000, 5000), Outcome.BROKEN),  # within the limit, but there is nothing after the head
        (pictures.flat(31, 20), Outcome.TOO_SMALL),
        (pictures.demo(pictures.CUT_OFF), Outcome.BROKEN),
    ],
    ids=[
        "tiff",
        "bmp",
        "ico",
        "pdf",
        "eps",
        "svg",
        "heic",
        "cr3",
        "jxl",
        "jxl in a box",
        "jp2",
        "raf",
        "png cut at once",
        "jpeg cut at once",
        "html",
        "empty",
        "zeros",
        "25 MP and more",
        "huge",
        "25 MP",
        "tiny",
        "cut off",
    ],
)
def test_what_is_not_opened_is_told_with_the_reason(data: bytes, outcome: Outcome) -> None:
    with pytest.raises(CannotOpen) as refused:
        open_upright(data)
    assert refused.value.outcome is outcome


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]), st.data())
def test_a_spoilt_file_never_raises_anything_but_that_it_cannot_be_opened(form: str, data: st.DataObject) -> None:
    good = bytearray(pictures.flat(40, 40, form))
    for _ in range(data.draw(st.integers(1, 6))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    try:
        opened = open_upright(bytes(good[: data.draw(st.integers(1, len(good)))]))
    except CannotOpen:
        return
    assert opened.pixels.shape[2] == 3
