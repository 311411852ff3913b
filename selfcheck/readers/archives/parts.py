"""What a saved page's file holds, as the worker tells it: where each page and picture lies, not their bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from selfcheck.readers.archives.packing import Packing

Form = Literal["html", "mhtml", "har"]
FOLDER_ENDINGS: Final = ("_files", ".files", "-files", "_파일", "-Dateien", "_fichiers", "_archivos", "_bestanden")
"""How browsers name the folder beside a page they save whole, after the name of the page."""
MAX_FOLDERS: Final = 20
"""Folders that a saved page names, of which one may be its own."""
MAX_PAGES: Final = 20
"""Pages of one file that are read."""
MAX_PARTS: Final = 20_000
"""Pictures of one file that are kept in mind."""


@dataclass(frozen=True, slots=True)
class Part:
    """A page or a picture: its address, "" where it tells none, and the bytes from `start` to `end` of the file."""

    url: str
    start: int
    end: int
    packing: Packing = ""
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """The pages of a file and its pictures."""

    pages: tuple[Part, ...]
    pictures: tuple[Part, ...] = ()
    named: tuple[str, ...] = ()
    """Addresses of pictures that were shown and are not in the file."""
    folders: tuple[str, ...] = ()
    """Names of folders that a saved page takes its pictures from."""
