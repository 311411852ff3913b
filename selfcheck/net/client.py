"""The one door to the network, and the only module that imports httpx.

GET only. No cookies, no Referer, no proxy from the environment, no redirects of its own accord. A name is
resolved once, every number it gives is checked against the policy, and the connection goes to a checked
number, while the certificate is checked against the name: there is no moment for the name to change.
httpx has no public place for that, so its transport is a small one of ours over httpcore's connection
pool, whose network backend is public. Each request has a connection of its own, which is what lets the
ledger count its bytes exactly.

Through a SOCKS proxy no name is looked up here: the proxy is told the name. The policy then judges what can be
judged without its number, that is numbers written as such and names that are plainly private.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any, Final

import httpcore
import httpx
import socksio

from selfcheck import __version__
from selfcheck.model import Outcome
from selfcheck.net.guard import permit
from selfcheck.net.policy import IpAddress, NetPolicy, reachable_numbers
from selfcheck.net.proxy import GREETING_BYTES, Proxy
from selfcheck.net.resolver import Resolver, is_this_computer, resolve
from selfcheck.net.turns import SECONDS_A_TURN, Turns
from selfcheck.net.urls import UrlParts, UrlRefused

CONNECT_SECONDS: Final = 10.0
NAME_SECONDS: Final = 8.0  # where no name server answers, a person waits no longer than ten seconds in all
READ_SECONDS: Final = 20.0
MAX_HEAD_BYTES: Final = 300_000
"""Read before an answer begins. httpcore takes 100 KB of headers, but answers of status 1xx without an end."""
_LEAST_BYTES_A_READ: Final = 512
_MOST_BYTES_A_READ: Final = 64 * 1024
_HIDDEN: Final = b"location-unread"
USER_AGENT: Final = f"selfcheck/{__version__} (personal privacy self-check, started by hand)"


class RequestFailed(Exception):
    """The request did not come to an answer; `outcome` says why."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome


@dataclass(slots=True)
class Wire:
    """What one request really did: the number connected to, and bytes of the exchange before encryption.

    Through a proxy `ip` is empty, since the number is the proxy's to know; the bytes include those said to the proxy.
    """

    ip: str = ""
    looked_up: bool = False
    """Whether the system was asked for the numbers of a name, and so perhaps a name server."""
    tried: tuple[str, ...] = ()
    """Numbers that were tried before and gave no connection."""
    proxy: str = ""
    """The place of the proxy that was connected to; "" without."""
    bytes_out: int = 0
    bytes_in: int = 0
    answered: bool = False
    """Whether the head of the answer has come."""
    tls: str = ""
    """The version of TLS that protects it, as "TLSv1.3"; "" without."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer whose body is still on its way. `headers` maps lower-case names to their last value."""

    status: int
    headers: dict[str, str]
    raw: AsyncIterator[bytes] = field(repr=False)


