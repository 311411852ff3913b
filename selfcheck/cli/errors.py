"""Any error -> a sentence on stderr and an exit code. The last net: what is not known is a bug of ours."""

from __future__ import annotations

from io import StringIO

import click

from selfcheck.cli.terminal import say
from selfcheck.errors import OUT_OF_ROOM, ExitCode, SelfcheckError, place_of, system_reason
from selfcheck.i18n import _, translated
from selfcheck.net.guard import WayOutBlocked
from selfcheck.output.wording.report import OUR_FAULT, fault_words


def say_error(error: BaseException) -> int:
    """Say an error in a sentence, never its insides. Returns the exit code."""
    match _cause(error):
        case SelfcheckError() as known:
            say(known.sentence)
            if known.way_out:
                say(known.way_out)
            return known.exit_code
        case OSError() as limit if limit.errno in OUT_OF_ROOM:
            say(
                _("selfcheck had to stop: {reason}. What you saved before is as it was.").format(
                    reason=system_reason(limit)
                )
            )
            say(_("Close other programs and try again, or raise the limit (ulimit)."))
            return ExitCode.USAGE
        case click.Abort() | KeyboardInterrupt():
            say(_("Stopped."))
            return ExitCode.INTERRUPTED
        case click.ClickException() as usage:
            shown = StringIO()
            usage.show(shown)
            say(shown.getvalue().rstrip("\n"))  # not by click: it writes out whatever was typed, as it is
            return ExitCode.USAGE
        case WayOutBlocked() as blocked:
            say(
                _(
                    "A part of selfcheck wanted out in a way it may not ({way}). It was stopped before anything left."
                ).format(way=blocked)
            )
            say(_("This is our fault, not yours. Please tell the project."))
        case unknown:
            # The message of an unknown error may hold an address or a caption; its kind and place do not.
            say(fault_words(type(unknown).__name__, place_of(unknown)))
            say(translated(OUR_FAULT))
    return ExitCode.BUG


def _cause(error: BaseException) -> BaseException:
    """What happened in a task of a check comes in groups: the one that counts, a way out that was blocked first."""
    while isinstance(error, ExceptionGroup):
        error = (error.subgroup(WayOutBlocked) or error).exceptions[0]
    return error
