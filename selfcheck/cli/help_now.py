"""`selfcheck help-now`: what to do, and who helps, when it has already happened."""

from __future__ import annotations

from selfcheck.cli.options import plain_option
from selfcheck.cli.terminal import show, width
from selfcheck.cli.translated_click import command
from selfcheck.guidance.loader import load_guidance
from selfcheck.i18n import N_
from selfcheck.output.text import help_text


@command("help-now", help=N_("It has already happened: what to do first, and who helps. Works without network."))
@plain_option
def help_now(plain: bool) -> None:
    """It has already happened: what to do first, and who helps. Works without network."""
    show(help_text(load_guidance(), plain=plain, width=width()).encode())
