"""Runs an import in this process, or only reads its lists, for tests that look at what was found."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from selfcheck.model import Outcome
from selfcheck.readers.archives.archive import MAX_LIST
from selfcheck.sandbox.read_lists import read_list
from selfcheck.session.imports.listing import Listing, Lists
from selfcheck.session.imports.opening import open_store
from tests.support.archives import Members, unpacked


@dataclass(frozen=True)
class Row:
    """What was found of one picture, in short."""

    name: str
    role: str
    public: bool | None
    posted: str
    caption: str
    placed: bool


def all_listed(path: Path) -> list[Listing]:
    """Files with their lists read in this process. With the worker: tests/session/imports/test_in_the_worker.py."""
    with contextlib.closing(open_store(path)) as store:
        lists = Lists([entry.name for entry in store.entries()], store.archives, store.called)
        for name, data in store.read(lists.wanted, MAX_LIST):
            kind, inside = lists.of(name)
            lists.take(name, read_list(kind, inside, data) if isinstance(data, bytes) else Outcome.BROKEN)
        listings = lists.listings()
        listings[0].left_out += store.left_out
    return listings


def listed(path: Path) -> Listing:
    """The same of what holds one download."""
    [listing] = all_listed(path)
    return listing


def listed_members(folder: Path, members: Members) -> Listing:
    """What a download with these members lists, given as a folder."""
    return listed(unpacked(folder / "download", members))


def found(listing: Listing) -> dict[str, Row]:
    """The pictures by the last part of their name or address."""
    return {
        (one.member or one.url).rpartition("/")[2]: Row(
            one.member or one.url, one.places[0].role.value, one.public, one.posted, one.places[0].alt, one.placed
        )
        for one in listing.pictures
    }
