"""Lists of a download and saved pages are taken apart in the worker: one that does harm costs itself alone."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from selfcheck.model import Outcome
from selfcheck.sandbox import pool as pool_module
from selfcheck.sandbox.pool import WorkerPool
from selfcheck.sandbox.read_lists import read_list
from selfcheck.session.imports.lists import list_archive
from selfcheck.session.imports.opening import open_store
from tests.hostile.test_archives import mhtml
from tests.sandbox.test_pool import false_worker
from tests.session.imports.test_kinds import ALL_FORMS, BUILDERS
from tests.session.imports.test_webpages import har
from tests.support import archives
from tests.support.archives import FACE, tarred, unpacked, zipped
from tests.support.imported import found, listed
from tests.support.running import run

# In the parent, every reader of a list or of a saved page's file ends the process. The worker is another process.
TRIPWIRE = """
import os, sys
from selfcheck.platforms.downloads import downloads
from selfcheck.readers.archives import har, lists, mhtml, packing, saved_html
from selfcheck.sandbox import read_lists
import cbor2, csv, zipfile, io
def trip(*_, **__):
    os._exit(77)
lists.decoded = lists.pieces = lists.tags_of = lists.rows = lists.is_json = trip
read_lists.read_list = read_lists.read_parts = har.read_har = mhtml.read_mhtml = packing.unpacked = trip
for kind in downloads():
    object.__setattr__(kind, "read", trip)
cbor2.CBORDecoder = csv.DictReader = trip
import bz2, email.parser, gzip, lzma, tarfile, zlib
from selfcheck.readers.archives import packed_stream
from selfcheck.readers.archives import tars
from selfcheck.readers.archives import zips
zipfile.ZipFile = tarfile.open = tarfile.TarFile = gzip.open = gzip.GzipFile = gzip.decompress = trip
bz2.BZ2File = bz2.BZ2Decompressor = lzma.LZMAFile = lzma.LZMADecompressor = trip
zlib.decompress = zlib.decompressobj = email.parser.BytesHeaderParser = mhtml.BytesHeaderParser = trip
packed_stream.PackedStream = tars.TarArchive = zips.ZipArchive = trip
from selfcheck.cli import run
sys.exit(run(sys.argv[1:]))
"""

# Answers each list with its name as the person's, and does harm where the name says so.
HARMED = """
while True:
    asked, data = task()
    names = [name for name, _ in asked["members"]]
    if any("hangs" in name for name in names):
        time.sleep(60)
    if any("dies" in name for name in names):
        os._exit(1)
    rows(*({"list": number, "name": name} for number, name in enumerate(names)))
    send({"lists": len(names)})
