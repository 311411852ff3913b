"""click's help, its lines broken and its columns set by cells: click counts characters, and Korean ones take two."""

from __future__ import annotations

from collections.abc import Iterable

import click

from selfcheck.i18n import _
from selfcheck.output.text_width import cells, wrap


class CellFormatter(click.HelpFormatter):
    """Writes what click writes, laid out for the width of the terminal."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line of usage, with click's three words for what may follow a command in the person's language."""
        for word, told in (("[OPTIONS]", _("[OPTIONS]")), ("COMMAND", _("COMMAND")), ("[ARGS]", _("[ARGS]"))):
            args = args.replace(word, told)
        super().write_usage(prog, args, prefix)

    def write_text(self, text: str) -> None:
        """Paragraphs, each broken at spaces."""
        space = " " * self.current_indent
        paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
        self.write("\n\n".join("\n".join(wrap(part, self.width, space)) for part in paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Two columns: options or commands, and what they are for."""
        kept = list(rows)
        first = min(max((cells(name) for name, _told in kept), default=0), col_max) + col_spacing
        space = " " * self.current_indent
        for name, told in kept:
            lines = wrap(told, max(self.width - first - self.current_indent, 10))
            head = f"{space}{name}"
            if cells(name) > first - col_spacing:
                self.write(f"{head}\n")
                head = space
            padded = head + " " * (first + self.current_indent - cells(head))
            self.write((padded + lines[0] if lines else head) + "\n")
            for line in lines[1:]:
                self.write(" " * (first + self.current_indent) + line + "\n")


class CellContext(click.Context):
    """A context whose help is laid out by cells."""

    formatter_class = CellFormatter
