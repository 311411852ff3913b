"""Writes an export: whole or not at all, readable by its owner alone, and never over another file unasked."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from selfcheck.errors import FileProblem, system_reason
from selfcheck.i18n import _
from selfcheck.model.safe_text import safe_text
from selfcheck.output.file_names import is_kept_everywhere
from selfcheck.readers.open_file import NotAFile, check_is_file, open_pipe_to_write, stream_number

_IN_THE_WAY: Final = (NotAFile, IsADirectoryError)


def write_export(path: Path, data: bytes, *, replace: bool | None = None) -> None:
    """Write `data` to `path` through a file beside it. Raises `FileProblem` with a sentence.

    `replace` is whether the person said to replace a file that is there; None where there is no way to say so.
    """
    check_place(path)
    try:
        write_whole(path, data, replace=bool(replace))
    except FileExistsError:  # came while this one was written
        raise _taken(path, replace) from None
    except OSError as error:
        raise _unwritten(path, error) from None


def write_to(path: Path, data: bytes, *, replace: bool | None = None) -> bool:
    """As `write_export`, or into a pipe where the person names one. Returns whether a file was written."""
    try:
        pipe = open_pipe_to_write(path)
        if pipe is not None:
            with pipe:
                pipe.write(data)
            return False
    except OSError as error:
        raise _unwritten(path, error) from None
    write_export(path, data, replace=replace)
    return True


def free_name(folder: Path, stem: str, ending: str) -> Path:
    """A name that is not taken in this folder yet: "letter.txt", then "letter-2.txt"."""
    for number in range(1, 1000):
        path = folder / f"{stem if number == 1 else f'{stem}-{number}'}{ending}"
        if not path.exists():
            break
    return path


def check_place(path: Path) -> None:
    """Raise `FileProblem` with a sentence where `path` cannot be written, as far as that shows without writing."""
    if path.name in {"", ".."}:  # "", "." or "/"
        raise FileProblem(
            _("{file} could not be written: it is a folder.").format(file=_shown(path)), _("Choose another name.")
        )
    if not is_kept_everywhere(path.name):
        raise FileProblem(
            _("{name} could not be written: not every computer can keep a file of that name.").format(
                name=safe_text(path.name, 80) or _shown(path)
            ),
            _("Choose another name, shorter or plainer, such as checklist.html."),
        )
    try:
        if stream_number(path) is not None:
            raise NotAFile(None, _("it is a pipe, not a file"))
        if (mode := _mode(path)) is not None:
            check_is_file(mode)
        path.parent.stat()
        if not path.parent.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "")
        if not os.access(path.parent, os.W_OK):
            raise PermissionError(errno.EACCES, "")
    except OSError as error:
        raise _unwritten(path, error) from None


def _mode(path: Path) -> int | None:
    """What lies there, links followed; None for nothing, and for a link that leads nowhere."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _shown(path: Path) -> str:
    return safe_text(str(path), 120)


def _taken(path: Path, replace: bool | None) -> FileProblem:
    by_force = _("Choose another name, or say --force to replace it.")
    return FileProblem(
        _("There is already a file {file}.").format(file=_shown(path)),
        _("Choose another name.") if replace is None else by_force,
    )


def _unwritten(path: Path, error: OSError) -> FileProblem:
    return FileProblem(
        _("{file} could not be written: {reason}.").format(file=_shown(path), reason=system_reason(error)),
        _("Choose another name.") if isinstance(error, _IN_THE_WAY) else _("Choose another folder."),
    )


def write_whole(path: Path, data: bytes, *, replace: bool = True) -> None:
    """Put `data` in the place of `path`: at every moment, whatever ends this process, the old file or the new one is
    there, whole and readable by its owner alone. Raises `OSError`; the old file is then as it was. Without `replace` a
    file that is there, also one that came meanwhile, stays and raises `FileExistsError`."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        _write_beside(beside, data)
        if replace or not _linked(beside, path):
            os.replace(beside, path)  # noqa: PTH105 (the atomic one)
        _sync_folder(path.parent)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _write_beside(beside: Path, data: bytes) -> None:
    """Write and have it on the disk. It has no name until then, where the system can do that: a process that is killed
    while it writes then leaves nothing behind. Raises `OSError`."""
    if hasattr(os, "O_TMPFILE") and _written_nameless(beside, data):
        return
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _written_nameless(beside: Path, data: bytes) -> bool:
    """Linux: a file without a name, named once it is whole. False where this file system, or a place without /proc,
    cannot do that."""
    try:
        handle = os.open(beside.parent, os.O_WRONLY | os.O_TMPFILE, 0o600)
    except OSError:
        return False
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(handle)
        try:
            # With a folder named, Python follows the link (linkat); else it would take the link itself.
            os.link(f"/proc/self/fd/{handle}", beside, src_dir_fd=handle, follow_symlinks=True)
        except OSError:
            return False
    return True


def _linked(beside: Path, path: Path) -> bool:
    """Give the file its name unless another has it. False where the file system cannot do that in one step."""
    if path.is_symlink() and not path.exists():  # leads nowhere: replaced as a link, never written through
        return False
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # FAT on a memory stick knows no second names; a full disk fails once more
        if path.exists():
            raise FileExistsError from None
        return False
    return True


def _sync_folder(folder: Path) -> None:
    """Have the new name on the disk as well, where the system can: else a loss of power may bring the old back."""
    if os.name != "posix":
        return
    with suppress(OSError):  # some file systems know no such thing; the file itself is written
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
