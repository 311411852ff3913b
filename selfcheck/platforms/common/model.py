"""What a platform reader is: a value with a few pure functions. It knows addresses and answers, never the network.

A reader turns an address into a `Profile`, says which public, documented addresses show that profile to anyone
(`Ask`), and reads what they answer (`PlatformReading`). The session asks; the worker reads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from selfcheck.model import Note, Outcome, PhotoRef, Role
from selfcheck.net.urls import UrlRefused, absolute_url, split_url
from selfcheck.platforms.common.reserved import SERVICE_WORDS

MAX_TEXT: Final = 3_000_000
"""Characters of a page that are searched for signs."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One person's place on one platform. `platform` is the reader's id, `url` the one form it is asked for.

    `sure` is False where only the form of the address speaks for the platform (`/@name` on a host nobody knows).
    """

    platform: str
    handle: str
    url: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Ask:
    """One documented address that shows a profile to anyone. `name` is told beside what is found there."""

    name: str
    url: str
    kind: Literal["api", "feed", "page"] = "api"


@dataclass(frozen=True, slots=True)
class Body:
    """What came back, and the address it came from in the end."""

    data: bytes
    content_type: str
    url: str


@dataclass(frozen=True, slots=True)
class PlatformReading:
    """What a page or an answer tells."""

    photos: tuple[PhotoRef, ...] = ()
    asks: tuple[Ask, ...] = ()
    """What else would show this profile; asked only on the platform's own documented hosts."""
    wall: Outcome | None = None
    notes: tuple[Note, ...] = ()
    elsewhere: tuple[str, ...] = ()
    """Other pages of the person that this one names. Told, never asked for."""
    further: Ask | None = None
    """The next page of results; only for a profile that is shown to be the person's own."""
    bio: str = ""
    """Words that only the owner of the profile can write."""
    proof: Ask | None = None
    """Where such words stand, if not in what is asked anyway."""
    me: tuple[str, ...] = ()
    """Where the profile points with rel=me."""
    recognised: str = ""
    """The reader whose platform this page runs on, where the address did not say."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address taken apart for readers: path segments and query values are percent-decoded, empty ones gone."""

    origin: str
    host: str
    path: tuple[str, ...]
    query: tuple[tuple[str, str], ...]

    def value(self, name: str) -> str:
        """A value of the query, or ""."""
        return next((value for key, value in self.query if key.lower() == name.lower()), "")

    def under(self, *domains: str) -> str | None:
        """The part of the host in front of one of these domains ("" for the domain itself), or None."""
        for domain in domains:
            if self.host == domain:
                return ""
            if self.host.endswith("." + domain):
                return self.host[: -len(domain) - 1]
        return None

    def in_some_country(self, *domains: str) -> bool:
        """Whether the host is that of one of the domains "name.*" in some country: name.de, www.name.co.kr."""
        labels = self.host.split(".")[:-1]
        return any(domain.endswith(".*") and domain[:-2] in labels for domain in domains)


def no_asks(profile: Profile) -> tuple[Ask, ...]:
    """For a platform that shows nothing but its page."""
    return ()


def no_origins(profile: Profile) -> tuple[str, ...]:
    """For a platform of which nothing but the page is asked."""
    return ()


def read_nothing(profile: Profile, ask: Ask, body: Body) -> PlatformReading:
    """For a platform without asks."""
    return PlatformReading()


def page_tells_nothing(profile: Profile, body: Body) -> PlatformReading:
    """For a platform whose page the generic reader knows as well."""
    return PlatformReading()


def no_post(address: Address) -> str:
    """For a platform whose profile is all that can be named."""
    return ""


def post_at(form: str) -> Callable[[Address], str]:
    """`Reader.post_in` where posts have a path of this form: a pattern of it all, without the first /."""
    pattern = re.compile(form, re.IGNORECASE)

    def post_in(address: Address) -> str:
        path = "/".join(address.path)
        return f"https://{address.host}/{quoted_path(address.path)}" if pattern.fullmatch(path) else ""

    return post_in


def no_address(handle: str) -> str:
    """For a platform whose handles do not name it."""
    return ""


