"""Downloads of messengers and of a photo store."""

from __future__ import annotations

from typing import Any

from tests.support.archives.store import FACE, NONE, Members, js


def google() -> Members:
    """Google Photos: names whole, numbered, cut and edited; an album; a video."""
    top, long = "Takeout/Google Photos/", "a_name_that_is_longer_than_the_files_beside_can_have.jpg"

    def beside(title: str, **more: Any) -> bytes:
        return js({"title": title, "photoTakenTime": {"timestamp": "1600000000"}, "description": title, **more})

    here = {"geoData": {"latitude": 37.5, "longitude": 127.0}, "people": [{"name": "Tomas"}]}
    nowhere = {"geoData": {"latitude": 0.0, "longitude": 0.0}}
    return {
        f"{top}Photos from 2020/one.jpg": FACE,
        f"{top}Photos from 2020/one.jpg.supplemental-metadata.json": beside("one", **here),
        f"{top}Photos from 2020/one(1).jpg": NONE,
        f"{top}Photos from 2020/one.jpg.supplemental-metadata(1).json": beside("second", **nowhere),
        f"{top}Photos from 2020/one-edited.jpg": FACE,
        f"{top}Photos from 2020/old.jpg": NONE,
        f"{top}Photos from 2020/old.jpg.json": beside("old"),
        f"{top}Photos from 2020/{long}": FACE,
        f"{top}Photos from 2020/{long[:46]}.json": beside("cut"),
        f"{top}Photos from 2020/half.jpg": FACE,
        f"{top}Photos from 2020/half.jpg.suppl.json": beside("half"),
        f"{top}Photos from 2020/clip.mp4": b"x",
        f"{top}Trip/metadata.json": js({"title": "Trip", "access": "public"}),
        f"{top}Trip/trip.jpg": FACE,
    }


def telegram() -> Members:
    """Telegram Desktop: a profile picture, a public channel, a public group with someone else's, a chat."""

    def sent(name: str, by: str, said: Any) -> dict[str, Any]:
        return {"type": "message", "date": "2022-03-04T05:06:07", "from_id": by, "photo": name, "text": said}

    chats = [
        {"type": "public_channel", "messages": [sent("chats/c1/photos/one.jpg", "channel1", ["Hi ", {"text": "all"}])]},
        {
            "type": "public_supergroup",
            "messages": [
                sent("chats/c2/photos/mine.jpg", "user7", ""),
                sent("chats/c2/photos/theirs.jpg", "user8", ""),
            ],
        },
        {"type": "personal_chat", "messages": [sent("chats/c3/photos/chat.jpg", "user7", "")]},
    ]
    whole = {
        "personal_information": {"user_id": 7, "first_name": "Mina", "last_name": "", "username": "@mina"},
        "profile_pictures": [{"date": "2021-01-01T00:00:00", "photo": "profile_pictures/me.jpg"}],
        "chats": {"list": chats},
    }
    files = ("profile_pictures/me", "chats/c1/photos/one", "chats/c2/photos/mine", "chats/c2/photos/theirs")
    return {"result.json": js(whole), **{f"{name}.jpg": FACE for name in (*files, "chats/c3/photos/chat")}}


def telegram_html() -> Members:
    """Telegram Desktop, as pages: a profile picture, a channel, a group and a chat."""

    def entry(target: str, name: str, info: str) -> str:
        return (
            f'<a class="entry block_link clearfix" href="{target}"><div class="body">'
            f'<div class="pull_right info details">{info}</div><div class="name bold">{name}</div></div></a>'
        )

    def listing(*entries: str) -> bytes:
        return f'<html><body><div class="entry_list">{"".join(entries)}</div></body></html>'.encode()

    person = (
        '<div class="row"><div class="label details">First name</div><div class="value bold">Mina</div></div>'
        '<div class="row"><div class="label details">Last name</div><div class="value bold">Han</div></div>'
        '<div class="row"><div class="label details">Username</div><div class="value bold">@mina</div></div>'
    )
    me = "profile_pictures/photo_1@01-02-2021_03-04-05.jpg"
    chats = [
        entry(f"../chats/chat_{number}/messages.html", "Name", kind)
        for number, kind in ((1, "channel"), (2, "group"), (3, "private"))
    ]
    sent = [f"chats/chat_{number}/photos/photo_{number + 1}@04-03-2022_05-06-07.jpg" for number in (1, 2, 3)]
    return {
        "export_results.html": f"<html><body>{person}</body></html>".encode(),
        "lists/profile_pictures.html": listing(entry(f"../{me}", me, "")),
        "lists/chats.html": listing(*chats),
        "chats/chat_1/messages.html": b"<html></html>",
        **dict.fromkeys((me, *sent, sent[0].replace(".jpg", "_thumb.jpg")), FACE),
    }


def whatsapp() -> Members:
    """WhatsApp: an account report with a profile picture, and a chat with one."""
    return {
        "whatsapp_account_information/files/profile_picture.jpg": FACE,
        "_chat.txt": b"[1.1.2024] Mina: hello\n[1.1.2024] Tomas: \xe2\x80\x8e<attached: IMG-1.jpg>",
        "IMG-1.jpg": FACE,
    }


def kakaotalk() -> Members:
    """KakaoTalk: a chat with a picture."""
    return {"KakaoTalk_20240101_group.txt": "2024년 1월 1일 오후 1:02, 토마스 : 1.jpg".encode(), "1.jpg": FACE}
