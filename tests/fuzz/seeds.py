"""The first inputs of the fuzz targets: small, correct things of each kind. All are made here, none is stored."""

from __future__ import annotations

import contextlib
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from typing import Any, Final

from PIL import Image

from selfcheck.guidance.loader import load_guidance
from selfcheck.output.report_json import dump_json
from selfcheck.platforms.downloads import downloads
from tests.support import archives, pictures
from tests.support.reports import full_report
from tests.support.running import ROOT

HALF: Final = b"\\ud83d x \\udc00"
"""Halves of characters as JSON can write them: no text that may go on, yet every JSON reader gives it out."""


def pages() -> list[bytes]:
    halves = (
        b'<html><title>&#xD83D;</title><script type="application/ld+json">{"@type":"Person","name":"HALF","image":'
        b'{"@type":"ImageObject","url":"a.jpg","caption":"HALF"}}</script><script>window.a={"photo":"https://a.example/b.jpg",'
        b'"caption":"HALF","avatar_url":"https://a.example/HALF.jpg"};</script><img src=a.jpg alt="&#xD83D;">'
    )
    pages = [path.read_bytes() for path in sorted((ROOT / "tests/data/pages").glob("*.html"))]
    return [*pages, halves.replace(b"HALF", HALF)]


def lists() -> Iterable[bytes]:
    """Every list of the small downloads that the tests make, under each kind."""
    made: list[Callable[[], Any]] = [archives.instagram]
    made += [
        value for name, value in vars(archives).items()
        if callable(value) and getattr(value, "__annotations__", {}).get("return") == "Members"
    ]  # fmt: skip
    for make in dict.fromkeys(made):
        with contextlib.suppress(TypeError):
            for name, data in make().items():
                if not name.endswith((".jpg", ".png", ".mp4")):
                    for number, kind in enumerate(downloads()):
                        if kind.lists.search(f"/{name}"):
                            yield bytes([number]) + data
                        yield bytes([number]) + data.replace(b': "', b': "' + HALF)


def stores() -> Iterable[bytes]:
    members = {"a/one.jpg": pictures.flat(40, 40), "b.json": b"[1]", "사진/둘.jpg": b"two"}
    for form in ("zip", "tar", "gz"):
        out = io.BytesIO()
        if form == "zip":
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                for name, data in members.items():
                    archive.writestr(name, data)
        else:
            with tarfile.open(fileobj=out, mode="w:gz" if form == "gz" else "w") as tar:
                for name, data in members.items():
                    info = tarfile.TarInfo(name)
                    info.size = len(data)
                    tar.addfile(info, io.BytesIO(data))
        yield out.getvalue()


def saved() -> Iterable[bytes]:
    part = b"--x\r\nContent-Type: %b\r\nContent-Location: https://a.example/%b\r\nContent-Transfer-Encoding: %b\r\n\r\n%b\r\n"
    yield (
        b'\0Content-Type: multipart/related; boundary="x"\r\nSnapshot-Content-Location: https://a.example/\r\n\r\n'
        + part % (b"text/html; charset=utf-8", b"", b"quoted-printable", b'<img src=3D"a.jpg">')
        + part % (b"image/jpeg", b"a.jpg", b"base64", b"/9j/4AAQ")
        + b"--x--\r\n"
    )
    har = {"log": {"entries": [
        {"request": {"url": "https://a.example/"}, "response": {"status": 200, "content": {"mimeType": "text/html", "text": "<img src=a.jpg>"}}},
        {"request": {"url": "https://a.example/a.jpg"}, "response": {"status": 200, "content": {"mimeType": "image/jpeg", "text": "/9j/4AAQ", "encoding": "base64"}}},
    ]}}  # fmt: skip
    yield b"\1" + json.dumps(har).encode()
    yield b"\2<!-- saved from url=(0023)https://a.example/ --><html><img src='a_files/b.jpg'>"


def formats() -> Iterable[bytes]:
    for form in ("JPEG", "PNG", "GIF", "WEBP", "AVIF"):
        yield pictures.flat(40, 40, form)
    yield pictures.demo(pictures.WITH_PLACE)
    for mode in ("P", "LA", "I;16", "1"):
        out = io.BytesIO()
        Image.new(mode, (40, 33)).save(out, "PNG")
        yield out.getvalue()


def blocks() -> Iterable[bytes]:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8298] = 6, "maker", "me"
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 33.0, 58.8), 3: "E", 4: (126.0, 58.0, 40.0)})
    yield b"A" + exif.tobytes().removeprefix(b"Exif\0\0")
    yield b'a<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description exif:GPSLatitude="37,33.98N" exif:GPSLongitude="126,58,4E" photoshop:City="Seoul"/>'
    yield b"\xff8BIM\x04\x04\0\0\0\0\0\x12\x1c\x02\x50\0\x04Mina\x1c\x02\x5a\0\x05Seoul"


ADDRESSES: Final = (
    b"https://mina.example/a.jpg?w=100", b"@mina@mastodon.example", b"mina.example", b"http://[::1]:8080/",
    b"HTTP://B\xc3\xbccher.example/%41#x", b"//cdn.example/../a b.png", b"data:image/png;base64,iVBORw0KGgo=", b"../x/./y",
    b"http://0x7f.1/", b"https://a:b@c.example/",
)  # fmt: skip
SIZED: Final = (
    b"pbs.twimg.com/media/a.jpg?format=jpg&name=small", b"i.pinimg.com/236x/a/b.jpg", b"live.staticflickr.com/1/2_a_m.jpg",
    b"i.ytimg.com/vi/x/default.jpg", b"a.example/upload/w_100,h_50/a.jpg", b"i0.wp.com/a.example/b.jpg?resize=1,2",
    b"a.example/cdn-cgi/image/width=80/b.jpg", b"upload.wikimedia.org/wikipedia/commons/thumb/a/ab/c.jpg/120px-c.jpg",
    b"lh3.googleusercontent.com/a=s96-c", b"a.example/b-150x150.jpg", b"images.example/image/fetch/w_1/https%3A%2F%2Fb.example/c.jpg",
)  # fmt: skip


def reports() -> Iterable[bytes]:
    """A report with something of each kind in it; and one with halves of characters."""
    whole = dump_json(full_report(load_guidance()))
    return whole, whole.replace(b"Mina at home", HALF)


def saved_files() -> Iterable[bytes]:
    """A saved file of the oldest form, and the same with halves of characters."""
    old = (ROOT / "tests/data/saved-1.json").read_bytes()
    return old, old.replace(b"https://mina", HALF + b"https://mina")
