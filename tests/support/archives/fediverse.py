"""Downloads of Mastodon, Pixelfed and Bluesky."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import cbor2

from tests.support.archives.store import FACE, NONE, Members, js


def mastodon() -> Members:
    """Mastodon: a public, an unlisted, a followers' and a boosted post, profile and header picture."""
    everyone, followers = "https://www.w3.org/ns/activitystreams#Public", "https://m.example/u/mina/followers"

    def post(name: str, to: list[str], cc: list[str]) -> dict[str, Any]:
        url = f"/media_attachments/files/1/{name}"
        item = {"published": "2024-01-02T03:04:05Z", "content": "<p>By the <b>lake</b></p>", "to": to, "cc": cc}
        file = {"type": "Document", "mediaType": "image/jpeg", "url": url, "name": "Me" if name == "a.jpg" else None}
        return {"type": "Create", "object": {**item, "attachment": [file], "tag": [{"name": "#lake"}]}}

    outbox = [
        post("a.jpg", [everyone], [followers]),
        post("b.jpg", [followers], [everyone]),
        post("c.jpg", [followers], []),
        {"type": "Announce", "object": "https://other.example/1", "to": [everyone]},
    ]
    actor = {"preferredUsername": "mina", "name": "Mina", "icon": {"url": "avatar.jpg"}, "image": {"url": "header.jpg"}}
    return {
        "actor.json": js(actor),
        "outbox.json": js({"@context": "x", "orderedItems": outbox}),
        **{f"media_attachments/files/1/{name}.jpg": FACE for name in "abc"},
        "avatar.jpg": NONE,
        "header.jpg": NONE,
    }


def pixelfed() -> Members:
    """Pixelfed: statuses by their address."""
    media = [{"url": "https://pix.example/storage/one.jpg", "type": "image", "description": "Me"}]
    rows = [{"visibility": "public", "created_at": "2024-01-02T03:04:05Z", "media_attachments": media}]
    closed = [{"url": "https://pix.example/storage/two.jpg", "type": "image"}]
    rows.append({"visibility": "private", "created_at": "2024-01-02T03:04:05Z", "media_attachments": closed})
    return {"pixelfed-statuses.json": js(rows)}


def car(*records: Any) -> bytes:
    """A CAR file (v1) of DAG-CBOR records."""

    def section(data: bytes) -> bytes:
        size, out = len(data), b""
        while size > 0x7F:
            out, size = out + bytes([size & 0x7F | 0x80]), size >> 7
        return out + bytes([size]) + data

    parts = [section(cbor2.dumps({"version": 1, "roots": []}))]
    for record in records:
        block = cbor2.dumps(record)
        parts.append(section(b"\x01\x71\x12\x20" + hashlib.sha256(block).digest() + block))
    return b"".join(parts)


def blob(data: bytes) -> tuple[Any, str]:
    """A reference to a picture as a record holds it, and its content id as text."""
    content_id = b"\x01\x55\x12\x20" + hashlib.sha256(data).digest()
    written = "b" + base64.b32encode(content_id).decode().lower().rstrip("=")
    return {"$type": "blob", "ref": cbor2.CBORTag(42, b"\x00" + content_id), "size": len(data)}, written


def bluesky() -> tuple[Members, str]:
    """Bluesky: a repository with a profile and a post, and the picture of the post beside it. With its content id."""
    ref, content_id = blob(FACE)
    away, _ = blob(NONE)
    images = [{"image": ref, "alt": "Me"}, {"image": away, "alt": ""}]
    post = {
        "$type": "app.bsky.feed.post",
        "text": "Hello",
        "createdAt": "2024-01-02T03:04:05.678Z",
        "embed": {"$type": "app.bsky.embed.images", "images": images},
    }
    profile = {"$type": "app.bsky.actor.profile", "displayName": "Mina", "avatar": ref}
    like = {"$type": "app.bsky.feed.like", "createdAt": "2024-01-02T03:04:05Z"}
    return {"repo.car": car(profile, post, like), f"blobs/{content_id}": FACE}, content_id


def bluesky_alone() -> Members:
    """Bluesky, as "Export my data" gives it: the repository and nothing beside it, with two videos."""
    (face, _), (none, _) = blob(FACE), blob(NONE)
    made = {"$type": "app.bsky.feed.post", "text": "Hello", "createdAt": "2024-01-02T03:04:05.678Z"}
    shown = {"$type": "app.bsky.embed.images", "images": [{"image": none, "alt": "Me"}]}
    records = [
        {"did": "did:plc:mina", "version": 3, "rev": "3k", "prev": None, "sig": b"\1\2"},
        {"$type": "app.bsky.actor.profile", "displayName": "Mina", "avatar": face},
        {**made, "embed": shown},
        *({**made, "embed": {"$type": "app.bsky.embed.video", "video": blob(data)[0]}} for data in (b"1", b"2")),
    ]
    return {"repo.car": car(*records)}
