"""A page saved as MHTML (RFC 2557) -> where its parts lie. Runs in the worker. Pure.

Only the places of the parts are taken, so that a file of 128 MB is in memory once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Final

from selfcheck.model.safe_text import safe_text
from selfcheck.net.urls import UrlRefused, split_url
from selfcheck.readers.archives.packing import Packing
from selfcheck.readers.archives.parts import MAX_PARTS, Part, Parts

_LONGEST_HEAD: Final = 64_000
_DEEPEST: Final = 5
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_PACKED: Final[dict[str, Packing]] = {"base64": "base64", "quoted-printable": "quoted-printable"}


@dataclass(frozen=True, slots=True)
class _Leaf:
    headers: Message
    start: int
    end: int


def read_mhtml(data: bytes) -> Parts | None:
    """The first page of the file and its pictures; None where it holds no page."""
    top = _headers(data, 0, len(data))[0]
    leaves = list(_leaves(data, 0, len(data), 0))
    main = next((leaf for leaf in leaves if leaf.headers.get_content_type() in _PAGES), None)
    if main is None:
        return None
    where = main.headers.get("Content-Location") or top.get("Snapshot-Content-Location") or ""
    charset = safe_text(str(main.headers.get_param("charset") or ""), 40)
    page = _part(main, where, f"text/html; charset={charset}" if charset else "text/html")
    pictures: dict[str, Part] = {}
    for leaf in leaves:
        kind = leaf.headers.get_content_type().lower()
        part = _part(leaf, leaf.headers.get("Content-Location") or "", kind)
        if part.url and kind.startswith("image/") and "svg" not in kind:
            pictures.setdefault(part.url, part)
    return Parts((page,), tuple(pictures.values()))


def _part(leaf: _Leaf, where: object, content_type: str) -> Part:
    packed = _PACKED.get(str(leaf.headers.get("Content-Transfer-Encoding") or "").strip().lower(), "")
    try:
        url = split_url(str(where).strip().partition("#")[0]).url
    except UrlRefused:
        url = ""
    return Part(url, leaf.start, leaf.end, packed, content_type)


def _headers(data: bytes, start: int, end: int) -> tuple[Message, int]:
    """The headers at `start`, and where the body after them begins."""
    found = _HEAD_END.search(data, start, min(end, start + _LONGEST_HEAD))
    if data[start : start + 2] in {b"\r\n", b"\n"} or data[start : start + 1] == b"\n":
        return Message(), start  # a part without headers
    if found is None:
        return Message(), end
    return BytesHeaderParser().parsebytes(data[start : found.start()] + b"\r\n\r\n"), found.end()


def _leaves(data: bytes, start: int, end: int, depth: int) -> Iterator[_Leaf]:
    """The parts that are no lists of parts, in order."""
    headers, body = _headers(data, start, end)
    boundary = headers.get_boundary()
    if not boundary or not headers.get_content_type().startswith("multipart/") or depth >= _DEEPEST:
        yield _Leaf(headers, body, end)
        return
    count = 0
    inside: int | None = None
    for line_start, line_end, last in _marks(data, body, end, boundary.encode("utf-8", "surrogateescape")):
        if inside is not None:
            yield from _leaves(data, inside, line_start, depth + 1)
            count += 1
        inside = None if last else line_end
        if last or count >= MAX_PARTS:
            return
    if inside is not None:  # the file breaks off
        yield from _leaves(data, inside, end, depth + 1)


def _marks(data: bytes, start: int, end: int, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
    """Every line of a boundary: where the part before it ends, where the next begins, whether it is the last."""
    sign = b"--" + boundary
    at = data.find(sign, start, end)
    while at >= 0:
        after = at + len(sign)
        line_end = data.find(b"\n", after, min(end, after + 200))
        rest = data[after : line_end if line_end >= 0 else min(end, after + 200)].strip()
        if (at == start or data[at - 1 : at] == b"\n") and rest in {b"", b"--"}:
            before = at - 2 if data[at - 2 : at] == b"\r\n" else max(start, at - 1)
            yield max(start, before), line_end + 1 if line_end >= 0 else end, rest == b"--"
        at = data.find(sign, after, end)
