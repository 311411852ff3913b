from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from selfcheck.errors import EngineUnavailable
from selfcheck.model import EngineName, Outcome, PageReading, State
from selfcheck.sandbox import pool as pool_module
from selfcheck.sandbox.pool import TASKS_PER_WORKER, WorkerPool
from tests.support import pictures
from tests.support.running import ROOT

URL = "https://example.org/me"

# A worker that starts as the real one does and then does what a test writes below it.
FALSE_WORKER = f"""
import json, os, struct, sys, time
sys.path.insert(0, {str(ROOT)!r})
TASK_HEAD, HEAD = struct.Struct("!II"), struct.Struct("!III")
def write(data):
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
def send(header, payload=b""):
    data = json.dumps(header).encode()
    write(HEAD.pack(0, len(data), len(payload)) + data + payload)
def rows(*several):
    data = json.dumps(several).encode()
    write(HEAD.pack(len(several), len(data), 0) + data)
def task():
    head = sys.stdin.buffer.read(8)
    if len(head) < 8:
        sys.exit()
    header, payload = TASK_HEAD.unpack(head)
    return json.loads(sys.stdin.buffer.read(header)), sys.stdin.buffer.read(payload)
send({{"ready": []}})
"""


def false_worker(tmp_path: Path, does: str) -> WorkerPool:
    script = tmp_path / "worker.py"
    script.write_text(FALSE_WORKER + does, encoding="utf-8")
    return WorkerPool(size=1, command=(sys.executable, str(script)))


def photo(**changes: object) -> str:
    """A reply on a photo, as the false worker writes it."""
    face = {"x": 1, "y": 1, "width": 5, "height": 5, "score": 0.9, "eye_distance": 2.0, "frontal": 1.0}
    seen = {
        "state": "faces",
        "reason": "faces",
        "width": 10,
        "height": 10,
        "faces": [face],
        "unsure": [],
        "embedded": [],
    }
    return repr({"photo": {**seen, **changes}, "preview": [1, 1]})


def box(**changes: object) -> list[dict[str, object]]:
    face = {"x": 1, "y": 1, "width": 5, "height": 5, "score": 0.9, "eye_distance": 2.0, "frontal": 1.0}
    return [{**face, **changes}]


async def test_pages_and_pictures_are_done_and_every_process_is_gone_afterwards() -> None:
    async with WorkerPool(size=2) as pool:
        await pool.warm_up()
        reading = await pool.read_page(b'<!doctype html><img src="a.jpg">', "text/html", URL, URL)
        assert isinstance(reading, PageReading)
        assert [ref.url for ref in reading.photos] == ["https://example.org/a.jpg"]
        seen, preview = await pool.examine(pictures.demo(pictures.ONE_FACE))
        assert (seen.state, len(seen.faces)) == (State.FACES, 1)
        assert preview is not None
        broken, none = await pool.examine(pictures.demo(pictures.CUT_OFF))
        assert (broken.state, broken.reason, none) == (State.NOT_CHECKED, Outcome.BROKEN, None)
        alive = [worker._process.pid for worker in pool._alive]
        assert alive
    for pid in alive:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@pytest.mark.parametrize("engine", list(EngineName))
async def test_a_photo_that_came_in_part_is_never_looked_at_as_if_it_were_whole(engine: EngineName) -> None:
    async with WorkerPool(engine, size=1) as pool:
        whole, _ = await pool.examine(pictures.demo(pictures.ONE_FACE))
        cut, preview = await pool.examine(pictures.demo(pictures.CUT_OFF))
    assert whole.state is State.FACES
    assert (cut.state, cut.reason, preview) == (State.NOT_CHECKED, Outcome.BROKEN, None)


