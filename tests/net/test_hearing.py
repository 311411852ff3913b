"""Whatever a host sends, the loop that hears the person's keys has its turns, and the answer an end."""

from __future__ import annotations

import asyncio
import gc
import gzip
import itertools
import time
from collections.abc import Awaitable, Callable, Iterator

import pytest

from selfcheck.guidance.model import Guidance
from selfcheck.model import MAX_OTHER_URLS, Outcome, PageReading, PhotoRef, Purpose, Role, Sighting
from selfcheck.model.events import PhotosFound
from selfcheck.net.client import Client
from selfcheck.net.fetch import NetSource
from selfcheck.net.ledger import Ledger
from selfcheck.sandbox.validation import checked_reading
from selfcheck.session.event_stream import EventStream
from selfcheck.session.photos import new_photo
from selfcheck.session.report_builder import ReportBuilder, add_sighting
from tests.support.pace import pace
from tests.support.site import LOOPBACK_ALLOWED, Site

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def one_byte_chunks() -> Iterator[bytes]:
    yield HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    yield from itertools.repeat(b"1\r\nx\r\n" * 10_000)


def one_byte_chunks_of_gzip() -> Iterator[bytes]:
    yield HEAD + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    packed = gzip.compress(bytes(range(256)) * 10_000)
    yield b"".join(b"1\r\n%c\r\n" % byte for byte in packed)
    yield from itertools.repeat(b"1\r\nx\r\n" * 10_000)


def answers_1xx() -> Iterator[bytes]:
    yield from itertools.repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 2000)


def long_headers_of_1xx() -> Iterator[bytes]:
    yield from itertools.repeat(b"HTTP/1.1 103 Early Hints\r\n" + b"Link: </a>\r\n" * 5000 + b"\r\n")


def endless_headers() -> Iterator[bytes]:
    yield HEAD
    yield from itertools.repeat(b"X-Long: " + b"a" * 50 + b"\r\n")


async def longest_hold(work: Callable[[], Awaitable[object]]) -> float:
    """The most processor time, in seconds of the reference machine, that passed between two turns of the loop."""
    gc.collect()
    gc.freeze()  # all that the tests have loaded is much to look through for garbage
    try:
        before, longest, last = pace(), 0.0, time.thread_time()
        task = asyncio.ensure_future(work())
        while not task.done():
            await asyncio.sleep(0)
            now = time.thread_time()
            longest, last = max(longest, now - last), now
        await task
        return longest / max(before, pace())
    finally:
        gc.unfreeze()


@pytest.mark.parametrize(
    ("sends", "outcomes"),
    [
        (one_byte_chunks, {Outcome.ODD_ANSWER}),
        (one_byte_chunks_of_gzip, {Outcome.ODD_ANSWER, Outcome.CUT_SHORT}),  # what follows the packed page is no page
        (answers_1xx, {Outcome.ODD_ANSWER}),
        (long_headers_of_1xx, {Outcome.ODD_ANSWER}),
        (endless_headers, {Outcome.ODD_ANSWER}),
    ],
)
async def test_a_host_that_sends_crumbs_is_left_and_keys_are_heard_meanwhile(
    site: Site, sends: Callable[[], Iterator[bytes]], outcomes: set[Outcome]
) -> None:
    url = site.stream("/", sends)
    ledger = Ledger()
    source = NetSource(Client(LOOPBACK_ALLOWED), ledger)
    held = await longest_hold(lambda: source.fetch(url, Purpose.PAGE))
    assert len(ledger.entries) == 1
    assert ledger.entries[0].outcome in outcomes
    assert ledger.entries[0].bytes_in < 1_000_000
    assert held < 0.05


async def test_a_page_in_small_lines_is_whole(site: Site) -> None:
    line = b"<p>Words of a page that is sent line by line.\n"
    body = b"%x\r\n%s\r\n" % (len(line), line) * 20_000 + b"0\r\n\r\n"
    url = site.raw("/", HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + body)
    answer = await NetSource(Client(LOOPBACK_ALLOWED), Ledger()).fetch(url, Purpose.PAGE)
    assert (answer.outcome, len(answer.body)) == (Outcome.OPENED, 20_000 * len(line))


async def test_a_page_of_a_thousand_pictures_in_two_hundred_sizes_leaves_the_loop_its_turns() -> None:
    sizes = tuple(f"https://mina.example/{'a/' * 20}{number}.jpg" for number in range(201))
    photos = tuple(PhotoRef(sizes[0] + str(number), sizes[1:], Role.POST, "img srcset", "") for number in range(1000))
    held = await longest_hold(lambda: checked_reading(PageReading("", photos)))
    assert held < 0.05


def test_a_photo_shown_many_times_keeps_the_addresses_of_one_page() -> None:
    place = Sighting("https://mina.example/", Role.POST, "img", "")
    photo = new_photo("https://mina.example/0", (), place, Outcome.STOPPED, "")
    for turn in range(300):
        photo = add_sighting(photo, place, [f"https://mina.example/{turn}/{number}" for number in range(200)])
    assert len(photo.other_urls) == MAX_OTHER_URLS


async def test_events_that_wait_to_be_read_leave_the_loop_its_turns(guidance: Guidance) -> None:
    events = EventStream(ReportBuilder(guidance))
    for total in range(300_000):
        events.publish(PhotosFound(total))
    events.close()

    async def read_all() -> None:
        while await events.next() is not None:
            pass

    assert await longest_hold(read_all) < 0.05
