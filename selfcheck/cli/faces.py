"""`selfcheck faces`: faces in pictures on disk."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

import click

from selfcheck.cli.options import engine_option, json_option, one_form, plain_option, require_sandbox_option
from selfcheck.cli.result import Result
from selfcheck.cli.running import run_quietly
from selfcheck.cli.setup import Setup
from selfcheck.cli.terminal import say, width
from selfcheck.cli.translated_click import argument, command, option
from selfcheck.errors import ExitCode, FileProblem
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.i18n import N_
from selfcheck.model import EngineName, Examined, Face, Outcome, State
from selfcheck.model.safe_text import safe_text
from selfcheck.output.report_json import dump_json
from selfcheck.output.text import files_text
from selfcheck.output.wording.engines import engine_notice
from selfcheck.sandbox.walls import incomplete_words
from selfcheck.session import look_at_files


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


@command(help=N_("Look for faces in pictures on your disk, before you post them."))
@argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar=N_("FILE..."))
@json_option(N_("A list of what was seen in each file."))
@plain_option
@option("--show-place", is_flag=True, help=N_("Also tell where the file says that it was taken."))
@require_sandbox_option
@engine_option
@click.pass_obj
def faces(setup: Setup, files: tuple[Path, ...], as_json: bool, plain: bool, show_place: bool, engine: str) -> ExitCode:
    """Look for faces in pictures on your disk, before you post them."""
    one_form(as_json, plain)
    if engine == EngineName.FACE_RECOGNITION:
        say(engine_notice())
    return _faces_in_files(
        files,
        engine,
        as_json=as_json,
        plain=plain,
        width=width(),
        show_place=show_place,
        require_sandbox=setup.require_sandbox,
    ).write()


def _faces_in_files(
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
