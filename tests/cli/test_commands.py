from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest

from selfcheck.guidance.model import Guidance
from selfcheck.model import Face
from selfcheck.output.wording.sources import fact_provenance
from tests.support.pictures import CUT_OFF, NO_FACE, ONE_FACE, UNSURE, demo, flat
from tests.support.running import AS_INSTALLED, OFFLINE, can_be_offline, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "me.jpg").write_bytes(demo(ONE_FACE))
    (tmp_path / "lake.jpg").write_bytes(demo(NO_FACE))
    (tmp_path / "mask.jpg").write_bytes(demo(UNSURE))
    (tmp_path / "cut.jpg").write_bytes(demo(CUT_OFF))
    (tmp_path / "letter.jpg").write_text("Dear Mina")
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "dot.png").write_bytes(flat(8, 8, "PNG"))
    return tmp_path


def test_faces_tells_each_file_in_the_order_given_and_what_is_wrong_with_the_others(folder: Path) -> None:
    names = ["lake.jpg", "me.jpg", "mask.jpg", "cut.jpg", "letter.jpg", "empty.jpg", "dot.png", "missing.jpg"]
    ended = run("faces", *(folder / name for name in names), folder, "--json")

    rows = json.loads(ended.out)
    assert ended.code == 4
    assert [Path(row["file"]).name for row in rows] == [*names, folder.name]
    assert {tuple(row) for row in rows} == {("file", "width", "height", "state", "faces", "unsure", "why")}
    assert [row["state"] for row in rows] == ["none_seen", "faces", "unsure", *["not_checked"] * 6]
    assert set(rows[1]["faces"][0]) == set(Face.__dataclass_fields__)
    assert (rows[1]["width"], rows[1]["height"]) > (0, 0)
    assert len({row["why"] for row in rows}) == 7  # a letter and an empty file are both "not a picture", and so on
    ended.said_plainly("There is no file", "missing.jpg", "it is a folder, not a file")


@pytest.mark.parametrize("form", ["--json", "--plain"])
def test_the_second_engine_is_never_used_on_files_without_its_notice(folder: Path, form: str) -> None:
    ended = run("faces", folder / "me.jpg", form, "--engine", "face-recognition")
    assert ended.code == 0
    ended.said_plainly("never whose")
    assert "never whose" not in run("faces", folder / "me.jpg", form).err


def test_faces_as_text_tells_what_the_file_gives_away(folder: Path) -> None:
    (folder / "paris.jpg").write_bytes(demo("mina.example/travel/paris.jpg"))
    ended = run("faces", folder / "paris.jpg", "--plain")
    assert ended.code == 0
    assert "1 face. The file also holds: where it was taken, the camera" in ended.out.decode()


def test_where_a_picture_was_taken_is_told_only_when_asked_for(folder: Path) -> None:
    (folder / "paris.jpg").write_bytes(demo("mina.example/travel/paris.jpg"))
    for form in ("--json", "--plain"):
        assert b"48.8" not in run("faces", folder / "paris.jpg", form).out
    shown = run("faces", folder / "paris.jpg", "--json", "--show-place")
    latitude, longitude = json.loads(shown.out)[0]["location"]
    assert (round(latitude, 1), round(longitude, 1)) == (48.9, 2.3)
    assert "48.8" in run("faces", folder / "paris.jpg", "--show-place", "--plain").out.decode()


@pytest.mark.parametrize("form", ["--json", "--plain"])
def test_faces_of_no_picture_at_all_ends_with_3(folder: Path, form: str) -> None:
    ended = run("faces", folder / "missing.jpg", form)
    assert ended.code == 3
    assert ended.out == b"" if form == "--plain" else json.loads(ended.out)[0]["why"] == "The file could not be read."
    ended.said_plainly("There is no file")


def test_a_file_name_cannot_command_the_terminal(folder: Path) -> None:
    hostile = folder / "a\x1b[2Jb\u202e.jpg"
    hostile.write_bytes(demo(ONE_FACE))
    ended = run("faces", hostile, hostile.with_name("\x1b[2Jmissing"), "--plain")
    assert ended.code == 4
    assert "\x1b" not in ended.out.decode() + ended.err
    assert "\u202e" not in ended.out.decode()