"""


async def test_every_kind_gives_the_same_in_the_worker_behind_its_walls(tmp_path: Path) -> None:
    async with WorkerPool(size=1) as pool:
        await pool.warm_up()
        for name, build in ALL_FORMS.items():
            path = unpacked(tmp_path / name, build())
            store = open_store(path)
            [there], here = await list_archive(store, pool), listed(path)
            assert found(there) == found(here), name
            assert (there.kind, there.names) == (here.kind, here.names), name
            assert there.left_out + store.left_out == +here.left_out, name


@pytest.mark.parametrize("name", ["instagram", "x", "bluesky", "linkedin", "tumblr"])
def test_the_programs_own_process_reads_no_list(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path / "x.zip", BUILDERS[name]())
    ended = run("import", path, "--json", command=(sys.executable, "-c", TRIPWIRE))
    assert json.loads(ended.out)["photos"]


def test_the_programs_own_process_takes_no_saved_page_apart(tmp_path: Path) -> None:
    (tmp_path / "x.har").write_bytes(har(("https://mina.example/me.jpg", "image/jpeg", FACE)))
    ended = run("import", tmp_path / "x.har", "--json", command=(sys.executable, "-c", TRIPWIRE))
    assert [photo["reason"] for photo in json.loads(ended.out)["photos"]] == ["faces"]


@pytest.mark.parametrize("form", ["zip", "tar", "tar.gz", "tar.bz2", "tar.xz", "mhtml", "har"])
def test_programs_own_process_parses_no_archive(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"x.{form}"
    match form:
        case "zip":
            zipped(path, {"a.jpg": FACE})
        case "mhtml":
            path.write_bytes(mhtml(1))
        case "har":
            path.write_bytes(har(("https://mina.example/me.jpg", "image/jpeg", FACE)))
        case _:
            tarred(path, {"a.jpg": FACE})
    ended = run("import", path, "--json", command=(sys.executable, "-c", TRIPWIRE))
    assert {photo["reason"] for photo in json.loads(ended.out)["photos"]} & {"faces", "none_seen"}


@pytest.mark.parametrize(("harm", "reason"), [("hangs", "list_slow"), ("dies", "list_stopped")])
async def test_a_list_that_does_harm_costs_that_list_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str, reason: str
) -> None:
    monkeypatch.setattr(pool_module, "SECONDS_PER_TASK", 0.7)  # ten seconds for people
    lists = {f"your_instagram_activity/{name}/posts_1.json": b"[]" for name in ("a", "b", harm, "c", "d")}
    store = open_store(unpacked(tmp_path / "x", {**lists, "media/posts/202001/a.jpg": FACE}))
    async with false_worker(tmp_path, HARMED) as pool:
        [listing] = await list_archive(store, pool)
    assert sorted(name.split("/")[1] for name in listing.names) == ["a", "b", "c", "d"]
    assert +listing.left_out == {reason: 1}
    assert [picture.member for picture in listing.pictures] == ["media/posts/202001/a.jpg"]  # as those of a folder


async def test_a_hundred_lists_that_hang_do_not_hold_a_person_up_for_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "SECONDS_PER_TASK", 0.2)
    lists = {f"your_instagram_activity/{number}-hangs/posts_1.json": b"[]" for number in range(100)}
    store = open_store(unpacked(tmp_path / "x", lists))
    async with false_worker(tmp_path, HARMED) as pool, asyncio.timeout(30):
        [listing] = await list_archive(store, pool)
    assert +listing.left_out == {"list_slow": 100}


LIES: list[tuple[str, Any]] = [
    ("send({'lists': 0})", Outcome.CHECKER_STOPPED),
    ("send({'lists': 2})", Outcome.CHECKER_STOPPED),
    ("send({'lists': []})", Outcome.CHECKER_STOPPED),
    ("rows({'list': 1}); send({'lists': 1})", Outcome.CHECKER_STOPPED),
    ("rows({'list': -1}); send({'lists': 1})", Outcome.CHECKER_STOPPED),
    ("rows({'list': 0, 'over': -1}); send({'lists': 1})", Outcome.CHECKER_STOPPED),
    ("rows({'list': 0, 'sent': 'x' * 5000}); send({'lists': 1})", Outcome.CHECKER_STOPPED),
    ("rows({'list': 0, 'shown': {'role': 'admin'}}); send({'lists': 1})", Outcome.CHECKER_STOPPED),
    ("rows({'list': 0, 'shown': 'all'}); send({'lists': 1})", Outcome.CHECKER_STOPPED),
    ("write(HEAD.pack(2, 12, 0) + b'[{\"list\":0}]'); send({'lists': 1})", Outcome.CHECKER_STOPPED),
    ("write(HEAD.pack(1_000_000, 12, 0)); time.sleep(60)", Outcome.CHECKER_STOPPED),
    ("write(HEAD.pack(1, 1_000_000, 0)); time.sleep(60)", Outcome.CHECKER_STOPPED),
    ("write(HEAD.pack(1, 12, 12)); time.sleep(60)", Outcome.CHECKER_STOPPED),
    ("[rows(*[{'list': 0}] * 500) for _ in range(1000)]; time.sleep(60)", Outcome.CHECKER_STOPPED),
    *(
        (f"rows({{'list': 0, 'shown': {shown!r}}}); send({{'lists': 1}})", believed)
        for shown, believed in (
            ({"link": "file:///etc/passwd"}, {"link": ""}),
            ({"link": "http://mina@10.0.0.1/"}, {"link": ""}),
            ({"caption": "a\x1b[2Jb"}, {"caption": "a�[2Jb"}),
            ({"posted": "\x1b]0;x"}, {"posted": ""}),
            ({"tags": ["\x07"]}, {"tags": ("�",)}),
            ({"name": "x" * 5000}, {"name": ""}),
        )
    ),
]


@pytest.mark.parametrize(("answer", "believed"), LIES)
async def test_a_worker_that_lies_about_a_list_is_believed_only_as_far_as_it_can_be_checked(
    tmp_path: Path, answer: str, believed: Any
) -> None:
    async with false_worker(tmp_path, f"task(); {answer}") as pool:
        held = await pool.read_lists("instagram", [("posts_1.json", b"[]")])
    if isinstance(believed, Outcome):
        assert held is believed
    else:
        assert isinstance(held, tuple)
        assert {key: getattr(held[0].shown[0], key) for key in believed} == believed


async def test_a_list_of_20000_media_with_long_captions_comes_whole() -> None:
    caption = "봄" * 300
    posts = [{"media": [{"uri": f"media/posts/{number}.jpg", "title": caption}]} for number in range(20_000)]
    data = json.dumps(posts, ensure_ascii=False).encode()
    async with WorkerPool(size=1) as pool:
        held = await pool.read_lists("instagram", [("your_instagram_activity/media/posts_1.json", data)])
    assert not isinstance(held, Outcome)
    assert [len(held[0].shown), held[0].over, held[0].broken] == [20_000, 0, False]
    assert held[0].shown[-1].name == "media/posts/19999.jpg"
    assert held[0].shown[-1].caption == caption


@pytest.mark.parametrize("place", [(-5, 3), (5, 3), (0, 10**12)])
async def test_parts_outside_the_file_are_not_believed(tmp_path: Path, place: tuple[int, int]) -> None:
    (tmp_path / "x.har").write_bytes(b"x" * 100)
    part = {"url": "https://mina.example/", "start": place[0], "end": place[1], "packing": ""}
    async with false_worker(tmp_path, f"task(); rows({ {'picture': part}!r}); send({ {'refused': None}!r})") as pool:
        with (tmp_path / "x.har").open("rb") as file:
            parts = await pool.read_parts("har", file)
    assert not isinstance(parts, Outcome)
    assert parts.pictures == ()


@pytest.mark.parametrize("data", [b"{", b"[1, 2", b"[" * 100_000, b"\xff\xfe[]", b"[] and more"])
def test_a_list_that_breaks_off_is_told_as_such(data: bytes) -> None:
    assert read_list("instagram", "posts_1.json", data).broken
    assert read_list("x", "tweets.js", b"window.YTD.tweets.part0 = " + data).broken


def test_what_came_before_the_break_is_kept() -> None:
    rows = archives.linkedin()["Shares.csv"] + b'"' + b"x" * 2_000_000  # longer than a field can be
    held = read_list("linkedin", "Shares.csv", rows)
    assert held.broken
    assert [shown.link.rpartition("/")[2] for shown in held.shown] == ["post.jpg"]
