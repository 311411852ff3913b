"""A small server that answers as https://docs.joinmastodon.org describes: one account, its statuses with media, pages.

Written after the documentation: `lookup`, `statuses` with only_media, exclude_reblogs, limit (most 40) and max_id.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.support import pictures
from tests.support.site import Site, serve

ACCOUNT = "1001"


@dataclass
class Mastodon:
    """A running server. Its posts can be changed between two requests."""

    site: Site
    user: str = "mina"
    note: str = "<p>Draws boats.</p>"
    fields: list[dict[str, Any]] = field(default_factory=list)
    flags: dict[str, Any] = field(default_factory=dict)
    posts: int = 3
    closed: bool = False
    """Whether the admin shut the API to strangers."""
    close_after: int | None = None
    """So many answers more, then it is shut."""

    @property
    def profile(self) -> str:
        """The profile's address."""
        return self.site.url(f"/@{self.user}")

    def asked_of_api(self) -> list[str]:
        """What was asked of the API, in order."""
        return [path for path in self.site.all_paths() if path.startswith("/api/")]

    def answer(self, handler: Any) -> bool:
        """Answer an API request. False where it is none."""
        target = urlsplit(handler.path)
        query = {name: values[0] for name, values in parse_qs(target.query).items()}
        if not target.path.startswith("/api/v1/accounts/"):
            return False
        if self.close_after is not None:
            self.closed = self.close_after == 0
            self.close_after -= 1
        if self.closed:
            return self._send(handler, {"error": "This method requires an authenticated user"}, 401)
        if target.path == "/api/v1/accounts/lookup":
            found = query.get("acct") == self.user
            return self._send(handler, self._account(), 200) if found else self._send(handler, {"error": "x"}, 404)
        if target.path == f"/api/v1/accounts/{ACCOUNT}/statuses":
            newest = int(query.get("max_id", self.posts + 1)) - 1
            limit = min(int(query.get("limit", 20)), 40)
            numbers = range(newest, max(0, newest - limit), -1)
            return self._send(handler, [self._status(number) for number in numbers], 200)
        return self._send(handler, {"error": "Record not found"}, 404)

    def _account(self) -> dict[str, Any]:
        return {
            "id": ACCOUNT, "username": self.user, "acct": self.user, "display_name": "Mina", "bot": False,
            "locked": False,
            "created_at": "2024-01-01T00:00:00.000Z", "note": self.note, "url": self.profile,
            "avatar": self.site.url("/avatars/mina.jpg"), "avatar_static": self.site.url("/avatars/mina.jpg"),
            "header": self.site.url("/headers/original/missing.png"),
            "header_static": self.site.url("/headers/original/missing.png"),
            "followers_count": 1, "following_count": 1, "statuses_count": self.posts, "emojis": [],
            "fields": self.fields,
            **self.flags,
        }  # fmt: skip

    def _status(self, number: int) -> dict[str, Any]:
        attachment = {
            "id": str(number), "type": "image", "url": self.site.url(f"/media/{number}/original.jpg"),
            "preview_url": self.site.url(f"/media/{number}/small.jpg"), "remote_url": None,
            "meta": {"original": {"width": 640, "height": 480}}, "description": f"Boat {number}", "blurhash": "UBL_",
        }  # fmt: skip
        return {
            "id": str(number), "created_at": "2024-01-01T00:00:00.000Z", "visibility": "public", "sensitive": False,
            "content": "<p>A boat</p>", "reblog": None, "account": self._account(), "media_attachments": [attachment],
        }  # fmt: skip

    @staticmethod
    def _send(handler: Any, value: object, status: int) -> bool:
        body = json.dumps(value).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json; charset=utf-8")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        with contextlib.suppress(OSError):
            handler.wfile.write(body)
        return True


@contextlib.contextmanager
def serve_mastodon() -> Iterator[Mastodon]:
    """Run the server for as long as the block lasts. Its page fills itself in a browser."""
    with serve() as site:
        server = Mastodon(site)
        site.before = server.answer
        site.page(f"/@{server.user}", '<div id="mastodon"></div><script src="/packs/application.js"></script>')
        site.picture("/avatars/mina.jpg", pictures.demo(pictures.ONE_FACE))
        for number in range(1, 6):
            site.picture(f"/media/{number}/original.jpg", pictures.demo(pictures.NO_FACE))
        yield server
