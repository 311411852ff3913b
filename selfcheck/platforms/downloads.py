"""The kinds of archives, told apart by the names of their members. Each lies in its platform's folder."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module

from selfcheck.platforms.common.facts import with_module
from selfcheck.readers.archives.lists import DownloadFormat


@cache
def downloads() -> tuple[DownloadFormat, ...]:
    """All kinds, in the order in which they are tried: the ones with the most telling names first. Loads them once."""
    names = with_module("download", "download_order")
    return tuple(import_module(f"selfcheck.platforms.{name}.download").DOWNLOAD for name in names)


def kind_of(names: Iterable[str]) -> DownloadFormat | None:
    """The kind that these members belong to: the first one whose mark is among them. None for a folder of pictures."""
    kinds = downloads()
    best: int | None = None
    for name in names:
        for order, kind in enumerate(kinds[:best]):
            if kind.marks.search(f"/{name}"):
                best = order
                break
        if best == 0:
            break
    return None if best is None else kinds[best]
