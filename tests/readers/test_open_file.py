"""Every command that takes a path, and every kind of thing a path can lead to: a sentence and exit code 2, at once."""

from __future__ import annotations

import os
import shlex
import socket
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from selfcheck.guidance.model import Guidance
from selfcheck.output.report_json import dump_json
from tests.support.reports import full_report
from tests.support.running import AS_INSTALLED, ROOT, WITH_LOOPBACK, Ended, as_an_ordinary_user, run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and devices with a name are those of POSIX systems")

ORDINARY = as_an_ordinary_user()
PAGE = "http://127.0.0.1:9/"  # nothing may be sent to it: the paths are looked at first


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_device(path: Path) -> None:
    """A device like /dev/null. Where only root may make one, a link to that."""
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 3))
    except PermissionError:
        path.symlink_to("/dev/null")


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


def make_loop(path: Path) -> None:
    path.symlink_to(path.name)


def make_unreadable(path: Path) -> None:
    path.write_bytes(b"{}")
    path.chmod(0)


def make_nothing(path: Path) -> None:
    pass


MAKERS: dict[str, Callable[[Path], None]] = {
    "pipe": make_pipe,
    "device": make_device,
    "socket": make_socket,
    "folder": Path.mkdir,
    "loop": make_loop,
    "unreadable": make_unreadable,
    "missing": make_nothing,
}

READS: dict[str, tuple[str, ...]] = {
    "plan": ("plan", "PATH"),
    "export": ("export", "PATH", "--to", "json"),
    "export pictures": ("export", "REPORT", "--to", "html", "--with-pictures", "PATH"),
    "faces": ("faces", "PATH"),
    "import": ("import", "PATH", "--plain"),
    "import among others": ("import", "REPORT", "PATH", "--plain"),
    "saved page": ("check", "PATH", "--base-url", PAGE, "--no-fetch"),
}
WRITES: dict[str, tuple[str, ...]] = {
    "export": ("export", "REPORT", "--to", "json", "--out", "PATH"),
    "export by force": ("export", "REPORT", "--to", "json", "--out", "PATH", "--force"),
    "letter": ("letter", "school", "--out", "PATH"),
    "ledger": ("check", PAGE, "--mine", "--ledger", "PATH"),
}
SAVED: dict[str, tuple[str, ...]] = {
    "plan": ("plan",),
    "recheck": ("recheck", "--mine"),
    "recheck, saved": ("recheck", "--mine", "--save"),
    "mark": ("mark",),
    "mark one": ("mark", "1", "--as", "keep"),
    "demo": ("demo", "--save", "--json"),
}


def kind(path: Path) -> tuple[int, int] | None:
    """What lies there, to see whether it was put away or replaced."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    return found.st_mode, found.st_ino


@pytest.fixture
def report(tmp_path: Path, guidance: Guidance) -> Path:
    """A report in a file."""
    path = tmp_path / "report.json"
    path.write_bytes(dump_json(full_report(guidance)))
    return path


def command(words: tuple[str, ...], path: Path, report: Path) -> list[str]:
    named = {"PATH": str(path), "REPORT": str(report)}
    return [named.get(word, word) for word in words]


def started(arguments: list[str], home: Path, made: str = "") -> Ended:
    """The command, ended after a few seconds where it hangs, without root's rights where the mode is what is tried."""
    before = ORDINARY if made == "unreadable" else ()
    if before is None:
        pytest.skip("root may read everything, and cannot lay that down here (unshare -U)")
    surroundings = {**os.environ, "HOME": str(home), "SELFCHECK_TESTS_FOLDER": str(home / "data")}
    try:
        return run(*arguments, command=(*before, *WITH_LOOPBACK), seconds=20, env=surroundings)
    except subprocess.TimeoutExpired:
        pytest.fail(f"{arguments} hangs")


@pytest.mark.parametrize("made", MAKERS)
@pytest.mark.parametrize("name", READS)
def test_what_cannot_be_read_is_explained_at_once(name: str, made: str, report: Path, tmp_path: Path) -> None:
    if made == "folder" and name in {"import", "import among others", "export pictures"}:
        pytest.skip("these take folders")
    path = tmp_path / "handed-in"
    MAKERS[made](path)
    before = kind(path)
    ended = started(command(READS[name], path, report), tmp_path, made)
    assert ended.code == 2 or (name, ended.code) == ("faces", 3), ended.err  # 3: nothing could be seen
    ended.said_plainly("handed-in")
    assert kind(path) == before


