"""Facebook's data download, JSON and HTML; names as in data-donation-task and Waultar-App. Pure.

Who could see a post is not reliably in them, so `public` is never told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from selfcheck.model import Role
from selfcheck.platforms.common.meta import EXTRAS, MESSAGE_FOLDERS, media_in, media_in_html
from selfcheck.readers.archives.lists import (
    DownloadFormat,
    ListContents,
    decoded,
    mapping,
    pattern,
    pieces,
    repaired,
    text,
)

_AVATARS: Final = frozenset({"profile pictures", "프로필 사진"})
_OF_GROUPS: Final = r"group_posts_and_comments(?:_\d+)?\.(?:json|html)$"
_COVERS: Final = frozenset({"cover photos", "커버 사진"})


def _role_of_album(name: str) -> Role:
    title = repaired(name).strip().lower()
    return Role.AVATAR if title in _AVATARS else Role.COVER if title in _COVERS else Role.GALLERY


def _read(path: str, data: bytes, found: ListContents) -> None:
    where = path.rpartition("/")[2]
    album = "/album/" in f"/{path}"
    if path.endswith(".html"):
        for shown in media_in_html(data):
            found.add(replace(shown, found_in=where, role=Role.GALLERY if album else Role.POST))
        return
    if "profile_information" in where:
        person = mapping(mapping(decoded(data)).get("profile_v2") or mapping(decoded(data)).get("profile"))
        found.call(repaired(text(mapping(person.get("name")).get("full_name"))), repaired(text(person.get("username"))))
        return
    role = Role.POST
    if album:
        whole = mapping(decoded(data))
        role = _role_of_album(text(whole.get("name")))
        for shown in media_in({"photos": whole.get("photos"), "cover_photo": whole.get("cover_photo")}):
            found.add(replace(shown, found_in=f"album/{where}", role=role))
        return
    for _, part in pieces(data):
        for shown in media_in(part):
            found.add(replace(shown, found_in=where, role=role))


DOWNLOAD: Final = DownloadFormat(
    id="facebook",
    name="Facebook",
    platform="facebook",
    marks=pattern(
        r"(?:/posts)?/your_posts(?:__check_ins__photos_and_videos)?(?:_\d+)?\.(?:json|html)$"
        r"|/posts/album/\d+\.(?:json|html)$|/your_facebook_activity/"
        r"|(?:/posts)?/your_uncategorized_photos\.(?:json|html)$"
        rf"|(?:/groups)?/{_OF_GROUPS}|(?:/stories)?/archived_stories\.(?:json|html)$"
    ),
    lists=pattern(
        r"/your_posts(?:__check_ins__photos_and_videos)?(?:_\d+)?\.(?:json|html)$|/album/\d+\.(?:json|html)$"
        r"|/(?:your_uncategorized_photos|your_photos|profile_information|archived_stories)\.(?:json|html)$"
        rf"|/{_OF_GROUPS}"
    ),
    read=_read,
    private=pattern(r"/messages/"),
    extras=EXTRAS,
    message_folders=pattern(MESSAGE_FOLDERS),
    holds="posts, albums, uncategorised photos, posts in groups, archived stories; JSON and HTML",
    audience="not told: the audience is not reliably in it",
    certainty="seen in others' code; HTML, groups and stories: general knowledge",
)
