from __future__ import annotations

import csv
import json
import os
import signal
import stat
import sys
from pathlib import Path

import pytest

from selfcheck.errors import FileProblem
from selfcheck.guidance.model import Guidance
from selfcheck.output.report_json import dump_json
from selfcheck.output.write_file import write_export
from tests.support.reports import full_report
from tests.support.running import AS_INSTALLED, Ended, as_an_ordinary_user, run


@pytest.fixture
def report(tmp_path: Path, guidance: Guidance) -> Path:
    path = tmp_path / "report.json"
    path.write_bytes(dump_json(full_report(guidance)))
    return path


def export(*arguments: str | Path, **more: object) -> Ended:
    return run("export", *arguments, command=AS_INSTALLED, **more)


@pytest.mark.parametrize(("form", "start"), [("markdown", b"# My privacy"), ("html", b"<!doctype html>")])
def test_without_a_file_name_the_checklist_is_on_stdout(report: Path, form: str, start: bytes) -> None:
    ended = export(report, "--to", form)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(start)
    assert b"mina.example" not in ended.out
    assert b"mina" in export(report, "--to", form, "--with-addresses").out


def test_a_file_is_readable_by_its_owner_alone_whatever_the_umask_is(report: Path, tmp_path: Path) -> None:
    out = tmp_path / "list.html"
    before = os.umask(0)
    try:
        ended = export(report, "--to", "html", "--out", out)
    finally:
        os.umask(before)
    assert (ended.code, ended.out) == (0, b"")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert f"Written to {out}. To remove it, delete that file." in ended.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["list.html", "report.json"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a file has a name from its first byte")
def test_a_run_killed_while_it_writes_leaves_nothing_behind(report: Path, tmp_path: Path) -> None:
    """Nobody looks for a hidden half of an export, and wiping what was saved does not find it."""
    code = (
        "import os, signal, sys; from selfcheck.cli import run;"
        "os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL); run(sys.argv[1:])"
    )
    before = sorted(tmp_path.iterdir())
    words = ("export", report, "--to", "html", "--share", "full", "--out", tmp_path / "list.html")
    ended = run(*words, command=(sys.executable, "-c", code))
    assert ended.code == -signal.SIGKILL
    assert sorted(tmp_path.iterdir()) == before


def test_another_file_is_never_replaced_unasked(report: Path, tmp_path: Path) -> None:
    out = tmp_path / "diary.md"
    out.write_text("dear diary")
    ended = export(report, "--to", "markdown", "--out", out)
    assert ended.code == 2
    ended.said_plainly("There is already a file", "--force")
    assert out.read_text() == "dear diary"

    assert export(report, "--to", "markdown", "--out", out, "--force").code == 0
    assert out.read_bytes().startswith(b"# My privacy")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_replacing_a_link_does_not_write_through_it(report: Path, tmp_path: Path) -> None:
    diary, out = tmp_path / "diary.md", tmp_path / "list.md"
    diary.write_text("dear diary")
    out.symlink_to(diary)
    assert export(report, "--to", "markdown", "--out", out, "--force").code == 0
    assert diary.read_text() == "dear diary"
    assert not out.is_symlink()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\x89PNG\r\n\x1a\n", "not a selfcheck report"),
        (b'{"version": 99}', "made by a newer selfcheck"),
        (b'{"version": 1, "made_at": "\x1b[2J"}', "not a selfcheck report"),
        (b'{"version": "\\u001b[2J\\u202e"}', "not a selfcheck report"),
        (b"[" * 200_000, "not a selfcheck report"),
    ],
    ids=["empty", "blank", "a picture", "newer", "raw escape", "escaped escape", "deep"],
)
def test_a_file_that_is_no_report_is_explained(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "report.json").write_bytes(content)
    out = tmp_path / "list.html"
    ended = export(tmp_path / "report.json", "--to", "html", "--out", out)
    assert (ended.code, ended.out, out.exists()) == (2, b"", False)
    ended.said_plainly(words)
    assert "\x1b" not in ended.err


def test_a_report_that_is_not_there_or_a_folder_is_explained(tmp_path: Path) -> None:
    for path, words in ((tmp_path / "missing.json", "There is no file"), (tmp_path, "it is a folder, not a file")):
        ended = export(path, "--to", "html")
        assert (ended.code, ended.out) == (2, b"")
        ended.said_plainly(words)


@pytest.mark.parametrize("out", ["missing/list.html", "report.json/list.html", ".", "..", "/", "x" * 300], ids=str)
def test_a_place_that_cannot_be_written_is_explained_and_the_report_stays(report: Path, out: str) -> None:
    before = report.read_bytes()
    ended = export(report, "--to", "html", "--out", report.parent / out if out != "." else ".", "--force")
    assert (ended.code, ended.out) == (2, b"")
    ended.said_plainly("could not be written", "Choose another")
    assert report.read_bytes() == before
    assert [path.name for path in report.parent.iterdir()] == ["report.json"]


