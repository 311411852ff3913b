"""The plan of the bundled demo on the screen, for tests that go on from there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from selfcheck.model import Report
from selfcheck.output.report_json import load_report
from selfcheck.tui.app import SelfcheckApp
from selfcheck.tui.screens.checklist import ChecklistScreen
from selfcheck.tui.screens.plan import PlanScreen
from tests.support.app import NARROW, NOWHERE
from tests.support.running import AS_INSTALLED, run

SIZES = pytest.mark.parametrize("size", [NARROW, (80, 24), (140, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
"""On the smallest terminal, the usual one and a wide one."""


@cache
def demo_report() -> Report:
    """What a check of the demo tells, checked once for all of these tests."""
    return load_report(run("demo", "--json", command=AS_INSTALLED).out)


def files(folder: Path) -> list[Path]:
    """Every file below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


@asynccontextmanager
async def at_the_plan(
    size: tuple[int, int] = (80, 24), folder: Path = NOWHERE
) -> AsyncIterator[tuple[SelfcheckApp, Pilot[Any]]]:
    """The demo's plan on the screen."""
    app = SelfcheckApp(demo=True, folder=folder)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.work.finish(demo_report())
        app.push_screen(ChecklistScreen(app.work))
        await pilot.pause()
        await pilot.press("g")
        await pilot.pause()
        assert isinstance(app.screen, PlanScreen)
        yield app, pilot


def words(app: SelfcheckApp) -> str:
    """The text of the step on the screen, whole, however small the screen is."""
    visual = app.screen.query_one("#words", Static).visual
    return str(visual.at(100).plain) if hasattr(visual, "at") else str(visual)
