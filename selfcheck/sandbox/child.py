"""The worker process: reads a task, does it, answers, until its input ends. Started by start.py and by nothing else."""

from __future__ import annotations

import contextlib
import encodings
import importlib
import os
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from selfcheck import i18n
from selfcheck.errors import EngineUnavailable
from selfcheck.faces.detection import Engine
from selfcheck.faces.engine import load_engine
from selfcheck.images.decode import CannotOpen, open_upright
from selfcheck.images.difference_hash import fingerprint
from selfcheck.images.preview import make_preview
from selfcheck.model import EngineName, Examined, Outcome, PageLinks, PageReading, PhotoRef, State
from selfcheck.platforms import Body, read_platform, readers
from selfcheck.platforms.common.facts import known_sites
from selfcheck.platforms.downloads import downloads
from selfcheck.readers.archives.lists import when
from selfcheck.readers.archives.packing import unpacked
from selfcheck.readers.archives.parts import Parts
from selfcheck.readers.pages.decoding import decode
from selfcheck.readers.pages.feeds import read_feed
from selfcheck.readers.pages.html import read_page
from selfcheck.readers.pages.robots import allowed_counts, mining_reserved
from selfcheck.readers.pages.same_site import load_lists
from selfcheck.readers.pages.sheets import read_sheet
from selfcheck.sandbox.examine import look_for_faces
from selfcheck.sandbox.protocol import TASK_HEAD, encode, pack_reply, pack_rows, unpack_task
from selfcheck.sandbox.read_lists import read_list, read_parts
from selfcheck.sandbox.restrict import close_standard_streams, raise_walls
from selfcheck.sandbox.self_test import proven_walls
from selfcheck.sandbox.tasks import (
    AnyTask,
    FeedTask,
    ListRow,
    ListsReply,
    ListsTask,
    MiningReply,
    MiningTask,
    PageReply,
    PageTask,
    PartsReply,
    PartsTask,
    PhotoReply,
    PhotoTask,
    PlatformReply,
    PlatformTask,
    Reply,
    RobotsReply,
    RobotsTask,
    Row,
    SheetTask,
    Started,
    list_rows,
    part_rows,
)

SendRows = Callable[[Iterable[Row]], None]
_FEWER_SIZES = 10
"""Sizes of each photo that are told of a page with so many that all of them are too long a reply."""


def main() -> None:
    """Load the engine, raise the walls, then work."""
    tasks = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    close_standard_streams()
    i18n.use(os.environ.get("LANGUAGE", i18n.ENGLISH))
    try:
        engine = load_engine(EngineName(sys.argv[1]))
    except EngineUnavailable as error:
        _send(replies, Started(refused=(error.sentence, error.way_out)))
        return
    _load_what_loads_late()
    _send(replies, Started(ready=proven_walls(raise_walls())))
    while (head := tasks.read(TASK_HEAD.size)) and len(head) == TASK_HEAD.size:
        header_size, payload_size = TASK_HEAD.unpack(head)
        task = unpack_task(tasks.read(header_size))
        reply, preview = _do(task, tasks.read(payload_size), engine, lambda rows: _send_rows(replies, rows))
        _send(replies, reply, preview)


def _load_what_loads_late() -> None:
    """Import what Python and the libraries would import at first use: behind the walls no file can be opened."""
    from PIL import Image

    Image.init()
    importlib.import_module("idna.uts46data")
    load_lists()
    readers()
    downloads()
    known_sites()
    when("Aug 12, 2021, 3:00 PM")  # reading a date loads modules of its own
    for module in pkgutil.iter_modules(encodings.__path__, "encodings."):  # pages come in any charset
        with contextlib.suppress(ImportError):
            importlib.import_module(module.name)


def _send(replies: BinaryIO, reply: Reply | Started, payload: bytes = b"") -> None:
    replies.write(pack_reply(reply, len(payload)))
    replies.write(payload)
    replies.flush()


def _send_rows(replies: BinaryIO, rows: Iterable[Row]) -> None:
    for frame in pack_rows(rows):
        replies.write(frame)
    replies.flush()


