"""Limits of what is decoded and searched of a picture: each of these tests fails without its own."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from selfcheck.images.decode import MAX_PIXELS, MAX_SIDE, CannotOpen, open_upright
from selfcheck.model import Embedded, Outcome


def png(width: int, height: int, **more: object) -> bytes:
    written = BytesIO()
    Image.new("L", (width, height)).save(written, "PNG", **more)
    return written.getvalue()


def test_picture_with_a_side_longer_than_any_camera_makes_is_not_decoded() -> None:
    assert MAX_SIDE + 1 < MAX_PIXELS
    with pytest.raises(CannotOpen) as refused:
        open_upright(png(1, MAX_SIDE + 1))
    assert (refused.value.outcome, refused.value.height) == (Outcome.TOO_MANY_PIXELS, MAX_SIDE + 1)


@pytest.mark.parametrize(("before", "found"), [(0, True), (1_000_000, False)])
def test_of_a_pictures_own_text_no_more_than_a_megabyte_is_searched(before: int, found: bool) -> None:
    written = BytesIO()
    packet = b"<x>" + b" " * before + b'<rdf:Description tiff:Make="Camera"/></x>'
    Image.new("RGB", (64, 64)).save(written, "WEBP", xmp=packet)
    assert (Embedded.CAMERA in open_upright(written.getvalue()).embedded) is found
