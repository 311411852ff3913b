"""The worker process: reads a task, does it, answers, until its input ends. Started by start.py and by nothing else."""

from __future__ import annotations

import contextlib
import encodings
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from selfcheck import i18n
from selfcheck.errors import EngineUnavailable
from selfcheck.faces.detection import Engine
from selfcheck.faces.engine import load_engine
from selfcheck.images.decode import CannotOpen, open_upright
from selfcheck.images.difference_hash import fingerprint
from selfcheck.images.preview import make_preview
from selfcheck.model import EngineName, Examined, Outcome, PageLinks, PageReading, State
from selfcheck.platforms import Body, read_platform
from selfcheck.readers.archives.lists import Found, when
from selfcheck.readers.archives.packing import unpacked
from selfcheck.readers.pages.decoding import decode
from selfcheck.readers.pages.feeds import read_feed
from selfcheck.readers.pages.html import read_page
from selfcheck.readers.pages.robots import allowed_counts, mining_reserved
from selfcheck.readers.pages.same_site import load_lists
from selfcheck.readers.pages.sheets import read_sheet
from selfcheck.sandbox.examine import look_for_faces
from selfcheck.sandbox.protocol import HEAD, Reply, Task, pack, unpack_task
from selfcheck.sandbox.read_lists import read_list, read_parts
from selfcheck.sandbox.restrict import go_with_parent, raise_walls
from selfcheck.sandbox.self_test import proven_walls


def main() -> None:
    """Load the engine, raise the walls, then work."""
    go_with_parent()
    tasks = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    _close_standard_streams()
    i18n.use(os.environ.get("LANGUAGE", i18n.ENGLISH))
    try:
        engine = load_engine(EngineName(sys.argv[1]))
    except EngineUnavailable as error:
        _send(replies, Reply(refused=(error.sentence, error.way_out)))
        return
    _load_what_loads_late()
    _send(replies, Reply(ready=proven_walls(raise_walls())))
    while (head := tasks.read(HEAD.size)) and len(head) == HEAD.size:
        header_size, payload_size = HEAD.unpack(head)
        task = unpack_task(tasks.read(header_size))
        reply, preview = _do(task, tasks.read(payload_size), engine)
        _send(replies, reply, preview)


def _close_standard_streams() -> None:
    """Libraries that print must not write into the frames, nor onto the person's screen."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _load_what_loads_late() -> None:
    """Import what Python and the libraries would import at first use: behind the walls no file can be opened."""
    from PIL import Image

    Image.init()
    importlib.import_module("idna.uts46data")
    load_lists()
    when("Aug 12, 2021, 3:00 PM")  # reading a date loads modules of its own
    for module in pkgutil.iter_modules(encodings.__path__, "encodings."):  # pages come in any charset
        with contextlib.suppress(ImportError):
            importlib.import_module(module.name)


def _send(replies: BinaryIO, reply: Reply, payload: bytes = b"") -> None:
    replies.write(pack(reply, len(payload)))
    replies.write(payload)
    replies.flush()


def _do(task: Task, data: bytes, engine: Engine) -> tuple[Reply, bytes]:
    try:
        if task.packing:
            data = unpacked(data, task.packing)
        match task.kind:
            case "page":
                return Reply(page=read_page(data, task.content_type, task.asked_url, task.final_url)), b""
            case "sheet":
                sheet = read_sheet(decode(data, task.content_type), task.final_url, task.words)
                links = PageLinks(sheets=sheet.imports)
                return Reply(page=PageReading("", sheet.photos, over_limit=sheet.over_limit, links=links)), b""
            case "feed":
                return Reply(page=read_feed(data, task.content_type, task.final_url)), b""
            case "robots":
                return Reply(robots=allowed_counts(data, task.urls, task.agents)), b""
            case "mining":
                return Reply(mining=mining_reserved(data, task.final_url)), b""
            case "platform":
                body = Body(data, task.content_type, task.final_url)
                return Reply(told=read_platform(task.profile, task.ask, body)), b""
            case "lists":
                return Reply(lists=tuple(_read_lists(task, data))), b""
            case "parts":
                return Reply(parts=read_parts(task.form, data)), b""
        picture = open_upright(data)
        preview = make_preview(picture.pixels)
        examined = replace(look_for_faces(picture, engine), fingerprint=fingerprint(picture.pixels))
        return Reply(photo=examined, preview=(preview.width, preview.height)), preview.rgb
    except CannotOpen as refused:
        return Reply(photo=Examined(State.NOT_CHECKED, refused.outcome, refused.width, refused.height)), b""
    except MemoryError:  # the limit on this process, which says nothing of the page or file
        return _not_done(task, Outcome.CHECKER_STOPPED), b""
    except Exception:  # whatever hostile bytes provoke costs this page or photo and nothing more
        return _not_done(task, Outcome.BROKEN), b""


def _read_lists(task: Task, data: bytes) -> Iterator[Found]:
    """Each list by itself. One alone is not copied: it can be large."""
    if len(task.members) == 1:
        yield read_list(task.archive, task.members[0][0], data)
        return
    at = 0
    for name, size in task.members:
        yield read_list(task.archive, name, data[at : at + size])
        at += size


def _not_done(task: Task, outcome: Outcome) -> Reply:
    """Only pages, sheets, feeds, photos and parts have a field for why; of the others a missing answer says it."""
    match task.kind:
        case "photo":
            return Reply(photo=Examined(State.NOT_CHECKED, outcome))
        case "parts":
            return Reply(parts=outcome)
        case _:
            return Reply(page=outcome)


if __name__ == "__main__":
    main()
