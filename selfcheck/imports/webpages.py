"""Pages as browsers save them: HTML with a folder beside it, MHTML, HAR. Their pictures come out of the file alone.

The page itself is read by the same reader as a page from the network, in the worker; here is only what lies around it.
"""

from __future__ import annotations

import email
import email.policy
import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from selfcheck.errors import FileProblem
from selfcheck.imports.folders import FolderStore
from selfcheck.imports.kinds.base import tags_of
from selfcheck.imports.listing import MAX_PHOTOS, Listing, Picture, Place
from selfcheck.imports.names import import_url, is_picture, is_video
from selfcheck.imports.store import Entry, Store
from selfcheck.language import _
from selfcheck.model import Outcome, PhotoRef, Role
from selfcheck.safetext import safe_text
from selfcheck.urls import UrlRefused, is_picture_data, picture_data, split_url

MAX_FILE: Final = 128_000_000
"""Bytes of an MHTML or HAR file, which are read whole."""
MAX_PAGE: Final = 5_000_000
"""Bytes, as for a page from the network."""
MAX_PAGES: Final = 20
"""Pages of one HAR file that are read."""
NOWHERE: Final = "https://saved-page.invalid/"
"""Stands for the address of a saved page that does not tell its own."""

_SAVED_FROM: Final = re.compile(
    rb"<!--\s*(?:saved from url=\(\d{1,8}\)|Page saved with SingleFile\s+url:\s*)(https?://\S+)"
)
_HEAD: Final = 300_000


@dataclass(frozen=True, slots=True)
class Document:
    """One page in the file: its bytes and where it was."""

    body: bytes
    content_type: str
    url: str


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page, or several of one visit, with the store of their pictures."""

    form: str
    documents: tuple[Document, ...]
    store: PageStore


class PageStore:
    """See `Store`. Members are addresses of pictures in the file, and names of files in the folder beside it."""

    def __init__(
        self, bodies: Mapping[str, Callable[[], bytes | None]] | None = None, folder: Store | None = None
    ) -> None:
        self.left_out: Counter[str] = folder.left_out if folder else Counter()
        self.bodies = dict(bodies or {})
        self._folder = folder

    def entries(self) -> list[Entry]:
        """See `Store`: those of the folder beside the page."""
        return self._folder.entries() if self._folder else []

    def read(self, names: Collection[str], limit: int) -> Iterator[tuple[str, bytes | Outcome]]:
        """See `Store`. A picture inside the page is its own name."""
        for name in names:
            if is_picture_data(name):
                yield name, picture_data(name)[:limit]
        for url, body in self.bodies.items():
            if url in names:
                data = body()
                whole = Outcome.BROKEN if data is None else data
                yield url, Outcome.TOO_LARGE if isinstance(whole, bytes) and len(whole) > limit else whole
        if self._folder:
            yield from self._folder.read(names, limit)

    def close(self) -> None:
        """See `Store`."""
        if self._folder:
            self._folder.close()


def read_whole(path: Path, limit: int) -> bytes:
    """The bytes of a file. Raises `FileProblem` for one that is larger than `limit`."""
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise FileProblem(
            _("{file} is larger than {size} MB, more than selfcheck reads of a page.").format(
                file=safe_text(str(path), 120), size=limit // 1_000_000
            )
        )
    return data


def files_beside(path: Path) -> Path | None:
    """The folder that a browser puts beside a page it saves whole; None where there is none."""
    for ending in ("_files", ".files", "-files", "_파일", "-Dateien", "_fichiers", "_archivos", "_bestanden"):
        folder = path.with_name(path.stem + ending)
        if folder.is_dir() and not folder.is_symlink():
            return folder
    return None


def open_saved_html(path: Path) -> SavedPage:
    """A page saved as HTML, with the folder beside it if there is one. Raises `FileProblem`."""
    body = read_whole(path, MAX_PAGE)
    folder = files_beside(path)
    document = Document(body, "", address_in(body) or NOWHERE)
    return SavedPage("saved page", (document,), PageStore(folder=FolderStore(folder) if folder else None))


def address_in(body: bytes) -> str:
    """The address a saved page says it had: the browser's own note, else canonical, else og:url. "" for none."""
    noted = _SAVED_FROM.search(body[:20_000])
    candidates = [noted[1].decode("utf-8", "replace")] if noted else []
    found: dict[str, str] = {}
    for tag in tags_of(body[:_HEAD]):
        if tag.name == "link" and "canonical" in tag.attributes.get("rel", "").lower().split():
            found.setdefault("canonical", tag.attributes.get("href", ""))
        elif tag.name == "meta" and tag.attributes.get("property", "") == "og:url":
            found.setdefault("og", tag.attributes.get("content", ""))
    candidates += [found[key] for key in ("canonical", "og") if key in found]
    return next((url for url in map(_checked, candidates) if url), "")


