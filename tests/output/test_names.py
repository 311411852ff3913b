from __future__ import annotations

from pathlib import Path

import pytest

from selfcheck.errors import FileProblem
from selfcheck.output.file_names import is_kept_everywhere
from selfcheck.output.write_file import write_export, write_whole

KEPT = ("checklist.html", "내 점검.pdf", "a b (1).md", ".hidden", "console.md", "com.html", "COM10.md", "x" * 200)
NOT_KEPT = (
    "CON", "con.html", "Nul.pdf", "aux .md", "prn.", "COM1.csv", "lpt9", "LPT².md", "conin$", "a.", "a ", "a:b.html",
    "a\\b.html", 'a".md', "a<b>.md", "a|b", "what?.md", "*.md", "a\nb", "a\x1b[2J.md", "a\u202egnp.md",
    "x" * 201, "김" * 67,
)  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_a_name_that_every_system_keeps_is_written(tmp_path: Path, name: str) -> None:
    write_export(tmp_path / name, b"1")
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", NOT_KEPT, ids=ascii)
def test_a_name_that_some_system_cannot_keep_is_refused_with_a_way_out(tmp_path: Path, name: str) -> None:
    assert not is_kept_everywhere(name)
    with pytest.raises(FileProblem, match="not every computer can keep a file of that name") as refused:
        write_export(tmp_path / name, b"1")
    assert refused.value.way_out
    assert not set(str(refused.value)) & set("\x1b\u202e\n")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_comes_while_another_is_written_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"theirs")
    with pytest.raises(FileExistsError):  # what is left of the way once the look before was passed
        write_whole(tmp_path / "a.md", b"ours", replace=False)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.md", b"theirs")]
