"""An archive as a `Store`, read by a process of its own behind walls: the program opens the file and looks at no byte.

The open file is handed over as the third standard stream of that process. Windows hands standard streams over too, so
the same lines serve it; they were not run there. The process answers with names, sizes and bytes of members; all of it
is untrusted and bounded here.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

import msgspec

from selfcheck.errors import FileProblem
from selfcheck.i18n import _
from selfcheck.model import Outcome
from selfcheck.model.safe_text import safe_text
from selfcheck.net.guard import permit
from selfcheck.readers.archives.archive import MAX_ENTRIES, Entry, ListingProblem
from selfcheck.readers.archives.names import archive_stem, member_name
from selfcheck.sandbox import pool
from selfcheck.sandbox.archive_frames import (
    HEAD,
    MAX_LIST_BYTES,
    MAX_MEMBER_BYTES,
    MAX_ROWS_BYTES,
    MOST_PASSED_OVER,
    REASONS,
    ArchiveRequest,
    Form,
    Rows,
    decode_member,
    decode_rows,
    encode,
)
from selfcheck.sandbox.process import BYTES_PER_SECOND, WorkerLost, environment

MOST_LOST: Final = 3
"""Processes that the members of one archive may cost. After that no more of it is read."""
COMMAND: Final = (sys.executable, "-I", "-B", "-m", "selfcheck.sandbox.archive_child")
"""See `pool.COMMAND`."""

T = TypeVar("T")


class _Reader:
    """One process. Raises `WorkerLost` once it has died, hung or spoken nonsense; then it is of no more use."""

    def __init__(self, file: BinaryIO, form: Form, command: tuple[str, ...]) -> None:
        self._late = False
        try:
            with permit("program"):
                self._process = subprocess.Popen(  # noqa: S603 (our own program)
                    [*command, form],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=file,  # its input, see above
                    env=environment(),
                    start_new_session=True,
                )
        except OSError:  # no process or file more
            raise WorkerLost(Outcome.CHECKER_STOPPED) from None
        self._end = weakref.finalize(self, _end, self._process)  # also where nobody closes it

    def ask(self, request: ArchiveRequest, seconds: float, read: Callable[[BinaryIO], T]) -> T:
        """Send a request and have its answers read by `read` within so many seconds."""
        assert self._process.stdin is not None  # noqa: S101 (asked for above)
        assert self._process.stdout is not None  # noqa: S101
        timer = threading.Timer(seconds, self._give_up)
        timer.daemon = True
        timer.start()
        try:
            header = encode(request)
            self._process.stdin.write(HEAD.pack(len(header), 0) + header)
            self._process.stdin.flush()
            return read(self._process.stdout)  # type: ignore[arg-type]  # a buffered reader, as Popen makes it
        except (OSError, ValueError, EOFError, RecursionError, msgspec.MsgspecError):
            self.kill()
            raise WorkerLost(Outcome.CHECKER_SLOW if self._late else Outcome.CHECKER_STOPPED) from None
        finally:
            timer.cancel()

    def _give_up(self) -> None:
        self._late = True
        self._process.kill()

    def kill(self) -> None:
        """End the process now. What reads from it in another thread comes to an end at once."""
        self._end()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()


class ArchiveStore:
    """See `Store`."""

    def __init__(self, path: Path, file: BinaryIO, form: Form, command: tuple[str, ...] = COMMAND) -> None:
        """Takes over the open `file`; `path` is only shown."""
        self.left_out: Counter[str] = Counter()
        self.called = archive_stem(path.name)
        self.archives = ("",)
        self._shown = safe_text(path.name, 120)
        self._file = file
        self._form = form
        self._command = command
        self._seconds = pool.SECONDS_PER_TASK + os.fstat(file.fileno()).st_size / BYTES_PER_SECOND
        self._entries: list[Entry] = []
        self._listed = False
        self._reader: _Reader | None = None
        self._lost: list[Outcome] = []
        self._lock = threading.Lock()
        self._closed = False

    @property
    def seen(self) -> int:
        """See `Store`."""
        return len(self._entries)

    def entries(self) -> list[Entry]:
        """See `Store`."""
        if not self._listed:
            try:
                self._ask(ArchiveRequest(), self._take_list)
            except WorkerLost as lost:
                if lost.outcome is Outcome.CHECKER_SLOW:
                    said = _("Reading {file} took too long and was stopped.")
                else:
                    said = _("{file} could not be read: the part of selfcheck that reads it was stopped.")
                raise FileProblem(said.format(file=self._shown), _unpack_it()) from None
            self._listed = True
        return self._entries

    def read(self, names: Collection[str], limit: int) -> Iterator[tuple[str, bytes | Outcome]]:
        """See `Store`."""
        for number, entry in enumerate(self.entries()):
            if self._closed:
                return
            if entry.name in names:
                yield entry.name, self._member(number, entry, limit)

    def close(self) -> None:
        """See `Store`."""
        with self._lock:
            self._closed = True
            reader, self._reader = self._reader, None
        if reader is not None:
            reader.kill()
        self._file.close()

    def _member(self, number: int, entry: Entry, limit: int) -> bytes | Outcome:
        if entry.size > limit:
            return Outcome.TOO_LARGE
        if len(self._lost) >= MOST_LOST:
            return self._lost[-1]
        try:
            return self._ask(ArchiveRequest(number, limit), lambda replies: _member_bytes(replies, entry.size))
        except WorkerLost as lost:
            self._lost.append(lost.outcome)
            return lost.outcome

    def _ask(self, request: ArchiveRequest, read: Callable[[BinaryIO], T]) -> T:
        with self._lock:
            if self._closed:
                raise WorkerLost(Outcome.CHECKER_STOPPED)
            reader = self._reader = self._reader or _Reader(self._file, self._form, self._command)
        try:
            return reader.ask(request, self._seconds, read)
        except BaseException:
            with self._lock:
                self._reader = None
            reader.kill()
            raise

    def _take_list(self, replies: BinaryIO) -> None:
        """Raises `FileProblem` where the answer is that there is no list, `ValueError` for what cannot be believed."""
        names: set[str] = set()
        size = 0
        while True:
            header_size, _more = _head(replies, MAX_ROWS_BYTES, 0)
            size += header_size
            rows = decode_rows(_exactly(replies, header_size))
            if size > MAX_LIST_BYTES or len(self._entries) + len(rows.rows) > MAX_ENTRIES:
                raise ValueError("a longer list than is read")
            if rows.problem is not None:
                raise self._problem(rows.problem)
            for name, length in rows.rows:
                if member_name(name) != name or name in names:
                    raise ValueError("no name of a member, or one that was told before")
                names.add(name)
                self._entries.append(Entry(name, length))
            if rows.left_out is not None:
                self.left_out.update(_believable(rows))
                return

    def _problem(self, problem: ListingProblem) -> FileProblem:
        if problem is ListingProblem.TOO_MANY:
            said = _("{file} lists more members than selfcheck reads ({most}).")
            return FileProblem(said.format(file=self._shown, most=MAX_ENTRIES), _unpack_it())
        if problem is ListingProblem.NO_ARCHIVE:
            said = _("{file} is packed, but there is no archive in it.")
            return FileProblem(said.format(file=self._shown), _unpack_it())
        if self._form == "zip":
            return FileProblem(
                _("{file} could not be read as a zip archive: it is damaged or not whole.").format(file=self._shown),
                _("If it is one part of several, or the download broke off, download it again."),
            )
        return FileProblem(
            _("{file} could not be read as a tar archive: it is damaged or cut off.").format(file=self._shown),
            _("If the download broke off, download it again."),
        )


def _unpack_it() -> str:
    return _("Unpack it and give selfcheck import the folder with the pictures.")


def _believable(rows: Rows) -> dict[str, int]:
    counts = dict(rows.left_out or {})
    if not counts.keys() <= REASONS or any(count > MOST_PASSED_OVER for count in counts.values()):
        raise ValueError("counts of what cannot be")
    return counts


def _member_bytes(replies: BinaryIO, size: int) -> bytes | Outcome:
    header_size, length = _head(replies, MAX_MEMBER_BYTES, size)
    reply = decode_member(_exactly(replies, header_size))
    data = _exactly(replies, length)
    if reply.problem is None:
        return data if length == size else Outcome.BROKEN
    return reply.problem if reply.problem in {Outcome.BROKEN, Outcome.TOO_LARGE} else Outcome.BROKEN


def _head(replies: BinaryIO, header: int, payload: int) -> tuple[int, int]:
    header_size, payload_size = HEAD.unpack(_exactly(replies, HEAD.size))
    if header_size > header or payload_size > payload:
        raise ValueError("a longer answer than is read")
    return header_size, payload_size


def _exactly(replies: BinaryIO, size: int) -> bytes:
    data = replies.read(size)
    if len(data) < size:
        raise EOFError
    return data