class _CountedStream(httpcore.AsyncNetworkStream):
    """A connection that counts. After `start_tls` the wrapped one counts, so bytes are those before encryption."""

    def __init__(self, inner: httpcore.AsyncNetworkStream, wire: Wire) -> None:
        self._inner = inner
        self._wire = wire
        self._turns = Turns()
        self._step = _LEAST_BYTES_A_READ
        self._read_at = 0.0

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read no more than was handled quickly before: httpcore handles it all without a turn for others."""
        quick = time.monotonic() - self._read_at < SECONDS_A_TURN
        self._step = min(self._step * 2, _MOST_BYTES_A_READ) if quick else max(self._step // 2, _LEAST_BYTES_A_READ)
        await self._turns.give()  # what is decrypted already is read without one
        data = await self._inner.read(min(max_bytes, self._step), timeout)
        self._read_at = time.monotonic()
        self._wire.bytes_in += len(data)
        if self._wire.bytes_in > MAX_HEAD_BYTES and not self._wire.answered:
            raise RequestFailed(Outcome.ODD_ANSWER)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._inner.write(buffer, timeout)
        self._wire.bytes_out += len(buffer)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        inner = await self._inner.start_tls(ssl_context, server_hostname, timeout)
        secured = inner.get_extra_info("ssl_object")
        self._wire.tls = (secured.version() if secured else "") or ""
        return _CountedStream(inner, self._wire)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _checked(policy: NetPolicy, written: str) -> IpAddress:
    """The number to connect to, or `RequestFailed`: it is not public, or it is that of this very computer."""
    try:
        number = policy.check_ip(ip_address(written))
    except UrlRefused as refused:
        raise RequestFailed(refused.outcome) from None
    except ValueError:
        raise RequestFailed(Outcome.REFUSED_PRIVATE) from None
    if not policy.is_also_allowed(number) and any(map(is_this_computer, reachable_numbers(number))):
        raise RequestFailed(Outcome.REFUSED_PRIVATE)
    return number


class _CheckedBackend(httpcore.AsyncNetworkBackend):
    """Resolves, checks every number, and connects to one that was checked. The only place that does."""

    def __init__(self, policy: NetPolicy, resolver: Resolver, wire: Wire) -> None:
        self._policy = policy
        self._resolver = resolver
        self._wire = wire
        self._plain = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                numbers = await self._numbers(host, port)
                return await self._connect(numbers, port, timeout or CONNECT_SECONDS)
        except TimeoutError:
            raise RequestFailed(Outcome.TIMED_OUT) from None

    async def _numbers(self, host: str, port: int) -> list[str]:
        try:
            numbers = [str(ip_address(host))]
        except ValueError:
            try:
                self._wire.looked_up = True
                async with asyncio.timeout(NAME_SECONDS):
                    numbers = await self._resolver(host, port)
            except OSError as error:
                if isinstance(error, TimeoutError):
                    raise
                raise RequestFailed(Outcome.NO_NAME) from None
        if not numbers:
            raise RequestFailed(Outcome.NO_NAME)
        return [str(_checked(self._policy, number)) for number in numbers]  # one private number refuses them all

    async def _connect(self, numbers: list[str], port: int, timeout: float) -> httpcore.AsyncNetworkStream:
        for position, number in enumerate(numbers):
            # A number that never answers (IPv6 on half-built networks) must leave time for the next.
            share = timeout if position == len(numbers) - 1 else min(3.0, timeout / len(numbers))
            try:
                with permit("network"):
                    stream = await self._plain.connect_tcp(number, port, timeout=share)
            except asyncio.CancelledError:  # the time for all of them is over, or the person stopped: it was asked
                self._wire.tried += (number,)
                raise
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                self._wire.tried += (number,)
                if position < len(numbers) - 1:
                    continue
                slow = isinstance(error, httpcore.ConnectTimeout)
                raise RequestFailed(Outcome.TIMED_OUT if slow else Outcome.NO_CONNECTION) from None
            self._wire.ip = number
            return _CountedStream(stream, self._wire)
        raise RequestFailed(Outcome.NO_CONNECTION)

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise RequestFailed(Outcome.REFUSED_SCHEME)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _ProxyStream(_CountedStream):
    """A connection to the proxy. Its first answer may not be long in coming: httpcore waits for it without an end."""

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        greeted = self._wire.bytes_out > GREETING_BYTES
        return await super().read(max_bytes, timeout if greeted or timeout is not None else CONNECT_SECONDS)


class _ProxyBackend(httpcore.AsyncNetworkBackend):
    """Connects to the proxy the person named, by its number, and to nothing else."""

    def __init__(self, proxy: Proxy, wire: Wire) -> None:
        self._proxy = proxy
        self._wire = wire
        self._plain = httpcore.AnyIOBackend()
        self._opened: httpcore.AsyncNetworkStream | None = None

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        if (host, port) != (self._proxy.host, self._proxy.port):
            raise RequestFailed(Outcome.REFUSED_ADDRESS)  # never past the proxy
        try:
            with permit("network"):
                self._opened = await self._plain.connect_tcp(host, port, timeout=timeout or CONNECT_SECONDS)
        except (httpcore.ConnectError, httpcore.ConnectTimeout):
            raise RequestFailed(Outcome.NO_PROXY) from None
        self._wire.proxy = self._proxy.place
        return _ProxyStream(self._opened, self._wire)

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise RequestFailed(Outcome.REFUSED_SCHEME)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def aclose(self) -> None:
        """Close what was opened: httpcore forgets a connection whose talk with the proxy is broken off."""
        if self._opened is not None:
            await self._opened.aclose()


class _Body(httpx.AsyncByteStream):
    """An httpcore body as httpx wants it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Transport(httpx.AsyncBaseTransport):
    """httpx on top of a pool of one connection that goes through one of the backends above."""

    def __init__(self, pool: httpcore.AsyncConnectionPool, backend: _CheckedBackend | _ProxyBackend) -> None:
        self._pool = pool
        self._backend = backend

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method != "GET":
            raise RequestFailed(Outcome.REFUSED_SCHEME)
        url = request.url
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method="GET",
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        # httpx reads where a redirect leads even if it is not to follow it, and raises at what our own rules refuse.
        headers = [(_HIDDEN if name.lower() == b"location" else name, value) for name, value in answer.headers]
        return httpx.Response(answer.status, headers=headers, stream=_Body(answer.stream))

    async def aclose(self) -> None:
        await self._pool.aclose()
        if isinstance(self._backend, _ProxyBackend):
            await self._backend.aclose()


