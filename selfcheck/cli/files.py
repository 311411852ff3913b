"""The commands that look into files of the person's own: pictures, and what they hand in."""

from __future__ import annotations

from pathlib import Path

import click

from selfcheck.cli.saving import SAVE_HELP, kept
from selfcheck.cli.shared import (
    ENGINE_HELP,
    ENGINES,
    PLAIN_HELP,
    REPORT_HELP,
    Setup,
    form_of,
    given,
    one_of,
    require_sandbox_option,
)
from selfcheck.errors import ExitCode, UsageError
from selfcheck.language import _
from selfcheck.terminal import Talk, say, width


@click.command(help=_("Look for faces in pictures on your disk, before you post them."))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar=_("FILE..."))
@click.option("--json", "as_json", is_flag=True, help=_("A list of what was seen in each file."))
@click.option("--plain", is_flag=True, help=PLAIN_HELP)
@click.option("--show-place", is_flag=True, help=_("Also tell where the file says that it was taken."))
@require_sandbox_option
@click.option("--engine", type=ENGINES, default="yunet", show_default=True, help=ENGINE_HELP)
@click.pass_obj
def faces(setup: Setup, files: tuple[Path, ...], as_json: bool, plain: bool, show_place: bool, engine: str) -> ExitCode:
    """Look for faces in pictures on your disk, before you post them."""
    from selfcheck.commands.files import faces_in_files
    from selfcheck.faces.engine import EngineName, notice

    one_of(as_json, plain)
    if engine == EngineName.FACE_RECOGNITION:
        say(notice())
    return given(
        faces_in_files(
            files,
            engine,
            as_json=as_json,
            plain=plain,
            width=width(),
            show_place=show_place,
            require_sandbox=setup.require_sandbox,
        )
    )


@click.command(
    "import",
    help=_(
        "Look into your own data download, a page you saved, or a folder of pictures. Nothing is fetched.\n\n"
        "For sites that show strangers little: ask the site for your data, and give the file as it came. "
        "Where it came in several files, give them all, or the folder they lie in."
    ),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar=_("ARCHIVE|FOLDER|FILE..."))
@click.option("--save", is_flag=True, help=SAVE_HELP)
@click.option("--json", "as_json", is_flag=True, help=REPORT_HELP)
@click.option("--plain", is_flag=True, help=PLAIN_HELP)
@click.option("--show-place", is_flag=True, help=_("Also tell where a picture's file says that it was taken."))
@require_sandbox_option
@click.option("--engine", type=ENGINES, default="yunet", show_default=True, help=ENGINE_HELP)
@click.pass_obj
def import_(
    setup: Setup, paths: tuple[Path, ...], save: bool, as_json: bool, plain: bool, show_place: bool, engine: str
) -> ExitCode:
    """Look into files or folders that are handed in."""
    from selfcheck.commands.checking import run_import

    form = form_of(as_json, plain, show_place=show_place)
    if as_json and show_place:
        raise UsageError(
            _("A report never holds places, so that none is passed on by mistake."),
            _("Leave out --json to see them here, or look at single pictures: selfcheck faces --json --show-place"),
        )
    with kept(setup, "imported", wanted=save) as keep:
        with Talk(plain=plain) as talk:
            result = run_import(paths, engine, form, talk=talk, keep=keep, require_sandbox=setup.require_sandbox)
        code = given(result)
    return code
