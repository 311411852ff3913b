"""What was sent in messages is never looked at, also where the kind of a download cannot be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.archives import FACE, NONE, Members, unpacked, zipped
from tests.support.imported import found, listed
from tests.support.running import run

SENT = {
    "snapchat": "chat_media/2023-05-06_b~zip-1.jpg",
    "x": "data/direct_messages_media/9-sent.jpg",
    "x, groups": "data/direct_messages_group_media/9-sent.jpg",
    "facebook": "your_facebook_activity/messages/inbox/t_1/photos/1.jpg",
    "facebook, older": "messages/inbox/tomas_1/photos/1.jpg",
    "facebook, archived": "messages/archived_threads/tomas_1/photos/1.jpg",
    "facebook, encrypted": "your_activity_across_facebook/messages/e2ee_cutover/tomas_1/photos/1.jpg",
    "instagram": "your_instagram_activity/messages/inbox/t_1/photos/1.jpg",
    "telegram": "chats/chat_03/photos/photo_1@04-03-2022_05-06-07.jpg",
    "telegram, one chat": "ChatExport_2024-01-01/photos/sent.jpg",
    "tiktok": "TikTok/Direct Messages/1.jpg",
    "google": "Takeout/Google Chat/Groups/DM x/File-1.jpg",
}


@pytest.mark.parametrize("form", ["as written", "capitals"])
@pytest.mark.parametrize("name", SENT)
@pytest.mark.parametrize("packed", [True, False], ids=["archive", "folder"])
def test_a_part_with_nothing_but_pictures_of_messages_is_not_looked_at(
    tmp_path: Path, name: str, form: str, packed: bool
) -> None:
    member = SENT[name].upper() if form == "capitals" else SENT[name]
    members = {member: FACE, "mine.jpg": NONE}
    path = zipped(tmp_path / "x.zip", members) if packed else unpacked(tmp_path / "x", members)
    listing = listed(path)
    assert set(found(listing)) == {"mine.jpg"}
    assert listing.left_out["unlisted"] == 1


def test_how_many_were_left_out_and_why_is_said_where_there_is_nothing_else(tmp_path: Path) -> None:
    ended = run("import", zipped(tmp_path / "part2.zip", {"chat_media/1.jpg": FACE, "chat_media/2.jpg": FACE}))
    assert ended.code == 2
    ended.said_plainly("No picture was found in", "Pictures sent in messages between people: 2.")


@pytest.mark.parametrize(
    "text",
    [
        "Chat de WhatsApp con Ana.txt",
        "WhatsApp 대화 - 지민.txt",
        "Discussion WhatsApp avec Ana.txt",
        "WHATSAPP CHAT WITH ANA.TXT",
        "_chat.txt",
        "KakaoTalk_20240101_group.txt",
    ],
)
@pytest.mark.parametrize("picture", ["IMG-20240101-WA0001.jpg", "00000012-PHOTO-2024-01-01-10-00-00.jpg", "cat.jpg"])
def test_an_archive_with_a_chat_is_that_chat_whatever_language_its_name_is_in(
    tmp_path: Path, text: str, picture: str
) -> None:
    listing = listed(zipped(tmp_path / "x.zip", {text: b"1/1/24, 10:00 - Ana: hi", picture: FACE}))
    assert listing.pictures == []
    assert (listing.left_out["private"], listing.left_out["unlisted"]) == (1, 1)


@pytest.mark.parametrize("folder", ["WhatsApp Chat - Ana", "KakaoTalk_Chats_2024", "Chat de WhatsApp con Ana"])
def test_a_folder_named_as_a_chat_is_that_chat(tmp_path: Path, folder: str) -> None:
    members: Members = {"_chat.txt": b"[1.1.2024] Ana: hi", "cat.jpg": FACE}
    assert listed(unpacked(tmp_path / folder, members)).pictures == []  # as what is handed in
    around = {f"{folder}/{name}": data for name, data in members.items()} | {"mine.jpg": NONE}
    assert set(found(listed(unpacked(tmp_path / "around", around)))) == {"mine.jpg"}


def test_beside_the_text_of_a_chat_what_it_names_and_what_is_named_as_messengers_do_was_sent_in_it(
    tmp_path: Path,
) -> None:
    said = "[1.1.2024] Ana: \u200e<attached: my cat.jpg>\n1/1/24, 10:00 - Ana: dog.jpg (file attached)\nAna: see me.txt"
    members = {
        "_chat.txt": said.encode(),
        **dict.fromkeys(("my cat.jpg", "dog.jpg", "IMG-20240101-WA0001.jpg", "holiday.jpg"), FACE),
    }
    listing = listed(unpacked(tmp_path / "x", members))
    assert set(found(listing)) == {"holiday.jpg"}
    assert listing.left_out["unlisted"] == 3


def test_the_export_of_one_telegram_chat_is_known_by_the_name_of_its_folder(tmp_path: Path) -> None:
    chat = {"messages.html": b"<html>hi</html>", "photos/sent.jpg": FACE}
    assert listed(unpacked(tmp_path / "ChatExport_2024-01-01", chat)).pictures == []
    assert listed(zipped(tmp_path / "ChatExport_2024-01-01.zip", chat)).pictures == []
