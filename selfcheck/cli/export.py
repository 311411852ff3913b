"""`selfcheck export`: a report as a checklist, a table, JSON or a reminder."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import click

from selfcheck.cli.options import USUAL_TIME, plan_options
from selfcheck.cli.planning import Planning, minutes_of
from selfcheck.cli.report_files import read_report
from selfcheck.cli.result import Progress
from selfcheck.cli.running import run_quietly
from selfcheck.cli.setup import Setup
from selfcheck.cli.terminal import Talk, say, show
from selfcheck.cli.translated_click import argument, command, option
from selfcheck.errors import UsageError
from selfcheck.guidance.loader import load_guidance
from selfcheck.history.menu_notes import with_notes
from selfcheck.i18n import N_, _, several
from selfcheck.model import Share
from selfcheck.output.formats import IN_MONTHS, Format, Wish, write_as
from selfcheck.output.ical import remind_on
from selfcheck.output.write_file import write_to
from selfcheck.readers.open_file import stream_number

_FORMATS: Final = ("markdown", "html", "pdf", "csv", "json", "ical")
_ON_PAPER: Final = ("html", "pdf")
_WITH_STEPS: Final = ("markdown", "html", "pdf", "csv")


@command(
    help=N_(
        "Write a report as a checklist, a table, JSON or a reminder. No pictures and no addresses unless you say so."
    )
)
@argument("report", type=click.Path(path_type=Path), metavar=N_("REPORT.json"))
@option("--to", "form", type=click.Choice(_FORMATS), required=True, help=N_("The format."))
@option(
    "--out", type=click.Path(path_type=Path), default=Path("-"), metavar=N_("FILE"), help=N_("Where to. - is stdout.")
)
@option(
    "--share",
    type=click.Choice(["full", "no-addresses", "numbers"]),
    default=None,
    help=N_("How much goes in: all of it, no addresses or names (the usual), or only numbers."),
)
@option("--with-addresses", is_flag=True, help=N_("The same as --share full."))
@option("--large", is_flag=True, help=N_("html, pdf: large type."))
@option("--paper", type=click.Choice(["a4", "letter"]), default=None, help=N_("pdf: the paper. a4 is the usual one."))
@option(
    "--with-pictures",
    type=click.Path(path_type=Path),
    metavar=N_("ARCHIVE|FOLDER"),
    help=N_("html, pdf: small pictures with every face covered, from the file or folder the report was made of."),
)
@option(
    "--remind-in",
    metavar=N_("TIME"),
    help=N_("ical: when, as in “3 months” (the usual), “6 weeks” or 2027-03-01."),
)
@plan_options
@option("--force", is_flag=True, help=N_("Replace the file if it is there."))
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
        made = _export_report(report, wish, planning, setup.data_folder(), pictures=with_pictures, talk=talk)
    if to_stdout:
        show(made.data)
    elif write_to(out, made.data, replace=force):
        say(_("Written to {file}. To remove it, delete that file.").format(file=out))
    for sentence in made.talk:
        say(sentence)


@dataclass(frozen=True, slots=True)
class _Export:
    """The file's bytes, and sentences for the person who made it."""

    data: bytes
    talk: tuple[str, ...] = ()


def _export_report(
    path: Path, wish: Wish, planning: Planning, folder: Path, *, pictures: Path | None, talk: Progress
) -> _Export:
    """A report file as the person wishes it. Raises `FileProblem` or `ReportProblem`.

    `folder` is where notes of moved menus are kept; `pictures` is the file or folder the report was made of, where
    covered pictures are wished for.
    """
    guidance = with_notes(load_guidance(), folder)
    report = read_report(path, guidance)
    said: tuple[str, ...] = ()
    if pictures is not None:
        # Loaded late: Pillow takes longer to import than the help of this command takes in all.
        from selfcheck.cli.covered_pictures import covered_pictures

        covered = run_quietly(covered_pictures(pictures, report, guidance, talk))
        wish = replace(wish, pictures=covered)
        said = (
            several("{n} picture is in the file.", "{n} pictures are in the file.", len(covered)),
            _("The detector misses some faces. Look at every picture before you give the file to anyone."),
        )
    return _Export(write_as(wish, report, guidance, planning.plan(report, guidance)), said)
