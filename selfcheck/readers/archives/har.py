"""A HAR file (HTTP Archive 1.2), what a browser saves of its network -> where its pages and pictures lie.

Runs in the worker. Pure. Bodies are never unpacked here: each is one text in the JSON, told by its place.
"""

from __future__ import annotations

from typing import Final

import msgspec

from selfcheck.net.urls import UrlRefused, split_url
from selfcheck.readers.archives.packing import Packing
from selfcheck.readers.archives.parts import MAX_PAGES, MAX_PARTS, Part, Parts

_PAGE_TYPES: Final = ("text/html", "application/xhtml+xml")
_BOM: Final = b"\xef\xbb\xbf"


class _Request(msgspec.Struct):
    url: str = ""


class _Content(msgspec.Struct):
    mimeType: str = ""
    encoding: str = ""
    text: msgspec.Raw = msgspec.Raw(b"")


class _Response(msgspec.Struct):
    status: int = 0
    content: _Content = msgspec.field(default_factory=_Content)


class _Entry(msgspec.Struct):
    request: _Request = msgspec.field(default_factory=_Request)
    response: _Response = msgspec.field(default_factory=_Response)


class _Log(msgspec.Struct):
    entries: list[msgspec.Raw]


class _Har(msgspec.Struct):
    log: _Log


def read_har(data: bytes) -> Parts | None:
    """The pages of a visit and the pictures that were loaded. None where it holds neither.

    Raises `msgspec.MsgspecError`, `UnicodeDecodeError` or `RecursionError` for what is no HAR file.
    """
    json = memoryview(data)[len(_BOM) :] if data.startswith(_BOM) else memoryview(data)
    pages: list[Part] = []
    pictures: dict[str, Part] = {}
    named: dict[str, None] = {}
    at = 0
    for raw in msgspec.json.decode(json, type=_Har).log.entries:
        try:
            entry = msgspec.json.decode(raw, type=_Entry)
            url = split_url(entry.request.url.partition("#")[0]).url
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, UrlRefused):
            continue
        content = entry.response.content
        kind, size = content.mimeType.lower()[:100], memoryview(content.text).nbytes
        is_page = kind.startswith(_PAGE_TYPES) and len(pages) < MAX_PAGES
        is_picture = kind.startswith("image/") and "svg" not in kind and len(pictures) < MAX_PARTS
        there = 200 <= entry.response.status < 300 or entry.response.status == 304  # it had it already
        if not there or not (is_page or is_picture):
            continue
        if size <= 2:  # saved without content
            if is_picture and len(named) < MAX_PARTS:
                named[url] = None
            continue
        at = data.find(memoryview(content.text), at)  # the entries come in the order of the file
        packing: Packing = "json base64" if content.encoding == "base64" else "json"
        if is_page:
            pages.append(Part(url, at, at + size, packing, "text/html; charset=utf-8"))
        else:
            pictures.setdefault(url, Part(url, at, at + size, packing, kind))
    if not pages and not pictures:
        return None
    return Parts(tuple(pages), tuple(pictures.values()), tuple(url for url in named if url not in pictures))
