"""`selfcheck platforms`: what is known of each platform."""

from __future__ import annotations

from selfcheck.cli.options import json_option, one_form, plain_option
from selfcheck.cli.terminal import show, width
from selfcheck.cli.translated_click import argument, command
from selfcheck.guidance.loader import load_guidance
from selfcheck.i18n import N_
from selfcheck.output.platform_table import rows_named, rows_of, table_text
from selfcheck.output.report_json import dump_json


@command(
    help=N_("Show what is known of each platform: addresses, what a stranger sees, the wall. Works without network.")
)
@argument("names", nargs=-1, metavar=N_("[PLATFORM...]"))
@json_option(N_("The table as JSON."))
@plain_option
def platforms(names: tuple[str, ...], as_json: bool, plain: bool) -> None:
    """Show what is known of each platform: addresses, what a stranger sees, the wall. Works without network."""
    one_form(as_json, plain)
    rows = rows_named(names, rows_of(load_guidance()))
    show(dump_json(list(rows)) if as_json else table_text(rows, plain=plain, width=width()).encode())
