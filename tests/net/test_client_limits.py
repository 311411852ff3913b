"""Limits of the client that no other line stands in for: each of these tests fails without its own."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from selfcheck.model import Outcome, Purpose
from selfcheck.net import client as client_module
from selfcheck.net.client import Client, RequestFailed, Wire, _ProxyBackend
from selfcheck.net.fetch import BOUNDS, Answer, NetSource
from selfcheck.net.ledger import Ledger
from selfcheck.net.proxy import Proxy
from tests.support.site import LOOPBACK_ALLOWED, Site, serve

LIMIT = BOUNDS[Purpose.PAGE].max_bytes


async def get(url: str, client: Client | None = None) -> Answer:
    return await NetSource(client or Client(LOOPBACK_ALLOWED), Ledger()).fetch(url, Purpose.PAGE)


def head(*lines: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *lines, "", ""]).encode()


def gzipped(body: bytes) -> bytes:
    packed = gzip.compress(body, 9)
    return head("Content-Encoding: gzip", f"Content-Length: {len(packed)}") + packed


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
async def test_authority_named_by_the_environment_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    authority = trustme.CA()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(tls)
    # OpenSSL finds an authority in a folder by the hash of its name.
    named = tmp_path / f"{_subject_hash(authority)}.0"
    authority.cert_pem.write_to_path(str(named))
    monkeypatch.setenv(variable, str(named if variable == "SSL_CERT_FILE" else tmp_path))
    with serve(tls=tls) as secure:
        secure.page("/", "<p>Hello</p>")
        trusting = ssl.create_default_context(cafile=str(named))
        assert (await get(secure.url("/"), Client(LOOPBACK_ALLOWED, ssl_context=trusting))).outcome is Outcome.OPENED
        assert (await get(secure.url("/"))).outcome is Outcome.NOT_SECURE


def _subject_hash(authority: trustme.CA) -> str:
    """The name under which OpenSSL looks for this authority: SHA-1 of the canonical subject (X509_NAME_hash)."""
    import subprocess

    command = ["openssl", "x509", "-noout", "-subject_hash"]
    done = subprocess.run(command, input=authority.cert_pem.bytes(), capture_output=True, check=True)
    return done.stdout.decode().strip()


async def test_resolver_that_never_answers_is_left_after_its_own_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "NAME_SECONDS", 0.2)  # eight for people, two less than a connection gets

    async def resolver(host: str, port: int) -> list[str]:
        await asyncio.Event().wait()
        return []

    async with asyncio.timeout(5):
        answer = await get("http://photos.test/", Client(LOOPBACK_ALLOWED, resolver=resolver))
    assert answer.outcome is Outcome.TIMED_OUT


async def test_body_that_announces_too_much_is_not_read_at_all(site: Site) -> None:
    sent = 0

    def parts() -> Iterator[bytes]:
        nonlocal sent
        yield head(f"Content-Length: {LIMIT * 20}")
        while not site.closing.is_set():
            sent += 65536
            yield bytes(65536)

    assert (await get(site.stream("/", parts))).outcome is Outcome.TOO_LARGE
    assert sent < LIMIT  # no more than what lay in the system's buffers


async def test_body_that_unpacks_past_the_limit_is_refused(site: Site) -> None:
    within, past = bytes(LIMIT), bytes(LIMIT + 1)
    assert len((await get(site.raw("/within", gzipped(within)))).body) == LIMIT
    answer = await get(site.raw("/past", gzipped(past)))
    assert (answer.outcome, answer.body) == (Outcome.TOO_LARGE, b"")


async def test_unpacking_a_bomb_holds_little_more_than_the_limit(site: Site) -> None:
    url = site.raw("/", gzipped(bytes(60_000_000)))
    tracemalloc.start()
    try:
        answer = await get(url)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert answer.outcome is Outcome.TOO_LARGE
    assert most < 3 * LIMIT


async def test_compressed_bytes_that_unpack_to_nothing_count_against_the_limit(site: Site) -> None:
    nothing = b"\0\0\0\xff\xff" * 13_000  # stored blocks of no bytes (RFC 1951, 3.2.4)

    def endless() -> Iterator[bytes]:
        yield head("Content-Encoding: gzip") + gzip.compress(b"")[:10]
        while True:
            yield nothing

    async with asyncio.timeout(20):
        answer = await get(site.stream("/", endless))
    assert answer.outcome is Outcome.TOO_LARGE


async def test_backend_of_a_proxy_connects_to_nothing_but_the_proxy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy, socket.create_server(("127.0.0.1", 0)) as other:
        backend = _ProxyBackend(Proxy("127.0.0.1", proxy.getsockname()[1]), Wire())
        with pytest.raises(RequestFailed) as refused:
            await backend.connect_tcp("127.0.0.1", other.getsockname()[1])
        assert refused.value.outcome is Outcome.REFUSED_ADDRESS
        await (await backend.connect_tcp("127.0.0.1", proxy.getsockname()[1])).aclose()
