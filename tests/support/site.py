"""A real web server on loopback whose every answer a test decides, down to the raw bytes."""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any

from selfcheck.net.policy import NetPolicy

LOOPBACK_ALLOWED = NetPolicy(ports=None, also_allowed=(ip_network("127.0.0.0/8"),), local_names=True)
"""The policy of the tests: everything as for people, but loopback counts as public and any port will do."""

ASKED_OF_EVERY_HOST = ("/robots.txt", "/.well-known/tdmrep.json")


@dataclass(frozen=True)
class Asked:
    """One request as it reached the server."""

    method: str
    path: str
    headers: Mapping[str, str]


@dataclass
class Site:
    """A web site under a test's control. Every path not set answers 404."""

    host: str = "127.0.0.1"
    scheme: str = "http"
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    _answers: dict[str, Callable[[Any], None]] = field(default_factory=dict)
    closing: threading.Event = field(default_factory=threading.Event)
    before: Callable[[Any], bool] | None = None
    """Asked first; what it answers (True) goes no further."""

    def url(self, path: str = "/") -> str:
        """The whole address of a path here."""
        return f"{self.scheme}://{self.host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """The paths asked for so far, in order, but for what every check asks of every host."""
        return [path for path in self.all_paths() if path not in ASKED_OF_EVERY_HOST]

    def all_paths(self) -> list[str]:
        """Every path asked for so far, in order."""
        return [asked.path for asked in self.asked]

    def answer(self, path: str, body: bytes = b"", status: int = 200, headers: Mapping[str, str] | None = None) -> str:
        """Answer `path` with this. Returns its address."""

        def send(handler: Any) -> None:
            handler.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                handler.send_header(name, value)
            handler.end_headers()
            with contextlib.suppress(OSError):
                handler.wfile.write(body)

        self._answers[path] = send
        return self.url(path)

    def page(self, path: str, html: str, **more: Any) -> str:
        """Answer `path` with a page. A bare body is put into a minimal document."""
        if "<html" not in html:
            html = f"<!doctype html><html><head><title>A page</title></head><body>{html}</body></html>"
        return self.answer(path, html.encode(), headers={"Content-Type": "text/html; charset=utf-8"}, **more)

    def picture(self, path: str, data: bytes, kind: str = "image/jpeg") -> str:
        """Answer `path` with a picture."""
        return self.answer(path, data, headers={"Content-Type": kind})

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        """Send whoever asks for `path` on to `to`."""
        return self.answer(path, status=status, headers={"Location": to})

    def raw(self, path: str, data: bytes) -> str:
        """Write these bytes as they are, status line and all, and close."""

        def send(handler: Any) -> None:
            with contextlib.suppress(OSError):
                handler.wfile.write(data)
            handler.close_connection = True

        self._answers[path] = send
        return self.url(path)

    def stream(self, path: str, parts: Callable[[], Iterator[bytes]]) -> str:
        """Write the raw bytes that `parts` yields, as fast as they are taken, until the other side has enough."""

        def send(handler: Any) -> None:
            with contextlib.suppress(OSError):
                for part in parts():
                    handler.wfile.write(part)
            handler.close_connection = True

        self._answers[path] = send
        return self.url(path)

    def hang(self, path: str) -> tuple[str, threading.Event]:
        """Never answer `path`. Returns its address and an event that is set once it has been asked for."""
        reached = threading.Event()

        def send(handler: Any) -> None:
            reached.set()
            self.closing.wait()
            handler.close_connection = True

        self._answers[path] = send
        return self.url(path), reached

    def handle(self, handler: Any) -> None:
        """Record a request and answer it."""
        target = handler.requestline.split(" ")[1]  # http.server makes one slash of two at its beginning
        self.asked.append(Asked(handler.command, target, dict(handler.headers.items())))
        if self.before is not None and self.before(handler):
            return
        send = self._answers.get(handler.path)
        if send is None:
            handler.send_error(404)
        else:
            send(handler)


@contextlib.contextmanager
def serve(host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Run a site for as long as the block lasts."""
    site = Site(host=host, scheme="https" if tls else "http")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.handle(self)

        def __getattr__(self, name: str) -> Any:
            if name.startswith("do_"):  # every method is taken, so that a test sees one that should not be used
                return lambda: site.handle(self)
            raise AttributeError(name)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            pass  # a client that hangs up early is what many tests are about

    with Server((host, 0), Handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.closing.set()
            server.shutdown()
            thread.join()
