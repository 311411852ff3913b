"""Drives the app in memory: keys, clicks, and what stands on the screen as text."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Button

from selfcheck.tui.app import SelfcheckApp
from selfcheck.tui.widgets.keybar import KeyBar
from tests.support.site import LOOPBACK_ALLOWED

NARROW = (60, 20)
"""The smallest terminal the app promises to be usable on."""

NOWHERE = Path("/dev/null/selfcheck")
"""A folder that cannot be made, not even by root: no test comes near the person's own."""


def own_app(folder: Path = NOWHERE) -> SelfcheckApp:
    """The app as a person starts it, except that loopback counts as public."""
    return SelfcheckApp(policy=LOOPBACK_ALLOWED, folder=folder)


def shown(app: SelfcheckApp) -> str:
    """Everything on the screen, as lines of text."""
    width, height = app.size.width, app.screen.size.height  # the screen's own leaves its margins out
    lines = app.screen._compositor.render_strips(app.screen.size)
    assert len(lines) == height
    return "\n".join(strip.crop(0, width).text.rstrip() for strip in lines)


async def until(pilot: Pilot[Any], happened: Callable[[], object], seconds: float = 40) -> None:
    """Let the app work until something has happened."""
    async with asyncio.timeout(seconds):
        while not happened():
            await pilot.pause()


async def press(pilot: Pilot[Any], selector: str) -> None:
    """Press a button with the mouse, once it is there and can be pressed."""

    def ready() -> bool:
        found = pilot.app.screen.query(selector)
        return bool(found) and not found.first().disabled and not found.first().has_class("-active")

    await until(pilot, ready)
    await pilot.pause()
    await click(pilot, pilot.app.screen.query(selector).first())


async def click(pilot: Pilot[Any], widget: Widget) -> None:
    """Click this, once it lies on the screen with nothing over it: a layout may still be under way."""

    def lies_open() -> bool:
        region = widget.region
        if not region or not pilot.app.screen.region.contains_region(region):
            return False
        middle = (region.x + region.width // 2, region.y + region.height // 2)  # where the pilot clicks
        return widget in pilot.app.screen.get_widget_at(*middle)[0].ancestors_with_self

    await until(pilot, lies_open)
    assert await pilot.click(widget), f"{widget} is not where it can be clicked"
    await pilot.pause()


async def click_key(pilot: Pilot[Any], name: str) -> None:
    """Click a key's name in the key bar."""
    bar = pilot.app.screen.query_one(KeyBar)
    lines = [strip.text for strip in bar.render_lines(bar.region.reset_offset)]
    row = next(number for number, line in enumerate(lines) if name in line)
    assert await pilot.click(KeyBar, offset=(lines[row].index(name) + 1, row))
    await pilot.pause()


async def to_checked(pilot: Pilot[Any]) -> None:
    """From the first screen of the demo to the end of its check."""
    await pilot.pause()
    await press(pilot, "#demo")
    await press(pilot, "#start")
    await until(pilot, lambda: pilot.app.screen.query("#photos"))
    await until(pilot, lambda: not pilot.app.screen.query_one("#photos", Button).disabled)
    await pilot.pause()


async def name_pages(pilot: Pilot[Any], *urls: str) -> None:
    """From the first screen to these pages on the list, each said to be the person's own."""
    await pilot.pause()
    await press(pilot, "#own")
    for url in urls:
        pilot.app.screen.query_one("#address").value = url  # type: ignore[attr-defined]
        await press(pilot, "#add")
    for row in pilot.app.screen.query("AddressRow"):
        row.query("RadioButton").first().toggle()  # type: ignore[attr-defined]
        await pilot.pause()
