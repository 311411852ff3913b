"""Instagram's, Facebook's and Threads' downloads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from selfcheck.platforms.downloads import kind_of
from selfcheck.readers.archives.names import FOLDER, UNLISTED
from tests.support import archives
from tests.support.imported import all_listed, found, listed, listed_members
from tests.support.running import run


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


@pytest.mark.parametrize(("word", "public"), [("False", True), ("True", False)])
def test_instagram_s_list_of_posts_under_labels_is_read(tmp_path: Path, word: str, public: bool) -> None:
    members = archives.instagram(private=word)
    del members["your_instagram_activity/media/posts_1.json"]
    media = [{"uri": "media/posts/202108/one.jpg", "creation_timestamp": 1628780400, "title": ""}]
    labels = [{"label": "Caption", "value": "바다"}, {"label": "Latitude", "value": "37.5"}]
    members["your_instagram_activity/media/posts.json"] = archives.meta_js(
        [{"timestamp": 1628780400, "media": media, "label_values": labels, "fbid": "1"}]
    )
    insights = {
        "organic_insights_posts": [{"media_map_data": {"x": {"uri": "media/posts/202108/two.jpg", "title": "7"}}}]
    }
    members["logged_information/past_instagram_insights/posts.json"] = archives.meta_js(insights)
    rows = found(listed_members(tmp_path, members))
    one = rows["one.jpg"]
    assert (one.caption, one.posted[:10], one.placed, one.public) == ("바다", "2021-08-12", True, public)
    assert (rows["two.jpg"].caption, rows["two.jpg"].public) == ("", None)  # numbers on posts are no list of them


def test_facebook_s_own_titles_are_not_the_person_s_words(tmp_path: Path) -> None:
    top = "your_facebook_activity/posts/"
    media = {"uri": f"{top}media/a/one.jpg", "title": "Timeline photos", "description": "나와 바다"}
    plain = {"uri": f"{top}media/a/two.jpg", "title": "Mobile uploads"}
    posts = [
        {
            "title": "Mina updated her status.",
            "data": [{"post": "우리"}],
            "attachments": [{"data": [{"media": media}]}],
        },
        {"title": "Mina added a new photo.", "data": [{"post": "둘"}], "attachments": [{"data": [{"media": plain}]}]},
    ]
    photo = {"uri": f"{top}media/p/me.jpg", "title": "Profile pictures", "description": "new me"}
    members = {
        f"{top}your_posts__check_ins__photos_and_videos_1.json": archives.meta_js(posts),
        f"{top}album/0.json": archives.meta_js({"name": "Profile pictures", "photos": [photo]}),
        **{f"{top}media/{name}.jpg": archives.FACE for name in ("a/one", "a/two", "p/me")},
    }
    rows = found(listed_members(tmp_path, members))
    assert {name: row.caption for name, row in rows.items()} == {
        "one.jpg": "나와 바다", "two.jpg": "둘", "me.jpg": "new me",
    }  # fmt: skip


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


def test_files_of_a_folder_whose_names_do_not_say_what_they_are_are_counted(tmp_path: Path) -> None:
    listing = listed_members(
        tmp_path, {"IMG_1": archives.FACE, "a/IMG_2": archives.FACE, "b.jpg": archives.FACE, "c.txt": b"x"}
    )
    assert set(found(listing)) == {"b.jpg"}
    assert listing.left_out["no_ending"] == 2


def test_what_is_no_known_download_is_a_folder_of_pictures(tmp_path: Path) -> None:
    members = {"2024/one.jpg": archives.FACE, "notes.txt": b"words", "clip.mov": b"..", "__MACOSX/._one.jpg": b"x"}
    assert kind_of(members) is None
    for path in (archives.zipped(tmp_path / "a.zip", members), archives.unpacked(tmp_path / "folder", members)):
        listing = listed(path)
        assert (listing.kind, [one.url for one in listing.pictures]) == (FOLDER, ["import:2024/one.jpg"])
        assert +listing.left_out == {"videos": 1}


def threads_as_it_comes() -> archives.Members:
    """Threads, in the folders that Instagram's download has too."""
    media = [
        {"media": [{"uri": "media/posts/202511/17912.jpg", "creation_timestamp": 1762000000, "title": "오늘의 나"}]},
        {"media": [{"uri": "media/posts/202512/17913.jpg", "creation_timestamp": 1764000000, "title": "me again"}]},
    ]
    person = {
        "profile_user": [
            {
                "media_map_data": {"Profile Photo": {"uri": "media/other/me.jpg", "title": ""}},
                "string_map_data": {"Username": {"value": "mina"}, "Private Account": {"value": "False"}},
            }
        ]
    }
    return {
        "your_instagram_activity/threads/threads_and_replies.json": archives.meta_js(
            {"text_post_app_text_posts": media}
        ),
        "personal_information/personal_information/personal_information.json": archives.meta_js(person),
        **dict.fromkeys(("media/posts/202511/17912.jpg", "media/posts/202512/17913.jpg"), archives.FACE),
        "media/other/me.jpg": archives.NONE,
    }


