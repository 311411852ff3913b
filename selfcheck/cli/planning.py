"""The commands for what comes after a check: the plan, and letters to others."""

from __future__ import annotations

from pathlib import Path

import click

from selfcheck.cli.shared import PLAIN_HELP, Setup, one_of, plan_options
from selfcheck.errors import UsageError
from selfcheck.files import stream_number
from selfcheck.language import _
from selfcheck.safetext import safe_text
from selfcheck.terminal import say, show, width


@click.command(
    help=_(
        "Make a plan: what hides most of your photos first, fitted into your time.\n\n"
        "From a report file, from stdin with -, or, without either, from what you saved."
    )
)
@click.argument("report", type=click.Path(path_type=Path), required=False, metavar=_("[REPORT.json]"))
@plan_options
@click.option("--demo", is_flag=True, help=_("The made-up person's pages that were saved, not your own."))
@click.option("--json", "as_json", is_flag=True, help=_("The plan as JSON (docs/plan.md)."))
@click.option("--plain", is_flag=True, help=PLAIN_HELP)
@click.pass_obj
def plan(
    setup: Setup,
    report: Path | None,
    time: str,
    harm: bool,
    evidence_kept: bool,
    demo: bool,
    as_json: bool,
    plain: bool,
) -> None:
    """Make a plan from a report or from what was saved."""
    from selfcheck.commands.planning import Planning, minutes_of, plan_for, the_report
    from selfcheck.store import Slot

    one_of(as_json, plain)
    planning = Planning(minutes_of(time), harm=harm, evidence_kept=evidence_kept)
    if demo and report is not None:
        raise UsageError(_("--demo and a report are two things to make a plan from."), _("Choose one of them."))
    told = the_report(report, setup.data_folder(), Slot.DEMO if demo else Slot.OWN)
    show(plan_for(told, planning, setup.data_folder(), as_json=as_json, plain=plain, width=width()))


@click.command(help=_("Write a short letter that asks someone to take a photo of you down. You send it yourself."))
@click.argument("who", required=False, default="", metavar=_("[WHO]"))
@click.option("--address", default="", metavar="URL", help=_("The address of the page the photo is on."))
@click.option("--lang", default="", metavar="en|ko", help=_("The letter's language."))
@click.option("--law", default="", metavar="gdpr|pipa|network-act|none", help=_("The law it names."))
@click.option(
    "--out", type=click.Path(path_type=Path), metavar=_("FILE"), help=_("Write it to a new file. - is stdout.")
)
def letter(who: str, address: str, lang: str, law: str, out: Path | None) -> None:
    """Write a letter, or list those there are."""
    from selfcheck.commands.letters import letter_list, write_letter

    if not who:
        show(letter_list(plain=False, width=width()).encode())
        return
    written = write_letter(who, address=address, lang=lang, law=law)
    if out is not None and str(out) != "-" and stream_number(out) != 1:
        from selfcheck.export.files import write_to

        if write_to(out, written.text.encode()):
            say(_("Written to {file}. To remove it, delete that file.").format(file=safe_text(str(out), 200)))
    else:
        show(written.text.encode())
    say("")
    for line in written.beside:
        say(line)
