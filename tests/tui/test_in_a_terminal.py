"""The real program in a real terminal of 60 by 20, as pyte shows it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest
from wcwidth import wcwidth

from tests.support import pictures
from tests.support.running import AS_INSTALLED, WITH_LOOPBACK, start
from tests.support.site import Site

COLUMNS, ROWS = 60, 20
KEYS = {
    "enter": "\r",
    "esc": "\x1b",
    "f1": "\x1bOP",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "ctrl+q": "\x11",
    "tab": "\t",
    "down": "\x1b[B",
}


class Screen:
    """A terminal with a program in it. `raw` is all the program ever wrote."""

    def __init__(self, program: subprocess.Popen[bytes], side: int) -> None:
        self.program = program
        self._side = side
        self.raw = b""
        self._screen = pyte.HistoryScreen(COLUMNS, ROWS, history=10_000)
        self._stream = pyte.ByteStream(self._screen)

    @property
    def text(self) -> str:
        """What a person sees now. Half of a wide character that was drawn over is blank, as terminals show it."""
        lines = []
        for row in range(ROWS):
            cells = [self._screen.buffer[row][column].data for column in range(COLUMNS)]
            shown = ""
            for column, data in enumerate(cells):
                wide = bool(data) and wcwidth(data[0]) == 2
                if wide and cells[column + 1 : column + 2] == [""]:
                    shown += data
                elif wide or (not data and not (column and cells[column - 1] and wcwidth(cells[column - 1][0]) == 2)):
                    shown += " "
                else:
                    shown += data
            lines.append(shown.rstrip())
        return "\n".join(lines)

    def scrolled_away(self) -> str:
        """What has been scrolled off the top and can be scrolled back to."""
        lines = ("".join(line[x].data for x in range(COLUMNS)).rstrip() for line in self._screen.history.top)
        return "\n".join(lines).strip()

    def wait_for(self, text: str, seconds: float = 40) -> None:
        """Read on until `text` is to be seen."""
        end = time.monotonic() + seconds
        while text not in self.text:
            left = end - time.monotonic()
            assert left > 0, f"“{text}” did not come:\n{self.text}"
            self._read(left)

    def settle(self) -> None:
        """Read on until nothing more is drawn for a moment: a person cannot click within the same instant either."""
        while self._read(0.3):
            pass

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._side], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._side, 65536)
        except OSError:  # Linux says EIO once the program has gone
            return False
        self.raw += data
        # pyte 0.8 stumbles over private modes it does not know (CSI > and CSI ?...u, ...$p); they draw nothing.
        self._stream.feed(re.sub(rb"\x1b\[[<>=?][0-9;]*[ucmqt$]p?", b"", data))
        return bool(data)

    def press(self, *keys: str) -> None:
        """Type."""
        for key in keys:
            os.write(self._side, KEYS.get(key, key).encode())

    def click(self, text: str) -> None:
        """Press the mouse on the first place where `text` stands, once it does."""
        self.wait_for(text)
        self.settle()
        row = next(number for number, line in enumerate(self.text.splitlines()) if text in line)
        column = self.text.splitlines()[row].index(text) + 1
        for end in "Mm":
            os.write(self._side, f"\x1b[<0;{column + 1};{row + 1}{end}".encode())

    def click_until(self, text: str, sign: str) -> None:
        """The same, again where the screen was still moving, until `sign` is to be seen."""
        for patience in (5, 10, 20):
            self.click(text)
            with contextlib.suppress(AssertionError):
                self.wait_for(sign, patience)
                return
        self.wait_for(sign)

    def end(self) -> int:
        """Read to the end and give the exit code."""
        while self._read(10):
            pass
        return self.program.wait(10)


@contextlib.contextmanager
def in_terminal(*arguments: str, command: tuple[str, ...] = AS_INSTALLED, **environment: str) -> Iterator[Screen]:
    side, keyboard = pty.openpty()
    fcntl.ioctl(keyboard, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    # The size is the terminal's to tell; the test runner sets these for its own output.
    inherited = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
    program = start(
        *command,
        *arguments,
        stdin=keyboard,
        stdout=keyboard,
        stderr=keyboard,
        start_new_session=True,
        first=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # it is its terminal: when it closes, it hears so
        env={**inherited, "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment},
    )
    os.close(keyboard)
    try:
        yield Screen(program, side)
    finally:
        if program.poll() is None:
            program.kill()
        program.wait()
        os.close(side)


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")


def test_from_the_first_screen_of_the_demo_to_a_saved_checklist_by_key(tmp_path: Path) -> None:
    (tmp_path / "Documents").mkdir()
    home = {"HOME": str(tmp_path), "XDG_DOCUMENTS_DIR": str(tmp_path / "Documents")}
    with in_terminal("demo", **home) as screen:
        screen.wait_for("See the demo")
        screen.press("enter")
        screen.wait_for("https://mina.example/travel.html")
        screen.press("enter")
        screen.wait_for("Done. 25 photos found; 3 of 4 pages opened.")
        screen.press("p")
        screen.wait_for("not counted as clean" if "not counted as clean" in screen.text else "Closed")
        screen.press("enter")
        screen.wait_for("Photo 1 of 25")
        screen.settle()  # part of the list may still stand there, and Esc with a key right behind it is another key
        screen.press("esc")
        screen.settle()
        screen.wait_for("To the checklist")
        screen.press("c")
        screen.wait_for("Keep evidence first")
        screen.press("d")
        screen.wait_for("1 of 21 steps marked")
        screen.press("e")
        screen.wait_for("Save the checklist")
        screen.press("tab", "tab", "tab", "tab", "enter")  # how much, large type, pictures, and the file's name
        screen.wait_for("Saved:")
        screen.press("ctrl+q")
        assert screen.end() == 0
    [saved] = (tmp_path / "Documents").iterdir()
    assert "☑" in saved.read_text("utf-8") or "checked" in saved.read_text("utf-8")
    assert b"\x1b[?1049l" in screen.raw  # the screen from before is back, and nothing of ours stays on it


def test_the_door_for_harm_and_leaving_by_mouse() -> None:
    with in_terminal() as screen:
        screen.wait_for("Check my own pages")
        screen.click("It has already happened to me")
        screen.wait_for("not your fault")
        screen.click("Back")
        screen.wait_for("Check my own pages")
        screen.click("Ctrl+Q Leave")
        assert screen.end() == 0


def test_ones_own_page_from_typing_its_address_to_its_photos(site: Site) -> None:
    site.picture("/me.jpg", pictures.demo(pictures.ONE_FACE))
    page = site.page(
        "/", '<title>\x1b]0;owned\x07</title><img src="/me.jpg" alt="\x1b]52;c;AAAA\x07\x1b[2J[@click=app.quit]x[/]">'
    )
    with in_terminal(command=WITH_LOOPBACK) as screen:
        screen.wait_for("Check my own pages")
        screen.press("enter")
        screen.wait_for("No page yet")
        screen.press(*"not an address", "enter")
        screen.wait_for("not an address is not a page address")
        screen.press(*["\x7f"] * 20)
        screen.wait_for("https:// ")  # the line is empty again and shows its example
        screen.press(*page, "enter")
        screen.wait_for("This is my page")
        screen.click("This is my page")
        screen.wait_for("Will be asked")  # the page makes room for it, and what is below moves
        screen.click_until("Start the check", "Requests, as they are made")
        screen.wait_for("Done. 1 photo found; 1 of 1 page opened.")
        screen.press("p")
        screen.wait_for("1 face")
        screen.press("enter")
        screen.wait_for("Photo 1 of 1")
        screen.press("ctrl+q")
        assert screen.end() == 0
    for command in (b"\x1b]0;owned", b"\x1b]52", b"\x1b[2J["):
        assert command not in screen.raw


def test_a_terminal_without_colours_or_a_terminal_description_is_no_fault() -> None:
    with in_terminal("demo", NO_COLOR="1") as screen:
        screen.wait_for("See the demo")
        screen.press("ctrl+q")
        assert screen.end() == 0
    with in_terminal("demo", TERM="dumb") as screen:
        screen.end()
        assert b"What a stranger sees" in screen.raw  # printed instead of drawn