@pytest.mark.parametrize("packed", [True, False], ids=["archive", "folder"])
@pytest.mark.parametrize("person", [True, False], ids=["with the person", "posts alone"])
def test_threads_is_read_as_threads_in_the_folders_it_comes_in(tmp_path: Path, packed: bool, person: bool) -> None:
    members = threads_as_it_comes()
    if not person:
        members = {name: data for name, data in members.items() if "person" not in name and "other" not in name}
    path = archives.zipped(tmp_path / "t.zip", members) if packed else archives.unpacked(tmp_path / "t", members)
    listing = listed(path)
    rows = found(listing)
    assert (listing.kind, listing.platform) == ("threads", "threads")
    assert (rows["17912.jpg"].caption, rows["17912.jpg"].posted[:10]) == ("오늘의 나", "2025-11-01")
    assert {row.public for row in rows.values()} == {None}  # the word on the account is Instagram's
    assert person == ("me.jpg" in rows and rows["me.jpg"].role == "avatar")
    assert listing.names == (("mina",) if person else ())


def test_threads_inside_an_instagram_download_are_both_read_each_with_its_own_words(tmp_path: Path) -> None:
    name = "your_instagram_activity/threads/threads_and_replies.json"
    posts = {name: threads_as_it_comes()[name], "media/posts/202511/17912.jpg": archives.FACE}
    listings = all_listed(archives.zipped(tmp_path / "x.zip", archives.instagram() | posts))
    assert {listing.kind: sorted(found(listing)) for listing in listings} == {
        "instagram": ["me.jpg", "old.jpg", "one.jpg", "story.jpg", "two.jpg"],
        "threads": ["17912.jpg"],
    }
    ended = run("import", tmp_path / "x.zip", "--json")
    pages = {page["address"]: page["platform"] for page in json.loads(ended.out)["pages"]}
    assert pages == {"import:x.zip": "instagram", "import:x.zip%20%28Threads%29": "threads"}


@pytest.mark.parametrize("posts", [b"[]", b'{"another": "form"}'], ids=["empty", "of an unknown form"])
def test_pictures_of_posts_are_looked_at_where_their_list_says_nothing_and_others_do(
    tmp_path: Path, posts: bytes
) -> None:
    members = archives.instagram() | {"your_instagram_activity/media/posts_1.json": posts}
    listing = listed(archives.zipped(tmp_path / "x.zip", members))
    rows = found(listing)
    assert {"one.jpg", "two.jpg", "me.jpg", "story.jpg"} <= set(rows)
    assert (rows["one.jpg"].public, rows["me.jpg"].role) == (None, "avatar")
    assert next(one for one in listing.pictures if "one.jpg" in one.url).places[0].found_in == UNLISTED
    assert listing.left_out["unlisted"] == 1  # what really was sent in messages


@pytest.mark.parametrize("top", ["", "your_facebook_activity/", "your_activity_across_facebook/"])
def test_facebook_lists_of_groups_and_of_stories_are_read(tmp_path: Path, top: str) -> None:
    def attached(uri: str) -> list[object]:
        return [{"timestamp": 1600000000, "attachments": [{"data": [{"media": {"uri": uri, "title": "Hi"}}]}]}]

    members = {
        f"{top}groups/group_posts_and_comments.json": archives.meta_js(
            {"group_posts_v2": attached(f"{top}groups/media/grp.jpg")}
        ),
        f"{top}stories/archived_stories.json": archives.meta_js(
            {"archived_stories_v2": attached(f"{top}stories/media/st.jpg")}
        ),
        **dict.fromkeys((f"{top}groups/media/grp.jpg", f"{top}stories/media/st.jpg"), archives.FACE),
    }
    listing = listed(archives.zipped(tmp_path / "x.zip", members))
    assert listing.kind == "facebook"
    assert {name: (row.caption, row.posted[:4]) for name, row in found(listing).items()} == {
        "grp.jpg": ("Hi", "2020"),
        "st.jpg": ("Hi", "2020"),
    }


def test_a_picture_that_a_list_names_in_other_letters_is_found_where_it_is_the_only_one(tmp_path: Path) -> None:
    members = {name.replace("one.jpg", "one.JPG"): data for name, data in archives.instagram().items()}
    listing = listed(archives.zipped(tmp_path / "x.zip", members))
    assert (found(listing)["one.JPG"].public, listing.left_out["missing"]) == (True, 1)  # one that is nowhere
    members["media/posts/202108/ONE.jpg"] = archives.NONE
    listing = listed(archives.zipped(tmp_path / "y.zip", members))
    assert listing.left_out["missing"] == 2, "which of the two is meant cannot be told"
    assert found(listing)["one.JPG"].public is None, "both are looked at all the same"
