"""A path -> the store that reads it, told by how the file begins and not by its name.

No archive is read here: its open file is handed over to a process of its own, see `worker/archives.py`.
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Final

from selfcheck.errors import FileProblem, unreadable
from selfcheck.i18n import _
from selfcheck.model.safe_text import safe_text
from selfcheck.platforms.downloads import kind_of
from selfcheck.readers.archives.archive import MemberSource
from selfcheck.readers.archives.folders import FolderStore
from selfcheck.readers.archives.names import is_archive
from selfcheck.readers.open_file import open_to_read
from selfcheck.sandbox.archive_frames import Form
from selfcheck.sandbox.archives import ArchiveStore
from selfcheck.session.imports.saved_pages import SavedFile, files_beside
from selfcheck.session.imports.together import TogetherStore

_HEAD: Final = 512
_PAGE_HEAD: Final = 4096
_MHTML: Final = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_OTHERS: Final = {
    b"Rar!\x1a\x07": "RAR",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_PACKED_TAR: Final = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")  # gzip, bzip2, xz


def open_import(path: Path, *more: Path) -> MemberSource | SavedFile:
    """A page as browsers save it, not read yet, or the store of anything else. Raises `FileProblem` with a sentence.

    Several files are read as one, as the parts of a download are.
    """
    if not more:
        return _open_one(path)
    for one in (path, *more):
        opened = _open_one(one)
        if isinstance(opened, SavedFile):
            raise FileProblem(
                _("{file} is a saved page.").format(file=safe_text(str(one), 120)),
                _("Give each saved page to selfcheck import on its own."),
            )
        opened.close()
    return TogetherStore((path, *more), open_file)


def _open_one(path: Path) -> MemberSource | SavedFile:
    store = open_store(path)
    if not isinstance(store, FolderStore):
        return store
    with open_to_read(path) as file:
        head = file.read(_PAGE_HEAD)
    ending = path.suffix.lower()
    if ending == ".har" or re.match(rb"(?:\xef\xbb\xbf)?\s*\{\s*\"log\"\s*:", head):
        return SavedFile("har", path)
    if ending in {".mht", ".mhtml"} or _MHTML.search(head):
        return SavedFile("mhtml", path)
    is_page = ending in {".html", ".htm", ".xhtml"} or re.match(rb"\s*<(?:!doctype html|html)\b", head, re.IGNORECASE)
    whole = files_beside(path) is not None or b"<!-- saved from url=" in head
    if is_page and (whole or kind_of([path.name]) is None):
        return SavedFile("html", path)
    return store


def open_store(path: Path) -> MemberSource:
    """The store of an archive, of a folder with the archives in it, or of a single file.

    Raises `FileProblem` with a sentence.
    """
    try:
        if path.is_dir():
            return TogetherStore([path], open_file)
    except (OSError, ValueError) as error:
        raise FileProblem(unreadable(safe_text(str(path), 120), error)) from None
    return open_file(path)


def open_file(path: Path) -> MemberSource:
    """The store of an archive or of a single file. Raises `FileProblem` with a sentence."""
    shown = safe_text(str(path), 120)
    try:
        if not path.is_file():
            raise FileProblem(
                (
                    _("{file} is not a file or folder.") if path.exists() else _("There is no file or folder {file}.")
                ).format(file=shown),
                _("Give the path of your data download, or of a folder of pictures."),
            )
        file = open_to_read(path)
    except (OSError, ValueError) as error:
        raise FileProblem(unreadable(shown, error)) from None
    with contextlib.ExitStack() as unless_handed_over:
        unless_handed_over.enter_context(file)
        try:
            form = _form_of(file.read(_HEAD), shown)
        except OSError as error:
            raise FileProblem(unreadable(shown, error)) from None
        if form is not None:
            unless_handed_over.pop_all()
            return ArchiveStore(path, file, form)
    if is_archive(path.name):
        raise FileProblem(
            _("{file} is not an archive, although it is named like one.").format(file=shown),
            _("The site may have sent a page in its place, such as one that asks you to log in. Download it again."),
        )
    return FolderStore(path)


def _form_of(head: bytes, shown: str) -> Form | None:
    """How a file that begins so is read as an archive; None for none. Raises `FileProblem` for one that is not read."""
    for mark, name in _OTHERS.items():
        if head.startswith(mark):
            raise FileProblem(
                _("{file} is packed as {kind}, which selfcheck does not unpack.").format(file=shown, kind=name),
                _("Unpack it with your system's own program and give the folder."),
            )
    if head[:4] == b"PK\x07\x08":
        raise FileProblem(
            _("{file} is one part of a divided zip archive.").format(file=shown),
            _("Join its parts, then give the whole."),
        )
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return "zip"
    return "tar" if head[257:262] == b"ustar" or head.startswith(_PACKED_TAR) else None
