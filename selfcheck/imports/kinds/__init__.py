"""The kinds of archives, told apart by the names of their members. One module a kind, or a family of kinds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from selfcheck.imports.kinds.base import Kind
from selfcheck.imports.kinds.instagram import INSTAGRAM

KINDS: Final = (INSTAGRAM,)
"""In the order in which they are tried: the ones with the most telling names first."""


def kind_of(names: Iterable[str]) -> Kind | None:
    """The kind that these members belong to: the first one whose mark is among them. None for a folder of pictures."""
    best: int | None = None
    for name in names:
        for order, kind in enumerate(KINDS[:best]):
            if kind.marks.search(f"/{name}"):
                best = order
                break
        if best == 0:
            break
    return None if best is None else KINDS[best]
