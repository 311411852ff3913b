"""Runs the command line as a person does: a process, its two streams, and where needed a terminal."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
WITH_LOOPBACK = (sys.executable, "-m", "tests.support.command")
AS_INSTALLED = (sys.executable, "-m", "selfcheck")
OFFLINE = ("unshare", "-rn")
"""Before a command: it runs where there is no network at all, not even loopback."""


def as_an_ordinary_user() -> tuple[str, ...] | None:
    """What to put before a command so that it has no more rights than its files give it; None where that cannot be.

    Root may write everywhere. In a user namespace of its own it is still the owner of its files, and root no more.
    """
    if os.name != "posix" or os.geteuid() != 0:
        return ()
    unshare = shutil.which("unshare")
    works = unshare is not None and subprocess.run([unshare, "-U", "true"], check=False).returncode == 0
    return ("unshare", "-U") if works else None


def can_be_offline() -> bool:
    """Whether a process without network can be made here: a Linux that lets its users have namespaces."""
    unshare = shutil.which("unshare")
    return unshare is not None and subprocess.run([unshare, "-rn", "true"], check=False).returncode == 0


@dataclass(frozen=True)
class Ended:
    """What a command left behind."""

    code: int
    out: bytes
    err: str

    def said_plainly(self, *words: str) -> None:
        """Fail unless stderr says something with these words in it, and does not show the program's insides."""
        assert self.err.strip()
        assert "Traceback" not in self.err
        assert "Something is wrong in selfcheck" not in self.err
        for word in words:
            assert word in self.err, self.err


def start(*command: str | Path, first: Callable[[], object] | None = None, **more: Any) -> subprocess.Popen[bytes]:
    """Start a program that answers signals as one that a person started. `first` is called in its process.

    A test run in the background of a shell ignores Ctrl-C, and what a process ignores its children ignore.
    """

    def prepare() -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        if first:
            first()

    if os.name == "posix":
        more["preexec_fn"] = prepare
    return subprocess.Popen([*map(str, command)], cwd=ROOT, **more)


def run(*arguments: str | Path, command: tuple[str, ...] = WITH_LOOPBACK, seconds: float = 60, **more: Any) -> Ended:
    """Run a command to its end, without a terminal. Raises `TimeoutExpired` after so many seconds."""
    done = subprocess.run(
        [*command, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=seconds,
        check=False,
        cwd=ROOT,
        **more,
    )
    return Ended(done.returncode, done.stdout, done.stderr.decode())


class Terminal:
    """A command whose input and talk are on a terminal and whose data goes into a pipe."""

    def __init__(self, process: subprocess.Popen[bytes], screen: int) -> None:
        self.process = process
        self._screen = screen
        self.shown = ""

    def wait_for(self, text: str) -> None:
        """Read what is shown until `text` has been."""
        while text not in self.shown:
            part = os.read(self._screen, 4096)
            self.shown += part.decode("utf-8", "replace")

    def type(self, text: str) -> None:
        """Type on the keyboard, and forget what was shown until now."""
        self.shown = ""
        os.write(self._screen, text.encode())

    def end(self) -> Ended:
        """Wait until the command is over."""
        out = self.process.stdout.read() if self.process.stdout else b""
        with contextlib.suppress(OSError):  # Linux says EIO once the other side is closed
            while part := os.read(self._screen, 4096):
                self.shown += part.decode("utf-8", "replace")
        return Ended(self.process.wait(30), out, self.shown)


@contextlib.contextmanager
def terminal(*arguments: str | Path, command: tuple[str, ...] = WITH_LOOPBACK, columns: int = 80) -> Iterator[Terminal]:
    """Start a command on a terminal. It is ended when the block is left, however that is."""
    import pty
    import termios

    screen, keyboard = pty.openpty()
    termios.tcsetwinsize(screen, (24, columns))
    process = start(
        *command, *arguments, stdin=keyboard, stdout=subprocess.PIPE, stderr=keyboard, start_new_session=True
    )
    os.close(keyboard)
    try:
        yield Terminal(process, screen)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
        os.close(screen)
