"""One address -> one `Answer`: redirects by hand, size and time limits, compression undone in bounded steps."""

from __future__ import annotations

import asyncio
import zlib
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from selfcheck.model import Outcome, Purpose
from selfcheck.model.safe_text import safe_url
from selfcheck.net.client import Client, RequestFailed, Response, Wire
from selfcheck.net.ledger import Ledger
from selfcheck.net.turns import Turns
from selfcheck.net.urls import UrlParts, UrlRefused, joined, split_url

MAX_REDIRECTS: Final = 5
REQUESTS_PER_HOST: Final = 2
_STEP: Final = 64 * 1024
_SMALL_CHUNKS: Final = 2000
_BYTES_A_CHUNK: Final = 32
"""How small chunks may be on average, beside so many of any size. Sites that send line by line send larger ones."""
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of an answer is taken, and how long it may be in coming: `max_bytes`, `seconds`, and what to accept."""

    max_bytes: int
    seconds: float
    accept: str
    first_byte: bool = False
    """Whether one byte is asked for and the rest, if it is sent all the same, left unread."""


BOUNDS: Final = {
    Purpose.PAGE: Bounds(5_000_000, 30.0, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"),
    Purpose.FRAME: Bounds(5_000_000, 20.0, "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"),
    Purpose.STYLE_SHEET: Bounds(2_000_000, 20.0, "text/css,*/*;q=0.1"),
    Purpose.FEED: Bounds(5_000_000, 20.0, "application/rss+xml,application/atom+xml,application/feed+json,*/*;q=0.1"),
    Purpose.API: Bounds(5_000_000, 20.0, "application/json,*/*;q=0.1"),
    Purpose.ROBOTS: Bounds(500_000, 10.0, "text/plain,*/*;q=0.1"),  # RFC 9309: at least 500 KiB are read
    Purpose.DATA_MINING: Bounds(100_000, 10.0, "application/json,*/*;q=0.1"),
    Purpose.PICTURE: Bounds(20_000_000, 20.0, "image/avif,image/webp,image/png,image/jpeg,image/gif;q=0.9,*/*;q=0.1"),
    Purpose.STILL_SERVED: Bounds(1, 10.0, "image/*,*/*;q=0.1", first_byte=True),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for an address. `outcome` is OPENED when `body` is whole; otherwise `body` is empty.

    `url` is the last address asked, after redirects. Headers are as sent, or "".
    """

    url: str
    outcome: Outcome
    status: int = 0
    content_type: str = ""
    body: bytes = field(default=b"", repr=False)
    robots_tag: str = ""
    """The X-Robots-Tag headers as sent, joined with commas."""
    mining: str = ""
    """The tdm-reservation header as sent."""
    size: int = 0
    """Bytes of the whole file as the site says (Content-Range, Content-Length); 0 where it says nothing."""


Allows = Callable[[str, Purpose], bool]
"""Whether an address may be asked for, by the person's own choice, as what it is asked for."""


class Source(Protocol):
    """Where answers come from: the network, or the demo's own files."""

    async def fetch(self, url: str, purpose: Purpose) -> Answer:
        """Get one address. Never raises for what a site does."""
        ...


class NetSource:
    """Answers from the network, at most two at a time from one host, each request in the ledger.

    Once a host asks to slow down, nothing more is asked of it: page, picture or redirect, also if already in line.
    `allows` is asked before each request, redirects included; where it says no, nothing is sent.
    """

    def __init__(self, client: Client, ledger: Ledger, allows: Allows | None = None) -> None:
        self._client = client
        self._ledger = ledger
        self._allows = allows or (lambda url, purpose: True)
        self._turns: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(REQUESTS_PER_HOST))
        self._asked_to_slow_down: set[str] = set()

    async def fetch(self, url: str, purpose: Purpose) -> Answer:
        """Get one address, following up to five redirects. The time limit is for all of it together."""
        bounds = BOUNDS[purpose]
        try:
            parts = split_url(url)
        except UrlRefused as refused:
            self._ledger.record(host="", purpose=purpose, url=safe_url(url, 200), outcome=refused.outcome)
            return Answer(url, refused.outcome)
        seconds_left = bounds.seconds
        for _ in range(MAX_REDIRECTS + 1):
            if not self._allows(parts.url, purpose):
                self._ledger.record(host=parts.host, purpose=purpose, url=parts.url, outcome=Outcome.OTHER_SITE)
                return Answer(parts.url, Outcome.OTHER_SITE)
            async with self._turns[parts.host]:  # waiting for a turn is our doing and costs the site no time
                if parts.host in self._asked_to_slow_down:
                    return Answer(parts.url, Outcome.RATE_LIMITED)
                started = asyncio.get_running_loop().time()
                answer, location = await self._one(parts, purpose, bounds, seconds_left)
                seconds_left -= asyncio.get_running_loop().time() - started
                if answer.outcome is Outcome.RATE_LIMITED:
                    self._asked_to_slow_down.add(parts.host)
            if not location:
                return answer
            try:
                target = split_url(joined(parts.url, location))
                if parts.scheme == "https" and target.scheme == "http":
                    raise UrlRefused(Outcome.REFUSED_DOWNGRADE)
            except (UrlRefused, ValueError) as error:
                outcome = error.outcome if isinstance(error, UrlRefused) else Outcome.REFUSED_ADDRESS
                self._ledger.record(host="", purpose=purpose, url=safe_url(location, 200), outcome=outcome)
                return Answer(parts.url, outcome, answer.status)
            parts = target
        return Answer(parts.url, Outcome.TOO_MANY_REDIRECTS)

    async def _one(self, parts: UrlParts, purpose: Purpose, bounds: Bounds, seconds: float) -> tuple[Answer, str]:
        """One request: its answer, and where it points to if it is a redirect."""
        wire = Wire()
        status = 0
        outcome = Outcome.STOPPED  # stands if the person stops the check right now
        try:
            asking = self._client.get(parts, wire, bounds.accept, first_byte=bounds.first_byte)
            async with asyncio.timeout(seconds), asking as response:
                status = response.status
                location = response.headers.get("location", "") if status in _REDIRECTS else ""
                outcome = outcome_of_answer(status, response.headers.get("cf-mitigated", ""))
                body = b""
                if outcome is Outcome.OPENED and not location and not bounds.first_byte:
                    body = await _read_body(response, bounds.max_bytes)
                told = ("content-type", "x-robots-tag", "tdm-reservation")
                kind, robots_tag, mining = (response.headers.get(name, "")[:2000] for name in told)
                size = _whole_size(response.headers)
                return Answer(parts.url, outcome, status, kind, body, robots_tag, mining, size), location
        except TimeoutError:
            outcome = Outcome.TIMED_OUT
        except RequestFailed as failed:
            outcome = failed.outcome
        finally:
            self._ledger.record(
                host=parts.host,
                purpose=purpose,
                url=parts.url,
                outcome=outcome,
                ip=wire.ip,
                looked_up=wire.looked_up,
                tried=wire.tried,
                bytes_out=wire.bytes_out,
                bytes_in=wire.bytes_in,
                status=status,
                tls=wire.tls,
                proxy=wire.proxy,
            )
        return Answer(parts.url, outcome, status), ""


