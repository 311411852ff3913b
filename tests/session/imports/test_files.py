from __future__ import annotations

import os
import sys
import tracemalloc
from pathlib import Path

import pytest

from selfcheck.errors import FileProblem
from selfcheck.readers.archives.files import MAX_BYTES, read_picture
from tests.support import pictures


def test_a_picture_on_disk_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "me.jpg").write_bytes(pictures.flat())
    assert read_picture(tmp_path / "me.jpg") == pictures.flat()


@pytest.mark.parametrize("name", ["gone.jpg", "folder", "no\x1bsuch.jpg", "nul\0.jpg"])
def test_what_cannot_be_read_is_a_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileProblem) as problem:
        read_picture(tmp_path / name)
    assert "\x1b" not in str(problem.value)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(FileProblem):
        read_picture(tmp_path / "pipe.jpg")


def test_a_file_over_the_limit_is_refused_without_being_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "large.jpg").open("wb") as file:
        file.truncate(3_000_000_000)  # sparse: it takes no room
    tracemalloc.start()
    try:
        with pytest.raises(FileProblem, match="larger than 20 MB"):
            read_picture(tmp_path / "large.jpg")
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("over", "read"), [(0, True), (1, False)], ids=["at the limit", "one byte over"])
def test_the_limit_is_exact(tmp_path: Path, over: int, read: bool) -> None:
    with (tmp_path / "edge.jpg").open("wb") as file:
        file.truncate(MAX_BYTES + over)
    if read:
        assert len(read_picture(tmp_path / "edge.jpg")) == MAX_BYTES == 20_000_000
    else:
        with pytest.raises(FileProblem):
            read_picture(tmp_path / "edge.jpg")
