"""`selfcheck import` as a person runs it."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from pathlib import Path

import pytest

from tests.promises.test_4_every_request_in_the_ledger import WATCHED, _connections
from tests.support import archives, pictures
from tests.support.archives import zipped
from tests.support.reports import schema_problems
from tests.support.running import AS_INSTALLED, run, terminal


def test_a_data_download_becomes_a_report_like_any_other(tmp_path: Path) -> None:
    path = zipped(tmp_path / "insta 한.zip", archives.instagram())
    ended = run("import", path, "--json", command=AS_INSTALLED)
    assert ended.code == 0
    assert schema_problems(ended.out) == []
    report = json.loads(ended.out)
    [page] = report["pages"]
    assert page["address"] == "import:insta%20%ED%95%9C.zip"
    assert (page["platform"], page["outcome"], page["photos"]) == ("instagram", "imported", 5)
    photos = {photo["url"]: photo for photo in report["photos"]}
    one = photos["import:media/posts/202108/one.jpg"]
    assert (one["state"], one["public"], one["placed"], one["posted"][:10]) == ("faces", True, True, "2021-08-12")
    assert photos["import:media/archived_posts/202001/old.jpg"]["public"] is False
    kinds = {finding["kind"] for finding in report["findings"] if finding["photo"] == one["url"]}
    assert {"large_face", "person_named", "account_named", "place_named"} <= kinds
    assert {step["platform"] for step in report["steps"]} == {"instagram"}
    assert {"own_file", "videos", "missing", "unlisted"} <= {limit["id"] for limit in report["limits"]}
    assert (report["ledger"], report["signals"]) == ([], [])


@pytest.mark.parametrize("form", ["--plain", ""])
def test_as_text_it_says_what_is_public_by_whose_word_and_nothing_of_strangers(tmp_path: Path, form: str) -> None:
    path = zipped(tmp_path / "insta.zip", archives.instagram())
    ended = run("import", path, *filter(None, [form]))
    text = " ".join(ended.out.decode().split())
    assert "5 photos in your file. By its own word 2 public, 1 not public; 2 could not be told." in text
    assert "Public by your file's own word, posted 2021-08-12." in text
    assert "as a stranger" not in text
    assert "What a stranger sees" not in text
    assert "Nothing. The answers came from files on this computer." in text


@pytest.mark.parametrize("to", ["markdown", "html"])
def test_its_report_can_be_exported(tmp_path: Path, to: str) -> None:
    path = zipped(tmp_path / "insta.zip", archives.instagram())
    (tmp_path / "report.json").write_bytes(run("import", path, "--json").out)
    ended = run("export", tmp_path / "report.json", "--to", to)
    assert ended.code == 0
    assert "public by your file" in ended.out.decode().replace("&#39;", "'")
    assert "one.jpg" not in ended.out.decode()


def test_no_socket_is_opened_and_no_name_looked_up(tmp_path: Path) -> None:
    path = zipped(tmp_path / "insta.zip", archives.instagram())
    ended = run("import", path, "--json", command=(sys.executable, "-c", WATCHED))
    assert json.loads(ended.out)["photos"]
    assert _connections(ended.err) == []


def test_nothing_is_written_to_disk(tmp_path: Path) -> None:
    from tests.promises.test_5_nothing_on_disk import WATCHED as DISK

    path = zipped(tmp_path / "insta.zip", archives.instagram())
    home = {**os.environ, "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    ended = run("import", path, "--json", command=(sys.executable, "-c", DISK), env=home)
    assert json.loads(ended.err.rpartition("TOLD")[2]) == []
    assert [one.name for one in tmp_path.iterdir()] == ["insta.zip"]


def test_what_cannot_be_read_makes_it_partly_seen_and_is_told(tmp_path: Path) -> None:
    members = {"a.jpg": archives.FACE, "cut.jpg": archives.FACE[:3000], "bomb.jpg": bytes(9_000_000), "b.zip": b"PK"}
    ended = run("import", zipped(tmp_path / "x.zip", members), "--json")
    assert ended.code == 4
    report = json.loads(ended.out)
    assert {photo["url"]: photo["reason"] for photo in report["photos"]} == {
        "import:a.jpg": "faces",
        "import:cut.jpg": "broken",
    }
    assert {"bomb", "nested", "unchecked"} <= {limit["id"] for limit in report["limits"]}


def test_an_archive_that_is_all_locked_is_nothing_seen(tmp_path: Path) -> None:
    data = bytearray(zipped(tmp_path / "x.zip", {"a.jpg": archives.FACE}).read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    (tmp_path / "x.zip").write_bytes(data)
    ended = run("import", tmp_path / "x.zip", "--plain")
    assert ended.code == 3
    assert b"locked with a password" in ended.out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "no file or folder"),
        (b"PK\x03\x04 and no more", "damaged or not whole"),
        (b"Rar!\x1a\x07\0", "RAR"),
        (b"", "not an archive"),
        (b"<title>Please log in again</title>", "not an archive"),
    ],
)
def test_what_is_no_download_gets_a_sentence(tmp_path: Path, content: bytes | None, words: str) -> None:
    if content is not None:
        (tmp_path / "x.zip").write_bytes(content)
    ended = run("import", tmp_path / "x.zip")
    assert (ended.code, ended.out) == (2, b"")
    ended.said_plainly(words)
    assert "File is not a zip file" not in ended.err, "a library's own words, which no catalogue knows"


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({}, ["No picture was found in"]),
        ({"notes.txt": b"milk, bread"}, ["No picture was found in"]),
        ({"a.mp4": b"\0"}, ["No picture was found in", "Videos in your file: 1."]),
        ({"chats/chat_1/messages.html": b"<p>Hi", "export_results.html": b""}, ["No picture was found in"]),
    ],
)
@pytest.mark.parametrize("form", ["", "--json"])
def test_where_there_is_no_picture_it_says_so_and_what_to_do_in_place_of_a_report(
    tmp_path: Path, members: archives.Members, words: list[str], form: str
) -> None:
    folder = archives.unpacked(tmp_path / "new", members)
    folder.mkdir(exist_ok=True)
    ended = run("import", folder, *filter(None, [form]))
    assert (ended.code, ended.out) == (2, b""), "neither a finished report nor an exit code of one"
    ended.said_plainly(*words, "selfcheck reads", "Look whether this is the right")
    assert "Done." not in ended.err


def test_what_stops_it_is_told_on_a_line_of_its_own(tmp_path: Path) -> None:
    with terminal("import", tmp_path) as session:
        said = session.end().err
    assert "\x1b[KNo picture was found in" in said, "after what passed last was taken away"


def test_a_folder_without_pictures_is_not_saved_over_what_was(tmp_path: Path) -> None:
    kept = {**os.environ, "SELFCHECK_TESTS_FOLDER": str(tmp_path / "kept")}
    (tmp_path / "new").mkdir()
    assert run("import", tmp_path / "new", "--save", env=kept).code == 2
    assert not (tmp_path / "kept" / "saved.json").exists()


def test_where_a_picture_was_taken_is_told_only_when_asked_for_and_in_no_report(tmp_path: Path) -> None:
    archives.unpacked(tmp_path / "new", {"paris.jpg": pictures.demo("mina.example/travel/paris.jpg")})
    hidden = run("import", tmp_path / "new").out
    assert b"48.8" not in hidden
    assert b"The place is not shown. To see it: --show-place" in hidden
    assert b"Taken at 48.8584 north, 2.2945 east." in run("import", tmp_path / "new", "--show-place", "--plain").out
    assert b"48.8" not in run("import", tmp_path / "new", "--json").out
    refused = run("import", tmp_path / "new", "--json", "--show-place")
    assert (refused.code, refused.out) == (2, b"")
    refused.said_plainly("A report never holds places", "faces --json --show-place")


def test_pictures_that_are_not_posted_get_no_steps_of_a_site_but_words_for_before(tmp_path: Path) -> None:
    archives.unpacked(tmp_path / "new", {"one.jpg": archives.FACE})
    report = json.loads(run("import", tmp_path / "new", "--json").out)
    assert report["steps"] == []
    assert {"own_folder"} == {limit["id"] for limit in report["limits"]} & {"own_folder", "own_file"}
    text = " ".join(run("import", tmp_path / "new").out.decode().split())
    assert "Before you post" in text
    assert "First steps" not in text
    assert "could be told" not in text
    assert "1 photo in your file. 1 with a face, 0 not sure, 0 none seen, 0 not checked." in text
    (tmp_path / "report.json").write_text(json.dumps(report))
    assert run("export", tmp_path / "report.json", "--to", "html").code == 0


def test_progress_counts_apart_what_could_not_be_looked_at(tmp_path: Path) -> None:
    members = {"a.jpg": archives.FACE, "cut.jpg": archives.FACE[:3000], "dot.png": pictures.flat(8, 8, "PNG")}
    with terminal("import", zipped(tmp_path / "x.zip", members), "--json") as session:
        session.wait_for("Looked at 1 of 2 photos; 1 could not be checked")
        session.end()


def test_the_5001st_picture_is_counted_and_not_looked_at(tmp_path: Path) -> None:
    from selfcheck.session.imports.listing import MAX_PHOTOS
    from tests.support.imported import listed

    path = zipped(tmp_path / "x.zip", {f"{number}.jpg": b"" for number in range(MAX_PHOTOS + 3)})
    listing = listed(path)
    assert (len(listing.pictures), listing.over) == (5000, 3)


def test_stopping_keeps_what_was_seen(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {f"{number:03}.jpg": archives.FACE for number in range(600)})
    with terminal("import", path, "--json") as session:
        session.wait_for("Looked at 5 of 600")
        session.process.send_signal(signal.SIGINT)
        ended = session.end()
    assert ended.code == 130
    report = json.loads(ended.out)
    assert report["interrupted"] is True
    assert len(report["photos"]) == 600
    assert {photo["reason"] for photo in report["photos"]} == {"faces", "stopped"}


def test_while_a_large_download_is_gone_through_it_says_how_far_and_can_be_stopped(tmp_path: Path) -> None:
    path = archives.large(tmp_path / "x.tar.gz")
    with terminal("import", path) as session:
        session.wait_for(" files seen in it")
        session.process.send_signal(signal.SIGINT)
        ended = session.end()
    assert ended.code == 130
    assert "Stopped. The report holds what was seen until then." in ended.err
    assert "Looked at" not in ended.err
    assert "Traceback" not in ended.err


def test_how_many_files_and_lists_were_read_is_told_in_order_and_to_the_end(tmp_path: Path) -> None:
    path = archives.large(tmp_path / "x.tar.gz", archives.instagram())
    with terminal("import", path, "--json") as session:
        ended = session.end()
    assert ended.code == 0
    counts = [int(count.replace(",", "")) for count in re.findall(r"([\d,]+) files seen in it", ended.err)]
    assert counts == sorted(counts)
    assert counts[-1] == archives.LARGE + len(archives.instagram())
    assert len(set(counts)) > 1
    lists = [(int(done), int(total)) for done, total in re.findall(r"(\d+) of (\d+) lists", ended.err)]
    assert lists[-1][0] == lists[-1][1] > 1
