"""The process that reads one archive, behind the same walls as every worker. Started by archives.py alone.

The open archive is its third standard stream. Those a process takes over on every system, and it needs no other right
to read the file: it can open none.
"""

from __future__ import annotations

import codecs
import os
import sys
import time
from typing import TYPE_CHECKING, BinaryIO, Final

from selfcheck.sandbox.restrict import close_standard_streams, go_with_parent, raise_walls

if TYPE_CHECKING:
    from selfcheck.readers.archives.archive import Archive

_TELL_SECONDS: Final = 0.1
_READ_AHEAD: Final = 1 << 16


def main(form: str) -> None:
    """Raise the walls, then answer until the input ends."""
    go_with_parent()
    from selfcheck.readers.archives.tars import TarArchive
    from selfcheck.readers.archives.zips import ZipArchive
    from selfcheck.sandbox.archive_frames import HEAD, decode_request

    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    file = os.fdopen(os.dup(2), "rb", _READ_AHEAD)
    close_standard_streams()
    for name in ("utf-8", "cp437", "cp949", "euc_kr"):  # behind the walls nothing more is loaded
        codecs.lookup(name)
    raise_walls()
    archive: Archive = ZipArchive(file) if form == "zip" else TarArchive(file)
    listed = False
    while len(head := requests.read(HEAD.size)) == HEAD.size:
        request = decode_request(requests.read(HEAD.unpack(head)[0]))
        if not listed:
            _list(archive, None if request.number is not None else replies)
            listed = True
        if request.number is not None:
            _read(archive, request.number, request.limit, replies)


def _list(archive: Archive, replies: BinaryIO | None) -> None:
    """Go through the list and tell it in pieces, so that it shows how far it is. Without `replies` it is not told."""
    from selfcheck.readers.archives.archive import ListingProblem, NotListed
    from selfcheck.sandbox.archive_frames import ROWS_PER_REPLY, Rows

    rows: list[tuple[str, int]] = []
    end = Rows(left_out={})
    told = time.monotonic()
    try:
        for entry in archive.entries():
            rows.append((entry.name, entry.size))
            if replies and (len(rows) >= ROWS_PER_REPLY or time.monotonic() - told > _TELL_SECONDS):
                _send(replies, Rows(rows))
                rows, told = [], time.monotonic()
        end = Rows(rows, +archive.left_out)
    except NotListed as refused:
        end = Rows(problem=refused.problem)
    except MemoryError:
        raise
    except Exception:  # whatever hostile bytes provoke costs this archive and nothing more
        end = Rows(problem=ListingProblem.DAMAGED)
    if replies:
        _send(replies, end)


def _read(archive: Archive, number: int, limit: int, replies: BinaryIO) -> None:
    from selfcheck.model import Outcome
    from selfcheck.sandbox.archive_frames import MemberReply

    data: bytes | Outcome
    try:
        data = archive.read(number, limit)
    except MemoryError:
        raise
    except Exception:  # whatever hostile bytes provoke costs this member and nothing more
        data = Outcome.BROKEN
    if isinstance(data, Outcome):
        _send(replies, MemberReply(data))
    else:
        _send(replies, MemberReply(), data)


def _send(replies: BinaryIO, reply: object, payload: bytes = b"") -> None:
    from selfcheck.sandbox.archive_frames import HEAD, encode

    header = encode(reply)
    replies.write(HEAD.pack(len(header), len(payload)) + header)
    replies.write(payload)
    replies.flush()


if __name__ == "__main__":
    main(sys.argv[1])
