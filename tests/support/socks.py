"""A real SOCKS5 server (RFC 1928) under a test's control: it resolves by a table and tells what it was asked."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address

IPV4, NAME, IPV6 = 1, 3, 4
"""Address types: what a client asks for."""


@dataclass
class Socks:
    """A proxy. `names` says where a name leads: host and port; what is not in it is "host unreachable"."""

    names: dict[str, tuple[str, int]] = field(default_factory=dict)
    host: str = "127.0.0.1"
    port: int = 0
    asked: list[tuple[int, str, int]] = field(default_factory=list)
    """Type, address and port of each CONNECT."""
    wants_password: bool = False
    hang_up_after: int = 0
    """1: it closes after the greeting, 2: after the address."""

    @property
    def url(self) -> str:
        """How it is named to the program."""
        return f"socks5://{self.host}:{self.port}"

    def serve(self, client: socket.socket) -> None:
        """Talk with one client to its end."""
        _, count = _exactly(client, 2)
        _exactly(client, count)
        if self.hang_up_after == 1:
            return
        client.sendall(b"\5\xff" if self.wants_password else b"\5\0")
        if self.wants_password:
            return
        _, _, _, kind = _exactly(client, 4)
        size = {IPV4: 4, IPV6: 16}.get(kind) or _exactly(client, 1)[0]
        raw = _exactly(client, size)
        host = raw.decode("ascii") if kind == NAME else str(ip_address(raw))
        port = int.from_bytes(_exactly(client, 2), "big")
        self.asked.append((kind, host, port))
        if self.hang_up_after == 2:
            return
        place = self.names.get(host)
        if place is None:
            client.sendall(b"\5\4\0\1" + bytes(6))  # host unreachable
            return
        with socket.create_connection(place) as site:
            client.sendall(b"\5\0\0\1" + bytes(6))
            back = threading.Thread(target=_pour, args=(site, client), daemon=True)
            back.start()
            _pour(client, site)
            back.join()


def _exactly(client: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = client.recv(size - len(data))
        if not part:
            raise ConnectionError
        data += part
    return data


def _pour(source: socket.socket, to: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            to.sendall(data)
    with contextlib.suppress(OSError):
        to.shutdown(socket.SHUT_WR)


def listen(proxy: Socks) -> socket.socket:
    """Serve on the proxy's host and port until the socket is closed."""
    server = socket.create_server((proxy.host, proxy.port))
    proxy.port = server.getsockname()[1]

    def one(client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):
            proxy.serve(client)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = server.accept()
                threading.Thread(target=one, args=(client,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return server


@contextlib.contextmanager
def socks(**names: tuple[str, int]) -> Iterator[Socks]:
    """A proxy on loopback for as long as the block lasts."""
    proxy = Socks(names)
    with listen(proxy) as server:
        yield proxy
        server.shutdown(socket.SHUT_RDWR)