def _do(task: AnyTask, data: bytes, engine: Engine, send_rows: SendRows) -> tuple[Reply, bytes]:
    try:
        return _done(task, data, engine, send_rows)
    except CannotOpen as refused:
        return PhotoReply(Examined(State.NOT_CHECKED, refused.outcome, refused.width, refused.height)), b""
    except MemoryError:  # the limit on this process, which says nothing of the page or file
        return _not_done(task, Outcome.CHECKER_STOPPED), b""
    except Exception:  # whatever hostile bytes provoke costs this page or photo and nothing more
        return _not_done(task, Outcome.BROKEN), b""


def _done(task: AnyTask, data: bytes, engine: Engine, send_rows: SendRows) -> tuple[Reply, bytes]:
    if isinstance(task, PageTask | PlatformTask | PhotoTask) and task.packing:
        data = unpacked(data, task.packing)
    match task:
        case PageTask():
            read = read_page(data, task.content_type, task.asked_url, task.final_url, sites=known_sites())
            return _page_reply(task, read), b""
        case SheetTask():
            sheet = read_sheet(decode(data, task.content_type), task.url, task.words, sites=known_sites())
            links = PageLinks(sheets=sheet.imports)
            return _page_reply(task, PageReading("", sheet.photos, over_limit=sheet.over_limit, links=links)), b""
        case FeedTask():
            return _page_reply(task, read_feed(data, task.content_type, task.url, known_sites())), b""
        case RobotsTask():
            return RobotsReply(allowed_counts(data, task.urls, task.agents)), b""
        case MiningTask():
            return MiningReply(mining_reserved(data, task.url)), b""
        case PlatformTask():
            told = read_platform(task.profile, task.ask, Body(data, task.content_type, task.url))
            reply = PlatformReply(told)
            if len(encode(reply)) > task.largest:
                reply = PlatformReply(replace(told, photos=_with_fewer_sizes(told.photos)))
            return reply, b""
        case ListsTask():
            send_rows(_read_lists(task, data))
            return ListsReply(len(task.members)), b""
        case PartsTask():
            parts = read_parts(task.form, data)
            if isinstance(parts, Parts):
                send_rows(part_rows(parts))
            return PartsReply(None if isinstance(parts, Parts) else parts), b""
        case PhotoTask():
            picture = open_upright(data)
            preview = make_preview(picture.pixels)
            examined = replace(look_for_faces(picture, engine), fingerprint=fingerprint(picture.pixels))
            return PhotoReply(examined, (preview.width, preview.height)), preview.rgb


def _page_reply(task: PageTask | SheetTask | FeedTask, reading: PageReading | Outcome) -> PageReply:
    reply = PageReply(reading)
    if isinstance(reading, PageReading) and len(encode(reply)) > task.largest:
        return PageReply(replace(reading, photos=_with_fewer_sizes(reading.photos)))
    return reply


def _with_fewer_sizes(photos: tuple[PhotoRef, ...]) -> tuple[PhotoRef, ...]:
    return tuple(replace(photo, other_urls=photo.other_urls[:_FEWER_SIZES]) for photo in photos)


def _read_lists(task: ListsTask, data: bytes) -> Iterator[ListRow]:
    """Each list by itself. One alone is not copied: it can be large."""
    at = 0
    for number, (name, size) in enumerate(task.members):
        own = data if len(task.members) == 1 else data[at : at + size]
        yield from list_rows(number, read_list(task.archive, name, own))
        at += size


def _not_done(task: AnyTask, outcome: Outcome) -> Reply:
    match task:
        case PageTask() | SheetTask() | FeedTask():
            return PageReply(outcome)
        case PlatformTask():
            return PlatformReply(outcome)
        case RobotsTask():
            return RobotsReply(None)
        case MiningTask():
            return MiningReply(None)
        case PhotoTask():
            return PhotoReply(Examined(State.NOT_CHECKED, outcome))
        case ListsTask():
            return ListsReply(outcome)
        case PartsTask():
            return PartsReply(outcome)
