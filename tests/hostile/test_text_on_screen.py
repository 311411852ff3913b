"""Text from outside shows as text on every screen."""

from __future__ import annotations

import re

from textual.widgets import OptionList

from tests.support import pictures
from tests.support.app import name_pages, own_app, press, shown, until
from tests.support.site import Site

ALT = "[@click=app.quit]x[/] [/nope] [bold red]y \x1b]0;owned\x07\x1b[2J\x9b31m \u202egnp.exe"


async def test_markup_and_escapes_in_captions_titles_and_addresses_are_only_text(site: Site) -> None:
    site.picture("/[@click=app.quit]x[/].jpg", pictures.demo(pictures.ONE_FACE))
    site.picture("/%5B@click=app.quit%5Dx%5B/%5D.jpg", pictures.demo(pictures.ONE_FACE))
    page = site.page(
        "/?[@click=app.quit]x[/]",
        f"<html><head><title>{ALT}</title></head><body>"
        f'<img src="/[@click=app.quit]x[/].jpg" alt="{ALT}"><img src="/gone.jpg" alt="{ALT}"></body></html>',
    )
    app = own_app()
    async with app.run_test(size=(110, 60)) as pilot:
        seen = []
        await name_pages(pilot, page)
        seen.append(shown(app))
        await press(pilot, "#start")
        await until(pilot, lambda: app.work.report)
        await pilot.pause()
        seen.append(shown(app))
        await pilot.press("p")
        await pilot.pause()
        seen.append(shown(app))
        app.screen.query_one(OptionList).highlighted = 0
        await pilot.press("enter")
        await pilot.pause()
        assert "[@click=app.quit]x[/] [/nope]" in " ".join(shown(app).split())
        seen.append(shown(app))
        await pilot.press("escape", "c")
        await pilot.pause()
        seen.append(shown(app))
        for text in seen:
            assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
        assert not app._exit
