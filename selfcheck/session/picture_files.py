"""Pictures on disk, looked at one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from pathlib import Path

from selfcheck.errors import FileProblem
from selfcheck.model import EngineName, Examined
from selfcheck.model.events import Event
from selfcheck.readers.archives.files import read_picture
from selfcheck.sandbox.pool import WorkerPool
from selfcheck.session.sandbox import start_worker


async def look_at_files(
    paths: Sequence[Path],
    publish: Callable[[Event], object] = lambda event: None,
    *,
    engine: EngineName = EngineName.YUNET,
    require_sandbox: bool = False,
) -> AsyncGenerator[tuple[Path, Examined | FileProblem], None]:
    """Look for faces in pictures on disk, in order. A file that cannot be read is told and passed over.

    `publish` is told of a missing wall.

    Raises `EngineUnavailable` and `SandboxIncomplete`.
    """
    async with WorkerPool(engine) as pool:
        await start_worker(pool, publish, require_sandbox=require_sandbox)
        for path in paths:
            try:
                data = await asyncio.to_thread(read_picture, path)
            except FileProblem as problem:
                yield path, problem
                continue
            examined, _ = await pool.examine(data)
            yield path, examined
