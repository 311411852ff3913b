"""The commands that tell what is known, without network: steps, platforms, help, this computer."""

from __future__ import annotations

import click

from selfcheck.cli.shared import PLAIN_HELP, Setup, one_of
from selfcheck.cli.terminal import has_colours, show, width
from selfcheck.errors import ExitCode
from selfcheck.i18n import _


@click.command(help=_("Show the steps for a platform, or which platforms there are. Works without network."))
@click.argument("platforms", nargs=-1, metavar=_("[PLATFORM...]"))
@click.option("--json", "as_json", is_flag=True, help=_("The steps as JSON."))
@click.option("--plain", is_flag=True, help=PLAIN_HELP)
@click.option("--qr", is_flag=True, help=_("Also draw each settings address as a code for your phone."))
@click.pass_obj
def steps(setup: Setup, platforms: tuple[str, ...], as_json: bool, plain: bool, qr: bool) -> None:
    """Show the steps for a platform, or which platforms there are. Works without network."""
    from selfcheck.cli.steps_command import codes_for, steps_for

    one_of(as_json, plain)
    if qr:
        show(codes_for(platforms, as_data=as_json or plain, width=width(), colours=has_colours()))
        return
    show(steps_for(platforms, setup.data_folder(), as_json=as_json, plain=plain, width=width()))


@click.command(
    help=_("Show what is known of each platform: addresses, what a stranger sees, the wall. Works without network.")
)
@click.argument("names", nargs=-1, metavar=_("[PLATFORM...]"))
@click.option("--json", "as_json", is_flag=True, help=_("The table as JSON."))
@click.option("--plain", is_flag=True, help=PLAIN_HELP)
def platforms(names: tuple[str, ...], as_json: bool, plain: bool) -> None:
    """Show what is known of each platform: addresses, what a stranger sees, the wall. Works without network."""
    from selfcheck.guidance.loader import load_guidance
    from selfcheck.output.platform_table import rows_named, rows_of, table_text
    from selfcheck.output.report_json import dump_json

    one_of(as_json, plain)
    rows = rows_named(names, rows_of(load_guidance()))
    show(dump_json(list(rows)) if as_json else table_text(rows, plain=plain, width=width()).encode())


@click.command(help=_("Tell what protects you on this computer, and what does not. Works without network."))
@click.option("--plain", is_flag=True, help=PLAIN_HELP)
@click.pass_obj
def doctor(setup: Setup, plain: bool) -> ExitCode:
    """Tell what protects you on this computer, and what does not. Works without network."""
    from selfcheck.cli.doctor_report import doctor_text, examine_computer

    findings = examine_computer()
    show(doctor_text(findings, plain=plain, width=width()).encode())
    return (
        ExitCode.DONE
        if all(finding.good is not False or finding.expected for finding in findings)
        else ExitCode.PARTLY_SEEN
    )


@click.command("help-now", help=_("It has already happened: what to do first, and who helps. Works without network."))
@click.option("--plain", is_flag=True, help=PLAIN_HELP)
def help_now(plain: bool) -> None:
    """It has already happened: what to do first, and who helps. Works without network."""
    from selfcheck.guidance.loader import load_guidance
    from selfcheck.output.text import help_text

    show(help_text(load_guidance(), plain=plain, width=width()).encode())
