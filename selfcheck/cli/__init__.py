"""Commands, flags and exit codes. stdout is data, stderr is talk.

A command lies in a file of its own, which is imported when the command is run: `selfcheck --help` must answer at once
on an old laptop.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import Final

import click
from click.shell_completion import BashComplete, add_completion_class

from selfcheck import __version__, i18n
from selfcheck.cli.errors import say_error
from selfcheck.cli.open_app import open_app
from selfcheck.cli.options import PROXY_HELP, require_sandbox_option
from selfcheck.cli.setup import Setup
from selfcheck.cli.terminal import has_screen
from selfcheck.cli.translated_click import Group, Option, option
from selfcheck.errors import ExitCode, UsageError
from selfcheck.i18n import N_, _
from selfcheck.model.safe_text import safe_text
from selfcheck.net.guard import WayOutBlocked, first_blocked
from selfcheck.net.proxy import parse_proxy

COMMANDS: Final = {
    "check": N_("Check your own pages: which photos with faces does a stranger see there?"),
    "recheck": N_("Check the pages you saved again: which photos are gone, new, or deleted but still served?"),
    "import": N_("Look into your own data download, a page you saved, or a folder of pictures."),
    "faces": N_("Look for faces in pictures on your disk, before you post them."),
    "mark": N_("Say what the detector got wrong, or which photos may stay."),
    "plan": N_("Make a plan: what hides most of your photos first, fitted into your time."),
    "steps": N_("Show the steps for a platform, or which platforms there are."),
    "letter": N_("Write a short letter that asks someone to take a photo of you down."),
    "export": N_("Write a report as a checklist, a table, JSON or a reminder."),
    "help-now": N_("It has already happened: what to do first, and who helps."),
    "platforms": N_("Show what is known of each platform: addresses, what a stranger sees, the wall."),
    "demo": N_("Try everything on a made-up person's bundled pages. Nothing is sent anywhere."),
    "wipe": N_("List and remove everything that selfcheck has saved on this computer."),
    "doctor": N_("Tell what protects you on this computer, and what does not."),
    "guidance": N_("Look whether the steps are whole and fresh, and note where a menu has moved."),
}
"""The commands by name, in the order of use, and what each does in a line."""


class _Commands(Group):
    """The commands, each imported when it is run or its own help is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Their names, in the order of use."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """One of them, out of the file that is named like it."""
        if name not in COMMANDS:
            return None
        attribute = "import_" if name == "import" else name.replace("-", "_")  # import is a word of Python's own
        command = getattr(import_module(f"selfcheck.cli.{attribute}"), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 (for the type checker)
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Their names and lines, without importing any."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, i18n.translated(line)) for name, line in COMMANDS.items()])


class _LanguageOption(Option):
    """`--lang`, whose help names the languages there are."""

    @property
    def help(self) -> str | None:
        """The help in the language of the moment."""
        return _("The language: {languages}. Otherwise this computer's.").format(languages=", ".join(i18n.languages()))

    @help.setter
    def help(self, text: str | None) -> None:
        """Click sets it to what was given, which is nothing."""


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    help=N_(
        "See which of your photos with faces a stranger can save from your own public pages, and show less.\n\n"
        "Without a command, the app opens. It asks for nothing but your own pages' addresses, sends nothing but plain "
        "requests to those pages and their pictures, and keeps nothing unless you save it."
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(
    __version__, "-V", "--version", message="selfcheck %(version)s", help=N_("Show the version and exit."), cls=Option
)
@click.option(
    "--lang",
    cls=_LanguageOption,
    metavar=N_("LANGUAGE"),
    expose_value=False,  # read in __main__.py
)
@option("--proxy", metavar="URL", help=PROXY_HELP)
@require_sandbox_option
@click.pass_context
def cli(context: click.Context, proxy: str | None) -> None:
    """Open the app, or run a command."""
    if proxy is not None:  # for the app, and for any command after it: it must never be passed over
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


def run(arguments: Sequence[str], setup: Setup | None = None) -> int:
    """Run one command and return its exit code. Every error becomes a sentence on stderr."""
    try:
        result = cli.main(list(arguments), prog_name="selfcheck", standalone_mode=False, obj=setup or Setup())
        if first_blocked():
            return say_error(WayOutBlocked(first_blocked()))
        return int(result) if isinstance(result, int) else ExitCode.DONE
    except (Exception, KeyboardInterrupt) as error:  # the last net: whatever it is, it is said and has an exit code
        return say_error(error)


def refuse_language(typed: str) -> int:
    """Say that this language is not spoken here, and which are. Returns the exit code."""
    spoken = _("There are: {languages}.").format(languages=", ".join(i18n.languages()))
    if not typed:
        return say_error(UsageError(_("--lang needs a language after it."), spoken))
    return say_error(UsageError(_("There is no language “{name}” here.").format(name=safe_text(typed, 20)), spoken))
