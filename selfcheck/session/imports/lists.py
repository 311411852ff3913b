"""The lists of a download, read by the worker: many small ones at once, and each by itself where one does harm."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Final

from selfcheck.model import Outcome
from selfcheck.model.events import Event, ListsRead, MembersSeen
from selfcheck.readers.archives.archive import MAX_LIST, MemberSource
from selfcheck.readers.archives.lists import ListContents
from selfcheck.sandbox.pool import WorkerPool
from selfcheck.session.boundary import Boundary
from selfcheck.session.imports.listing import Listing, Lists

BATCH_BYTES: Final = 4_000_000
BATCH_LISTS: Final = 1_000
"""Google Photos has a list a picture. One by one, their way to the worker would take longer than reading them."""
MOST_LOST: Final = 12
"""Workers that lists may cost, ten seconds each. After that a batch that costs one more is left as a whole."""

_TELL_SECONDS: Final = 0.2

Batch = list[tuple[str, bytes]]


async def list_archive(
    store: MemberSource, pool: WorkerPool, tell: Callable[[Event], None] = lambda event: None
) -> list[Listing]:
    """Read the lists of what was handed in, and tell how far that is: of a download of many GB it takes minutes.

    There is a listing for each download in it. Raises `FileProblem`.
    """
    lists = await _listed(store, tell)
    boundary = Boundary(tell)
    lost = 0

    def take(name: str, held: ListContents | Outcome) -> None:
        if not boundary.call(partial(_take, lists, name, held), False):
            boundary.call(partial(_take, lists, name, Outcome.FAULT), False)

    async for kind, batch in _batches(store, lists, tell):
        waiting = [batch]
        while waiting:
            some = waiting.pop()
            reading = pool.read_lists(kind, [(lists.of(name)[1], data) for name, data in some])
            held = await boundary.run(reading, Outcome.FAULT)
            if not isinstance(held, Outcome):
                for (name, _data), one in zip(some, held, strict=True):
                    take(name, one)
            elif len(some) == 1 or lost >= MOST_LOST:
                for name, _data in some:
                    take(name, held)
            else:  # one of them does harm: halves, until it is alone
                waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
            lost += isinstance(held, Outcome)
            some.clear()  # so that no list is in memory while the next is read
    return await asyncio.to_thread(lists.listings)


def _take(lists: Lists, name: str, held: ListContents | Outcome) -> bool:
    lists.take(name, held)
    return True


async def _listed(store: MemberSource, tell: Callable[[Event], None]) -> Lists:
    """The names of all members. A packed archive has no directory: all of it is gone through."""
    task = asyncio.ensure_future(asyncio.to_thread(_names_read, store))
    try:
        while not (await asyncio.wait({task}, timeout=_TELL_SECONDS))[0]:
            tell(MembersSeen(store.seen))
    finally:
        task.cancel()  # its thread ends when the store is closed
    lists = await task
    tell(MembersSeen(store.seen))
    return lists


def _names_read(store: MemberSource) -> Lists:
    names = [entry.name for entry in store.entries()]
    return Lists(names, store.archives, store.called)


async def _batches(
    store: MemberSource, lists: Lists, tell: Callable[[Event], None]
) -> AsyncIterator[tuple[str, Batch]]:
    """The bytes of all lists, in the order of the archive, those of one kind together. What cannot be read is taken in
    as such.
    """
    batch: Batch = []
    kind = ""
    size = done = 0
    told = time.monotonic()
    reading = store.read(lists.wanted, MAX_LIST)
    while (one := await asyncio.to_thread(next, reading, None)) is not None:
        name, data = one
        done += 1
        if time.monotonic() - told >= _TELL_SECONDS or done == len(lists.wanted):
            tell(ListsRead(done, len(lists.wanted)))
            told = time.monotonic()
        if not isinstance(data, bytes):
            lists.take(name, data if isinstance(data, Outcome) else Outcome.BROKEN)
            continue
        if batch and lists.of(name)[0] != kind:
            yield kind, batch
            batch, size = [], 0
        kind = lists.of(name)[0]
        batch.append((name, data))
        size += len(data)
        del one, data
        if size >= BATCH_BYTES or len(batch) >= BATCH_LISTS:
            yield kind, batch
            batch, size = [], 0
    if batch:
        yield kind, batch
