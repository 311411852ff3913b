"""`selfcheck import`: data downloads, saved pages and folders of the person's own."""

from __future__ import annotations

from pathlib import Path

import click

from selfcheck.cli.options import engine_option, form_of, json_option, plain_option, require_sandbox_option, save_option
from selfcheck.cli.progress import follow
from selfcheck.cli.report_result import report_result
from selfcheck.cli.running import run_quietly
from selfcheck.cli.saving import saved_with
from selfcheck.cli.setup import Setup
from selfcheck.cli.terminal import Talk
from selfcheck.cli.translated_click import argument, command, option
from selfcheck.errors import ExitCode, UsageError
from selfcheck.guidance.loader import load_guidance
from selfcheck.history.store import Slot
from selfcheck.i18n import N_, _
from selfcheck.model import EngineName
from selfcheck.output.wording.engines import engine_notice
from selfcheck.session import look_into
from selfcheck.session.report_builder import ReportBuilder


@command(
    "import",
    help=N_(
        "Look into your own data download, a page you saved, or a folder of pictures. Nothing is fetched.\n\n"
        "For sites that show strangers little: ask the site for your data, and give the file as it came. "
        "Where it came in several files, give them all, or the folder they lie in."
    ),
)
@argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar=N_("ARCHIVE|FOLDER|FILE..."))
@save_option
@json_option()
@plain_option
@option("--show-place", is_flag=True, help=N_("Also tell where a picture's file says that it was taken."))
@require_sandbox_option
@engine_option
@click.pass_obj
def import_(
    setup: Setup, paths: tuple[Path, ...], save: bool, as_json: bool, plain: bool, show_place: bool, engine: str
) -> ExitCode:
    """Look into files or folders. Where pictures were taken is told only on request, and in no report."""
    form = form_of(as_json, plain, show_place=show_place)
    if as_json and show_place:
        raise UsageError(
            _("A report never holds places, so that none is passed on by mistake."),
            _("Leave out --json to see them here, or look at single pictures: selfcheck faces --json --show-place"),
        )
    with saved_with(setup, Slot.IMPORTED, wanted=save) as saving:
        with Talk(plain=plain) as talk:
            if engine == EngineName.FACE_RECOGNITION:
                talk(engine_notice(), passing=False)
            guidance = load_guidance()
            gathered = ReportBuilder(guidance, previews=False)
            events = look_into(
                *paths,
                engine=EngineName(engine),
                guidance=guidance,
                gathered=gathered,
                require_sandbox=setup.require_sandbox,
            )
            report = run_quietly(follow(events, gathered, talk))
            places = {url: known.location for url, known in gathered.unreported.items() if known.location is not None}
            report, sentences = saving(report, gathered) if saving is not None else (report, ())
            result = report_result(report, guidance, form, sentences, places)
        return result.write()