def test_faces_writes_nothing_beside_the_pictures(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    run("faces", *before, "--json")
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_the_second_engine_says_that_it_could_do_more_than_it_is_asked(folder: Path) -> None:
    pytest.importorskip("face_recognition", reason="the second engine is an extra and not installed here")
    ended = run("check", "http://127.0.0.1:1/", "--mine", "--engine", "face-recognition", "--json")
    assert "never whose" in ended.err


def test_steps_lists_every_platform_and_shows_one(guidance: Guidance) -> None:
    listed = run("steps", "--plain", command=AS_INSTALLED).out.decode()
    assert all(f"\n{name}: " in listed for name in guidance.platforms)

    shown = run("steps", "instagram", "x", "instagram", command=AS_INSTALLED)
    assert shown.code == 0
    for name in ("instagram", "x"):
        for step in guidance.platforms[name].steps:
            assert shown.out.decode().count(f"{step.title} (") >= 1

    rows = json.loads(run("steps", "github", "--json").out)
    assert {row["id"] for row in rows} == {step.id for step in guidance.platforms["github"].steps}


@pytest.mark.parametrize("typed", ["Instagram", "INSTAGRAM", "personal website or blog", "naver-blog"])
def test_a_platform_is_known_by_its_id_and_its_name_in_any_letters(guidance: Guidance, typed: str) -> None:
    ended = run("steps", typed, "--plain", command=AS_INSTALLED)
    assert ended.code == 0
    [name] = [one.name for one in guidance.platforms.values() if typed.casefold() in {one.id, one.name.casefold()}]
    assert ended.out.decode().startswith(f"{name}\n")


def test_what_strangers_see_on_a_platform_is_told_with_its_source_date_and_how_sure_it_is(guidance: Guidance) -> None:
    platform = guidance.platforms["instagram"]
    before = run("steps", "instagram", "--plain", command=AS_INSTALLED).out.decode().partition("What it does:")[0]
    assert fact_provenance(platform.seen) in before
    assert str(platform.seen.source) in before


def test_steps_for_a_platform_that_is_not_known_names_those_that_are() -> None:
    ended = run("steps", "my\x1bspace", command=AS_INSTALLED)
    assert (ended.code, ended.out) == (2, b"")
    ended.said_plainly("There are no steps for", "instagram")
    assert "\x1b" not in ended.err


def test_help_now_puts_first_steps_before_anything_else(guidance: Guidance) -> None:
    ended = run("help-now", "--plain", command=AS_INSTALLED)
    lines = ended.out.decode().splitlines()
    assert ended.code == 0
    assert lines[:2] == [guidance.help.title, guidance.help.opening]
    assert lines[3] == f"1. {guidance.help.first_steps[0].title}"


@pytest.mark.skipif(not can_be_offline(), reason="no process without network can be made here (unshare -rn)")
@pytest.mark.parametrize("arguments", [("help-now",), ("steps",), ("steps", "instagram"), ("faces", "PICTURE")])
def test_works_without_any_network(folder: Path, arguments: tuple[str, ...]) -> None:
    given = [os.fspath(folder / "me.jpg") if word == "PICTURE" else word for word in arguments]
    ended = run(*given, command=(*OFFLINE, *AS_INSTALLED))
    assert ended.code == 0
    assert len(ended.out) > 50
    assert ended.err == ""


@pytest.mark.skipif(not can_be_offline(), reason="no process without network can be made here (unshare -rn)")
def test_a_check_without_any_network_ends_with_3_and_a_sentence() -> None:
    ended = run("check", "https://mina.example/", "--mine", "--json", command=(*OFFLINE, *AS_INSTALLED))
    assert ended.code == 3
    assert json.loads(ended.out)["pages"][0]["outcome"] == "no_name"
    ended.said_plainly("that this computer is online")


@pytest.mark.parametrize("locale", ["C", "POSIX", "ko_KR.EUC-KR"])
def test_data_is_utf_8_whatever_the_locale_is(locale: str) -> None:
    environment = {**os.environ, "LC_ALL": locale, "LANG": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    ended = run("help-now", command=AS_INSTALLED, env=environment)
    assert ended.code == 0
    assert "디지털성범죄피해자지원센터" in ended.out.decode()


def test_a_fault_of_our_own_ends_with_1_and_tells_nothing_of_the_persons(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys; from selfcheck.guidance import loader; from selfcheck.cli import run;"
        f"loader._ROOT = pathlib.Path({str(tmp_path / 'secret')!r}); sys.exit(run(['help-now']))"
    )
    ended = run(command=(sys.executable, "-c", code))  # an install that has lost its files
    assert (ended.code, ended.out) == (1, b"")
    assert "This is our fault, not yours." in ended.err
    assert "Traceback" not in ended.err
    assert "secret" not in ended.err
    assert re.search(r"GuidanceBroken at loader\.py:\d+\.", ended.err)


def test_a_fault_is_placed_at_our_own_line_not_at_the_librarys_beneath_it() -> None:
    code = (
        "import sys; from selfcheck.cli import run; from selfcheck.guidance import loader;"
        "loader._ROOT.__class__.read_text = lambda *a, **k: ''.encode(None); sys.exit(run(['help-now']))"
    )
    ended = run(command=(sys.executable, "-c", code))
    assert ended.code == 1
    assert re.search(r"TypeError at loader\.py:\d+\.", ended.err)


def test_what_an_option_can_be_is_listed_in_plain_characters(tmp_path: Path) -> None:
    told = run("export", "report.json", "--out", tmp_path / "a")
    told.said_plainly("--to", "markdown", "ical")
    assert "\ufffd" not in told.err