class Client:
    """Makes GET requests under a policy. One per check; `ssl_context` and `resolver` are for tests."""

    def __init__(
        self,
        policy: NetPolicy | None = None,
        proxy: Proxy | None = None,
        *,
        ssl_context: ssl.SSLContext | None = None,
        resolver: Resolver = resolve,
    ) -> None:
        self.policy = policy or NetPolicy()
        self.proxy = proxy
        self._ssl_context = ssl_context or httpx.create_ssl_context(trust_env=False)
        self._resolver = resolver

    @asynccontextmanager
    async def get(
        self, parts: UrlParts, wire: Wire, accept: str, *, first_byte: bool = False
    ) -> AsyncIterator[Response]:
        """Ask for one address and give its answer, body unread. Fills `wire` as it goes.

        With `first_byte` no more than the first byte of it is asked for.

        Raises `RequestFailed` when there is no answer, also while the body is read.
        """
        try:
            self.policy.check_url(parts)
        except UrlRefused as refused:
            raise RequestFailed(refused.outcome) from None
        if self.proxy is not None and parts.is_number:  # no proxy may be made to lead back here
            _checked(self.policy, parts.host)
        # Named here, since httpx would decode an encoded name for it, and raises at emoji, which browsers ask for.
        headers = {"Host": parts.authority}
        headers |= {"User-Agent": USER_AGENT, "Accept": accept, "Accept-Encoding": "identity", "Connection": "close"}
        if first_byte:
            headers["Range"] = "bytes=0-0"
        # A client for each request keeps nothing between two of them, cookies least of all.
        async with httpx.AsyncClient(
            transport=self._transport(wire),
            headers=headers,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
        ) as client:
            answered = False
            try:
                async with client.stream("GET", parts.url, extensions={"target": parts.target.encode()}) as answer:
                    wire.answered = answered = True
                    headers_in = {name.lower(): value for name, value in answer.headers.multi_items()}
                    headers_in["location"] = headers_in.pop(_HIDDEN.decode(), "")
                    # May stand several times (RFC 9110: a comma joins such lines); one coding must not hide another.
                    for name in ("x-robots-tag", "content-encoding"):
                        headers_in[name] = ", ".join(answer.headers.get_list(name))
                    yield Response(answer.status_code, headers_in, answer.aiter_raw())
            except (httpcore.ProxyError, socksio.SOCKSError, AssertionError):
                # httpcore asserts what a proxy says, and lets socksio's own errors through.
                if self.proxy is None or answered:
                    raise
                raise RequestFailed(_proxy_outcome(wire)) from None
            except (httpcore.TimeoutException, httpx.TimeoutException):
                if wire.proxy and wire.bytes_out <= GREETING_BYTES:
                    raise RequestFailed(Outcome.NO_PROXY) from None
                raise RequestFailed(Outcome.TIMED_OUT) from None
            except (httpcore.RemoteProtocolError, httpx.RemoteProtocolError):
                raise RequestFailed(Outcome.CUT_SHORT if answered else Outcome.ODD_ANSWER) from None
            except httpcore.ConnectError as error:
                raise RequestFailed(_connect_outcome(error)) from None
            except (httpcore.NetworkError, httpx.NetworkError, ssl.SSLError, OSError):
                if self.proxy is not None and wire.bytes_out <= self.proxy.words_before(parts.host) and not wire.tls:
                    raise RequestFailed(_proxy_outcome(wire)) from None
                raise RequestFailed(Outcome.CUT_SHORT if wire.bytes_in else Outcome.NO_CONNECTION) from None
            except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, httpx.HTTPError, httpx.InvalidURL):
                raise RequestFailed(Outcome.ODD_ANSWER) from None

    def _transport(self, wire: Wire) -> _Transport:
        """A way out for one request: through the proxy where there is one, and then never past it."""
        if self.proxy is None:
            checked = _CheckedBackend(self.policy, self._resolver, wire)
            return _Transport(
                httpcore.AsyncConnectionPool(
                    ssl_context=self._ssl_context,
                    max_connections=1,
                    max_keepalive_connections=0,
                    http2=False,
                    retries=0,
                    network_backend=checked,
                ),
                checked,
            )
        through = _ProxyBackend(self.proxy, wire)
        return _Transport(
            httpcore.AsyncSOCKSProxy(
                httpcore.URL(scheme=b"socks5", host=self.proxy.host, port=self.proxy.port, target=b""),
                ssl_context=self._ssl_context,
                max_connections=1,
                max_keepalive_connections=0,
                http2=False,
                retries=0,
                network_backend=through,
            ),
            through,
        )


def _proxy_outcome(wire: Wire) -> Outcome:
    """Whether there is no usable proxy, or one that does not open the way to this site."""
    return Outcome.NO_PROXY if wire.bytes_out <= GREETING_BYTES else Outcome.PROXY_REFUSED


def _connect_outcome(error: BaseException) -> Outcome:
    """Whether a failed connection failed over its certificate."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError) or "SSL" in str(seen) or "certificate" in str(seen):
            return Outcome.NOT_SECURE
        seen = seen.__cause__ or seen.__context__
    return Outcome.NO_CONNECTION
