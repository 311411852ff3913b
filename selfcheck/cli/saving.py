"""The commands around what is saved: save a check, give a word on a photo, remove it all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

from selfcheck.cli.shared import PLAIN_HELP, Setup, given
from selfcheck.cli.terminal import can_ask, say, show, width
from selfcheck.errors import ExitCode, UsageError
from selfcheck.i18n import _

if TYPE_CHECKING:
    from selfcheck.cli.saved_command import Saving

SAVE_HELP: Final = _("Keep what tells your photos again, for selfcheck recheck. Never pictures.")
_WORDS: Final = ("not-a-face", "face-missed", "not-me", "keep", "none")


@contextmanager
def kept(setup: Setup, slot: str, *, wanted: bool = True) -> Iterator[Saving | None]:
    """What saves the check that is made meanwhile, where that is wanted; its failure is raised at the end."""
    if not wanted:
        yield None
        return
    from selfcheck.cli.saved_command import saving
    from selfcheck.history.store import Slot

    with saving(setup.data_folder(), Slot(slot)) as keep:
        if keep.notice:
            say(keep.notice)
        yield keep
    if keep.problem is not None:
        raise keep.problem


@click.command(
    help=_(
        "Say what the detector got wrong, or which photos may stay. Without numbers: list the saved photos.\n\n"
        "Your word goes before the detector's, in every count and list, and is found again at the next check."
    )
)
@click.argument("numbers", nargs=-1, type=int, metavar=_("[NUMBER...]"))
@click.option("--as", "word", type=click.Choice(_WORDS), help=_("Your word on these photos; none takes it back."))
@click.option("--demo", is_flag=True, help=_("The made-up person's photos that were saved, not your own."))
@click.option("--plain", is_flag=True, help=PLAIN_HELP)
@click.pass_obj
def mark(setup: Setup, numbers: tuple[int, ...], word: str | None, demo: bool, plain: bool) -> None:
    """Take the person's word on saved photos, or list them."""
    from selfcheck.cli.saved_command import mark_command, mark_photos, marked_list
    from selfcheck.history.store import Slot
    from selfcheck.model import PhotoMark

    slot = Slot.DEMO if demo else Slot.OWN
    if bool(numbers) != (word is not None):
        command = mark_command(slot, "3 --as not-me")
        raise UsageError(
            _("A word and the photos it is for belong together."), _("For example: {command}").format(command=command)
        )
    if word is None:
        show(marked_list(setup.data_folder(), slot, plain=plain, width=width()))
        return
    given_word = None if word == "none" else PhotoMark(word.replace("-", "_"))
    show(mark_photos(setup.data_folder(), slot, numbers, given_word, plain=plain, width=width()))


@click.command(
    help=_("List and remove everything that selfcheck has saved on this computer, also what a crash left behind.")
)
@click.option("--yes", is_flag=True, help=_("Do not ask again."))
@click.pass_obj
def wipe(setup: Setup, yes: bool) -> ExitCode:
    """Remove what was saved."""
    from selfcheck.cli.saved_command import kept_list, wiped

    folder = setup.data_folder()
    lines = kept_list(folder)
    if lines:
        for line in lines:
            say(line)
        if not yes and not can_ask():
            raise UsageError(_("Nothing was removed."), _("To remove all of it: selfcheck wipe --yes"))
        if not yes and not click.confirm(_("Remove all of it?"), err=True):
            say(_("Nothing was removed."))
            return ExitCode.DONE
    return given(wiped(folder))
