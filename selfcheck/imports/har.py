"""A HAR file (HTTP Archive 1.2), what a browser saves of its network: the pages of a visit and their pictures."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from selfcheck.errors import FileProblem
from selfcheck.imports.webpages import (
    MAX_FILE,
    MAX_PAGE,
    MAX_PAGES,
    Document,
    PageStore,
    SavedPage,
    read_whole,
)
from selfcheck.language import _
from selfcheck.safetext import safe_text
from selfcheck.urls import UrlRefused, split_url

_PAGE_TYPES: Final = ("text/html", "application/xhtml+xml")


class _Request(msgspec.Struct):
    url: str = ""


class _Content(msgspec.Struct):
    mimeType: str = ""


class _Response(msgspec.Struct):
    status: int = 0
    content: _Content = msgspec.field(default_factory=_Content)


class _Entry(msgspec.Struct):
    """An entry without its body."""

    request: _Request = msgspec.field(default_factory=_Request)
    response: _Response = msgspec.field(default_factory=_Response)


class _Body(msgspec.Struct):
    text: str = ""
    encoding: str = ""


class _Log(msgspec.Struct):
    entries: list[msgspec.Raw]


class _Har(msgspec.Struct):
    log: _Log


def open_har(path: Path) -> SavedPage:
    """Read the list of a HAR file; bodies are unpacked one at a time when they are asked for. Raises `FileProblem`."""
    data = read_whole(path, MAX_FILE)
    shown = safe_text(str(path), 120)
    try:
        entries = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_Har).log.entries
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        unread = _("{file} could not be read as a HAR file.").format(file=shown)
        raise FileProblem(unread, _("Save it from your browser again.")) from None
    documents: list[Document] = []
    bodies: dict[str, Callable[[], bytes | None]] = {}
    for raw in entries:
        try:
            entry = msgspec.json.decode(raw, type=_Entry)
            url = split_url(entry.request.url.partition("#")[0]).url
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, UrlRefused):
            continue
        kind = entry.response.content.mimeType.lower()
        if not 200 <= entry.response.status < 300:
            continue
        if kind.startswith(_PAGE_TYPES) and len(documents) < MAX_PAGES:
            body = _body(raw) or b""
            if body:
                documents.append(Document(body[:MAX_PAGE], "text/html; charset=utf-8", url))
        elif kind.startswith("image/") and "svg" not in kind:
            bodies.setdefault(url, lambda raw=raw: _body(raw))  # type: ignore[misc]
    if not documents and not bodies:
        raise FileProblem(
            _("{file} holds no page and no picture.").format(file=shown),
            _("Save it “with content” from your browser."),
        )
    return SavedPage("har", tuple(documents), PageStore(bodies))


def _body(raw: msgspec.Raw) -> bytes | None:
    """The body of an entry; None where the file holds none."""
    try:
        whole = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
        response = msgspec.json.decode(whole["response"], type=dict[str, msgspec.Raw])
        body = msgspec.json.decode(response["content"], type=_Body)
        if body.encoding == "base64":
            return base64.b64decode(body.text, validate=False)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, KeyError, ValueError):
        return None
    return body.text.encode() or None
