"""The commands around the guidance itself: is it whole, and where has a menu moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from selfcheck.cli.shared import Setup
from selfcheck.cli.terminal import say, show, width
from selfcheck.errors import ExitCode
from selfcheck.i18n import _

if TYPE_CHECKING:
    from selfcheck.cli.guidance_command import Answer


@click.group(
    help=_("Look whether the steps are whole and fresh, and note where a menu has moved. Works without network.")
)
def guidance() -> None:
    """Look whether the steps are whole and fresh, and note where a menu has moved. Works without network."""


@guidance.command("check", help=_("Check shapes, ids, sources and languages, and tell which steps are old."))
@click.option("--json", "as_json", is_flag=True, help=_("The result as JSON."))
def check_(as_json: bool) -> ExitCode:
    """Check shapes, ids, sources and languages, and tell which steps are old."""
    from selfcheck.cli.guidance_command import guidance_checked

    return _given(guidance_checked(as_json=as_json, width=width()))


@guidance.command(help=_("Note where the menu of STEP is now, as PATH. Kept on this computer; nothing is sent."))
@click.argument("step", metavar=_("STEP"))
@click.argument("path", metavar=_("PATH"))
@click.pass_obj
def moved(setup: Setup, step: str, path: str) -> ExitCode:
    """Note where the menu of STEP is now, as PATH. Kept on this computer; nothing is sent."""
    from selfcheck.cli.guidance_command import menu_moved

    return _given(menu_moved(setup.data_folder(), step, path))


@guidance.command(help=_("Show the notes you kept, as lines to send by hand."))
@click.pass_obj
def notes(setup: Setup) -> ExitCode:
    """Show the notes you kept, as lines to send by hand."""
    from selfcheck.cli.guidance_command import kept_notes

    return _given(kept_notes(setup.data_folder()))


def _given(answer: Answer) -> ExitCode:
    show(answer.output)
    for sentence in answer.talk:
        say(sentence)
    return answer.code