def _whole_size(headers: Mapping[str, str]) -> int:
    """The size of the whole file. Of a part, Content-Range names it: "bytes 0-0/1234" (RFC 9110, 14.4)."""
    told = headers["content-range"].rpartition("/")[2] if "content-range" in headers else headers.get("content-length")
    return int(told) if told is not None and told.isascii() and told.isdigit() and len(told) < 16 else 0


def outcome_of_answer(status: int, mitigated: str = "") -> Outcome:
    """What a status says, together with the header by which Cloudflare tells a test in place of the page.

    https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response
    """
    outcome = outcome_of_status(status)
    closed = outcome in {Outcome.FORBIDDEN, Outcome.SITE_ERROR}
    return Outcome.CAPTCHA_WALL if closed and mitigated.strip().lower() == "challenge" else outcome


def outcome_of_status(status: int) -> Outcome:
    """What an HTTP status says. 999 is LinkedIn's own for "log in"; 451 is a legal block, as closed as 403."""
    if 200 <= status < 300 or status in _REDIRECTS:
        return Outcome.OPENED
    known = {401: Outcome.LOGIN_WALL, 407: Outcome.LOGIN_WALL, 999: Outcome.LOGIN_WALL, 403: Outcome.FORBIDDEN}
    known |= {451: Outcome.FORBIDDEN, 429: Outcome.RATE_LIMITED, 404: Outcome.NOT_FOUND, 410: Outcome.NOT_FOUND}
    if status in known:
        return known[status]
    return Outcome.SITE_ERROR if status >= 500 else Outcome.ODD_ANSWER


async def _read_body(response: Response, max_bytes: int) -> bytes:
    """The whole body, or `RequestFailed`. At most `max_bytes` are held, of what was sent and of what it unpacks to.

    Identity is asked for. Where gzip or deflate comes all the same it is unpacked in steps of 64 KiB; other
    and stacked codings are refused, since a few of their bytes can become gigabytes in one call.
    """
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > max_bytes:
        raise RequestFailed(Outcome.TOO_LARGE)
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise RequestFailed(Outcome.ODD_ENCODING)
    body = bytearray()
    raw = _not_in_crumbs(response.raw)
    chunks = raw if coding in {"", "identity"} else _inflate(raw, coding, max_bytes)
    async for chunk in chunks:
        body += chunk
        if len(body) > max_bytes:
            raise RequestFailed(Outcome.TOO_LARGE)
    return bytes(body)


async def _not_in_crumbs(raw: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same chunks. A host that sends next to nothing in each is left: every chunk costs as much as 64 KB do."""
    crumbs = 0
    taken = 0
    async for chunk in raw:
        crumbs += 1
        taken += len(chunk)
        if crumbs > _SMALL_CHUNKS + taken // _BYTES_A_CHUNK:
            raise RequestFailed(Outcome.ODD_ANSWER)
        yield chunk


async def _inflate(raw: AsyncIterator[bytes], coding: str, max_bytes: int) -> AsyncIterator[bytes]:
    """Unpack gzip or deflate, never more than one step at a time. A cut or spoilt stream is `CUT_SHORT`."""
    unpacker = None
    turns = Turns()
    taken = 0
    async for chunk in raw:
        taken += len(chunk)
        if taken > max_bytes:
            raise RequestFailed(Outcome.TOO_LARGE)
        if unpacker is None:
            # "deflate" is zlib by the standard and bare deflate by old servers; the first byte tells.
            bare = coding == "deflate" and chunk[:1] and (chunk[0] & 0x0F) != 8
            unpacker = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS | 32)
        rest = chunk
        while rest and not unpacker.eof:
            try:
                yield unpacker.decompress(rest, _STEP)
            except zlib.error:
                raise RequestFailed(Outcome.CUT_SHORT) from None
            rest = unpacker.unconsumed_tail
            await turns.give()
    if unpacker is not None and not unpacker.eof:
        raise RequestFailed(Outcome.CUT_SHORT)