@pytest.mark.parametrize("made", ["pipe", "device", "socket", "folder", "loop"])
@pytest.mark.parametrize("name", WRITES)
def test_what_is_no_file_is_never_replaced(name: str, made: str, report: Path, tmp_path: Path) -> None:
    path = tmp_path / "written-to"
    MAKERS[made](path)
    before = kind(path)
    ended = started(command(WRITES[name], path, report), tmp_path)
    assert (ended.code, ended.out) == (2, b""), ended.err
    ended.said_plainly("written-to")
    assert kind(path) == before
    assert {one.name for one in tmp_path.iterdir()} == {"report.json", "written-to"}


@pytest.mark.parametrize("name", WRITES)
def test_a_link_to_a_device_is_not_replaced_either(name: str, report: Path, tmp_path: Path) -> None:
    path = tmp_path / "written-to"
    path.symlink_to("/dev/null")
    ended = started(command(WRITES[name], path, report), tmp_path)
    assert ended.code == 2
    ended.said_plainly("written-to")
    assert path.is_symlink()


@pytest.mark.parametrize("made", ["pipe", "device", "socket", "folder", "loop", "unreadable"])
@pytest.mark.parametrize("name", SAVED)
def test_a_saved_file_that_is_none_is_explained_and_left_as_it_is(name: str, made: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    path = folder / "saved.json"
    MAKERS[made](path)
    before = kind(path)
    ended = started(list(SAVED[name]), tmp_path, made)
    assert ended.code == 2, ended.err
    ended.said_plainly("could not be read")
    assert kind(path) == before


@pytest.mark.parametrize("made", ["pipe", "device", "socket", "folder", "loop"])
@pytest.mark.parametrize("place", ["saved.json", "notes.json", "lock"])
def test_wiping_takes_away_whatever_lies_there(place: str, made: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    MAKERS[made](folder / place)
    ended = started(["wipe", "--yes"], tmp_path)
    assert ended.code == 0, ended.err
    assert not folder.exists()


@pytest.mark.parametrize("made", ["pipe", "device", "socket", "folder", "loop"])
def test_a_lock_that_is_no_file_keeps_from_saving_and_says_so(made: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    MAKERS[made](folder / "lock")
    ended = started(["demo", "--save", "--json"], tmp_path)
    assert ended.code == 2
    ended.said_plainly("lock", "could not be written")
    assert not (folder / "saved.json").exists()


@pytest.mark.parametrize("made", ["pipe", "device", "socket", "folder", "loop", "unreadable"])
@pytest.mark.parametrize("words", [("steps", "linkedin"), ("export", "REPORT", "--to", "markdown")])
def test_notes_that_cannot_be_read_keep_no_step_from_being_shown(
    words: tuple[str, ...], made: str, report: Path, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    MAKERS[made](tmp_path / "data" / "notes.json")
    ended = started(command(words, tmp_path, report), tmp_path, made)
    assert ended.code == 0
    assert ended.out


def test_a_pipe_with_a_reader_is_written_to(report: Path, tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with subprocess.Popen(["/bin/cat", path], stdout=subprocess.PIPE) as reader:
        writing = os.open(path, os.O_WRONLY)  # waits for the reader
        ended = started(["export", str(report), "--to", "json", "--out", str(path)], tmp_path)
        os.close(writing)
        out, _ = reader.communicate(timeout=30)
    assert ended.code == 0, ended.err
    assert b'"photos"' in out
    assert path.is_fifo()


@pytest.mark.parametrize("name", [("/dev/stdout",), ("/dev/fd/1",), ("/dev/fd/1", "--force")])
def test_the_output_may_be_named_as_a_file(name: tuple[str, ...], report: Path, tmp_path: Path) -> None:
    words = [*AS_INSTALLED, "export", str(report), "--to", "json", "--out", *name]
    piped = subprocess.run(words, cwd=ROOT, capture_output=True, timeout=60, check=True)
    with (tmp_path / "out").open("wb") as file:
        file.write(b"before ")
        file.flush()
        subprocess.run(words, cwd=ROOT, stdout=file, timeout=60, check=True)
    assert b'"photos"' in piped.stdout
    assert (tmp_path / "out").read_bytes() == b"before " + piped.stdout


def test_a_report_may_come_through_a_pipe_of_the_shell(report: Path, tmp_path: Path) -> None:
    plain = started(["plan", str(report), "--plain"], tmp_path)
    program = shlex.join(AS_INSTALLED)
    for words in ("plan --plain <(cat {})", "plan --plain - < {}", "plan --plain /dev/stdin < {}"):
        line = f"{program} {words.format(shlex.quote(str(report)))}"
        done = subprocess.run(["/bin/bash", "-c", line], cwd=ROOT, capture_output=True, timeout=60, check=True)
        assert done.stdout == plain.out, line
