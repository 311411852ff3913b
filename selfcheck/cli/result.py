"""A command's result, and how it reaches the person: data to stdout, sentences to stderr."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from selfcheck.cli.terminal import say, show
from selfcheck.errors import ExitCode


class Progress(Protocol):
    """How news of the progress reach the person; passing ones may be drawn over."""

    def __call__(self, sentence: str, *, passing: bool) -> None:
        """Say one sentence."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a result is written: as JSON, or as text of so many columns; with the places of pictures only if asked."""

    as_json: bool
    plain: bool
    width: int
    show_place: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """A command's data, its last sentences, and its exit code."""

    output: bytes
    sentences: tuple[str, ...] = ()
    code: ExitCode = ExitCode.DONE

    def write(self) -> ExitCode:
        """Write each part to its stream. Returns the exit code."""
        show(self.output)
        for sentence in self.sentences:
            say(sentence)
        return self.code
