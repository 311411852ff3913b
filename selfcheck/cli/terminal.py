"""The two streams of a command: data to stdout, talk to stderr; and what kind of terminal they are on."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import unicodedata

import click

from selfcheck.errors import FileProblem
from selfcheck.i18n import _
from selfcheck.output.text_width import cut, wrap


def show(data: bytes) -> None:
    """Data to stdout, whatever the locale is. A reader that has gone (`| head`) is no error of anyone's."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # caught here: click would turn it into exit code 1
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is left in the buffer would fail once more at the end
        raise FileProblem(
            _("The result could not be written: {reason}.").format(reason=error.strerror or _("unknown reason")),
            _("Make room on the disk, or write to another place, and try again."),
        ) from None


def say(sentence: str) -> None:
    """Talk to stderr; characters the terminal cannot show are written as escapes. A terminal gets whole words.

    Where nobody can hear it (a full disk, a closed end), the command goes on: it is not done for the talk.
    """
    sentence = _harmless(sentence.replace("\t", "    "))  # click sets its lists in with tabs
    try:
        click.echo(_broken(sentence) if sys.stderr.isatty() else sentence, err=True)
    except (OSError, ValueError):
        with contextlib.suppress(OSError):  # what is left in the buffer would fail once more at the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _harmless(sentence: str) -> str:
    """Without what a terminal obeys. Sentences hold safe texts, but what was typed may hold anything."""
    return "".join(
        one if one == "\n" or unicodedata.category(one) not in {"Cc", "Cf", "Cs"} or one in "\u200c\u200d" else "\ufffd"
        for one in sentence
    )


def _broken(sentence: str) -> str:
    """Its lines broken at spaces for this terminal, which by itself would break them in the middle of a word."""
    room = _room()
    lines: list[str] = []
    for line in sentence.split("\n"):
        text = line.lstrip(" ")
        lines += wrap(text, room, indent=line[: len(line) - len(text)]) or [""]
    return "\n".join(lines)


def _room() -> int:
    """Columns of the terminal that is talked to. `width` asks for that of stdout, which may go to a file."""
    columns = 0
    with contextlib.suppress(OSError, ValueError):
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
    return max(20, columns or width())


class Talk:
    """News of the progress on stderr. On a terminal passing ones are drawn over one another on one line.

    Used as a context, it takes the last one away in the end, however that is: what follows starts on a clean line.
    """

    def __init__(self, *, plain: bool) -> None:
        self._in_place = not plain and sys.stderr.isatty()

    def __call__(self, sentence: str, *, passing: bool) -> None:
        """Tell one sentence. Away from a terminal passing news are left out."""
        sentence = _harmless(sentence.replace("\t", "    "))  # click sets its lists in with tabs
        if self._in_place:
            shown = cut(sentence, _room() - 1) if passing else _broken(sentence)
            click.echo(f"\r\x1b[K{shown}", err=True, nl=not passing)
        elif not passing:
            say(sentence)

    def __enter__(self) -> Talk:
        """Begin to tell."""
        return self

    def __exit__(self, *how: object) -> None:
        """Take away what passed last."""
        self("", passing=True)


def has_screen() -> bool:
    """Whether there is a terminal the app can be drawn on."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def can_ask() -> bool:
    """Whether there is someone at a terminal to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


async def read_answer(question: str) -> str:
    """Ask for a line at the terminal while other work goes on. Empty once nobody types any more.

    Not in a thread: one that waits for a key would keep the program from ending on Ctrl-C.
    """
    import asyncio  # here alone: `selfcheck --help` must answer at once

    click.echo(f"\r\x1b[K{question}", err=True, nl=False)
    loop = asyncio.get_running_loop()
    typed: asyncio.Future[str] = loop.create_future()

    def read() -> None:
        if not typed.done():
            typed.set_result(os.read(0, 1000).decode("utf-8", "replace"))

    try:
        loop.add_reader(0, read)
    except NotImplementedError:  # asyncio on Windows watches no console
        return sys.stdin.readline()
    try:
        return await typed
    finally:
        loop.remove_reader(0)


def has_colours() -> bool:
    """Whether stdout is a terminal that shows colours, by the usual word for those who want none (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns to write in."""
    return shutil.get_terminal_size().columns