@pytest.mark.parametrize(
    ("does", "outcome"),
    [
        ("task(); os._exit(1)", Outcome.CHECKER_STOPPED),
        ("task(); os.kill(os.getpid(), 11)", Outcome.CHECKER_STOPPED),
        ("task(); time.sleep(60)", Outcome.CHECKER_SLOW),
        ("task(); write(b'nonsense' * 50); time.sleep(60)", Outcome.CHECKER_STOPPED),
        ("task(); write(HEAD.pack(0, 4_000_000_000, 0)); time.sleep(60)", Outcome.CHECKER_STOPPED),
        ("task(); send({}, b'x' * 500_000); time.sleep(60)", Outcome.CHECKER_STOPPED),
        ("task(); rows({'list': 0}); time.sleep(60)", Outcome.CHECKER_STOPPED),
        ("task(); send({'page': {'title': '', 'photos': []}})", Outcome.CHECKER_STOPPED),
        ("task(); send({'photo': 7})", Outcome.CHECKER_STOPPED),
        ('task(); write(HEAD.pack(0, 12, 0) + b\'{"page":"\\x8e"}\')', Outcome.CHECKER_STOPPED),
        ("task(); send({})", Outcome.CHECKER_STOPPED),
        (f"task(); send({photo(faces=box(x=8))}, b'rgb')", Outcome.CHECKER_STOPPED),
        (f"task(); send({photo(faces=box(y=-1))}, b'rgb')", Outcome.CHECKER_STOPPED),
        (f"task(); send({photo(faces=box(score=7))}, b'rgb')", Outcome.CHECKER_STOPPED),
        (f"task(); send({photo(state='none_seen')}, b'rgb')", Outcome.CHECKER_STOPPED),
        (f"task(); send({photo(location=[91.0, 0.0])}, b'rgb')", Outcome.CHECKER_STOPPED),
        (f"task(); send({photo(fingerprint='not a hash')}, b'rgb')", Outcome.CHECKER_STOPPED),
        (f"task(); send({photo(width=-1)}, b'rgb')", Outcome.CHECKER_STOPPED),
        (f"task(); send({photo(state='all_safe')}, b'rgb')", Outcome.CHECKER_STOPPED),
    ],
    ids=[
        "ends",
        "crashes",
        "hangs",
        "babbles",
        "huge header",
        "huge preview",
        "rows nobody asked for",
        "reply to another task",
        "wrong type",
        "no text",
        "says nothing",
        "box outside",
        "box before the edge",
        "odd score",
        "state without its faces",
        "place off the earth",
        "odd hash",
        "odd size",
        "made-up state",
    ],
)
async def test_a_worker_that_fails_or_lies_costs_this_picture_and_nothing_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, outcome: Outcome
) -> None:
    monkeypatch.setattr(pool_module, "SECONDS_PER_TASK", 1.0)  # ten seconds for people
    async with false_worker(tmp_path, does) as pool:
        for _ in range(2):  # the second one needs a new worker, or the same one still in step
            seen, preview = await pool.examine(b"picture")
            assert (seen.state, seen.reason, preview) == (State.NOT_CHECKED, outcome, None)


async def test_after_a_worker_is_lost_the_next_picture_is_done_by_a_new_one(tmp_path: Path) -> None:
    first = tmp_path / "first"
    does = f"""
task()
if not os.path.exists({str(first)!r}):
    open({str(first)!r}, "w").close()
    os._exit(1)
send({photo()}, b"rgb")
"""
    async with false_worker(tmp_path, does) as pool:
        lost, _ = await pool.examine(b"picture")
        seen, preview = await pool.examine(b"picture")
    assert (lost.state, lost.reason) == (State.NOT_CHECKED, Outcome.CHECKER_STOPPED)
    assert (seen.state, len(seen.faces)) == (State.FACES, 1)
    assert preview is not None
    assert preview.rgb == b"rgb"


