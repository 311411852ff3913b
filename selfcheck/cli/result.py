"""A command's outcome, before it is written anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from selfcheck.errors import ExitCode


class Talk(Protocol):
    """How news of the progress reach the person; passing ones may be drawn over."""

    def __call__(self, sentence: str, *, passing: bool) -> None:
        """Tell one sentence."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a result is written: as JSON, or as text of so many columns; with the places of pictures only if asked."""

    as_json: bool
    plain: bool
    width: int
    show_place: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """A command's data, its last words, and its exit code."""

    output: bytes
    talk: tuple[str, ...]
    code: ExitCode
