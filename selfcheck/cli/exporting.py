"""The command that writes a report in another form."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Final

import click

from selfcheck.cli.shared import USUAL_TIME, Setup, plan_options
from selfcheck.errors import UsageError
from selfcheck.files import stream_number
from selfcheck.language import _
from selfcheck.terminal import Talk, say, show

_FORMATS: Final = ("markdown", "html", "pdf", "csv", "json", "ical")
_ON_PAPER: Final = ("html", "pdf")
_WITH_STEPS: Final = ("markdown", "html", "pdf", "csv")


@click.command(
    help=_(
        "Write a report as a checklist, a table, JSON or a reminder. No pictures and no addresses unless you say so."
    )
)
@click.argument("report", type=click.Path(path_type=Path), metavar=_("REPORT.json"))
@click.option("--to", "form", type=click.Choice(_FORMATS), required=True, help=_("The format."))
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("-"), metavar=_("FILE"), help=_("Where to. - is stdout.")
)
@click.option(
    "--share",
    type=click.Choice(["full", "no-addresses", "numbers"]),
    default=None,
    help=_("How much goes in: all of it, no addresses or names (the usual), or only numbers."),
)
@click.option("--with-addresses", is_flag=True, help=_("The same as --share full."))
@click.option("--large", is_flag=True, help=_("html, pdf: large type."))
@click.option(
    "--paper", type=click.Choice(["a4", "letter"]), default=None, help=_("pdf: the paper. a4 is the usual one.")
)
@click.option(
    "--with-pictures",
    type=click.Path(path_type=Path),
    metavar=_("ARCHIVE|FOLDER"),
    help=_("html, pdf: small pictures with every face covered, from the file or folder the report was made of."),
)
@click.option(
    "--remind-in",
    metavar=_("TIME"),
    help=_("ical: when, as in “3 months” (the usual), “6 weeks” or 2027-03-01."),
)
@plan_options
@click.option("--force", is_flag=True, help=_("Replace the file if it is there."))
@click.pass_obj
def export(
    setup: Setup,
    report: Path,
    form: str,
    out: Path,
    share: str | None,
    with_addresses: bool,
    large: bool,
    paper: str | None,
    with_pictures: Path | None,
    remind_in: str | None,
    time: str,
    harm: bool,
    evidence_kept: bool,
    force: bool,
) -> None:
    """Write a report in another form."""
    if with_addresses and share not in (None, "full"):
        raise UsageError(_("--with-addresses is --share full."), _("Use one of them."))
    share = "full" if with_addresses else share or "no-addresses"
    for flag, given, forms in (
        ("--large", large, _ON_PAPER),
        ("--paper", paper is not None, ("pdf",)),
        ("--with-pictures", with_pictures is not None, _ON_PAPER),
        ("--remind-in", remind_in is not None, ("ical",)),
        ("--time", time != USUAL_TIME, _WITH_STEPS),
        ("--harm", harm, _WITH_STEPS),
        ("--evidence-kept", evidence_kept, _WITH_STEPS),
    ):
        if given and form not in forms:
            said = _("{flag} is for these formats: {formats}.").format(flag=flag, formats=", ".join(forms))
            raise UsageError(said, _("Leave it out, or choose another format."))
    if with_pictures is not None and share == "numbers":
        raise UsageError(
            _("With only numbers there are no pictures."), _("Leave out --with-pictures or --share numbers.")
        )
    to_stdout = str(out) == "-" or stream_number(out) == 1
    if form == "pdf" and to_stdout and sys.stdout.isatty():
        raise UsageError(_("A PDF cannot be shown in a terminal."), _("Name a file with --out FILE."))

    from selfcheck.commands.exporting import export_report
    from selfcheck.commands.planning import Planning, minutes_of
    from selfcheck.export.files import write_to
    from selfcheck.export.formats import IN_MONTHS, Format, Wish
    from selfcheck.export.reminder import remind_on
    from selfcheck.model import Share

    day = remind_on(remind_in or IN_MONTHS, date.today()) if form == "ical" else None
    wish = Wish(
        Format(form),
        Share(share.replace("-", "_")),
        large=large,
        paper="letter" if paper == "letter" else "a4",
        remind_on=day,
    )
    planning = Planning(minutes_of(time), harm=harm, evidence_kept=evidence_kept)
    with Talk(plain=False) as talk:
        made = export_report(report, wish, planning, setup.data_folder(), pictures=with_pictures, talk=talk)
    if to_stdout:
        show(made.data)
    elif write_to(out, made.data, replace=force):
        say(_("Written to {file}. To remove it, delete that file.").format(file=out))
    for sentence in made.talk:
        say(sentence)
