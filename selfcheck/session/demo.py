"""Answers from the bundled site instead of the network, redirects and walls included."""

from __future__ import annotations

import mimetypes
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final
from urllib.parse import urljoin

from selfcheck.model import Consent, Outcome, OwnPage, ProfileAddress, Purpose
from selfcheck.net.fetch import MAX_REDIRECTS, Answer, outcome_of_status
from selfcheck.net.ledger import Ledger
from selfcheck.net.urls import split_url

_ROOT: Final = files("selfcheck") / "data" / "demo"


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((_ROOT / "answers.toml").read_text(encoding="utf-8"))


def demo_pages() -> tuple[OwnPage, ...]:
    """The demo person's pages. All hosts end in .example, which belongs to nobody (RFC 2606)."""
    return tuple(
        OwnPage(
            ProfileAddress(row["url"], split_url(row["url"]).host, row["platform"], row["url"]),
            Consent.MINE,
        )
        for row in _table()["profiles"]
    )


class DemoSource:
    """A `Source` that reads this package's own files. Its ledger entries say so and count no bytes."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._answers = {row["url"]: row for row in _table()["answers"]}

    async def fetch(self, url: str, purpose: Purpose) -> Answer:
        """See `Source`."""
        for _ in range(MAX_REDIRECTS + 1):
            answer, location = self._one(url)
            host = split_url(url).host
            self._ledger.record(
                host=host, purpose=purpose, url=url, outcome=answer.outcome, status=answer.status, bundled=True
            )
            if not location:
                return answer
            url = urljoin(url, location)
        return Answer(url, Outcome.TOO_MANY_REDIRECTS)

    def _one(self, url: str) -> tuple[Answer, str]:
        row: dict[str, Any] = self._answers.get(url, {})
        name = row.get("file") or url.partition("://")[2].partition("?")[0]
        status = row.get("status", 200)
        body = b""
        if status == 200:
            file = _inside(name)
            if file is None:
                status = 404
            else:
                body = file.read_bytes()
        kind = row.get("content_type") or mimetypes.guess_type(name)[0] or ""
        return Answer(url, outcome_of_status(status), status, kind, body), row.get("location", "")


def _inside(name: str) -> Traversable | None:
    """The bundled file of that name, never one outside the site."""
    place = _ROOT / "site"
    for part in name.split("/"):
        if part in {"", ".", ".."}:
            return None
        place = place / part
    return place if place.is_file() else None
