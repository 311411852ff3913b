"""Instagram's data download, JSON and HTML; its names as in d3i-infra/data-donation-task and pdpl-cli. Pure.

`Private Account` in the personal information is the archive's own word on the whole account. Archived and deleted
posts are kept from everyone but the person. Stories are shown for a day, to whom is not said.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from selfcheck.model import Role
from selfcheck.platforms.common.meta import EXTRAS, MESSAGE_FOLDERS, media_in, media_in_html, read_person
from selfcheck.readers.archives.lists import (
    DownloadFormat,
    ListContents,
    ListedMedia,
    pattern,
    pieces,
)

_KEPT_BACK: Final = re.compile(r"archived|recently_deleted")
_BY_ACCOUNT: Final = re.compile(r"/(?:posts|reels|igtv_videos|other_content)(?:_\d+)?\.|/media\.json$")


def _role(path: str) -> Role:
    return Role.AVATAR if "profile_photo" in path else Role.POST


def _read(path: str, data: bytes, found: ListContents) -> None:
    if "personal_information" in path:
        read_person(path, data, found)
        return
    where = path.rpartition("/")[2]
    if path.endswith(".html"):
        for shown in media_in_html(data):
            _add(found, replace(shown, found_in=where, role=_role(path)), path)
        return
    for key, part in pieces(data):
        if where == "media.json" and key == "direct":  # the list of 2018: sent to one person
            continue
        role = Role.AVATAR if key == "profile" else _role(path)
        for shown in media_in(part):
            _add(found, replace(shown, found_in=where, role=role), path)


def _add(found: ListContents, shown: ListedMedia, path: str) -> None:
    public = False if _KEPT_BACK.search(path) else None
    by_account = public is None and _BY_ACCOUNT.search(f"/{path}") and shown.role is Role.POST
    found.add(replace(shown, public=public, by_account=bool(by_account) and "stories/" not in shown.name))


def _settle(found: ListContents, names: Collection[str]) -> None:
    """Give the posts the word of the account, once it is known."""
    private = found.facts.get("private")
    if private is not None:
        public = private == "no"
        found.shown = [replace(one, public=public) if one.by_account else one for one in found.shown]


DOWNLOAD: Final = DownloadFormat(
    id="instagram",
    name="Instagram",
    platform="instagram",
    marks=pattern(
        r"/your_instagram_activity/(?!threads/)|/content/(?:posts_\d+|profile_photos|stories|reels)\.(?:json|html)$"
        r"|/personal_information/personal_information(?:/personal_information)?\.(?:json|html)$|/media/posts/\d{6}/"
        r"|(?:/media)?/posts_\d+\.(?:json|html)$"
    ),
    lists=pattern(
        r"/(?:posts_\d+|stories|reels|profile_photos|igtv_videos|other_content|archived_posts|recently_deleted_content"
        r"|personal_information|media)\.(?:json|html)$|/(?:media|content)/posts\.(?:json|html)$"
    ),
    read=_read,
    settle=_settle,
    private=pattern(r"/messages/|/direct/"),
    extras=EXTRAS,
    message_folders=pattern(rf"{MESSAGE_FOLDERS}|/direct/\d{{6}}/"),  # the second one in 2018
    holds="posts, stories, reels, archived and deleted posts, profile pictures; JSON and HTML",
    audience="the account's own “Private Account”; archived and deleted posts are not public; stories: not told",
    certainty="seen in others' code; HTML and the privacy field: general knowledge",
)
