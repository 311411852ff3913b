"""What the process that reads an archive answers, believed only as far as it can be checked."""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path

import pytest

from selfcheck.errors import FileProblem
from selfcheck.model import Outcome
from selfcheck.sandbox import pool
from selfcheck.sandbox.archives import ArchiveStore
from tests.support.archives import FACE, zipped

# Gives these answers, one after the other: a header and the bytes that follow.
FALSE = """
import struct, sys, time
answers = {answers}
while head := sys.stdin.buffer.read(8):
    sys.stdin.buffer.read(struct.unpack("!II", head)[0])
    header, more = answers.pop(0)
    if header is None:
        time.sleep(60)
    sys.stdout.buffer.write(struct.pack("!II", len(header), len(more)) + header + more)
    sys.stdout.buffer.flush()
"""
LISTED = (b'{"rows":[["a.jpg",3],["b.jpg",3]],"left_out":{}}', b"")


def false_store(folder: Path, *answers: tuple[bytes | None, bytes]) -> ArchiveStore:
    path = zipped(folder / "x.zip", {"a.jpg": FACE})
    (folder / "false.py").write_text(FALSE.replace("{answers}", repr(list(answers))))
    return ArchiveStore(path, path.open("rb"), "zip", (sys.executable, str(folder / "false.py")))


LIES = {
    "no JSON": b"nonsense",
    "too long a piece": b" " * 2_000_000 + b"{}",
    "a name that leads out": b'{"rows":[["../a.jpg",1]],"left_out":{}}',
    "a name twice": b'{"rows":[["a.jpg",1],["a.jpg",1]],"left_out":{}}',
    "a name that commands the terminal": b'{"rows":[["a\\u001b.jpg",1]],"left_out":{}}',
    "a size below nought": b'{"rows":[["a.jpg",-1]],"left_out":{}}',
    "too many rows": json.dumps({"rows": [[f"{n}", 1] for n in range(201)], "left_out": {}}).encode(),
    "a reason that is none": b'{"rows":[],"left_out":{"\\u001b[2J":1}}',
    "bytes that nobody asked for": b'{"rows":[],"left_out":{}}',
}


@pytest.mark.parametrize("name", LIES)
def test_process_that_lies_about_an_archive_is_not_believed(tmp_path: Path, name: str) -> None:
    more = b"x" if "nobody" in name else b""
    store = false_store(tmp_path, (LIES[name], more))
    with contextlib.closing(store), pytest.raises(FileProblem, match="was stopped"):
        store.entries()


@pytest.mark.parametrize(
    ("header", "more", "believed"),
    [
        (b"{}", b"abc", b"abc"),
        (b"{}", b"ab", Outcome.BROKEN),
        (b"{}", b"abcd", Outcome.CHECKER_STOPPED),
        (b'{"problem":"faces"}', b"", Outcome.BROKEN),
        (b'{"problem":"too_large"}', b"", Outcome.TOO_LARGE),
        (b" " * 5000 + b"{}", b"abc", Outcome.CHECKER_STOPPED),
    ],
)
def test_member_is_no_longer_than_its_list_said(
    tmp_path: Path, header: bytes, more: bytes, believed: bytes | Outcome
) -> None:
    with contextlib.closing(false_store(tmp_path, LISTED, (header, more))) as store:
        assert dict(store.read({"a.jpg"}, 100)) == {"a.jpg": believed}


def test_process_that_hangs_is_ended_and_told_as_slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "SECONDS_PER_TASK", 1.0)
    store = false_store(tmp_path, (None, b""))
    with contextlib.closing(store), pytest.raises(FileProblem, match="took too long"):
        store.entries()


def test_members_that_cost_a_process_each_are_not_read_for_ever(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {f"{number}.jpg": FACE for number in range(10)})
    rows = json.dumps({"rows": [[f"{number}.jpg", 3] for number in range(10)], "left_out": {}}).encode()
    log = tmp_path / "started"
    script = f"open({str(log)!r}, 'a').write('x')\n" + FALSE.replace("{answers}", repr([(rows, b"")]))
    with contextlib.closing(ArchiveStore(path, path.open("rb"), "zip", (sys.executable, "-c", script))) as store:
        read = dict(store.read({f"{number}.jpg" for number in range(10)}, 100))
    assert set(read.values()) <= {Outcome.CHECKER_STOPPED, Outcome.BROKEN}
    assert len(log.read_text()) <= 4
