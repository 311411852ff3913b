"""Whatever a page holds, the app has a turn for keys while it is checked."""

from __future__ import annotations

import gc

from tests.support import pictures
from tests.support.app import NARROW, name_pages, own_app, press, until
from tests.support.hearing import watching
from tests.support.pace import pace
from tests.support.site import Site

SECONDS = 0.05
"""Processor time of the reference machine that the loop may be held in one piece; painting the screen takes a third."""


def picture_in_percent_signs() -> str:
    picture = pictures.demo(pictures.NO_FACE)
    written = "".join(f"%{byte:02x}" for byte in picture) + "%00" * (900_000 - len(picture))
    return f'<img src="data:image/jpeg,{written}">'


async def test_keys_have_a_turn_while_a_large_picture_inside_the_page_is_read(site: Site) -> None:
    app = own_app()
    async with app.run_test(size=NARROW) as pilot:
        await name_pages(pilot, site.page("/", f"<p>Words.</p>{picture_in_percent_signs()}"))
        await press(pilot, "#start")  # the worker that reads the page is started first
        gc.collect()
        gc.freeze()  # as the command line does: all that the tests have loaded is much to look through for garbage
        try:
            before = pace()
            async with watching() as held:
                await until(pilot, lambda: app.work.report)
            work = held.work / max(before, pace())
        finally:
            gc.unfreeze()
        assert app.work.report is not None
        assert app.work.report.photos
        assert work < SECONDS
