from __future__ import annotations

import numpy as np

from selfcheck.images.decode import open_upright
from selfcheck.images.preview import PIXELATED_SIDE, fit_preview, make_preview
from selfcheck.model import PREVIEW_SIDE
from tests.support import pictures


def test_a_preview_keeps_the_shape_and_fits_the_room_it_is_given() -> None:
    preview = make_preview(open_upright(pictures.demo(pictures.ONE_FACE)).pixels)  # 720 x 900
    assert (preview.width, preview.height) == (PREVIEW_SIDE * 4 // 5, PREVIEW_SIDE)
    for columns, rows in ((40, 40), (200, 20), (7, 300), (1, 1)):
        fitted = fit_preview(preview, columns, rows, pixelated=False)
        assert fitted.width <= columns
        assert fitted.height <= rows
        assert len(fitted.rgb) == fitted.width * fitted.height * 3


def test_pixelated_it_has_too_few_blocks_to_tell_a_face() -> None:
    preview = make_preview(open_upright(pictures.demo(pictures.ONE_FACE)).pixels)
    fitted = fit_preview(preview, 100, 120, pixelated=True)
    pixels = np.frombuffer(fitted.rgb, np.uint8).reshape(fitted.height, fitted.width, 3)
    rows = 1 + int(np.any(pixels[1:] != pixels[:-1], axis=(1, 2)).sum())
    columns = 1 + int(np.any(pixels[:, 1:] != pixels[:, :-1], axis=(0, 2)).sum())
    assert rows <= PIXELATED_SIDE == 12
    assert columns <= PIXELATED_SIDE
