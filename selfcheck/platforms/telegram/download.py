"""Telegram Desktop's export (result.json; as HTML: html_export.py). Pure.

What stands in a public channel or group is public by the word of its type. Chats between people are counted and not
looked at; of a public group, only what the person sent is.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from selfcheck.model import Role
from selfcheck.platforms.telegram import html_export
from selfcheck.readers.archives.lists import (
    DownloadFormat,
    Json,
    ListContents,
    ListedMedia,
    decoded,
    items,
    mapping,
    pattern,
    pieces,
    raw_object,
    raw_parts,
    text,
    when,
)
from selfcheck.readers.archives.names import is_video

_PUBLIC: Final = frozenset({"public_channel", "public_supergroup"})


def _read(path: str, data: bytes, found: ListContents) -> None:
    if path.endswith(".html"):
        html_export.read_page(path, data, found)
        return
    kind = ""
    chats: list[msgspec.Raw] = []
    for key, part in pieces(_without_chats(data)):
        match key:
            case "personal_information":
                person = mapping(part)
                full = f"{text(person.get('first_name'))} {text(person.get('last_name'))}".strip()
                found.call(full, text(person.get("username")).removeprefix("@"))
                found.facts["me"] = f"user{person.get('user_id')}"
            case "profile_pictures":
                row = mapping(part)
                name, posted = text(row.get("photo")), when(row.get("date"))
                found.add(ListedMedia(name=name, posted=posted, role=Role.AVATAR, found_in="profile_pictures"))
            case "type":
                kind = text(part)
            case _:
                pass
    for holder in ("chats", "left_chats"):
        chats += [chat for whole in _raw_value(data, holder) for chat in raw_parts(whole, "list")]
    for chat in chats:
        _read_chat(chat, found)
    if kind:  # the export of one chat
        _read_chat(data, found)


def _without_chats(data: bytes) -> bytes:
    """The same without what is read part by part elsewhere."""
    whole = raw_object(data)
    large = {"chats", "left_chats", "messages"}
    return msgspec.json.encode({key: raw for key, raw in whole.items() if key not in large})


def _raw_value(data: Json, key: str) -> list[msgspec.Raw]:
    """The value of a key of an object, not read yet, as a list of none or one."""
    whole = raw_object(data)
    return [whole[key]] if key in whole else []


def _read_chat(chat: Json, found: ListContents) -> None:
    kind = next((text(decoded(raw)) for raw in _raw_value(chat, "type")), "")
    if kind not in _PUBLIC:
        found.private += 1
        return
    for raw in raw_parts(chat, "messages"):
        message = mapping(decoded(raw))
        if kind == "public_supergroup" and message.get("from_id") != found.facts.get("me"):
            continue
        name = text(message.get("photo") or message.get("file"))
        found.add(
            ListedMedia(
                name="" if name.startswith("(") else name,  # "(File not included ...)"
                caption=_words(message.get("text")),
                posted=when(message.get("date")),
                placed="location_information" in message,
                public=True,
                found_in=kind,
                video=is_video(name),
            )
        )


def _words(value: Any) -> str:
    """A message's text: a string, or a list of strings and of objects with `text`."""
    if isinstance(value, str):
        return text(value)
    return "".join(part if isinstance(part, str) else text(mapping(part).get("text")) for part in items(value))[:2000]


DOWNLOAD: Final = DownloadFormat(
    id="telegram",
    name="Telegram",
    platform="telegram",
    marks=pattern(r"/result\.json$|/export_results\.html$"),
    lists=pattern(rf"/result\.json$|{html_export.LISTS}"),
    read=_read,
    settle=html_export.settle,
    private=pattern(r"/(?:chats|photos|files|stickers|video_files)/"),
    extras=pattern(r"_thumb\.\w+$|^/images/[^/]+\.png$"),
    message_folders=pattern(r"/chats/chat_\d+/|/ChatExport_[^/]*/|/photos/photo_\d+@\d\d-\d\d-\d{4}_"),
    holds=(
        "JSON: profile pictures, public channels, what you sent to public groups. HTML: profile pictures, "
        "stories, pictures of channels, by day and without captions"
    ),
    audience="JSON: the type of the channel or group. HTML: not told",
    certainty="HTML: seen in its own code; JSON: general knowledge",
)
