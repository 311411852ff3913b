"""Downloads that come in several archives: given together, or as the folder that they lie in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from selfcheck.readers.archives.archive import MAX_PICTURE
from selfcheck.session.imports.opening import open_store
from tests.support import archives
from tests.support.archives import FACE, NONE, tarred, unpacked, zipped
from tests.support.imported import all_listed, found
from tests.support.running import AS_INSTALLED, run


def in_parts(folder: Path, *, packed: str = "zip") -> list[Path]:
    """Instagram's download in two archives: its lists, and its pictures."""
    whole = archives.instagram()
    lists = {name: data for name, data in whole.items() if not name.startswith("media/")}
    media = {name: data for name, data in whole.items() if name.startswith("media/")}
    write = zipped if packed == "zip" else tarred
    folder.mkdir(exist_ok=True)
    return [
        write(folder / f"instagram-mina-2024-01-02-AbC-part{number}.{packed}", part)
        for number, part in ((1, lists), (2, media))
    ]


def report_of(*paths: Path, code: int = 0) -> dict[str, Any]:
    ended = run("import", *paths, "--json", command=AS_INSTALLED)
    assert ended.code == code, ended.err
    report: dict[str, Any] = json.loads(ended.out)
    return report


@pytest.mark.parametrize("packed", ["zip", "tar.gz"])
@pytest.mark.parametrize("how", ["together", "backwards", "folder"])
def test_all_parts_make_one_report_as_if_they_were_one(tmp_path: Path, packed: str, how: str) -> None:
    parts = in_parts(tmp_path / "parts", packed=packed)
    given = {"together": parts, "backwards": parts[::-1], "folder": [tmp_path / "parts"]}[how]
    report = report_of(*given)
    [page] = report["pages"]
    assert (page["platform"], page["photos"]) == ("instagram", 5)
    photos = {photo["url"].rpartition("/")[2]: photo for photo in report["photos"]}
    assert (photos["one.jpg"]["state"], photos["one.jpg"]["public"]) == ("faces", True)
    assert {photo["url"].partition("/")[0] for photo in report["photos"]} == {"import:instagram-mina-2024-01-02-AbC"}, (
        "the same whichever way they were given, so that a later check can be compared"
    )
    assert "missing" in {limit["id"] for limit in report["limits"]}  # what is in neither


def test_a_picture_and_the_file_that_is_said_of_it_may_lie_in_different_parts(tmp_path: Path) -> None:
    whole = archives.google()
    for number, ending in ((1, ".json"), (2, ".jpg")):
        part = {name: data for name, data in whole.items() if name.endswith(ending)}
        zipped(tmp_path / f"takeout-20240101T000000Z-{number:03}.zip", part)
    [listing] = all_listed(tmp_path)
    assert found(listing)["one.jpg"].caption == "one (Tomas)"
    assert found(listing)["trip.jpg"].public is True


def test_archives_of_two_services_in_one_folder_are_each_their_own(tmp_path: Path) -> None:
    zipped(tmp_path / "instagram-mina.zip", archives.instagram())
    zipped(tmp_path / "facebook-mina.zip", archives.facebook())
    unpacked(tmp_path, {"holiday.jpg": FACE})
    pages = {page["address"]: page["photos"] for page in report_of(tmp_path)["pages"]}
    name = tmp_path.name
    assert pages == {
        f"import:{name}": 1,
        f"import:{name}/facebook-mina": 2,
        f"import:{name}/instagram-mina": 5,
    }


def test_two_accounts_of_one_service_are_not_taken_for_parts_of_one(tmp_path: Path) -> None:
    for number, private in ((1, "True"), (2, "False")):
        zipped(tmp_path / f"instagram-{number}.zip", archives.instagram(private=private))
    listings = {listing.prefix: found(listing)["one.jpg"].public for listing in all_listed(tmp_path)}
    assert listings == {"instagram/": False, "instagram-2/": True}


def test_an_archive_beside_the_folder_it_was_unpacked_into_is_read_once(tmp_path: Path) -> None:
    zipped(tmp_path / "mina.zip", archives.instagram())
    unpacked(tmp_path / "mina", archives.instagram())
    [listing] = all_listed(tmp_path)
    assert (len(listing.pictures), listing.left_out["duplicate"]) == (5, 0)


