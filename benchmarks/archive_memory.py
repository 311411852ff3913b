"""How much memory an import of a large data download takes: run with `python -m benchmarks.archive_memory [GIGABYTES]`.

A zip of that size (2 by default) is made in a temporary folder: an Instagram download whose pictures are one picture
of the demo over and over, some of them large, and videos. Then `selfcheck import` reads it, and the highest resident
memory of its own process and of every worker is told (VmHWM of /proc, so Linux only).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import zipfile
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from PIL import Image

ALLOWED_MB = 300
PICTURES = 1_500
VIDEO_MB = 200
_CHUNK = bytes(1_000_000)


def make(path: Path, gigabytes: float) -> None:
    """Write the download."""
    face = (files("selfcheck.demo") / "site/mina.example/img/press.jpg").read_bytes()
    large = BytesIO()
    Image.effect_noise((4500, 3300), 60).convert("RGB").save(large, "JPEG", quality=95)
    posts = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for number in range(PICTURES):
            name = f"media/posts/202401/{number:05}.jpg"
            archive.writestr(name, large.getvalue() if number % 50 == 0 else face)
            posts.append({"media": [{"uri": name, "creation_timestamp": 1700000000 + number, "title": "Words"}]})
        number = 0
        while archive.fp is not None and archive.fp.tell() < gigabytes * 1e9:
            with archive.open(f"media/posts/202401/{number:05}.mp4", "w", force_zip64=True) as video:
                for _ in range(VIDEO_MB):
                    video.write(_CHUNK)
            number += 1
        archive.writestr("your_instagram_activity/media/posts_1.json", json.dumps(posts))


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
            time.sleep(0.05)
        seconds = time.monotonic() - started
        out.seek(0)
        return most, seconds, json.load(out)


def main() -> None:
    """Make, import, tell."""
    gigabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "instagram.zip"
        make(path, gigabytes)
        size = path.stat().st_size / 1e9
        most, seconds, report = measure(path)
    photos = report["photos"]
    assert isinstance(photos, list)
    states = {
        state: sum(photo["state"] == state for photo in photos) for state in ("faces", "none_seen", "not_checked")
    }
    print(f"{size:.2f} GB, {len(photos)} pictures ({states}), {seconds:.0f} s")
    print(f"most memory: own process {most['parent']:.0f} MB, any worker {most['worker']:.0f} MB")
    assert len(photos) == PICTURES
    assert max(most.values()) < ALLOWED_MB, f"more than {ALLOWED_MB} MB"


if __name__ == "__main__":
    main()
