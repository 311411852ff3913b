"""Web addresses taken apart and put together one strict way. Pure; used before asking and while reading pages."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Final
from urllib.parse import unquote_to_bytes, urljoin, urlsplit, urlunsplit

import idna

from selfcheck.model import Outcome
from selfcheck.model.safe_text import safe_url

MAX_URL: Final = 4000
_MAX_HOST: Final = 253
_ENCODED: Final = "xn--"
_JOINERS: Final = "\u200c\u200d"

_ENDS_IN_NUMBER: Final = re.compile(r"0x[0-9a-f]*|[0-9]+")
_BYTE: Final = r"(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])"
_PLAIN_IPV4: Final = re.compile(rf"(?:{_BYTE}\.){{3}}{_BYTE}")
_LABEL: Final = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
_NAME: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_NEVER: Final = re.compile(r"[\x00-\x20\x7f\\\ud800-\udfff]")
"""What stands in no address: control characters, and halves of characters, which is how Python carries odd bytes."""
_PICTURE_DATA: Final = re.compile(r"data:image/(?!svg)[a-z0-9.+-]{1,20}(?:;[\w.=+-]{1,40}){0,3},", re.IGNORECASE)
_VISIBLE: Final = re.compile(r"[!-~]+")


class UrlRefused(Exception):
    """An address that is never asked for; `outcome` says why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class UrlParts:
    """An absolute http(s) address taken apart: host in ASCII lower case (IPv6 without brackets), and its
    whole `url` written the one way it is asked for."""

    scheme: str
    host: str
    port: int
    target: str
    url: str

    @property
    def is_number(self) -> bool:
        """Whether the host is a number and no name."""
        return ":" in self.host or self.host.rpartition(".")[2].isdigit()

    @property
    def authority(self) -> str:
        """Host and port as they stand in the address and in the Host header: IPv6 in brackets, no default port."""
        return self.url.split("/", 3)[2]


def split_url(url: str) -> UrlParts:
    """Take an address apart the strict way. Raises `UrlRefused` where browsers would guess.

    No user names (`http://a@127.0.0.1/` becomes an Authorization header in HTTP clients), no control characters.
    A number as host is written the usual way, whatever way it came in, and dots in the path are resolved: what is
    shown is what is asked.
    """
    if len(url) > MAX_URL or _NEVER.search(url):
        raise UrlRefused(Outcome.REFUSED_ADDRESS)
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname or ""
    except ValueError:
        raise UrlRefused(Outcome.REFUSED_ADDRESS) from None
    if parts.scheme not in {"http", "https"}:
        raise UrlRefused(Outcome.REFUSED_SCHEME)
    if "@" in parts.netloc:
        raise UrlRefused(Outcome.REFUSED_LOGIN_IN_ADDRESS)
    host = _ascii_host(host, bracketed="[" in parts.netloc)
    default = 443 if parts.scheme == "https" else 80
    shown_host = f"[{host}]" if ":" in host else host
    shown_port = "" if port in (None, default) else f":{port}"
    path = safe_url(_without_dots(parts.path), MAX_URL)
    query = "?" + safe_url(parts.query, MAX_URL) if parts.query else ""
    target = path + query
    full = f"{parts.scheme}://{shown_host}{shown_port}{target}"
    if len(full) > MAX_URL:  # encoding makes it longer
        raise UrlRefused(Outcome.REFUSED_ADDRESS)
    return UrlParts(parts.scheme, host, default if port is None else port, target, full)


def _ascii_host(host: str, *, bracketed: bool) -> str:
    """The host as DNS knows it. Raises `UrlRefused` for what is neither a name nor a plain number."""
    if bracketed:
        if "%" in host:  # the name of a network card of this computer, which no public place has
            raise UrlRefused(Outcome.REFUSED_ADDRESS)
        try:
            return str(IPv6Address(host))
        except ValueError:
            raise UrlRefused(Outcome.REFUSED_ADDRESS) from None
    host = host.rstrip(".").lower()
    if len(host) > _MAX_HOST:
        raise UrlRefused(Outcome.REFUSED_ADDRESS)
    if not host.isascii() or _ENCODED in host:
        host = _encoded_host(host)
    # The rule browsers follow (WHATWG URL, "ends in a number"): such a host is an IPv4 number or nothing.
    if _ENDS_IN_NUMBER.fullmatch(host.rpartition(".")[2]):
        return host if _PLAIN_IPV4.fullmatch(host) else str(_ipv4_number(host))
    if len(host) > _MAX_HOST or not _NAME.fullmatch(host):
        raise UrlRefused(Outcome.REFUSED_ADDRESS)
    return host