ORDINARY = as_an_ordinary_user()


@pytest.mark.skipif(ORDINARY is None, reason="root may write everywhere, and cannot lay that down here (unshare -U)")
@pytest.mark.parametrize("mode", [0o500, 0o700])
def test_a_folder_that_may_not_be_written_is_explained(report: Path, tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "folder"
    folder.mkdir(mode=mode)
    arguments = ("export", report, "--to", "html", "--out", folder / "list.html")
    ended = run(*arguments, command=(*(ORDINARY or ()), *AS_INSTALLED))
    if mode == 0o700:  # the same command, where it may: the refusal below is the folder's
        assert (ended.code, [path.name for path in folder.iterdir()]) == (0, ["list.html"])
        return
    assert ended.code == 2
    ended.said_plainly("could not be written", "Permission denied", "Choose another folder")
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a full disk is played with the limit of file sizes of POSIX")
@pytest.mark.parametrize("there_before", [True, False])
def test_when_the_disk_is_full_no_part_of_a_file_is_left_and_the_old_one_stays(
    report: Path, tmp_path: Path, there_before: bool
) -> None:
    out = tmp_path / "list.html"
    if there_before:
        out.write_text("the old list")
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));"
        "from selfcheck.cli import run; sys.exit(run(sys.argv[1:]))"
    )
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = (sys.executable, "-c", code)
    ended = run("export", report, "--to", "html", "--out", out, "--force", command=command, env=environment)
    assert ended.code == 2
    ended.said_plainly("could not be written")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["list.html", "report.json"][not there_before :]
    assert not there_before or out.read_text() == "the old list"


def test_a_file_name_cannot_command_the_terminal(tmp_path: Path) -> None:
    with pytest.raises(FileProblem) as caught:
        write_export(tmp_path / "no\x1b[2Jfolder" / "list.md", b"x")
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--to", "markdown", "--large"), "--large is for these formats: html, pdf"),
        (("--to", "html", "--paper", "letter"), "--paper is for these formats: pdf"),
        (("--to", "csv", "--with-pictures", "x"), "--with-pictures is for these formats: html, pdf"),
        (("--to", "pdf", "--with-pictures", "x", "--share", "numbers"), "With only numbers there are no pictures"),
        (("--to", "json", "--remind-in", "3m"), "--remind-in is for these formats: ical"),
        (("--to", "json", "--time", "1h"), "--time is for these formats: markdown, html, pdf, csv"),
        (("--to", "ical", "--harm"), "--harm is for these formats: markdown, html, pdf, csv"),
        (("--to", "html", "--time", "never"), "is not a time"),
        (("--to", "ical", "--remind-in", "soon"), "no time to be reminded at"),
        (("--to", "html", "--with-addresses", "--share", "numbers"), "--with-addresses is --share full"),
        (("--to", "html", "--with-pictures", "not-there"), "not-there"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_does_not_go_together_is_explained(report: Path, arguments: tuple[str, ...], words: str) -> None:
    ended = export(report, *arguments)
    assert (ended.code, ended.out) == (2, b"")
    ended.said_plainly(words)


@pytest.mark.parametrize(
    ("form", "start"), [("pdf", b"%PDF-"), ("csv", b"\xef\xbb\xbf"), ("json", b"{"), ("ical", b"BEGIN:")]
)
def test_every_format_comes_by_stdout_and_says_nothing_beside_it(report: Path, form: str, start: bytes) -> None:
    ended = export(report, "--to", form)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(start)
    assert b"mina" not in ended.out


@pytest.mark.parametrize("wishes", [(), ("--time", "1h"), ("--harm",), ("--time", "all", "--harm", "--evidence-kept")])
def test_a_checklist_has_the_steps_in_the_order_in_which_plan_tells_them(report: Path, wishes: tuple[str, ...]) -> None:
    plan = json.loads(run("plan", report, "--json", *wishes, command=AS_INSTALLED).out)
    rows = csv.reader(export(report, "--to", "csv", *wishes).out.decode("utf-8-sig").splitlines())
    steps = [row[3] for row in rows if row[0] == "step"]
    assert steps == [one["step"]["title"] for name in ("items", "more", "later", "waiting") for one in plan[name]]


def test_json_can_be_exported_again_and_tells_no_more_than_it_did(report: Path, tmp_path: Path) -> None:
    export(report, "--to", "json", "--share", "numbers", "--out", tmp_path / "numbers.json")
    ended = export(tmp_path / "numbers.json", "--to", "markdown", "--share", "full")
    assert ended.code == 0
    assert b"Photos with a face: 1" in ended.out
    assert b"numbers only" in ended.out
