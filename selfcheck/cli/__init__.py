"""Commands, flags and exit codes. stdout is data, stderr is talk.

Every heavy import is inside its command: `selfcheck --help` must answer at once on an old laptop.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import click
from click.shell_completion import BashComplete, add_completion_class

from selfcheck import __version__, language
from selfcheck.cli.checking import check, demo, recheck
from selfcheck.cli.exporting import export
from selfcheck.cli.files import faces, import_
from selfcheck.cli.formatter import CellContext
from selfcheck.cli.guidance import guidance
from selfcheck.cli.planning import letter, plan
from selfcheck.cli.saving import mark, wipe
from selfcheck.cli.shared import PROXY_HELP, Setup, open_app, require_sandbox_option
from selfcheck.cli.telling import doctor, help_now, platforms, steps
from selfcheck.errors import ExitCode, UsageError
from selfcheck.faults import told
from selfcheck.language import _
from selfcheck.net.guard import WayOutBlocked, first_blocked
from selfcheck.safetext import safe_text
from selfcheck.terminal import has_screen


@click.group(
    invoke_without_command=True,
    help=_(
        "See which of your photos with faces a stranger can save from your own public pages, and show less.\n\n"
        "Without a command, the app opens. It asks for nothing but your own pages' addresses, sends nothing but plain "
        "requests to those pages and their pictures, and keeps nothing unless you save it."
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(
    __version__, "-V", "--version", message="selfcheck %(version)s", help=_("Show the version and exit.")
)
@click.option(
    "--lang",
    metavar=_("LANGUAGE"),
    expose_value=False,  # read in __main__.py, before anything that holds texts is imported
    help=_("The language: {languages}. Otherwise this computer's.").format(languages=", ".join(language.languages())),
)
@click.option("--proxy", metavar="URL", help=PROXY_HELP)
@require_sandbox_option
@click.pass_context
def cli(context: click.Context, proxy: str | None) -> None:
    """Open the app, or run a command."""
    if proxy is not None:  # for the app, and for any command after it: it must never be passed over
        from selfcheck.net.proxy import parse_proxy

        context.obj = replace(context.obj, proxy=parse_proxy(proxy))
    if context.invoked_subcommand is None:
        if not has_screen():
            raise UsageError(_("The app needs a terminal to draw on."), _("Try: selfcheck --help"))
        open_app(demo=False, setup=context.obj)


@add_completion_class
class _Bash(BashComplete):
    """Bash's completion without click's question which bash this is: that would start a program."""

    @staticmethod
    def _check_version() -> None:
        """Click's own, which warns of versions before 4.4, of 2016."""


if language.language() != language.ENGLISH:
    # click sets this on the class, for a group and each of its commands; English stays as click lays it out.
    click.Command.context_class = CellContext

for _command in (
    check, recheck, demo, faces, import_, mark, plan, letter,
    steps, platforms, guidance, export, wipe, doctor, help_now,
):  # fmt: skip
    cli.add_command(_command)


def run(arguments: Sequence[str], setup: Setup | None = None) -> int:
    """Run one command and return its exit code. Every error becomes a sentence on stderr."""
    try:
        result = cli.main(list(arguments), prog_name="selfcheck", standalone_mode=False, obj=setup or Setup())
        if first_blocked():
            return told(WayOutBlocked(first_blocked()))
        return int(result) if isinstance(result, int) else ExitCode.DONE
    except (Exception, KeyboardInterrupt) as error:
        return told(error)


def refuse_language(typed: str) -> int:
    """Say that this language is not spoken here, and which are. Returns the exit code."""
    spoken = _("There are: {languages}.").format(languages=", ".join(language.languages()))
    if not typed:
        return told(UsageError(_("--lang needs a language after it."), spoken))
    return told(UsageError(_("There is no language “{name}” here.").format(name=safe_text(typed, 20)), spoken))
