"""A fault of our own in the app: it ends with a sentence, and leaves nothing of the person's in the terminal."""

from __future__ import annotations

import sys

import pytest

from tests.tui.test_in_a_terminal import in_terminal, pytestmark  # noqa: F401 (Windows has no such terminals)

PRIVATE = "https://mina.example/a-private-address"
FAULTY = """
import sys, urllib.request
from importlib import import_module
from selfcheck.cli import run
from selfcheck.net.guard import stand_guard
room = import_module({room!r})
def fails(*a, **k):
    private = {private!r}
    {does}
setattr(room, {name!r}, fails)
stand_guard()
sys.exit(run(["demo"]))
"""


FAULT = ("raise ZeroDivisionError(private)", "ZeroDivisionError")
PHONES_HOME = ("urllib.request.urlopen('http://127.0.0.1:9/')", "urllib.Request")
ON_A_KEY = ("selfcheck.tui.screens.help_now", "help_now", ("f8",))
IN_A_SCREEN = ("selfcheck.tui.screens.photos", "photo_line", ("enter", "enter", "p"))
IN_THE_CHECK = ("selfcheck.session.check_run", "read_page_parts", ("enter", "enter"))


@pytest.mark.parametrize(
    ("room", "name", "keys", "does", "told"),
    [
        (*ON_A_KEY, *FAULT),
        (*ON_A_KEY, *PHONES_HOME),
        (*IN_A_SCREEN, *FAULT),
        (*IN_A_SCREEN, *PHONES_HOME),
        (*IN_THE_CHECK, *PHONES_HOME),  # a mere fault there costs a part of the check: test_checking.py
    ],
)
def test_a_fault_of_our_own_in_the_app_shows_nothing_of_the_persons(
    room: str, name: str, keys: tuple[str, ...], does: str, told: str
) -> None:
    code = FAULTY.format(room=room, name=name, private=PRIVATE, does=does)
    with in_terminal(command=(sys.executable, "-c", code)) as screen:
        screen.wait_for("See the demo")
        for key in keys:
            screen.settle()
            if key == "p":
                screen.wait_for("Done.")
            screen.press(key)
        assert screen.end() == 1
        after = screen.raw.rpartition(b"\x1b[?1049l")[2].decode()  # what stays in the terminal when the app is gone
    assert "This is our fault, not yours" in " ".join(after.split())
    assert told in after
    assert PRIVATE not in after
    assert "Traceback" not in after
    assert "private" not in after
