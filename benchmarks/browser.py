"""What the reader finds against what a browser without scripts asks for, on pages nobody made for this.

    python -m benchmarks.browser FOLDER [--pages N]

Serves HTML files below FOLDER that hold an <img> on loopback, opens each in headless Chromium, scripts off, tall window
(so that nothing is left out as too far down), and records what is asked for as an image. Pictures on other hosts are
left out on both sides: nothing leaves this machine. Icons of the window (favicon) are no pictures of the page.

recall: of the images the browser asked for, how many the reader names, as any size of any photo.
precision: of the photos the reader tells as shown in the markup, how many the browser asked for in one of their sizes.
"""

from __future__ import annotations

import argparse
import contextlib
import mimetypes
import shutil
import subprocess
import tempfile
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from selfcheck.model import PageReading
from selfcheck.readers.html import read_page

SHOWN = ("img ", "picture ", "noscript ", "inline style", "style sheet", "video ", "svg ", "object", "embed", "input ",
         "background ")  # fmt: skip


@dataclass
class Shelf:
    """A folder being served, and the images asked of it."""

    root: Path
    images: set[str] = field(default_factory=set)


def serve(shelf: Shelf) -> ThreadingHTTPServer:
    """Serve the folder on a free loopback port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.headers.get("Sec-Fetch-Dest") == "image" and "favicon" not in self.path:
                shelf.images.add(self.path.partition("#")[0])
            file = (shelf.root / unquote(urlsplit(self.path).path).lstrip("/")).resolve()
            if not file.is_relative_to(shelf.root) or not file.is_file():
                self.send_error(404)
                return
            body = file.read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", mimetypes.guess_type(file.name)[0] or "text/html")
            self.send_header("Content-Security-Policy", "sandbox")  # no scripts, and noscript is shown
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(OSError):  # the browser leaves when it has drawn the page
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def open_in_browser(browser: str, url: str) -> None:
    """Load one page, scripts off, with a profile of its own so that nothing comes from a cache."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(  # noqa: S603
            [
                browser, "--headless=new", "--no-sandbox", "--disable-gpu", 
                f"--user-data-dir={profile}", "--window-size=1280,30000", "--virtual-time-budget=3000",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--dump-dom", url,
            ],
            check=False, capture_output=True, timeout=60,
        )  # fmt: skip


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=40)
    asked = parser.parse_args()
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        raise SystemExit("Chromium is not installed here.")
    files = sorted(path for path in asked.folder.rglob("*.html") if path.is_file() and path.stat().st_size < 300_000)
    files = [path for path in files if b"<img" in path.read_bytes()]
    files = files[:: max(1, len(files) // asked.pages)][: asked.pages]
    shelf = Shelf(asked.folder.resolve())
    server = serve(shelf)
    origin = f"http://127.0.0.1:{server.server_address[1]}"
    wanted = found = told = right = 0
    for file in files:
        path = "/" + quote(file.resolve().relative_to(shelf.root).as_posix())
        shelf.images.clear()
        open_in_browser(browser, origin + path)
        images = {origin + image for image in shelf.images}
        reading = read_page(file.read_bytes(), "text/html", origin + path, origin + path)
        photos = reading.photos if isinstance(reading, PageReading) else ()
        photos = tuple(photo for photo in photos if photo.url.startswith(origin))
        named = {url for photo in photos for url in (photo.url, *photo.other_urls)}
        shown = [photo for photo in photos if photo.found_in.startswith(SHOWN)]
        missed = sorted(images - named)
        extra = [photo for photo in shown if not {photo.url, *photo.other_urls} & images]
        wanted, found = wanted + len(images), found + len(images) - len(missed)
        told, right = told + len(shown), right + len(shown) - len(extra)
        for url in missed[:3]:
            print(f"missed  {path}: {url.removeprefix(origin)}")
        for photo in extra[:3]:
            print(f"extra   {path}: {photo.url.removeprefix(origin)} ({photo.found_in})")
    server.shutdown()
    print(f"\n{len(files)} pages of {len({file.parent for file in files})} folders")
    print("| | of | share |\n|---|---|---|")
    print(f"| recall | {found} of {wanted} images asked for | {found / max(1, wanted):.3f} |")
    print(f"| precision | {right} of {told} photos told as shown | {right / max(1, told):.3f} |")


if __name__ == "__main__":
    main()
