"""Look at pictures on disk."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from selfcheck.commands.result import Result
from selfcheck.commands.running import run_quietly
from selfcheck.errors import ExitCode, FileProblem
from selfcheck.export.reports import dump_json
from selfcheck.faces.engine import EngineName
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.model import Examined, Face, Outcome, State
from selfcheck.plain import files_text
from selfcheck.safetext import safe_text
from selfcheck.session import look_at_files
from selfcheck.terminal import say
from selfcheck.worker.walls import incomplete_words


@dataclass(frozen=True, slots=True)
class FileSeen:
    """One row of `selfcheck faces --json`. Boxes are in pixels of the upright picture."""

    file: str
    width: int
    height: int
    state: State
    faces: tuple[Face, ...]
    unsure: tuple[Face, ...]
    why: str


@dataclass(frozen=True, slots=True)
class FileSeenWithPlace(FileSeen):
    """The same, with where the file says it was taken: latitude and longitude in degrees, or null."""

    location: tuple[float, float] | None


def faces_in_files(
    files: tuple[Path, ...],
    engine: str,
    *,
    as_json: bool,
    plain: bool,
    width: int,
    show_place: bool,
    require_sandbox: bool,
) -> Result:
    """Look at pictures on disk. Where they were taken is told only with `show_place`."""
    guidance = load_guidance()
    rows: list[tuple[str, Examined]] = []
    problems: list[FileProblem] = []

    async def gather() -> None:
        looking = look_at_files(
            files, lambda event: say(incomplete_words()), engine=EngineName(engine), require_sandbox=require_sandbox
        )
        async with contextlib.aclosing(looking) as looks:
            async for path, look in looks:
                name = safe_text(str(path), 300)
                if isinstance(look, FileProblem):
                    problems.append(look)
                    look = Examined(State.NOT_CHECKED, Outcome.NOT_FOUND)
                rows.append((name, look))

    run_quietly(gather())
    if as_json:
        output = dump_json([_file_seen(name, examined, guidance, show_place=show_place) for name, examined in rows])
    else:
        read = [(name, examined) for name, examined in rows if examined.reason is not Outcome.NOT_FOUND]
        text = files_text(read, guidance, plain=plain, width=width, show_place=show_place)
        output = text.encode() if read else b""
    looked_at = sum(examined.state is not State.NOT_CHECKED for _, examined in rows)
    code = ExitCode.DONE if looked_at == len(rows) else ExitCode.PARTLY_SEEN if looked_at else ExitCode.NOTHING_SEEN
    return Result(output, tuple(map(str, problems)), code)


def _file_seen(name: str, examined: Examined, guidance: Guidance, *, show_place: bool) -> FileSeen:
    why = guidance.file_outcomes[examined.reason.value]
    e = examined
    if show_place:
        return FileSeenWithPlace(name, e.width, e.height, e.state, e.faces, e.unsure, why, e.location)
    return FileSeen(name, e.width, e.height, e.state, e.faces, e.unsure, why)