def _checked(url: str) -> str:
    try:
        return split_url(url.strip().partition("#")[0]).url
    except UrlRefused:
        return ""


def open_mhtml(path: Path) -> SavedPage:
    """A page saved as one MHTML file. Raises `FileProblem`."""
    shown = safe_text(str(path), 120)
    try:
        whole = email.message_from_bytes(read_whole(path, MAX_FILE), policy=email.policy.compat32)
        parts = [part for part in whole.walk() if not part.is_multipart()]
    except (RecursionError, ValueError, LookupError, AssertionError):
        damaged = _("{file} could not be read as a saved page: it is damaged.").format(file=shown)
        raise FileProblem(damaged) from None
    main = next((part for part in parts if part.get_content_type() in {"text/html", "application/xhtml+xml"}), None)
    if main is None:
        raise FileProblem(_("{file} holds no page.").format(file=shown), _("Save the page from your browser again."))
    where = _checked(str(main.get("Content-Location") or whole.get("Snapshot-Content-Location") or "")) or NOWHERE
    charset = safe_text(str(main.get_param("charset") or ""), 40)
    body = _payload(main) or b""
    bodies: dict[str, Callable[[], bytes | None]] = {}
    for part in parts:
        url = _checked(str(part.get("Content-Location") or ""))
        if url and _is_picture_type(part.get_content_type()):
            bodies.setdefault(url, lambda part=part: _payload(part))  # type: ignore[misc]
    content_type = f"text/html; charset={charset}" if charset else "text/html"
    return SavedPage("saved page", (Document(body[:MAX_PAGE], content_type, where),), PageStore(bodies))


def _payload(part: Message) -> bytes | None:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return None
    return data if isinstance(data, bytes) else None


def _is_picture_type(content_type: str) -> bool:
    return content_type.lower().startswith("image/") and "svg" not in content_type.lower()


def pictures_of(refs: Iterable[PhotoRef], page: SavedPage, listing: Listing) -> None:
    """Add to a listing what a page names: out of the file where it is there, else by its address."""
    files = {entry.name: entry.name for entry in page.store.entries()}
    taken = {picture.member for picture in listing.pictures}
    for ref in refs:
        urls = (ref.url, *ref.other_urls)
        member = next((name for url in urls if (name := _member_of(url, page.store, files))), "")
        real = [url for url in urls if not url.startswith(NOWHERE) and not _is_file_beside(url, files)]
        if not member and not real:
            listing.left_out["missing"] += 1
            continue
        url = import_url(member) if member in files else member or real[0]
        place = Place(ref.role, ref.found_in, ref.alt)
        others = tuple(one for one in real if one != url)
        _add(listing, Picture(url, member, (place,), other_urls=others))
        taken.add(member)
    for name in (*page.store.bodies, *filter(is_picture, files)):  # shown by a style sheet or a script
        if name not in taken:
            url = import_url(name) if name in files else name
            _add(listing, Picture(url, name, (Place(Role.POST, page.form),)))
            taken.add(name)
    listing.left_out["videos"] = sum(map(is_video, files))
    listing.left_out["links"] = sum(not one.member for one in listing.pictures)


def _add(listing: Listing, picture: Picture) -> None:
    if len(listing.pictures) >= MAX_PHOTOS:
        listing.over += 1
    else:
        listing.pictures.append(picture)


def _member_of(url: str, store: PageStore, files: Mapping[str, str]) -> str:
    if is_picture_data(url) or url in store.bodies:
        return url
    return _file_beside(url, files)


def _file_beside(url: str, files: Mapping[str, str]) -> str:
    """The file in the folder beside the page that an address on it means; the folder's own name is not looked at."""
    path = unquote(urlsplit(url).path)
    parts = path.split("/")
    for start in range(1, len(parts)):
        if re.search(r"(?:[_.-]files|_파일|-Dateien|_fichiers|_archivos|_bestanden)$", parts[start - 1]):
            name = files.get(os.path.normpath("/".join(parts[start:])))
            if name:
                return name
    return ""


def _is_file_beside(url: str, files: Mapping[str, str]) -> bool:
    return bool(_file_beside(url, files))
