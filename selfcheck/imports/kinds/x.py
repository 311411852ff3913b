"""X's archive: JavaScript files that set a JSON value. Names: timhutton/twitter-archive-parser. Pure.

Whether the account was protected when a post was written is not in it, so `public` is told only of posts that were
deleted or written for a circle.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, Final

from selfcheck.imports.kinds.base import Found, Kind, Shown, items, mapping, pattern, pieces, strings, text, when
from selfcheck.model import Role

_PICTURES: Final = {"avatarMediaUrl": Role.AVATAR, "headerMediaUrl": Role.COVER}
_PREFIX: Final = re.compile(rb"\s*(?:window\.)?[\w.]{1,80}\s*=\s*")


def _read(path: str, data: bytes, found: Found) -> None:
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
        else:
            for shown in _of_post(mapping(mapping(row).get("tweet")) or mapping(row), where):
                found.add(shown)


def _of_post(post: Any, where: str) -> Iterator[Shown]:
    said = text(post.get("full_text"))
    if said.startswith("RT @"):  # someone else's
        return
    entities = mapping(post.get("entities"))
    media = items(mapping(post.get("extended_entities")).get("media")) or items(entities.get("media"))
    kept_back = where.startswith(("deleted-tweet", "twitter-circle"))
    folder = where.partition(".")[0].partition("-part")[0].replace("-", "_")
    tags = strings(mapping(tag).get("text") for tag in items(entities.get("hashtags")))
    tags += strings(f"@{name}" for m in items(entities.get("user_mentions")) if (name := mapping(m).get("screen_name")))
    for one in media:
        address = text(mapping(one).get("media_url_https") or mapping(one).get("media_url"))
        if address:
            yield Shown(
                name=f"{folder}_media/{text(post.get('id_str') or post.get('id'))}-{address.rpartition('/')[2]}",
                link=address,
                caption=re.sub(r"https://t\.co/\w+", "", said).strip(),
                posted=when(post.get("created_at")),
                tags=tags,
                placed=bool(post.get("geo") or post.get("coordinates") or post.get("place")),
                public=False if kept_back else None,
                found_in=where,
                video=mapping(one).get("type") in {"video", "animated_gif"},
            )


def _settle(found: Found, names: Collection[str]) -> None:
    for key, role in _PICTURES.items():
        if address := found.facts.get(key):
            name = f"profile_media/{found.facts.get('account', '')}-{address.rpartition('/')[2]}"
            found.add(Shown(name=name, link=address, role=role, found_in="profile.js"))


X: Final = Kind(
    id="x",
    name="X",
    platform="x",
    marks=pattern(r"(?:/data)?/(?:tweets?|community-tweet)\.js$|/data/(?:tweet-headers|account|profile)\.js$"),
    lists=pattern(
        r"/(?:tweets?|tweets?-part\d+|deleted-tweets?(?:-part\d+)?|twitter-circle-tweet"
        r"|community-tweet(?:-part\d+)?|account|profile)\.js$"
    ),
    read=_read,
    settle=_settle,
    private=pattern(r"/direct_messages(?:_group)?_media/"),
    extras=pattern(r"^/assets/|/your archive_files/"),
)
