"""click's commands and options with texts that are looked up when they are drawn, and help laid out by cells.

click counts characters, and Korean ones take two cells; English stays as click lays it out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Final

import click

from selfcheck import i18n
from selfcheck.i18n import _, translated
from selfcheck.output.text_width import cells, wrap


class _Help:
    """A `help` that is marked with `N_` where it is written and translated where click reads it."""

    _help: str | None = None

    @property
    def help(self) -> str | None:
        """The text in the language of the moment."""
        return translated(self._help) if self._help else self._help

    @help.setter
    def help(self, text: str | None) -> None:
        self._help = text


class _Metavar:
    """The same for a `metavar`."""

    _metavar: str | None = None

    @property
    def metavar(self) -> str | None:
        """The word in the language of the moment."""
        return translated(self._metavar) if self._metavar else self._metavar

    @metavar.setter
    def metavar(self, text: str | None) -> None:
        self._metavar = text


class CellFormatter(click.HelpFormatter):
    """Writes what click writes, laid out for the width of the terminal."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line of usage, with click's three words for what may follow a command in the person's language."""
        for word, local in (("[OPTIONS]", _("[OPTIONS]")), ("COMMAND", _("COMMAND")), ("[ARGS]", _("[ARGS]"))):
            args = args.replace(word, local)
        super().write_usage(prog, args, prefix)

    def write_text(self, text: str) -> None:
        """Paragraphs, each broken at spaces."""
        space = " " * self.current_indent
        paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
        self.write("\n\n".join("\n".join(wrap(part, self.width, space)) for part in paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Two columns: options or commands, and what they are for."""
        rows = list(rows)
        first = min(max((cells(name) for name, _help in rows), default=0), col_max) + col_spacing
        space = " " * self.current_indent
        for name, text in rows:
            lines = wrap(text, max(self.width - first - self.current_indent, 10))
            head = f"{space}{name}"
            if cells(name) > first - col_spacing:
                self.write(f"{head}\n")
                head = space
            padded = head + " " * (first + self.current_indent - cells(head))
            self.write((padded + lines[0] if lines else head) + "\n")
            for line in lines[1:]:
                self.write(" " * (first + self.current_indent) + line + "\n")


class _Context(click.Context):
    def make_formatter(self) -> click.HelpFormatter:
        """Lay the help out by cells where the language is not English."""
        if i18n.language() == i18n.ENGLISH:
            return super().make_formatter()
        return CellFormatter(width=self.terminal_width, max_width=self.max_content_width)


class Command(_Help, click.Command):
    """A command with help in the language of the moment."""

    context_class = _Context


class Group(_Help, click.Group):
    """A group of commands with help in the language of the moment."""

    context_class = _Context
    command_class = Command


class Option(_Help, _Metavar, click.Option):
    """An option with help in the language of the moment."""


class Argument(_Metavar, click.Argument):
    """An argument whose name in the help is in the language of the moment."""


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

command: Final = partial(click.command, cls=Command)
option: Final = partial(click.option, cls=Option)
argument: Final = partial(click.argument, cls=Argument)
