"""Page bytes to text, and whether they are a page at all. Pages lie about both."""

from __future__ import annotations

import codecs
import re
from typing import Final

_NAMED: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_NAMED_IN_PAGE: Final = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_TAGS: Final = re.compile(
    r"<(?:!doctype html|html|head|body|frameset|title|meta|base|div|p|a|img|picture|figure|link|span|h[1-6]|script"
    r"|style|table|ul|ol|section|article|main|header|nav|center|font|iframe|noscript|form|video|svg)\b",
    re.IGNORECASE,
)
_BEGINS: Final = re.compile(r"<(?:!doctype\s+html|html)\b", re.IGNORECASE)  # then browsers drop NULs and read on
_OTHERS: Final = re.compile(r"<svg|<rss|<feed|\{|\[|%pdf|<\?xml(?![\s\S]*<html)", re.IGNORECASE)
_LOOKED_AT: Final = 65_536
# Python's own codecs hold more than charsets: escapes, ciphers, host names, some of them slow on long texts.
_CHARSETS: Final = re.compile(
    r"utf-8(?:-sig)?|utf-16(?:-[lb]e)?|ascii|iso8859-\d{1,2}|cp\d{3,4}|windows-\d{3,4}|koi8-[rut]|mac-\w+|gb2312|gbk|gb18030"
    r"|big5(?:hkscs)?|euc[-_](?:jp|kr|jis[-_]2004)|shift[-_]jis(?:[-_]\w+)?|iso2022[-_](?:jp|kr)\w*|johab|tis-620"
)
_LATIN: Final = frozenset({"iso8859-1", "latin-1"})


def decode(body: bytes, content_type: str) -> str:
    """Page bytes to text: the HTTP charset, else UTF-8 if it fits, else the page's own meta charset, else Latin-1.

    Some pages declare one charset and hold another; decoding first finds what the parser's own guess loses. Latin-1
    means Windows-1252, as in browsers.
    """
    if body[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return body.decode("utf-16", errors="replace").replace("\0", "")
    if body[:64].count(b"\0") > 20 and b"<" in body[:64]:
        return body.decode("utf-16-le" if body[1:2] == b"\0" else "utf-16-be", errors="replace")
    named = _NAMED.search(content_type)
    in_page = _NAMED_IN_PAGE.search(body[:4096])
    for name in (named[1] if named else "", "utf-8", in_page[1].decode("ascii", "replace") if in_page else ""):
        charset = _charset(name)
        if charset is None:
            continue
        try:
            return body.decode(charset).lstrip("\ufeff")
        except (UnicodeDecodeError, ValueError):
            continue
    if in_page or named:  # a few broken bytes in a page of a known charset must not cost its letters
        charset = _charset(named[1] if named else "") or _charset(
            in_page[1].decode("ascii", "replace") if in_page else ""
        )
        if charset is not None and charset not in {"utf-8", "cp1252", "utf-16"}:
            return body.decode(charset, errors="replace")
        if body.decode("utf-8", errors="replace").count("\ufffd") * 50 < sum(byte > 127 for byte in body):
            return body.decode("utf-8", errors="replace").lstrip("\ufeff")
    return body.decode("cp1252", errors="replace")


def _charset(name: str) -> str | None:
    """Python's name of a charset that pages may be in; None for what is none."""
    try:
        charset = codecs.lookup(name.strip()).name if name.strip() else ""
    except (LookupError, ValueError):
        return None
    if charset in _LATIN:
        return "cp1252"
    if charset == "ascii":
        return None
    if charset.startswith("utf-16"):
        return "utf-8"  # a page that can be read far enough to say so is not in it (HTML standard)
    return charset if _CHARSETS.fullmatch(charset.replace("_", "-")) or _CHARSETS.fullmatch(charset) else None


def looks_like_html(text: str) -> bool:
    """Whether this is a page at all, whatever its content type says."""
    start = text[:_LOOKED_AT].lstrip()
    nuls = start.count("\0")
    binary = nuls > 20 or (nuls and nuls * 50 > len(start))
    if (binary and not _BEGINS.match(start)) or _OTHERS.match(start):
        return False
    return bool(_TAGS.search(start))