def test_what_was_sent_in_messages_is_left_alone_in_a_part_without_lists(tmp_path: Path) -> None:
    lists = zipped(tmp_path / "snap-1.zip", archives.snapchat())
    more = zipped(
        tmp_path / "snap-2.zip", {"chat_media/2023-05-07_c.jpg": FACE, "memories/2023-05-07_B-main.jpg": NONE}
    )
    report = report_of(lists, more)
    assert sorted(photo["url"].rpartition("/")[2] for photo in report["photos"]) == [
        "2023-05-06_A1-main.jpg",
        "2023-05-07_B-main.jpg",
    ]
    assert next(one["text"] for one in report["limits"] if one["id"] == "unlisted").endswith(
        "people: 2. They were not looked at."
    )


def test_an_archive_in_a_folder_that_cannot_be_opened_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    unpacked(tmp_path, {"me.jpg": FACE, "broken.zip": b"PK\x03\x04", "old.rar": b"Rar!\x1a\x07\0", "x.zip": b"<html>"})
    report = report_of(tmp_path, code=4)
    assert next(one["text"] for one in report["limits"] if one["id"] == "unopened").startswith(
        "Archives in your folder that could not be opened: 3."
    )
    assert [photo["state"] for photo in report["photos"]] == ["faces"]


def test_an_archive_of_something_else_beside_pictures_is_passed_over(tmp_path: Path) -> None:
    zipped(tmp_path / "program.zip", {"setup.exe": b"MZ", "inner.zip": b"PK"})
    unpacked(tmp_path, {"me.jpg": FACE})
    assert {limit["id"] for limit in report_of(tmp_path)["limits"]} & {"nested", "unopened", "private"} == set()


def test_of_files_that_are_named_one_by_one_each_has_to_be_readable(tmp_path: Path) -> None:
    good = zipped(tmp_path / "a.zip", archives.instagram())
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04")
    ended = run("import", good, tmp_path / "b.zip")
    assert (ended.code, ended.out) == (2, b"")
    ended.said_plainly("b.zip could not be read as a zip archive")
    (tmp_path / "page.html").write_text("<html><body>x</body></html>")
    ended = run("import", good, tmp_path / "page.html")
    assert (ended.code, ended.out) == (2, b"")
    ended.said_plainly("page.html is a saved page", "on its own")


def test_pictures_and_folders_can_be_named_together(tmp_path: Path) -> None:
    unpacked(tmp_path, {"a/one.jpg": FACE, "b/one.jpg": NONE, "two.jpg": NONE})
    report = report_of(tmp_path / "a", tmp_path / "b", tmp_path / "two.jpg", tmp_path / "two.jpg")
    assert sorted(photo["url"] for photo in report["photos"]) == [
        "import:a/one.jpg",
        "import:b/one.jpg",
        "import:two.jpg",
    ]


def test_one_archive_is_open_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 6):
        zipped(tmp_path / f"t-{number}.zip", {f"Takeout/Google Photos/a/{number}.jpg": NONE})
    opened: set[str] = set()

    def watched(store: Any) -> Any:
        close = store.close
        opened.add(id(store))
        assert len(opened) == 1

        def closed() -> None:
            opened.discard(id(store))
            close()

        store.close = closed
        return store

    from selfcheck.session.imports import opening

    open_file = opening.open_file
    monkeypatch.setattr(opening, "open_file", lambda path: watched(open_file(path)))
    store = open_store(tmp_path)
    names = [entry.name for entry in store.entries()]
    assert [name for name, data in store.read(names, MAX_PICTURE) if data == NONE] == names
    assert len(names) == 5
    assert opened == set()


def test_covered_pictures_for_an_export_come_out_of_the_folder_of_parts(tmp_path: Path) -> None:
    parts = in_parts(tmp_path / "parts")
    (tmp_path / "report.json").write_text(json.dumps(report_of(*parts)))
    ended = run("export", tmp_path / "report.json", "--to", "html", "--with-pictures", tmp_path / "parts")
    assert ended.code == 0, ended.err
    assert b"data:image/jpeg;base64" in ended.out