@pytest.mark.skipif(sys.platform == "win32", reason="uses POSIX signals")
async def test_a_worker_killed_from_outside_is_replaced_by_a_real_one() -> None:
    async with WorkerPool(size=1) as pool:
        await pool.warm_up()
        [killed] = pool._alive
        os.kill(killed._process.pid, signal.SIGKILL)
        lost, _ = await pool.examine(pictures.demo(pictures.ONE_FACE))
        seen, _ = await pool.examine(pictures.demo(pictures.ONE_FACE))
    assert (lost.state, lost.reason) == (State.NOT_CHECKED, Outcome.CHECKER_STOPPED)
    assert seen.state is State.FACES


async def test_a_worker_that_floods_the_pipe_unasked_is_ended_all_the_same(tmp_path: Path) -> None:
    pool = false_worker(tmp_path, "while True: write(b'x' * 100_000)")
    async with asyncio.timeout(20):
        await pool.warm_up()
        [worker] = pool._alive
        pipe = worker._transport.get_pipe_transport(1)
        while pipe.is_reading():  # noqa: ASYNC110 (no event tells that so much lies unread that no more is taken)
            await asyncio.sleep(0)
        await pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(worker._process.pid, 0)


async def test_closing_ends_a_worker_that_does_not_take_its_task(tmp_path: Path) -> None:
    pool = false_worker(tmp_path, "time.sleep(60)")
    async with asyncio.timeout(20):
        await pool.warm_up()
        [worker] = pool._alive
        asking = asyncio.create_task(pool.examine(b"x" * 5_000_000))
        await asyncio.sleep(0)  # the task is handed in, and waits
        await pool.close()
        seen, _ = await asking
    assert (seen.state, seen.reason) == (State.NOT_CHECKED, Outcome.CHECKER_STOPPED)
    with pytest.raises(ProcessLookupError):
        os.kill(worker._process.pid, 0)


async def test_a_preview_of_the_wrong_length_is_left_out_and_the_rest_believed(tmp_path: Path) -> None:
    async with false_worker(tmp_path, f"while True:\n    task()\n    send({photo()}, b'rg')") as pool:
        seen, preview = await pool.examine(b"picture")
    assert (seen.state, preview) == (State.FACES, None)


async def test_texts_and_addresses_from_the_worker_are_checked_again(tmp_path: Path) -> None:
    reading = {
        "title": "\x1b]0;owned\x07",
        "photos": [
            {"url": url, "other_urls": ["javascript:1"], "role": "post", "found_in": "\x1b[2J", "alt": "a\u202eb"}
            for url in (
                "https://example.org/a.jpg",
                "javascript:alert(1)",
                "file:///etc/passwd",
                "https://u:p@example.org/",
            )
        ],
        "wall": None,
        "over_limit": -5,
    }
    async with false_worker(tmp_path, f"while True:\n    task()\n    send({ ({'page': reading})!r})") as pool:
        checked = await pool.read_page(b"", "text/html", URL, URL)
    assert isinstance(checked, PageReading)
    [ref] = checked.photos
    assert (ref.url, ref.other_urls) == ("https://example.org/a.jpg", ())
    assert not any(character in checked.title + ref.alt + ref.found_in for character in "\x1b\x07\u202e")
    assert checked.over_limit == 0


async def test_what_belongs_to_a_page_is_checked_again_too(tmp_path: Path) -> None:
    reply = {
        "page": {
            "title": "t",
            "photos": [],
            "links": {
                "sheets": ["https://example.org/a.css", "file:///etc/passwd", "https://u:p@example.org/b.css"],
                "frames": ["javascript:alert(1)"],
                "feeds": [f"https://example.org/{number}" for number in range(500)],
            },
            "asks": ["robots: no\x1b[2Jindex", *["robots: none"] * 500],
            "names": ["Mi\u202ena"],
        }
    }
    async with false_worker(tmp_path, f"task(); send({reply!r})") as pool:
        reading = await pool.read_page(b"", "", URL, URL)
    assert isinstance(reading, PageReading)
    assert reading.links.sheets == ("https://example.org/a.css",)
    assert reading.links.frames == ()
    assert len(reading.links.feeds) <= 20
    assert len(reading.asks) <= 60
    assert not any(character in "".join((*reading.asks, *reading.names)) for character in "\x1b\u202e")