@dataclass(frozen=True, slots=True)
class Reader:
    """A platform and what can be known of it by address, page and open answers.

    `forms` of addresses are shown to people. `confidence` says how surely its facts were read and `source` where
    ("" for general knowledge).
    """

    forms: tuple[str, ...]
    confidence: Literal["high", "medium", "low"]
    source: str
    parse: Callable[[Address], Profile | None]
    asks: Callable[[Profile], tuple[Ask, ...]] = no_asks
    origins: Callable[[Profile], tuple[str, ...]] = no_origins
    """Scheme and host of everything that may be asked, "https://api.github.com"."""
    read: Callable[[Profile, Ask, Body], PlatformReading] = read_nothing
    page: Callable[[Profile, Body], PlatformReading] = page_tells_nothing
    post_in: Callable[[Address], str] = no_post
    """The address of a post or page of a profile, where that is what the person named; "" for the profile itself."""
    absent_status: int = 0
    """The status, beside 404, by which its first ask says that there is no such profile to be seen; 0 for none."""
    goes_further: bool = False
    """Whether the platform documents how to ask for the next page of results."""
    on_any_host: bool = False
    """Whether the form of an address speaks for the platform on a host that nobody knows."""
    page_signs: tuple[bytes, ...] = ()
    """What stands in a page of which `page` can tell something though nobody knows its site."""
    of_handle: Callable[[str], str] = no_address
    """The address meant by a handle with dots alone, as "@you.example"; "" where the handle is of another platform."""
    id: str = ""
    """These three come from the platform's facts.toml."""
    steps: str = ""
    """The platform whose steps fit."""
    hosts: tuple[str, ...] = ()
    """Ends of the hosts whose addresses are read; "name.*" for a site with a host for each country."""


def address_of(url: str) -> Address | None:
    """An address taken apart, or None where it is none."""
    try:
        parts = split_url(url)
    except UrlRefused:
        return None
    path, _, query = parts.target.partition("?")
    segments = tuple(piece for piece in (unquote(raw).strip() for raw in path.split("/")) if piece)
    try:
        values = tuple(parse_qsl(query, max_num_fields=50))
    except ValueError:
        values = ()
    return Address(parts.url[: len(parts.url) - len(parts.target)], parts.host, segments, values)


def at(*origins: str) -> Callable[[Profile], tuple[str, ...]]:
    """`Reader.origins` of a platform whose documented addresses stand on the same hosts for everyone."""
    return lambda _: origins


def origin_of(url: str) -> str:
    """Scheme, host and port of an address, as `Reader.origins` names them."""
    split = urlsplit(url)
    return f"{split.scheme}://{split.netloc}"


def one_of(names: str) -> frozenset[str]:
    """Names written in a row."""
    return frozenset(names.split())


def quoted(text: str) -> str:
    """A handle as one path segment or query value."""
    return quote(text, safe="@:-._~")


def quoted_path(path: tuple[str, ...]) -> str:
    """Segments as a path again, without the first /."""
    return "/".join(quote(segment, safe="@:-._~!$&'()*+,;=") for segment in path)


def handle_in(path: tuple[str, ...], place: int, form: re.Pattern[str], reserved: frozenset[str] = frozenset()) -> str:
    """The segment at `place`, without a leading @, if it has the form of a handle and is no page of the site's own.

    Where a handle stands first in the path and has no @, every word that services keep for themselves is none.
    """
    if place >= len(path):
        return ""
    handle = path[place].removeprefix("@")
    kept = reserved | SERVICE_WORDS if place == 0 and handle == path[0] else reserved
    return handle if form.fullmatch(handle) and handle.lower() not in kept else ""


def followed_by(path: tuple[str, ...], place: int, known: frozenset[str]) -> bool:
    """Whether nothing stands after `place`, or one of the known parts of a profile: else the path names something
    else, and the segment at `place` may be no handle at all."""
    return len(path) <= place + 1 or path[place + 1].lower() in known


def text_of(body: Body) -> str:
    """A body as text. Every platform here writes UTF-8."""
    return body.data[: MAX_TEXT * 2].decode("utf-8", "replace")[:MAX_TEXT]


def json_of(body: Body) -> Any:
    """A body as JSON, or None."""
    try:
        return json.loads(body.data)
    except (ValueError, RecursionError):
        return None


def row(value: Any, name: str) -> dict[str, Any]:
    """An object inside an object, or an empty one."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def rows(value: Any, name: str = "") -> list[dict[str, Any]]:
    """The objects of a list (inside an object if named), at most 1,000."""
    found = (value.get(name) if isinstance(value, dict) else None) if name else value
    return [part for part in found[:1000] if isinstance(part, dict)] if isinstance(found, list) else []


def words(value: Any, name: str) -> str:
    """A text inside an object, or ""."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def picture(base: str, role: Role, found_in: str, urls: list[str], alt: str = "") -> Iterator[PhotoRef]:
    """One photo by its addresses, best first; nothing where none is an address."""
    absolute = list(dict.fromkeys(full for url in urls if url and (full := absolute_url(base, url))))
    if absolute:
        yield PhotoRef(absolute[0], tuple(absolute[1:]), role, found_in, " ".join(alt.split())[:300])
