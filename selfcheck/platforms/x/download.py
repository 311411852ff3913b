"""X's archive: JavaScript files that set a JSON value. Names: timhutton/twitter-archive-parser. Pure.

`public` is told of posts that were deleted or written for a circle. Of the others only where the account was closed or
opened within the last six months: `protected-history.js` (README.txt of the archive) then tells which came last.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any, Final

from selfcheck.model import Role
from selfcheck.readers.archives.lists import (
    DownloadFormat,
    ListContents,
    ListedMedia,
    items,
    mapping,
    pattern,
    pieces,
    strings,
    text,
    when,
)

_PICTURES: Final = {"avatarMediaUrl": Role.AVATAR, "headerMediaUrl": Role.COVER}
_PREFIX: Final = re.compile(rb"\s*(?:window\.)?[\w.]{1,80}\s*=\s*")


def _read(path: str, data: bytes, found: ListContents) -> None:
    where = path.rpartition("/")[2]
    prefix = _PREFIX.match(data[:200])
    for _, row in pieces(memoryview(data)[prefix.end() if prefix else 0 :]):
        if where == "account.js":
            account = mapping(mapping(row).get("account"))
            found.call(account.get("username"), account.get("accountDisplayName"))
            found.facts["account"] = text(account.get("accountId"))
        elif where == "profile.js":
            profile = mapping(mapping(row).get("profile"))
            found.facts |= {key: text(profile.get(key)) for key in _PICTURES}
        elif where == "protected-history.js":
            _note_protection(mapping(mapping(row).get("protectedHistory")), found)
        else:
            post = mapping(mapping(row).get("tweet")) or mapping(row)
            passed_on = text(post.get("full_text")).startswith("RT @")
            for shown in _of_post(post, where):
                if passed_on:
                    found.put_aside(shown.name, "others")
                else:
                    found.add(shown)


def _note_protection(row: Any, found: ListContents) -> None:
    """Keep the last change alone: dates in ISO 8601 compare as texts."""
    day, action = when(row.get("protectedAt")), text(row.get("action")).strip().lower()
    if day >= found.facts.get("protected at", "") and action.startswith(("protect", "unprotect")):
        found.facts |= {"protected at": day, "protected": "no" if action.startswith("un") else "yes"}


def _of_post(post: Any, where: str) -> Iterator[ListedMedia]:
    said = text(post.get("full_text"))
    entities = mapping(post.get("entities"))
    media = items(mapping(post.get("extended_entities")).get("media")) or items(entities.get("media"))
    kept_back = where.startswith(("deleted-tweet", "twitter-circle"))
    folder = where.partition(".")[0].partition("-part")[0].replace("-", "_")
    tags = strings(mapping(tag).get("text") for tag in items(entities.get("hashtags")))
    tags += strings(f"@{name}" for m in items(entities.get("user_mentions")) if (name := mapping(m).get("screen_name")))
    for one in media:
        address = text(mapping(one).get("media_url_https") or mapping(one).get("media_url"))
        if address:
            yield ListedMedia(
                name=f"{folder}_media/{text(post.get('id_str') or post.get('id'))}-{address.rpartition('/')[2]}",
                link=address,
                caption=re.sub(r"https://t\.co/\w+", "", said).strip(),
                posted=when(post.get("created_at")),
                tags=tags,
                placed=bool(post.get("geo") or post.get("coordinates") or post.get("place")),
                public=False if kept_back else None,
                by_account=not kept_back,
                found_in=where,
                video=mapping(one).get("type") in {"video", "animated_gif"},
            )


def _settle(found: ListContents, names: Collection[str]) -> None:
    if protected := found.facts.get("protected"):
        public = protected == "no"
        found.shown = [replace(one, public=public) if one.by_account else one for one in found.shown]
    for key, role in _PICTURES.items():
        if address := found.facts.get(key):
            name = f"profile_media/{found.facts.get('account', '')}-{address.rpartition('/')[2]}"
            found.add(ListedMedia(name=name, link=address, role=role, found_in="profile.js"))


DOWNLOAD: Final = DownloadFormat(
    id="x",
    name="X",
    platform="x",
    marks=pattern(r"(?:/data)?/(?:tweets?|community-tweet)\.js$|/data/(?:tweet-headers|account|profile)\.js$"),
    lists=pattern(
        r"/(?:tweets?|tweets?-part\d+|deleted-tweets?(?:-part\d+)?|twitter-circle-tweet"
        r"|community-tweet(?:-part\d+)?|account|profile|protected-history)\.js$"
    ),
    read=_read,
    settle=_settle,
    private=pattern(r"/direct_messages(?:_group)?_media/"),
    extras=pattern(r"^/assets/|/your archive_files/"),
    message_folders=pattern(r"/direct_messages(?:_group)?_media/"),
    holds="posts with their media, posts in communities, deleted and circle posts, profile and header picture",
    audience=(
        "deleted and circle posts are not public; the rest only where the account was closed or opened "
        "within six months"
    ),
    certainty="seen in others' code; profile pictures, communities: general knowledge",
)
