"""Folders that hold several downloads, and pictures of none: each is read as its own kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from selfcheck.readers.archives.names import FOLDER
from tests.support import archives
from tests.support.archives import FACE, NONE, Members, unpacked, zipped
from tests.support.imported import all_listed, found, listed
from tests.support.running import run


def below(folder: str, members: Members) -> Members:
    return {f"{folder}/{name}": data for name, data in members.items()}


def test_a_downloads_folder_with_two_downloads_and_loose_pictures_gives_each_its_own_words(tmp_path: Path) -> None:
    members = below("instagram-mina", archives.instagram()) | below("facebook-mina", archives.facebook())
    members |= {"holiday/a.jpg": FACE, "me.jpg": NONE, "KakaoTalk_20240101_1200_group.txt": "안녕".encode()}
    ended = run("import", unpacked(tmp_path / "Downloads", members), "--json")
    assert ended.code == 0
    report = json.loads(ended.out)
    assert {page["address"]: (page["platform"], page["photos"]) for page in report["pages"]} == {
        "import:Downloads": ("personal-website", 2),
        "import:Downloads/instagram-mina": ("instagram", 5),
        "import:Downloads/facebook-mina": ("facebook", 2),
    }
    photos = {photo["url"].removeprefix("import:"): photo for photo in report["photos"]}
    one = photos["instagram-mina/media/posts/202108/one.jpg"]
    assert (one["public"], one["page"]) == (True, "import:Downloads/instagram-mina")
    assert photos["facebook-mina/your_facebook_activity/posts/media/a/one.jpg"]["public"] is None
    assert (photos["holiday/a.jpg"]["page"], photos["holiday/a.jpg"]["state"]) == ("import:Downloads", "faces")
    assert not any("sent.jpg" in url for url in photos)
    assert {step["platform"] for step in report["steps"]} == {"instagram", "facebook"}
    limits = {limit["id"]: limit["text"] for limit in report["limits"]}
    assert "2. They were not looked at" in limits["unlisted"]
    assert limits["private"].startswith("Messages between people in your file: 1 ")


def test_the_accounts_of_two_downloads_are_not_mixed(tmp_path: Path) -> None:
    both = below("mina", archives.instagram(private="False")) | below("shop", archives.instagram(private="True"))
    listings = {listing.prefix: listing for listing in all_listed(unpacked(tmp_path / "x", both))}
    assert {prefix: found(listing)["one.jpg"].public for prefix, listing in listings.items()} == {
        "mina/": True,
        "shop/": False,
    }


@pytest.mark.parametrize(
    ("foreign", "content"),
    [
        ("KakaoTalk_20240101_1200_group.txt", "2024년 1월 1일 오후 1:02, 토마스 : 안녕".encode()),
        ("_chat.txt", b"[1.1.2024] Mina: hello"),
        ("result.json", b"{}"),
        ("outbox.json", b"{}"),
        ("posts_1.json", b"{}"),
        ("account.js", b"{}"),
        ("pinterest_ideas.html", b"<p>Ideas</p>"),
        ("rental.car", b""),
    ],
)
@pytest.mark.parametrize("place", ["", "holiday/"])
def test_one_foreign_file_does_not_decide_for_the_pictures_around_it(
    tmp_path: Path, foreign: str, content: bytes, place: str
) -> None:
    members = {"holiday/a.jpg": FACE, "holiday/b.jpg": NONE, place + foreign: content}
    listing = listed(unpacked(tmp_path / "pictures", members))
    assert set(found(listing)) == {"a.jpg", "b.jpg"}
    assert listing.kind == FOLDER


def test_a_file_of_a_download_beside_pictures_takes_only_what_it_names(tmp_path: Path) -> None:
    repository, content_id = archives.bluesky()
    listings = all_listed(unpacked(tmp_path / "Downloads", repository | {"holiday.jpg": FACE}))
    assert {listing.kind: [one.member for one in listing.pictures] for listing in listings} == {
        "bluesky": [f"blobs/{content_id}"],
        FOLDER: ["holiday.jpg"],
    }


def test_lists_find_the_pictures_that_came_in_another_part_of_the_same_download(tmp_path: Path) -> None:
    whole = archives.instagram()
    lists = {name: data for name, data in whole.items() if not name.startswith("media/")}
    media = {name: data for name, data in whole.items() if name.startswith("media/")}
    [listing] = all_listed(unpacked(tmp_path / "x", below("part 1", lists) | below("part 2", media)))
    assert found(listing)["one.jpg"].public is True
    assert found(listing)["one.jpg"].name == "part 2/media/posts/202108/one.jpg"


def test_one_archive_with_two_services_in_it_has_a_line_for_each(tmp_path: Path) -> None:
    members = archives.instagram() | below("fb", archives.facebook())
    listings = all_listed(zipped(tmp_path / "both.zip", members))
    assert [(listing.kind, len(listing.pictures)) for listing in listings] == [("instagram", 5), ("facebook", 2)]
