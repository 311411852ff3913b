"""How much memory an import of a large file takes: `python -m benchmarks.archive_memory [GIGABYTES] [FORM ...]`.

Forms are zip, tar.gz, lists and har; without one, all. Zip and tar.gz of that size (2 by default) are made in a
temporary folder: an Instagram download whose pictures are one picture of the demo over and over, some large, and
videos.
"lists" is a download whose lists are as long as is read (64 MB each, JSON and HTML); "har" a visit of 127 MB. Then
`selfcheck import` reads it, and the highest resident memory of its own process and of every worker is told (VmHWM of
/proc, so Linux only).
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import random
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Iterable
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Protocol

from PIL import Image

ALLOWED_MB = 300
PICTURES = 1_500
VIDEO_MB = 200


class Archive(Protocol):
    """What both forms of a download can do."""

    def add(self, name: str, parts: Iterable[bytes], size: int) -> None:
        """Write one member, part by part."""

    def written(self) -> int:
        """Bytes of the archive so far."""


class Zip:
    """A zip, stored as it is."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_STORED)
        self.close = self._zip.close

    def add(self, name: str, parts: Iterable[bytes], size: int) -> None:
        """See `Archive`."""
        with self._zip.open(name, "w", force_zip64=size > 2**31) as member:
            for part in parts:
                member.write(part)

    def written(self) -> int:
        """See `Archive`."""
        return self._zip.fp.tell() if self._zip.fp else 0


class TarGz:
    """A tar packed with gzip as it is read on its way: from start to end."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._gzip = gzip.GzipFile(fileobj=self._file, mode="wb", compresslevel=1)

    def add(self, name: str, parts: Iterable[bytes], size: int) -> None:
        """See `Archive`."""
        info = tarfile.TarInfo(name)
        info.size = size
        self._gzip.write(info.tobuf())
        for part in parts:
            self._gzip.write(part)
        self._gzip.write(bytes(-size % 512))

    def written(self) -> int:
        """See `Archive`."""
        return self._file.tell()

    def close(self) -> None:
        """End it."""
        self._gzip.write(bytes(1024))
        self._gzip.close()
        self._file.close()


def make(path: Path, gigabytes: float) -> int:
    """Write the download. Returns how many pictures are in it."""
    archive: Zip | TarGz = Zip(path) if path.suffix == ".zip" else TarGz(path)
    face = (files("selfcheck") / "data/demo/site/mina.example/img/press.jpg").read_bytes()
    large = BytesIO()
    Image.effect_noise((4500, 3300), 60).convert("RGB").save(large, "JPEG", quality=95)
    posts = []
    for number in range(PICTURES):
        name = f"media/posts/202401/{number:05}.jpg"
        data = large.getvalue() if number % 50 == 0 else face
        archive.add(name, [data], len(data))
        posts.append({"media": [{"uri": name, "creation_timestamp": 1700000000 + number, "title": "Words"}]})
    number = 0
    noise = os.urandom(1_000_000)  # does not pack, as videos do not
    while archive.written() < gigabytes * 1e9:
        archive.add(f"media/posts/202401/{number:05}.mp4", [noise] * VIDEO_MB, VIDEO_MB * len(noise))
        number += 1
    data = json.dumps(posts).encode()
    archive.add("your_instagram_activity/media/posts_1.json", [data], len(data))
    archive.close()
    return PICTURES


def make_lists(path: Path) -> int:
    """Write a download of nothing but lists as long as is read, in JSON and in HTML, with Korean words."""
    chance = random.Random(7)  # noqa: S311 (the same each time)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for form in ("json", "html"):
            with archive.open(f"your_instagram_activity/media/posts_{1 + (form == 'html')}.{form}", "w") as member:
                size, number = 0, 0
                while size < 63_900_000:
                    name = f"media/posts/202401/{form}{number}.jpg"
                    words = f"바다에서 {''.join(chance.choices('가나다라마바사아자차카타파하 ', k=240))}"
                    post = {"media": [{"uri": name, "creation_timestamp": 1700000000, "title": words}]}
                    block = (
                        f'<div class="_a6-g"><h2 class="_a6-h">{words}</h2><a href="{name}"><img src="{name}"></a>'
                        '<div class="_a6-o">Aug 12, 2021, 3:00 PM</div></div>'
                    )
                    text = (
                        block if form == "html" else f"{',' if number else '['}{json.dumps(post, ensure_ascii=False)}"
                    )
                    size, number = size + member.write(text.encode()), number + 1
                if form == "json":
                    member.write(b"]")
    return 0


def make_har(path: Path) -> int:
    """Write a visit whose pictures are as many as fit."""
    face = (files("selfcheck") / "data/demo/site/mina.example/img/press.jpg").read_bytes()
    body = base64.b64encode(face + bytes(400_000)).decode()
    with path.open("w") as file:
        file.write('{"log": {"entries": [')
        number = 0
        while file.tell() < 127_000_000:
            content = {"mimeType": "image/jpeg", "text": body, "encoding": "base64"}
            entry = {
                "request": {"url": f"https://a.example/{number}.jpg"},
                "response": {"status": 200, "content": content},
            }
            file.write(f"{', ' if number else ''}{json.dumps(entry)}")
            number += 1
        file.write("]}}")
    return number


def high_water(pid: int) -> float:
    """The most memory a process has had, in MB; 0 when it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


def children(pid: int) -> list[int]:
    """The processes a process has started."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def measure(path: Path) -> tuple[dict[str, float], float, dict[str, object]]:
    """Import and watch: the most of the parent and of any worker in MB, seconds, the report."""
    most = {"parent": 0.0, "worker": 0.0}
    started = time.monotonic()
    with tempfile.TemporaryFile() as out:
        command = [sys.executable, "-m", "selfcheck", "import", str(path), "--json"]
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)  # noqa: S603
        while process.poll() is None:
            most["parent"] = max(most["parent"], high_water(process.pid))
            most["worker"] = max([most["worker"], *map(high_water, children(process.pid))])
            time.sleep(0.05)  # VmHWM keeps the peak; only a worker that lives shorter than this is missed
        seconds = time.monotonic() - started
        assert most["worker"], "no worker was seen, so its memory was not measured"
        out.seek(0)
        return most, seconds, json.load(out)


def main() -> None:
    """Make, import, tell."""
    numbers = [float(word) for word in sys.argv[1:] if word.replace(".", "", 1).isdigit()]
    for form in [word for word in sys.argv[1:] if not word[0].isdigit()] or ["zip", "tar.gz", "lists", "har"]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / {"lists": "lists.zip", "har": "visit.har"}.get(form, f"instagram.{form}")
            if form == "lists":
                expected = make_lists(path)
            elif form == "har":
                expected = make_har(path)
            else:
                expected = make(path, (numbers or [2.0])[0])
            size = path.stat().st_size / 1e9
            most, seconds, report = measure(path)
        photos, limits = report["photos"], report["limits"]
        assert isinstance(photos, list)
        assert isinstance(limits, list)
        states = {
            state: sum(photo["state"] == state for photo in photos) for state in ("faces", "none_seen", "not_checked")
        }
        print(f"{form}: {size:.2f} GB, {len(photos)} pictures ({states}), {seconds:.0f} s")
        print(f"most memory: own process {most['parent']:.0f} MB, any worker {most['worker']:.0f} MB", flush=True)
        assert len(photos) == expected
        assert not {limit["id"] for limit in limits} & {"list_slow", "list_stopped", "list_broken", "bomb"}
        assert max(most.values()) < ALLOWED_MB, f"more than {ALLOWED_MB} MB"


if __name__ == "__main__":
    main()
