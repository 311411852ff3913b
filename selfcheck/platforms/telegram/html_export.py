"""Telegram Desktop's export as HTML, after export_output_html.cpp of telegramdesktop/tdesktop. Pure.

Its list of chats says "channel", "group" or "private", and not whether a channel is public: that is told as not known.
Pictures of a chat lie in its folder, with the day in their names, so the chats themselves are not read.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from selfcheck.model import Role
from selfcheck.readers.archives.lists import ListContents, ListedMedia, Tag, tags_of, when
from selfcheck.readers.archives.names import is_picture, is_video

LISTS: Final = r"/export_results\.html$|/lists/(?:chats|profile_pictures|stories)\.html$"
_CHAT: Final = "chat/"
_DAY: Final = re.compile(r"@(\d\d)-(\d\d)-(\d{4})_")
_THUMB: Final = re.compile(r"_(?:thumb|info)\.\w+$")


def read_page(path: str, data: bytes, found: ListContents) -> None:
    """One of the export's own pages: its first page with the person's names, or one of its lists."""
    where = path.rpartition("/")[2]
    if where == "export_results.html":
        _read_person(data, found)
        return
    entry: list[Tag] = []
    for tag in tags_of(data):
        if "entry" in tag.classes:
            _read_entry(where, entry, found)
            entry = []
        entry.append(tag)
    _read_entry(where, entry, found)


def _read_person(data: bytes, found: ListContents) -> None:
    label = ""
    said: dict[str, str] = {}
    for tag in tags_of(data):
        if "label" in tag.classes:
            label = tag.text
        elif "value" in tag.classes and label:
            said.setdefault(label, tag.text)
    name = f"{said.get('First name', '')} {said.get('Last name', '')}".strip()
    found.call(name, said.get("Username", "").removeprefix("@"))


def _read_entry(where: str, entry: list[Tag], found: ListContents) -> None:
    """An entry of a list: a link to what it is about, its name, its details and a date."""
    target = entry[0].attributes.get("href", "") if entry else ""
    if not target:
        return
    if where == "chats.html":
        kind = next((tag.text for tag in entry if {"pull_right", "info"} <= tag.classes), "")
        found.private += kind != "channel"
        if kind == "channel":
            folder = re.sub(r"^(?:\.\./)+|messages\d*\.html.*$", "", target)
            found.facts[_CHAT + folder] = kind
        return
    dates = [stamp for tag in entry if "info" in tag.classes and (stamp := when(tag.text))]
    role = Role.AVATAR if where == "profile_pictures.html" else Role.POST
    if is_picture(target) or is_video(target):
        posted = dates[0] if dates else _day_in(target)
        found.add(ListedMedia(name=target, posted=posted, role=role, found_in=where, video=is_video(target)))


def settle(found: ListContents, names: Collection[str]) -> None:
    """Take the pictures of channels from their folders. Those of other chats are not looked at."""
    folders = {key.removeprefix(_CHAT) for key in found.facts if key.startswith(_CHAT)}
    if not folders:
        return
    for name in names:
        folder = re.search(r"(?:^|/)(chats/[^/]+/)(?:photos|video_files)/[^/]+$", name)
        if folder and folder[1] in folders and not _THUMB.search(name) and (is_picture(name) or is_video(name)):
            found.add(ListedMedia(name=name, posted=_day_in(name), found_in="channel", video=is_video(name)))


def _day_in(name: str) -> str:
    """The day in a file's name: photo_1@04-03-2022_05-06-07.jpg."""
    day = _DAY.search(name)
    return f"{day[3]}-{day[2]}-{day[1]}" if day else ""
