"""Pages as browsers save them: HTML with a folder beside it, MHTML, HAR. Their pictures come out of the file alone.

What lies where in such a file is told by the worker (`Parts`); here its bytes are handed on as they lie there.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from selfcheck.errors import FileProblem, unreadable
from selfcheck.i18n import _
from selfcheck.model import Outcome, PhotoRef, Role
from selfcheck.model.safe_text import safe_text
from selfcheck.net.urls import is_picture_data, picture_data
from selfcheck.readers.archives.archive import Entry, MemberSource, Packed
from selfcheck.readers.archives.folders import FolderStore
from selfcheck.readers.archives.names import import_url, is_picture, is_video
from selfcheck.readers.archives.parts import FOLDER_ENDINGS, Form, Part, Parts
from selfcheck.readers.open_file import open_to_read
from selfcheck.session.imports.listing import MAX_PHOTOS, Listing, Picture, Place

MAX_FILE: Final = 128_000_000
"""Bytes of an MHTML or HAR file."""
MAX_PAGE: Final = 5_000_000
"""Bytes, as for a page from the network."""
NOWHERE: Final = "https://saved-page.invalid/"
"""Stands for the address of a saved page that does not tell its own."""
_GROWN: Final = 4  # how many times larger a packed page or picture can be: base64 a third, JSON and MIME up to thrice


@dataclass(frozen=True, slots=True)
class SavedFile:
    """A file that holds a page, or several of one visit; nothing of it is read yet."""

    form: Form
    path: Path

    def check_size(self) -> None:
        """Raises `FileProblem` for a file that is larger than is read."""
        limit = MAX_PAGE if self.form == "html" else MAX_FILE
        try:
            size = self.path.stat().st_size
        except OSError as error:
            raise FileProblem(unreadable(safe_text(str(self.path), 120), error)) from None
        if size > limit:
            raise FileProblem(
                _("{file} is larger than {size} MB, more than selfcheck reads of a page.").format(
                    file=safe_text(str(self.path), 120), size=limit // 1_000_000
                )
            )

    def problem(self, outcome: Outcome) -> FileProblem:
        """What to tell when the worker could not take the file apart."""
        if outcome is Outcome.CHECKER_SLOW:
            said = _("Reading {file} took too long and was stopped.")
        elif outcome is Outcome.NOT_A_PAGE:
            said = _("{file} holds no page and no picture.")
        elif self.form == "har":
            said = _("{file} could not be read as a HAR file: it is damaged.")
        else:
            said = _("{file} could not be read as a saved page: it is damaged.")
        return FileProblem(said.format(file=safe_text(str(self.path), 120)), _AGAIN[self.form])


_AGAIN: Final = {
    "html": _("Save the page from your browser again."),
    "mhtml": _("Save the page from your browser again."),
    "har": _("Save it “with content” from your browser again."),
}


class PageStore:
    """See `MemberSource`. Members are addresses of pictures in the file, and names of files in the folder beside it."""

    def __init__(self, file: SavedFile, parts: Parts) -> None:
        beside = files_beside(file.path, parts.folders) if file.form == "html" else None
        self.whole = file.form != "html"
        """Whether the file brings its pictures along in itself."""
        self._folder: MemberSource | None = FolderStore(beside) if beside else None
        self.left_out: Counter[str] = self._folder.left_out if self._folder else Counter()
        self.called = ""
        self.archives = ()
        self.pages = parts.pages
        self.named = parts.named
        self.pictures = {part.url: part for part in parts.pictures if part.url}
        self._path = file.path

    @property
    def seen(self) -> int:
        """See `MemberSource`."""
        return self._folder.seen if self._folder else 0

    def entries(self) -> list[Entry]:
        """See `MemberSource`: those of the folder beside the page."""
        return self._folder.entries() if self._folder else []

    def read(self, names: Collection[str], limit: int) -> Iterator[tuple[str, bytes | Packed | Outcome]]:
        """See `MemberSource`. A picture inside the page is its own name."""
        for name in names:
            if is_picture_data(name):
                yield name, picture_data(name)[:limit]
        for url, part in self.pictures.items():
            if url in names:
                yield url, self.part(part, limit)
        if self._folder:
            yield from self._folder.read(names, limit)

    def part(self, part: Part, limit: int) -> Packed | Outcome:
        """The bytes of a page or picture as they lie in the file."""
        size = part.end - part.start
        if size > limit * (_GROWN if part.packing else 1):
            return Outcome.TOO_LARGE
        try:
            with open_to_read(self._path) as file:
                file.seek(part.start)
                return Packed(file.read(size), part.packing)
        except OSError:
            return Outcome.BROKEN

    def close(self) -> None:
        """See `MemberSource`."""
        if self._folder:
            self._folder.close()


def files_beside(path: Path, said: Iterable[str] = ()) -> Path | None:
    """The folder that a browser puts beside a page it saves whole; None where there is none.

    It is named as the file. Where the file was named anew since, the page itself still says what it was (`said`).
    """
    for name in (*(path.stem + ending for ending in FOLDER_ENDINGS), *said):
        folder = path.with_name(name) if name and Path(name).name == name else path
        if folder.is_dir() and not folder.is_symlink():
            return folder
    return None


def pictures_of(refs: Iterable[PhotoRef], store: PageStore, form: str, listing: Listing) -> None:
    """Add to a listing what a page names: out of the file where it is there, else by its address."""
    files = {entry.name: entry.name for entry in store.entries()}
    taken = {picture.member for picture in listing.pictures}
    for ref in refs:
        urls = (ref.url, *ref.other_urls)
        member = next((name for url in urls if (name := _member_of(url, store, files))), "")
        real = [url for url in urls if not url.startswith(NOWHERE) and not _is_file_beside(url, files)]
        if not member and not real:
            listing.left_out["missing" if store.whole else "missing_beside"] += 1
            continue
        url = import_url(member) if member in files else member or real[0]
        place = Place(ref.role, ref.found_in, ref.alt)
        others = tuple(one for one in real if one != url)
        _add(listing, Picture(url, member, (place,), other_urls=others))
        taken.add(member)
    for name in (*store.pictures, *filter(is_picture, files)):  # shown by a style sheet or a script
        if name not in taken:
            url = import_url(name) if name in files else name
            _add(listing, Picture(url, name, (Place(Role.POST, form),)))
            taken.add(name)
    known = {url for one in listing.pictures for url in (one.url, *one.other_urls)}
    for url in store.named:
        if url not in known:
            _add(listing, Picture(url, "", (Place(Role.POST, form),)))
    listing.left_out["videos"] = sum(map(is_video, files))
    listing.left_out["links"] = sum(not one.member for one in listing.pictures)


def _add(listing: Listing, picture: Picture) -> None:
    if len(listing.pictures) >= MAX_PHOTOS:
        listing.over += 1
    else:
        listing.pictures.append(picture)


def _member_of(url: str, store: PageStore, files: Mapping[str, str]) -> str:
    if is_picture_data(url) or url in store.pictures:
        return url
    return _file_beside(url, files)


def _file_beside(url: str, files: Mapping[str, str]) -> str:
    """The file in the folder beside the page that an address on it means; the folder's own name is not looked at."""
    path = unquote(urlsplit(url).path)
    parts = path.split("/")
    for start in range(1, len(parts)):
        if parts[start - 1].endswith(FOLDER_ENDINGS):
            name = files.get(os.path.normpath("/".join(parts[start:])))
            if name:
                return name
    return ""


def _is_file_beside(url: str, files: Mapping[str, str]) -> bool:
    return bool(_file_beside(url, files))