@pytest.mark.parametrize(
    "counts", [[["GPTBot", 7]], [["GPTBot", -1]], [["Other", 1]], [["GPTBot", 1], ["CCBot", 1]], [], None]
)
async def test_counts_on_robots_txt_that_cannot_be_are_not_believed(tmp_path: Path, counts: object) -> None:
    async with false_worker(tmp_path, f"task(); send({{'robots': {counts!r}}})") as pool:
        assert await pool.read_robots(b"", [URL], ["GPTBot"]) is None


async def test_sheets_feeds_and_what_sites_say_are_read_in_the_real_worker_behind_its_walls() -> None:
    async with WorkerPool(size=1) as pool:
        sheet = await pool.read_sheet(b"body{background:url(/b.jpg)}", "text/css", "https://example.org/a.css", None)
        feed = await pool.read_feed(
            b'<rss><channel><item><enclosure url="/f.jpg" type="image/jpeg"/></item></channel></rss>', "", URL
        )
        assert isinstance(sheet, PageReading)
        assert isinstance(feed, PageReading)
        assert [ref.url for ref in (*sheet.photos, *feed.photos)] == [
            "https://example.org/b.jpg",
            "https://example.org/f.jpg",
        ]
        robots = b"User-agent: CCBot\nDisallow: /"
        assert await pool.read_robots(robots, [URL], ["GPTBot", "CCBot"]) == (("GPTBot", 1), ("CCBot", 0))
        assert await pool.read_mining(b'[{"location": "/", "tdm-reservation": 1}]', URL) is True
        for hostile in (
            b"[" * 1_000_000,
            b"\xff" * 1000,
            b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><rss>&b;",
        ):
            assert await pool.read_mining(hostile, URL) is None
            assert await pool.read_robots(hostile, [URL], ["GPTBot"]) == (("GPTBot", 1),)
            await pool.read_feed(hostile, "", URL)
            await pool.read_sheet(hostile, "", URL, None)


async def test_a_worker_is_replaced_after_its_share_of_tasks() -> None:
    async with WorkerPool(size=1) as pool:
        await pool.warm_up()
        [first] = pool._alive
        for _ in range(TASKS_PER_WORKER):
            await pool.examine(b"no picture")
        assert first not in pool._alive
        seen, _ = await pool.examine(pictures.demo(pictures.ONE_FACE))
        assert seen.state is State.FACES


async def test_a_worker_that_cannot_start_is_told_before_anything_is_fetched() -> None:
    async with WorkerPool(size=1, command=(sys.executable, "-c", "pass")) as pool:
        with pytest.raises(EngineUnavailable):
            await pool.warm_up()


@pytest.mark.skipif(sys.platform == "win32", reason="uses POSIX signals")
def test_no_worker_outlives_a_program_that_is_killed(tmp_path: Path) -> None:
    code = """
import asyncio, sys
from selfcheck.sandbox.pool import WorkerPool
async def main():
    async with WorkerPool(size=1) as pool:
        await pool.warm_up()
        print([worker._process.pid for worker in pool._alive][0], flush=True)
        await asyncio.Event().wait()
asyncio.run(main())
"""
    program = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT)
    assert program.stdout is not None
    with program.stdout:
        pid = int(program.stdout.readline())
        program.send_signal(signal.SIGKILL)
        program.wait()
        program.stdout.read()
    _wait_until_gone(pid)


def _wait_until_gone(pid: int) -> None:
    """Wait for a process that is not our child; it hears the end of its input and leaves."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    import select

    try:
        assert select.select([handle], [], [], 10)[0], "the worker is still there"
    finally:
        os.close(handle)


def test_both_engines_can_be_asked_for_by_name() -> None:
    assert [name.value for name in EngineName] == ["yunet", "face-recognition"]
