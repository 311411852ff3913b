"""Archives and saved pages that are meant to harm, handed to the real command line: an outcome and a bounded cost."""

from __future__ import annotations

import io
import json
import struct
import sys
import tarfile
import zipfile
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hostile.measured import measured
from tests.support import archives, pictures
from tests.support.archives import Members, zipped
from tests.support.running import run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what a process costs is read from /proc")
SMALL = pictures.flat(64, 64)


@dataclass(frozen=True)
class Row:
    """The file, how many photos are looked at in it, the limit that tells what was left out, and what it may cost."""

    make: Callable[[Path], Path]
    photos: int = 1
    limit: str = ""
    cpu: float = 4.0
    peak: float = 160.0


def of_zip(members: Callable[[], Members]) -> Callable[[Path], Path]:
    return lambda folder: zipped(folder / "x.zip", members())


def file(name: str, data: Callable[[], bytes]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data())
        return folder / name

    return make


def overlapping(folder: Path) -> Path:
    """3,000 names for one member's bytes: what is 40 kB would be read as gigabytes."""
    data = zipped(folder / "x.zip", {"0000.jpg": SMALL}, zipfile.ZIP_STORED).read_bytes()
    at = data.index(b"PK\x01\x02")
    one = data[at : data.index(b"PK\x05\x06")]
    entries = b"".join(one.replace(b"0000.jpg", b"%04d.jpg" % number) for number in range(3000))
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 3000, 3000, len(entries), at, 0)
    (folder / "x.zip").write_bytes(data[:at] + entries + end)
    return folder / "x.zip"


def many_headers(folder: Path) -> Path:
    with tarfile.open(folder / "x.tar.gz", "w:gz", compresslevel=1) as tar:
        for number in range(20_000):
            tar.addfile(tarfile.TarInfo(f"{number}.txt"))
        info = tarfile.TarInfo("a.jpg")
        info.size = len(SMALL)
        tar.addfile(info, io.BytesIO(SMALL))
    return folder / "x.tar.gz"


def instagram_with(posts: bytes) -> Callable[[], Members]:
    def members() -> Members:
        found = archives.instagram()
        return {name: posts if "posts_1" in name else data for name, data in found.items() if not name.endswith("mp4")}

    return members


def mhtml(parts: int) -> bytes:
    head = b'Content-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\nContent-Location: https://a.example/\r\n\r\n<html><img src=https://a.example/p.jpg><p>Words.\r\n'
    part = b"--x\r\nContent-Type: text/plain\r\nContent-Location: https://a.example/%d.jpg\r\n\r\nx\r\n"
    picture = (
        b"--x\r\nContent-Type: image/jpeg\r\nContent-Location: https://a.example/p.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + b64encode(SMALL)
        + b"\r\n"
    )
    return head + picture + b"".join(part % number for number in range(parts)) + b"--x--\r\n"


def har(entries: str) -> bytes:
    page = json.dumps(
        {
            "request": {"url": "https://a.example/"},
            "response": {"status": 200, "content": {"mimeType": "text/html", "text": "<html><img src=b.jpg><p>Words."}},
        }
    )
    content = {"mimeType": "image/jpeg", "encoding": "base64", "text": b64encode(SMALL).decode()}
    picture = json.dumps(
        {"request": {"url": "https://a.example/b.jpg"}, "response": {"status": 200, "content": content}}
    )
    return f'{{"log":{{"entries":[{page},{picture}{entries}]}}}}'.encode()  # fmt: skip


ROWS = {
    "a member that unpacks to 300 MB": Row(of_zip(lambda: {"bomb.jpg": bytes(300_000_000), "a.jpg": SMALL}), limit="bomb"),
    "3,000 members that are one": Row(overlapping, photos=1, limit="bomb"),
    "20,000 empty members": Row(of_zip(lambda: {**{f"{number}.txt": b"" for number in range(20_000)}, "a.jpg": SMALL})),
    "a packed tar of 20,000 headers": Row(many_headers),
    "names that lead out": Row(
        of_zip(lambda: {"../../out.jpg": SMALL, "/etc/out.jpg": SMALL, "C:\\out.jpg": SMALL, "a.jpg": SMALL}), limit="unsafe_name"
    ),
    "names of 60,000 letters": Row(of_zip(lambda: {"n" * 60_000 + ".jpg": SMALL, "a.jpg": SMALL}), limit="unsafe_name"),
    "archives in archives": Row(of_zip(lambda: {"b.zip": b"PK\3\4", "c.tar.gz": b"\x1f\x8b", "a.jpg": SMALL}), limit="nested"),
    "a list 1,000,000 deep": Row(of_zip(instagram_with(b'[{"media":' + b"[" * 1_000_000)), photos=5),
    "a list of 1,000,000 posts": Row(of_zip(instagram_with(b"[" + b'{"title":"x"},' * 1_000_000 + b"{}]")), photos=5, cpu=6),
    "MHTML of 30,000 parts": Row(file("x.mhtml", lambda: mhtml(100_000))),
    "HAR of 50,000 entries": Row(file("x.har", lambda: har(',{"request":{"url":"https://a.example/a.jpg"},"response":{}}' * 50_000))),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_a_hostile_archive_has_an_outcome_and_a_bounded_cost(tmp_path: Path, name: str) -> None:
    row = ROWS[name]
    done = measured(tmp_path, "import", row.make(tmp_path))
    [page] = done.report["pages"]
    looked_at = [photo for photo in done.report["photos"] if photo["reason"] not in {"set_aside", "not_fetched"}]
    assert (page["outcome"], len(looked_at)) == ("imported", row.photos)
    if row.limit:
        assert row.limit in {limit["id"] for limit in done.report["limits"]}
    assert done.report["ledger"] == []
    assert done.cpu <= row.cpu
    assert done.peak <= row.peak
    assert max(cost.cpu for cost in done.tasks.values()) < 5


@pytest.mark.parametrize(
    "make",
    [
        file("x.har", lambda: har(',{"a":' + "[" * 1_000_000)),
        file("x.mhtml", lambda: b"Content-Type: multipart/related; boundary=x\r\n\r\n" + b"--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" * 20_000),
        file("x.zip", lambda: b"PK\3\4" + bytes(10_000)),
        file("x.tar", lambda: b"\0" * 257 + b"ustar" + b"9" * 5000),
    ],
    ids=["HAR 1,000,000 deep", "MHTML 20,000 deep", "zip of nothing", "tar of nothing"],
)  # fmt: skip
def test_what_cannot_be_read_at_all_gets_a_sentence(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    ended = run("import", make(tmp_path), "--json")
    ended.said_plainly()
    assert ended.code in {2, 3}
