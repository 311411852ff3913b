"""The other kinds of downloads: what is found in each, and what its own word on it is."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from selfcheck.guidance.model import Guidance
from selfcheck.platforms.downloads import downloads, kind_of
from selfcheck.readers.archives.lists import moment, repaired, when
from selfcheck.sandbox.read_lists import read_list
from selfcheck.session.imports.listing import Listing
from tests.support import archives
from tests.support.imported import found, listed, listed_members


def test_facebook_tells_dates_words_and_places_but_never_who_could_see_it(tmp_path: Path) -> None:
    listing = listed_members(tmp_path, archives.facebook())
    rows = found(listing)
    assert set(rows) == {"one.jpg", "me.jpg"}
    one, me = rows["one.jpg"], rows["me.jpg"]
    assert (one.caption, one.posted[:10], one.placed, one.public) == ("바다에서 (Tomás)", "2017-07-14", True, None)
    assert (me.role, me.public) == ("avatar", None)
    assert listing.names == ("Mina 한",)
    assert listing.left_out["unlisted"] == 1


def test_threads(tmp_path: Path) -> None:
    listing = listed_members(tmp_path, archives.threads())
    assert listing.kind == "threads"
    assert found(listing)["one.jpg"].caption == "안녕"


def test_x(tmp_path: Path) -> None:
    listing = listed_members(tmp_path, archives.x())
    rows = found(listing)
    assert set(rows) == {"11-one.jpg", "two.jpg", "14-old.jpg", "7-me.jpg"}
    one = rows["11-one.jpg"]
    assert (one.caption, one.posted, one.placed) == ("At the lake (lake, @tomas)", "2018-10-10T20:19:24+00:00", True)
    assert [rows[name].public for name in ("11-one.jpg", "two.jpg", "14-old.jpg")] == [None, None, False]
    assert rows["7-me.jpg"].role == "avatar"
    assert rows["two.jpg"].name == "https://pbs.twimg.com/media/two.jpg"
    assert listing.names == ("mina", "Mina Han")
    assert (listing.left_out["links"], listing.left_out["unlisted"]) == (1, 1)


def test_pictures_of_posts_passed_on_in_x_are_other_peoples_and_only_counted(tmp_path: Path) -> None:
    members = archives.x() | {"data/tweets_media/13-other.jpg": archives.FACE}
    listing = listed_members(tmp_path, members)
    assert "13-other.jpg" not in found(listing)
    assert listing.left_out["others"] == 1


@pytest.mark.parametrize(
    ("actions", "public"),
    [
        (["Protect"], False),
        (["Unprotect", "Protect"], False),
        (["Protect", "Unprotect"], True),
        (["odd"], None),
        ([], None),
    ],
)
def test_x_posts_have_the_last_word_on_the_whole_account(
    tmp_path: Path, actions: list[str], public: bool | None
) -> None:
    rows = [
        {"protectedHistory": {"protectedAt": f"2024-0{month}-01T00:00:00.000Z", "action": action}}
        for month, action in reversed(list(enumerate(actions, start=1)))
    ]
    history = b"window.YTD.protected_history.part0 = " + json.dumps(rows).encode()
    shown = found(listed_members(tmp_path, archives.x() | {"data/protected-history.js": history}))
    assert shown["11-one.jpg"].public is public
    assert shown["14-old.jpg"].public is False  # deleted, whatever the account is
    assert shown["7-me.jpg"].public is None


def test_tiktok_takes_posts_and_not_what_was_watched(tmp_path: Path) -> None:
    listing = listed_members(tmp_path, archives.tiktok())
    rows = {name.partition("?")[0]: row for name, row in found(listing).items()}
    assert {name: (row.role, row.public) for name, row in rows.items()} == {
        "me.jpeg": ("avatar", None),
        "one.jpeg": ("post", False),
        "two.jpeg": ("post", False),
    }
    assert (listing.left_out["videos"], listing.left_out["links"]) == (1, 3)


def test_posts_that_x_shows_in_a_community_are_read(tmp_path: Path) -> None:
    members = archives.x()
    posts = members["data/tweets.js"].replace(b"tweets.part0", b"community_tweet.part0").replace(b"one.jpg", b"com.jpg")
    members |= {"data/community-tweet.js": posts, "data/community_tweet_media/11-com.jpg": archives.FACE}
    rows = found(listing := listed_members(tmp_path, members))
    assert rows["11-com.jpg"].caption.startswith("At the lake")
    assert rows["11-com.jpg"].posted[:10] == "2018-10-10"
    assert listing.left_out["unlisted"] == 1


def test_tiktok_as_texts_gives_the_same(tmp_path: Path) -> None:
    rows = found(listing := listed_members(tmp_path, archives.tiktok_text()))
    assert listing.kind == "tiktok"
    assert {name.partition("?")[0]: (row.role, row.public, row.posted) for name, row in rows.items()} == {
        "me.jpeg": ("avatar", None, ""),
        "one.jpeg": ("post", False, "2023-01-02"),
        "two.jpeg": ("post", False, "2023-01-02"),
    }
    assert rows["two.jpeg"].caption == "At the lake"
    assert listing.names == ("mina",)
    assert listing.left_out["videos"] == 1  # and not the ones that were watched


def test_snapchat_as_pages_gives_the_same(tmp_path: Path) -> None:
    rows = found(listing := listed_members(tmp_path, archives.snapchat_html()))
    assert listing.kind == "snapchat"
    assert {name: (row.public, row.posted, row.placed) for name, row in rows.items()} == {
        "memories?uid=1&sig=2": (False, "2023-05-06T07:08:09+00:00", True),
        "memories?uid=3": (False, "2023-05-07T07:08:09+00:00", False),
    }
    assert (listing.left_out["videos"], listing.left_out["links"]) == (1, 2)


def test_telegram_as_pages_looks_at_profile_pictures_and_channels_and_counts_chats(tmp_path: Path) -> None:
    rows = found(listing := listed_members(tmp_path, archives.telegram_html()))
    assert listing.kind == "telegram"
    assert {name: (row.role, row.public, row.posted) for name, row in rows.items()} == {
        "photo_1@01-02-2021_03-04-05.jpg": ("avatar", None, "2021-02-01"),
        "photo_2@04-03-2022_05-06-07.jpg": ("post", None, "2022-03-04"),  # public or not is not in it
    }
    assert listing.names == ("Mina Han", "mina")
    assert listing.left_out["private"] == 2
    assert (listing.left_out["unlisted"], listing.left_out["extras"]) == (2, 1)  # sent in chats; a small copy


def test_tumblr_is_read_as_it_comes_with_its_posts_in_an_archive_of_their_own(tmp_path: Path) -> None:
    rows = found(listing := listed_members(tmp_path, archives.tumblr_as_it_comes()))
    assert listing.kind == "tumblr"
    assert (rows["123_0.jpg"].caption, rows["123_0.jpg"].posted) == ("By the lake (lake)", "2016-08-03")
    assert not listing.left_out["nested"]


@pytest.mark.parametrize("posts", [b"PK", archives.FACE, b""], ids=["cut off", "no archive", "empty"])
def test_posts_that_cannot_be_read_are_told_and_the_pictures_are_looked_at_all_the_same(
    tmp_path: Path, posts: bytes
) -> None:
    listing = listed_members(tmp_path, archives.tumblr_as_it_comes() | {"posts.zip": posts})
    assert set(found(listing)) == {"123_0.jpg"}
    assert listing.left_out["list_broken"] == 1


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2], ids=["LZMA", "BZip2"])
def test_a_post_that_is_packed_in_an_odd_way_costs_no_other_post(tmp_path: Path, packing: int) -> None:
    posts = io.BytesIO()
    with zipfile.ZipFile(posts, "w") as archive:
        archive.writestr("html/1.html", b"<p>Odd</p>" * 100, packing)
        archive.writestr("html/123.html", archives.tumblr()["posts/html/123.html"])
    damaged = posts.getvalue().replace(posts.getvalue()[48:56], b"\0" * 8, 1)  # inside the first post
    listing = listed_members(tmp_path, archives.tumblr_as_it_comes() | {"posts.zip": damaged})
    assert found(listing)["123_0.jpg"].caption == "By the lake (lake)"
    assert listing.left_out["list_broken"] == 1


def test_snapchat_memories_are_not_public_and_their_files_are_looked_at(tmp_path: Path) -> None:
    listing = listed_members(tmp_path, archives.snapchat())
    [row] = found(listing).values()
    assert (row.name, row.public, row.posted) == ("memories/2023-05-06_A1-main.jpg", False, "2023-05-06")
    assert (listing.left_out["unlisted"], listing.left_out["extras"]) == (1, 1)  # of a chat; what was drawn over it


def test_linkedin(tmp_path: Path) -> None:
    rows = found(listing := listed_members(tmp_path, archives.linkedin()))
    assert {name: (row.role, row.public) for name, row in rows.items()} == {
        "me.jpg": ("avatar", None),
        "post.jpg": ("post", None),
    }
    assert rows["post.jpg"].caption == "Hello, all"
    assert listing.names == ("Mina Han",)


def test_reddit(tmp_path: Path) -> None:
    [row] = found(listed_members(tmp_path, archives.reddit())).values()
    assert (row.name, row.caption, row.posted, row.public) == (
        "https://i.redd.it/cat.jpg",
        "My cat",
        "2024-05-18T04:35:32+00:00",
        None,
    )


def test_google_photos_finds_the_file_beside_whatever_became_of_its_name(tmp_path: Path) -> None:
    listing = listed_members(tmp_path, archives.google())
    rows = found(listing)
    long = next(name for name in rows if name.startswith("a_name"))
    assert {name: row.caption.partition(" (")[0] for name, row in rows.items()} == {
        "one.jpg": "one",
        "one(1).jpg": "second",
        "one-edited.jpg": "one",
        "old.jpg": "old",
        long: "cut",
        "half.jpg": "half",
        "trip.jpg": "",
    }
    assert (rows["one.jpg"].placed, rows["one(1).jpg"].placed) == (True, False)
    assert {row.public for name, row in rows.items() if name != "trip.jpg"} == {None}
    assert rows["trip.jpg"].public is True
    assert listing.left_out["videos"] == 1


def test_what_google_says_is_in_the_trash_or_locked_away_is_not_public(tmp_path: Path) -> None:
    top = "Takeout/Google Photos"
    members = {
        f"{top}/Photos from 2024/old.jpg": archives.FACE,
        f"{top}/Photos from 2024/old.jpg.supplemental-metadata.json": json.dumps({"trashed": True}).encode(),
        f"{top}/Photos from 2024/new.jpg": archives.FACE,
        f"{top}/Trash/gone.jpg": archives.FACE,
        f"{top}/Locked Folder/own.jpg": archives.FACE,
    }
    rows = found(listed_members(tmp_path, members))
    assert {name: row.public for name, row in rows.items()} == {
        "old.jpg": False, "new.jpg": None, "gone.jpg": False, "own.jpg": False,
    }  # fmt: skip


def test_telegram_looks_at_what_is_public_and_the_persons_own(tmp_path: Path) -> None:
    listing = listed_members(tmp_path, archives.telegram())
    rows = found(listing)
    assert {name: (row.role, row.public) for name, row in rows.items()} == {
        "me.jpg": ("avatar", None),
        "one.jpg": ("post", True),
        "mine.jpg": ("post", True),
    }
    assert (rows["one.jpg"].caption, rows["one.jpg"].posted) == ("Hi all", "2022-03-04")
    assert (listing.left_out["private"], listing.left_out["unlisted"]) == (1, 2)


def test_tumblr(tmp_path: Path) -> None:
    [row] = found(listed_members(tmp_path, archives.tumblr())).values()
    assert (row.caption, row.posted, row.public) == ("By the lake (lake)", "2016-08-03", None)


def test_pinterest(tmp_path: Path) -> None:
    assert set(found(listed_members(tmp_path, archives.pinterest()))) == {"one.jpg"}


def test_whatsapp_has_a_profile_picture_and_its_chats_are_counted(tmp_path: Path) -> None:
    listing = listed_members(tmp_path, archives.whatsapp())
    assert {name: row.role for name, row in found(listing).items()} == {"profile_picture.jpg": "avatar"}
    assert (listing.left_out["private"], listing.left_out["unlisted"]) == (1, 1)


def test_a_kakaotalk_chat_is_counted_and_its_pictures_are_not_looked_at(tmp_path: Path) -> None:
    listing = listed_members(tmp_path, archives.kakaotalk())
    assert (listing.platform, listing.pictures) == ("kakaotalk", [])
    assert (listing.left_out["private"], listing.left_out["unlisted"]) == (1, 1)


BUILDERS: dict[str, Callable[[], archives.Members]] = {
    "instagram": archives.instagram,
    "threads": archives.threads,
    "facebook": archives.facebook,
    "x": archives.x,
    "tiktok": archives.tiktok,
    "snapchat": archives.snapchat,
    "google-photos": archives.google,
    "mastodon": archives.mastodon,
    "pixelfed": archives.pixelfed,
    "bluesky": lambda: archives.bluesky()[0],
    "tumblr": archives.tumblr,
    "reddit": archives.reddit,
    "linkedin": archives.linkedin,
    "telegram": archives.telegram,
    "whatsapp": archives.whatsapp,
    "kakaotalk": archives.kakaotalk,
    "pinterest": archives.pinterest,
}
OTHER_FORMS: dict[str, Callable[[], archives.Members]] = {
    "instagram as pages": archives.instagram_html,
    "tiktok as texts": archives.tiktok_text,
    "snapchat as pages": archives.snapchat_html,
    "telegram as pages": archives.telegram_html,
    "tumblr as it comes": archives.tumblr_as_it_comes,
}
ALL_FORMS = BUILDERS | OTHER_FORMS


def test_every_kind_has_a_builder_and_a_platform_with_steps(guidance: Guidance) -> None:
    assert [kind.id for kind in downloads()] == list(BUILDERS)
    assert {kind.platform for kind in downloads()} <= set(guidance.platforms)


@pytest.mark.parametrize("name", ALL_FORMS)
@pytest.mark.parametrize("root", ["", "some folder/"])
def test_a_kind_is_known_by_its_members_at_any_depth(name: str, root: str) -> None:
    kind = kind_of([root + member for member in ALL_FORMS[name]()])
    assert kind is not None
    assert kind.id == name.partition(" ")[0]


@pytest.mark.parametrize("name", ALL_FORMS)
@pytest.mark.parametrize("root", ["", "My Export 1/"])
def test_an_archive_with_all_names_in_capitals_gives_the_same(tmp_path: Path, name: str, root: str) -> None:
    members = ALL_FORMS[name]()
    usual = listed(archives.zipped(tmp_path / "a.zip", members))
    capitals = listed(archives.zipped(tmp_path / "b.zip", {root + one.upper(): data for one, data in members.items()}))

    def told(listing: Listing) -> list[tuple[object, ...]]:
        return sorted(
            (Path(row.name).name.lower(), row.role, str(row.public), row.posted, row.caption, row.placed)
            for row in found(listing).values()
        )

    assert told(capitals) == told(usual)
    assert (capitals.kind, capitals.names, capitals.left_out) == (usual.kind, usual.names, usual.left_out)


@pytest.mark.parametrize("name", ALL_FORMS)
def test_lists_that_are_spoilt_anywhere_are_never_an_error(name: str) -> None:
    kind = next(kind for kind in downloads() if kind.id == name.partition(" ")[0])
    chance = random.Random(7)  # noqa: S311 (the same each time)
    members = ALL_FORMS[name]()
    for path, data in members.items():
        if not kind.lists.search(f"/{path}"):
            continue
        spoilt = [data[: len(data) // 2], data.replace(b":", b",", 3), data.replace(b'"', b"1", 5), b"", b"[[]]", b"{}"]
        spoilt += [b'{"a": [1, null, "x", [], {}]}', b"[1, null]", data.replace(b"[", b'{"x":').replace(b"]", b"}")]
        for _ in range(60):
            whole = bytearray(data)
            for _ in range(chance.randrange(1, 9)):
                whole[chance.randrange(len(whole))] = chance.randrange(256)
            spoilt.append(bytes(whole))
        for one in spoilt:
            kind.settle(read_list(kind.id, path, one), list(members))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Aug 12, 2021, 3:00 PM", "2021-08-12"),
        ("2021년 8월 12일 오후 3:14", "2021-08-12"),
        ("2024-01-02T03:04:05.678Z", "2024-01-02T03:04:05+00:00"),
        ("2022-03-04T05:06:07", "2022-03-04"),
        ("2024-05-18 04:35:32 UTC", "2024-05-18T04:35:32+00:00"),
        ("yesterday", ""),
        ("2021년 99월 1일", ""),
        ("", ""),
        (None, ""),
        (7, ""),
    ],
)
def test_dates_are_read_as_archives_write_them(written: object, meant: str) -> None:
    assert when(written) == meant


@pytest.mark.parametrize("seconds", [None, True, -1, 1e300, "12", "x", [], float("inf")])
def test_what_is_no_time_is_none(seconds: object) -> None:
    assert moment(seconds) == ""


@pytest.mark.parametrize("text", ["plain", "한국", "Fête", "ì\x84", "🌊"])
def test_repair_leaves_good_text_alone_and_undoes_the_fault(text: str) -> None:
    assert repaired(text) == text
    assert repaired(text.encode().decode("latin-1")) == text
