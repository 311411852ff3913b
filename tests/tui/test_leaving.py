"""Leaving at any moment is no fault: also with a screen on the way that nobody will see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.screen import Screen

from selfcheck.session.workspace import Workspace
from selfcheck.tui.app import SelfcheckApp
from selfcheck.tui.screens.addresses import AddressesScreen
from selfcheck.tui.screens.again import AgainScreen
from selfcheck.tui.screens.checklist import ChecklistScreen
from selfcheck.tui.screens.handing_in import HandingInScreen
from selfcheck.tui.screens.help_now import HelpNowScreen
from selfcheck.tui.screens.keeping import KeepingScreen
from selfcheck.tui.screens.photos import PhotosScreen
from selfcheck.tui.screens.plan import PlanScreen
from selfcheck.tui.screens.signals import SignalsScreen
from tests.support.app import NARROW, NOWHERE, to_checked

SCREENS: list[Callable[[Workspace], Screen[Any]]] = [
    AddressesScreen,
    AgainScreen,
    ChecklistScreen,
    HandingInScreen,
    HelpNowScreen,
    KeepingScreen,
    PhotosScreen,
    PlanScreen,
    SignalsScreen,
]


@pytest.mark.parametrize("screen", SCREENS)
async def test_the_key_to_leave_pressed_while_a_screen_opens(screen: Callable[[Workspace], Screen[Any]]) -> None:
    app = SelfcheckApp(demo=True, folder=NOWHERE)
    async with app.run_test(size=NARROW) as pilot:
        await to_checked(pilot)
        app.push_screen(screen(app.work))
        app.exit()
    assert (app.fault, app.return_code) == (None, 0)


@pytest.mark.parametrize("leave", [True, False], ids=["leaving", "staying"])
async def test_a_fault_of_another_kind_is_told_even_then(leave: bool) -> None:
    class Faulty(HelpNowScreen):
        def on_mount(self) -> None:
            raise ZeroDivisionError

    app = SelfcheckApp(demo=True, folder=NOWHERE)
    with pytest.raises(ZeroDivisionError):
        async with app.run_test(size=NARROW) as pilot:
            await pilot.pause()
            app.push_screen(Faulty(app.work))
            if leave:
                app.exit()
            await pilot.pause()
    assert isinstance(app.fault, ZeroDivisionError)
