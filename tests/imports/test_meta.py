"""Instagram's, Facebook's and Threads' downloads."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfcheck.imports.kinds import kind_of
from selfcheck.imports.names import FOLDER
from tests.support import archives
from tests.support.imported import found, listed, listed_members


@pytest.mark.parametrize("root", ["", "mina-instagram/", "a/b/c/"], ids=["no folder", "one folder", "deep"])
def test_instagram_posts_are_found_at_any_depth_with_caption_date_and_place(tmp_path: Path, root: str) -> None:
    listing = listed_members(tmp_path, archives.instagram(root=root))
    assert (listing.kind, listing.platform) == ("instagram", "instagram")
    rows = found(listing)
    assert sorted(rows) == ["me.jpg", "old.jpg", "one.jpg", "story.jpg", "two.jpg"]
    assert rows["one.jpg"].caption == rows["two.jpg"].caption == "서울에서 Mina, @tomas 🌊"  # repaired
    assert rows["one.jpg"].posted == "2021-08-12T15:00:00+00:00"
    assert (rows["one.jpg"].placed, rows["two.jpg"].placed) == (True, False)
    assert rows["me.jpg"].role == "avatar"
    assert listing.names == ("mina.example", "Mina 한")


@pytest.mark.parametrize(("private", "public"), [("False", True), ("True", False), (None, None), ("perhaps", None)])
def test_instagram_posts_are_public_by_the_word_of_the_account_and_nothing_else(
    tmp_path: Path, private: str | None, public: bool | None
) -> None:
    rows = found(listed_members(tmp_path, archives.instagram(private=private)))
    assert {name: row.public for name, row in rows.items()} == {
        "one.jpg": public,
        "two.jpg": public,
        "old.jpg": False,  # archived
        "story.jpg": None,  # to whom is not said
        "me.jpg": None,
    }


def test_instagram_messages_are_not_looked_at_and_what_is_left_out_is_counted(tmp_path: Path) -> None:
    listing = listed_members(tmp_path, archives.instagram())
    assert listing.left_out == {"videos": 1, "missing": 1, "unlisted": 1}


def test_instagram_as_html_gives_the_same(tmp_path: Path) -> None:
    rows = found(listed_members(tmp_path, archives.instagram_html()))
    one = rows["one.jpg"]
    assert (one.caption, one.posted, one.placed, one.public) == ("서울 & Mina", "2021-08-12", True, False)


def test_a_list_of_a_form_that_is_not_known_does_not_hide_the_pictures(tmp_path: Path) -> None:
    members = archives.instagram()
    for name in members:
        if name.endswith(".json"):
            members[name] = b'{"another": "form"}'
    listing = listed_members(tmp_path, members)
    assert sorted(found(listing)) == ["me.jpg", "old.jpg", "one.jpg", "story.jpg", "two.jpg"]
    assert {row.public for row in found(listing).values()} == {None}
    assert listing.left_out["unlisted"] == 1  # of the messages


@pytest.mark.parametrize("broken", [b"{", b"", b"[" * 100_000, b'{"a": ' * 50_000, b"\xff\xfe", b"null", b'"text"'])
def test_a_broken_list_costs_that_list_and_nothing_more(tmp_path: Path, broken: bytes) -> None:
    members = archives.instagram() | {"your_instagram_activity/media/posts_1.json": broken}
    listing = listed_members(tmp_path, members)
    rows = found(listing)
    assert (rows["me.jpg"].role, rows["old.jpg"].public) == ("avatar", False)  # what the other lists say
    whole = broken in {b"null", b'"text"'}
    assert listing.left_out["list_broken"] == (not whole)
    # What it named is in the file all the same and is looked at; what was sent in messages is not.
    assert {"one.jpg", "two.jpg"} <= set(rows) or whole
    assert "sent.jpg" not in rows


def test_what_is_no_known_download_is_a_folder_of_pictures(tmp_path: Path) -> None:
    members = {"2024/one.jpg": archives.FACE, "notes.txt": b"words", "clip.mov": b"..", "__MACOSX/._one.jpg": b"x"}
    assert kind_of(members) is None
    for path in (archives.zipped(tmp_path / "a.zip", members), archives.unpacked(tmp_path / "folder", members)):
        listing = listed(path)
        assert (listing.kind, [one.url for one in listing.pictures]) == (FOLDER, ["import:2024/one.jpg"])
        assert +listing.left_out == {"videos": 1}
