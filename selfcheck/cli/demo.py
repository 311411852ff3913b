"""`selfcheck demo`: a made-up person's bundled pages, in the app or printed."""

from __future__ import annotations

import click

from selfcheck.cli.check_pages import check_pages
from selfcheck.cli.open_app import open_app
from selfcheck.cli.options import engine_option, form_of, json_option, plain_option, require_sandbox_option, save_option
from selfcheck.cli.saving import saved_with
from selfcheck.cli.setup import Setup
from selfcheck.cli.terminal import has_screen
from selfcheck.cli.translated_click import command
from selfcheck.errors import ExitCode
from selfcheck.history.store import Slot
from selfcheck.i18n import N_
from selfcheck.session.demo import DemoSource, demo_pages


@command(
    help=N_(
        "Try everything on a made-up person's bundled pages. Nothing is sent anywhere.\n\n"
        "On a terminal the app opens; with --json or --plain, or in a pipe, the result is printed."
    )
)
@save_option
@json_option()
@plain_option
@require_sandbox_option
@engine_option
@click.pass_obj
def demo(setup: Setup, save: bool, as_json: bool, plain: bool, engine: str) -> ExitCode:
    """Check the bundled pages, in the app or printed."""
    form = form_of(as_json, plain)
    if not as_json and not plain and not save and has_screen():
        open_app(demo=True, setup=setup, engine=engine)
        return ExitCode.DONE
    with saved_with(setup, Slot.DEMO, wanted=save) as saving:
        return check_pages(demo_pages(), engine, form, setup=setup, source=DemoSource, saving=saving)
