"""What the archives of Instagram, Facebook and Threads have in common: JSON that names files as `uri`, and HTML. Pure.

The lists differ by year and by product, but in all of them an object with `uri` is a file, and what belongs to it
stands in that object or in one around it. So any JSON is walked, and nothing depends on the way down to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from selfcheck.model import Role
from selfcheck.readers.archives.lists import (
    ListContents,
    ListedMedia,
    Tag,
    decoded,
    items,
    mapping,
    moment,
    pattern,
    repaired,
    strings,
    tags_of,
    text,
    when,
)
from selfcheck.readers.archives.names import is_picture, is_video

_DEEPEST: Final = 60
_TIMES: Final = ("creation_timestamp", "timestamp", "taken_at", "last_modified_timestamp")
_CAPTIONS: Final = ("caption", "description", "title", "post", "comment")
_NO_CAPTIONS: Final = frozenset(
    {"timeline photos", "mobile uploads", "profile pictures", "cover photos", "untitled album"}
    | {"타임라인 사진", "모바일 업로드", "프로필 사진", "커버 사진"}
)
"""Names of Facebook's own albums, which stand where a picture's title would."""
_CAPTION_LABELS: Final = frozenset({"caption", "message", "title", "description", "text"})
_PLACES: Final = ("place", "location", "coordinate")


@dataclass(frozen=True, slots=True)
class _Around:
    """What the objects around a file say of it."""

    caption: str = ""
    posted: str = ""
    tags: tuple[str, ...] = ()
    placed: bool = False


def media_in(value: Any) -> Iterator[ListedMedia]:
    """Every file that a piece of Meta's JSON names, with its caption, date, tags and whether a place belongs to it."""
    yield from _walk(value, _Around(), 0)


def _walk(value: Any, around: _Around, depth: int) -> Iterator[ListedMedia]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for part in value:
            yield from _walk(part, around, depth + 1)
        return
    if not isinstance(value, dict):
        return
    here = _joined(value, around)
    name = text(value.get("uri") or value.get("path"))
    if name and (is_picture(name) or is_video(name) or "/media/" in f"/{name}"):
        link = name if name.startswith(("http://", "https://")) else ""
        yield ListedMedia(
            name="" if link else repaired(name),
            link=link,
            caption=here.caption,
            posted=here.posted,
            tags=here.tags,
            placed=here.placed or _has_place(value),
            video=is_video(name),
        )
    for key, part in value.items():
        if isinstance(part, dict | list) and key not in {"comments", "thumbnail"}:
            yield from _walk(part, here, depth + 1)


def _joined(value: Mapping[str, Any], around: _Around) -> _Around:
    """What is known around the parts of `value`. The nearest word counts; a caption is not lost to an empty one."""
    caption = _said_in_data(value) or next((said for key in _CAPTIONS if (said := _words(value, key))), "")
    posted = next((stamp for key in _TIMES if (stamp := moment(value.get(key)) or when(value.get(key)))), "")
    tags = strings(tag.get("name") if isinstance(tag, dict) else tag for tag in items(value.get("tags")))
    own = any(value.get(key) for key in _PLACES) or any(mapping(mapping(part).get("place")) for part in _beside(value))
    own = own or any(_COORDINATES.match(text(mapping(one).get("label"))) for one in items(value.get("label_values")))
    return replace(
        around,
        caption=repaired(caption) or around.caption,
        posted=posted or around.posted,
        tags=tuple(map(repaired, tags)) or around.tags,
        placed=around.placed or own,
    )


def _words(value: Mapping[str, Any], key: str) -> str:
    """What an object says under `key`. The title of a Facebook post is the site's: "Mina added a new photo"."""
    said = text(value.get(key)).strip()
    if key == "title" and (repaired(said).lower() in _NO_CAPTIONS or "attachments" in value):
        return ""
    return said


def _said_in_data(value: Mapping[str, Any]) -> str:
    """The words of a post, which Facebook keeps in a list beside the files, and newer lists under labels."""
    for part in items(value.get("data")):
        if said := text(mapping(part).get("post")).strip():
            return said
    for part in items(value.get("label_values")):
        label = text(mapping(part).get("label")).strip().lower()
        if label in _CAPTION_LABELS and (said := text(mapping(part).get("value")).strip()):
            return said
    return ""


