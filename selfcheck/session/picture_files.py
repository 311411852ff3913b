"""Pictures on disk, looked at one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

from selfcheck.errors import FileProblem
from selfcheck.model import EngineName, Examined
from selfcheck.readers.archives.files import read_picture
from selfcheck.sandbox.pool import WorkerPool


async def look_at_files(
    paths: Sequence[Path], *, engine: EngineName = EngineName.YUNET
) -> AsyncGenerator[tuple[Path, Examined | FileProblem], None]:
    """Look for faces in pictures on disk, in order. A file that cannot be read is told and passed over.

    Raises `EngineUnavailable`.
    """
    async with WorkerPool(engine) as pool:
        await pool.warm_up()
        for path in paths:
            try:
                data = await asyncio.to_thread(read_picture, path)
            except FileProblem as problem:
                yield path, problem
                continue
            examined, _ = await pool.examine(data)
            yield path, examined
