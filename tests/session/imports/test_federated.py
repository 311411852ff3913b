"""Downloads of Mastodon, Pixelfed and Bluesky: what is found in each, and what its own word on it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from selfcheck.sandbox.read_lists import read_list
from tests.support import archives
from tests.support.imported import found, listed, listed_members


def test_mastodon_is_public_only_by_to(tmp_path: Path) -> None:
    path = archives.tarred(tmp_path / "archive.tar.gz", archives.mastodon())

    rows = found(listing := listed(path))
    assert {name: (row.role, row.public) for name, row in rows.items()} == {
        "avatar.jpg": ("avatar", None),
        "header.jpg": ("cover", None),
        "a.jpg": ("post", True),
        "b.jpg": ("post", None),
        "c.jpg": ("post", False),
    }
    assert rows["a.jpg"].caption == "Me (#lake)"
    assert rows["c.jpg"].caption == "By the lake (#lake)"
    assert listing.names == ("mina", "Mina")


def test_mastodon_messages_to_persons_are_counted_and_files_in_a_bucket_are_found(tmp_path: Path) -> None:
    members = archives.mastodon()
    outbox = json.loads(members["outbox.json"])
    for activity in outbox["orderedItems"][:3]:
        for one in activity["object"]["attachment"]:
            one["url"] = f"/bucket{one['url']}"
    message = json.loads(json.dumps(outbox["orderedItems"][2]))
    message["object"] |= {"to": ["https://m.example/u/tomas"], "directMessage": True}
    message["object"]["attachment"][0]["url"] = "/bucket/media_attachments/files/1/sent.jpg"
    outbox["orderedItems"].append(message)
    members |= {"outbox.json": json.dumps(outbox).encode(), "media_attachments/files/1/sent.jpg": archives.FACE}
    rows = found(listing := listed_members(tmp_path, members))
    assert {name: row.public for name, row in rows.items() if row.role == "post"} == {
        "a.jpg": True, "b.jpg": None, "c.jpg": False,
    }  # fmt: skip
    assert (listing.left_out["private"], listing.left_out["unlisted"], listing.left_out["missing"]) == (1, 1, 0)


def test_pixelfed(tmp_path: Path) -> None:
    rows = found(listed_members(tmp_path, archives.pixelfed()))
    assert {name: row.public for name, row in rows.items()} == {"one.jpg": True, "two.jpg": False}


def test_bluesky_reads_a_repository_and_looks_at_pictures_that_lie_beside_it(tmp_path: Path) -> None:
    members, content_id = archives.bluesky()
    listing = listed_members(tmp_path, members)
    [picture] = listing.pictures
    assert picture.member == f"blobs/{content_id}"
    assert (picture.public, picture.posted) == (True, "2024-01-02T03:04:05+00:00")
    assert {place.role.value for place in picture.places} == {"avatar", "post"}
    assert (listing.names, listing.left_out["missing"]) == (("Mina",), 1)


def test_a_bluesky_repository_alone_tells_its_pictures_by_their_addresses(tmp_path: Path) -> None:
    listing = listed_members(tmp_path, archives.bluesky_alone())
    rows = [(one.member, one.url.partition("/plain/")[0].rpartition("/")[2], one.public) for one in listing.pictures]
    assert rows == [("", "avatar", True), ("", "feed_fullsize", True)]
    assert all("/plain/did:plc:mina/b" in one.url for one in listing.pictures)
    assert (listing.left_out["links"], listing.left_out["videos"], listing.left_out["missing"]) == (2, 2, 0)
    assert [one.posted for one in listing.pictures] == ["", "2024-01-02T03:04:05+00:00"]


def test_pictures_that_a_program_saved_beside_a_repository_are_found_with_any_ending(tmp_path: Path) -> None:
    members, content_id = archives.bluesky()
    members[f"blobs/{content_id}.jpg"] = members.pop(f"blobs/{content_id}")
    assert [one.member for one in listed_members(tmp_path, members).pictures] == [f"blobs/{content_id}.jpg"]


@pytest.mark.parametrize("spoil", [b"", b"\xff" * 50, b"\x00" * 50, b"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80"])
def test_a_broken_repository_ends_and_gives_what_came_before(spoil: bytes) -> None:
    profile = {"$type": "app.bsky.actor.profile", "displayName": "Mina"}
    good = archives.car(profile, {"b": 2})
    for car, names in ((good + spoil, ["Mina"]), (good[:-3], ["Mina"]), (spoil, [])):
        held = read_list("bluesky", "repo.car", car)
        assert (held.names, held.broken) == (names, car != good and car != b"")
