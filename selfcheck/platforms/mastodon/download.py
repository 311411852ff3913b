"""Mastodon's archive, after app/services/backup_service.rb of mastodon/mastodon. Pure.

`to` says whom a post is for: with the address of the public it is public. An unlisted post has that in `cc`: it is in
no list, and anyone with its address sees it, so its audience is told as not known.
"""

from __future__ import annotations

from typing import Any, Final

from selfcheck.model import Role
from selfcheck.platforms.common.fediverse import file_shown, tags_in
from selfcheck.readers.archives.lists import (
    DownloadFormat,
    ListContents,
    decoded,
    items,
    mapping,
    pattern,
    pieces,
    plain_text,
    strings,
    text,
    when,
)

_EVERYONE: Final = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})


def _addressed(value: Any) -> set[str]:
    return {value} if isinstance(value, str) else set(strings(items(value)))


def _public(activity: Any) -> bool | None:
    if _addressed(activity.get("to")) & _EVERYONE:
        return True
    return None if _addressed(activity.get("cc")) & _EVERYONE else False


def _is_message(activity: Any) -> bool:
    """Whether a post is for persons by name: those for all followers are for a collection."""
    whom = _addressed(activity.get("to")) | _addressed(activity.get("cc"))
    return bool(whom) and not any(address.rstrip("/").endswith("/followers") for address in whom)


def _read(path: str, data: bytes, found: ListContents) -> None:
    if path.endswith("actor.json"):
        actor = mapping(decoded(data))
        found.call(actor.get("preferredUsername"), actor.get("name"))
        for key, role in (("icon", Role.AVATAR), ("image", Role.COVER)):
            found.add(file_shown(text(mapping(actor.get(key)).get("url")), role=role, found_in="actor.json"))
        return
    for key, activity in pieces(data):
        post = mapping(mapping(activity).get("object"))
        if key != "orderedItems" or not post:  # a boost has only the address of someone else's post
            continue
        public = _public(post if "to" in post else mapping(activity))
        sent = public is False and _is_message(post if "to" in post else mapping(activity))
        found.private += sent
        for one in map(mapping, items(post.get("attachment"))):
            if sent:
                found.put_aside(file_shown(text(one.get("url"))).name, "unlisted")
                continue
            kind = text(one.get("mediaType"))
            said = text(one.get("name")) or plain_text(post.get("content"))
            found.add(
                file_shown(
                    text(one.get("url")),
                    caption=said,
                    posted=when(post.get("published")),
                    tags=tags_in(post),
                    public=public,
                    found_in="outbox.json",
                    video=kind.startswith(("video/", "audio/")),
                )
            )


DOWNLOAD: Final = DownloadFormat(
    id="mastodon",
    name="Mastodon",
    platform="mastodon",
    marks=pattern(r"/outbox\.json$"),
    lists=pattern(r"/(?:actor|outbox)\.json$"),
    read=_read,
    holds="posts with attachments, profile and header picture; tar.gz and zip",
    audience="`to` holds the public address; unlisted posts: not told",
    certainty="seen in others' code",
)
