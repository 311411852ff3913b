"""Mastodon's archive (after app/services/backup_service.rb of mastodon/mastodon) and Pixelfed's statuses. Pure.

`to` says whom a post is for: with the address of the public it is public. An unlisted post has that in `cc`: it is in
no list, and anyone with its address sees it, so its audience is told as not known.
"""

from __future__ import annotations

import re
from typing import Any, Final

from selfcheck.model import Role
from selfcheck.readers.archives.lists import (
    Found,
    Kind,
    Shown,
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
from selfcheck.readers.archives.names import is_video

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


def _tags(post: Any) -> tuple[str, ...]:
    return strings(mapping(tag).get("name") for tag in items(post.get("tag") or post.get("tags")))


def _read_mastodon(path: str, data: bytes, found: Found) -> None:
    if path.endswith("actor.json"):
        actor = mapping(decoded(data))
        found.call(actor.get("preferredUsername"), actor.get("name"))
        for key, role in (("icon", Role.AVATAR), ("image", Role.COVER)):
            found.add(_file(text(mapping(actor.get(key)).get("url")), role=role, found_in="actor.json"))
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
                found.put_aside(_file(text(one.get("url"))).name, "unlisted")
                continue
            kind = text(one.get("mediaType"))
            said = text(one.get("name")) or plain_text(post.get("content"))
            found.add(
                _file(
                    text(one.get("url")),
                    caption=said,
                    posted=when(post.get("published")),
                    tags=_tags(post),
                    public=public,
                    found_in="outbox.json",
                    video=kind.startswith(("video/", "audio/")),
                )
            )


def _file(url: str, **more: Any) -> Shown:
    """An attachment: in the archive by its path, or elsewhere by its address."""
    whole = re.match(r"https?://", url)
    # Where files lie in a bucket, the address has its name in front and the archive has not.
    name = "" if whole else url[max(0, url.find("media_attachments/")) :].lstrip("/")
    more.setdefault("video", is_video(url))
    return Shown(name=name, link=url if whole else "", **more)


MASTODON: Final = Kind(
    id="mastodon",
    name="Mastodon",
    platform="mastodon",
    marks=pattern(r"/outbox\.json$"),
    lists=pattern(r"/(?:actor|outbox)\.json$"),
    read=_read_mastodon,
)

_VISIBLE: Final = {"public": True, "private": False, "direct": False, "draft": False, "archived": False}


def _read_pixelfed(path: str, data: bytes, found: Found) -> None:
    where = path.rpartition("/")[2]
    for key, row in pieces(data):
        status = mapping(row)
        account = mapping(row if key == "account" else status.get("account"))
        found.call(account.get("username"), account.get("display_name"))
        if key in {"account", "avatar"}:
            found.add(_file(text(account.get("avatar")), role=Role.AVATAR, found_in=where))
        for one in map(mapping, items(status.get("media_attachments"))):
            found.add(
                _file(
                    text(one.get("url")),
                    caption=text(one.get("description")) or plain_text(status.get("content")),
                    posted=when(status.get("created_at")),
                    tags=_tags(status),
                    placed=bool(status.get("place")),
                    public=_VISIBLE.get(text(status.get("visibility") or status.get("scope"))),
                    found_in=where,
                    video=text(one.get("type")) == "video",
                )
            )


PIXELFED: Final = Kind(
    id="pixelfed",
    name="Pixelfed",
    platform="pixelfed",
    marks=pattern(r"/[^/]*pixelfed[^/]*\.json$"),
    lists=pattern(r"(?:pixelfed|statuses|account)[^/]*\.json$"),
    read=_read_pixelfed,
)