def _beside(value: Mapping[str, Any]) -> Iterator[Any]:
    """The parts of a Facebook post that stand beside its files: attachments[].data[]."""
    for attachment in items(value.get("attachments")):
        yield from items(mapping(attachment).get("data"))


def _has_place(value: Mapping[str, Any]) -> bool:
    """Whether the file's own data, as kept beside it, has coordinates."""
    kept = mapping(mapping(value.get("media_metadata")).get("photo_metadata"))
    return any("latitude" in mapping(part) for part in items(kept.get("exif_data")))


EXTRAS: Final = pattern(r"/files/[^/]+\.(?:png|gif)$|/stickers_used/")
"""The signs on the pages of a download as HTML, and stickers that others drew."""
MESSAGE_FOLDERS: Final = (
    r"/messages/(?:inbox|archived_threads|filtered_threads|message_requests|e2ee_cutover|broadcast|legacy_threads"
    r"|photos|stickers_used)/"
)
_BLOCKS: Final = frozenset({"_a6-g", "uiBoxWhite", "uiBoxGray"})
_CAPTION_CLASSES: Final = frozenset({"_a6-h", "_2lek", "_3-95"})
_COORDINATES: Final = re.compile(r"^(?:latitude|longitude|위도|경도)$", re.IGNORECASE)


def media_in_html(data: bytes) -> Iterator[ListedMedia]:
    """Every file that an HTML list of Meta shows: a block a post, with its words first and its date last."""
    block: list[Tag] = []
    for tag in tags_of(data):
        if tag.name == "div" and tag.classes & _BLOCKS:
            yield from _in_block(block)
            block = []
        block.append(tag)
    yield from _in_block(block)


def _in_block(block: list[Tag]) -> Iterator[ListedMedia]:
    files = dict.fromkeys(name for tag in block if (name := _file_of(tag)))
    if not files:
        return
    dated = [(tag, when(tag.text)) for tag in block if tag.text]
    dates = [stamp for _, stamp in dated if stamp]
    words = [tag for tag, stamp in dated if not stamp]
    captions = [tag.text for tag in words if tag.classes & _CAPTION_CLASSES]
    placed = any(_COORDINATES.match(tag.text) for tag in words)
    for name in files:
        yield ListedMedia(
            name=name,
            caption=captions[0] if captions else "",
            posted=dates[-1] if dates else "",
            placed=placed,
            video=is_video(name),
        )


def _file_of(tag: Tag) -> str:
    """The file that a tag shows or links to; "" for an address elsewhere and for what is no picture or video."""
    attribute = {"img": "src", "video": "src", "source": "src", "a": "href"}.get(tag.name, "")
    name = tag.attributes.get(attribute, "")
    if not name or re.match(r"[a-z][a-z0-9+.-]*:|//|#", name, re.IGNORECASE):
        return ""
    return name if is_picture(name) or is_video(name) else ""


_YES: Final = frozenset({"true", "yes", "on", "예", "참"})
_NO: Final = frozenset({"false", "no", "off", "아니요", "아니오", "거짓"})


def read_person(path: str, data: bytes, found: ListContents) -> None:
    """What the person is called, their profile picture, and whether the account is private."""
    (_read_person_html if path.endswith(".html") else _read_person)(data, found)


def _read_person(data: bytes, found: ListContents) -> None:
    for user in mapping(decoded(data)).get("profile_user") or ():
        said = mapping(mapping(user).get("string_map_data"))
        for label, row in said.items():
            value = repaired(text(mapping(row).get("value")))
            _note(repaired(label), value, found)
        for picture in media_in(mapping(user).get("media_map_data")):
            found.add(replace(picture, role=Role.AVATAR, caption="", found_in="personal_information.json"))


def _read_person_html(data: bytes, found: ListContents) -> None:
    """Label and value stand in cells one after the other."""
    last = ""
    for tag in tags_of(data):
        if tag.text:
            _note(last, tag.text, found)
            last = tag.text
    for picture in media_in_html(data):
        found.add(replace(picture, role=Role.AVATAR, caption="", found_in="personal_information.html"))


def _note(label: str, value: str, found: ListContents) -> None:
    match label.strip().lower():
        case "private account" | "비공개 계정":
            word = value.strip().lower()
            if word in _YES | _NO:
                found.facts["private"] = "yes" if word in _YES else "no"
        case "username" | "name" | "사용자 이름" | "이름":
            found.call(value)