def _ipv4_number(host: str) -> IPv4Address:
    """The number that browsers and `getaddrinfo` read in up to four parts, each decimal, octal (017) or hex (0xf); the
    last one fills what is left: 127.1 is 127.0.0.1. https://url.spec.whatwg.org/#concept-ipv4-parser
    """
    try:
        parts = [_part_of_number(part) for part in host.split(".")]
        if len(parts) > 4 or max(parts[:-1], default=0) > 255 or parts[-1] >= 256 ** (5 - len(parts)):
            raise ValueError(host)
    except ValueError:
        raise UrlRefused(Outcome.REFUSED_PRIVATE) from None
    return IPv4Address(sum(part << (24 - 8 * place) for place, part in enumerate(parts[:-1])) + parts[-1])


def _part_of_number(text: str) -> int:
    if not re.fullmatch(r"0x[0-9a-f]*|[0-9]+", text) or len(text) > 40:  # int() also takes "_" and "+"
        raise ValueError(text)
    if text.startswith("0x"):
        return int(text[2:] or "0", 16)
    return int(text, 8 if text.startswith("0") else 10)


def _without_dots(path: str) -> str:
    """The path with "." and ".." resolved, also where they are written %2e. https://url.spec.whatwg.org/#path-state"""
    segments: list[str] = []
    dots = ""
    for segment in path.split("/")[1:]:
        dots = segment.lower().replace("%2e", ".")
        if dots == "..":
            segments = segments[:-1]
        elif dots != ".":
            segments.append(segment)
    if dots in {".", ".."}:
        segments.append("")
    return "/" + "/".join(segments)


def _encoded_host(host: str) -> str:
    """The host with its labels in punycode, as browsers write it (UTS 46), which takes emoji where IDNA 2008 does not.

    Raises `UrlRefused` for a label that browsers do not open: broken punycode, or characters that no name may hold.
    """
    try:
        return ".".join(map(_encoded_label, idna.uts46_remap(host, std3_rules=False).split(".")))
    except (idna.IDNAError, ValueError):  # Python's punycode codec raises several kinds of ValueError
        raise UrlRefused(Outcome.REFUSED_ADDRESS) from None


def _encoded_label(label: str) -> str:
    """One label, in lower case and mapped by UTS 46, in punycode. Raises `IDNAError` and `ValueError`."""
    text = label.removeprefix(_ENCODED)
    if text != label:
        text = text.encode("ascii").decode("punycode")
        if text.isascii() or idna.uts46_remap(text, std3_rules=False) != text:
            raise ValueError(label)
    if text.isascii():
        return text
    idna.check_initial_combiner(text)
    idna.check_bidi(text)
    if any(character in _JOINERS and not idna.valid_contextj(text, at) for at, character in enumerate(text)):
        raise ValueError(label)
    encoded = _ENCODED + text.encode("punycode").decode("ascii")
    if label.startswith(_ENCODED) and encoded != label:
        raise ValueError(label)
    return encoded


def joined(base: str, reference: str) -> str:
    """What `reference` means at `base`, as RFC 3986 and browsers read it, its dots left to `split_url`.

    `urllib.parse.urljoin` makes one slash of two in a row, and so another address. Raises `ValueError`.
    """
    parts = urlsplit(reference)
    if parts.scheme or parts.netloc or not parts.path:
        return urljoin(base, reference)
    place = urlsplit(base)
    folder = "" if parts.path.startswith("/") else place.path.rpartition("/")[0] + "/"
    return urlunsplit((place.scheme, place.netloc, folder + parts.path, parts.query, parts.fragment))


def absolute_url(base: str, reference: str) -> str | None:
    """The address that `reference` means on a page at `base`, in the form of `split_url`, or None if it is none.

    White space around and line ends inside are dropped, as browsers do; spaces inside are encoded.
    """
    cleaned = re.sub(r"[\t\n\r]", "", reference).strip().replace(" ", "%20").partition("#")[0]
    if not cleaned or len(cleaned) > MAX_URL:
        return None
    try:
        return split_url(joined(base, cleaned)).url
    except (UrlRefused, ValueError):
        return None


def is_import(address: str) -> bool:
    """Whether this stands for a file that the person handed in, or for a part of it. Nothing can be asked of it."""
    return address.startswith("import:")


def is_picture_data(url: str) -> bool:
    """Whether this is a picture inside the page itself: a data: address (RFC 2397) of a picture that is no drawing."""
    head = _PICTURE_DATA.match(url)
    return head is not None and _VISIBLE.fullmatch(url, head.end()) is not None


def picture_data(url: str) -> bytes:
    """The bytes of a picture that stands in a data: address. Empty when they are spoilt."""
    head, _, payload = url.partition(",")
    data = unquote_to_bytes(payload)
    if not head.lower().endswith(";base64"):
        return data
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4), validate=True)
    except ValueError:
        return b""
