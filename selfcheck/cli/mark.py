"""`selfcheck mark`: the person's own word on saved photos."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from selfcheck.cli.options import demo_option, plain_option
from selfcheck.cli.saving import nothing_saved, saved_check
from selfcheck.cli.setup import Setup
from selfcheck.cli.terminal import show, width
from selfcheck.cli.translated_click import argument, command, option
from selfcheck.errors import UsageError
from selfcheck.guidance.loader import load_guidance
from selfcheck.history.snapshot import Snapshot, report_from, with_marks_of
from selfcheck.history.store import Slot, load, open_for_writing
from selfcheck.i18n import N_, _
from selfcheck.model import Photo, PhotoMark
from selfcheck.output.text_layout import Writer
from selfcheck.output.wording.marks import MARK_NAMES, MARK_SENTENCES
from selfcheck.output.wording.report import capital, role_words, seen_words, shown_address, shown_page

_WORDS: Final = ("not-a-face", "face-missed", "not-me", "keep", "none")


@command(
    help=N_(
        "Say what the detector got wrong, or which photos may stay. Without numbers: list the saved photos.\n\n"
        "Your word goes before the detector's, in every count and list, and is found again at the next check."
    )
)
@argument("numbers", nargs=-1, type=int, metavar=N_("[NUMBER...]"))
@option("--as", "word", type=click.Choice(_WORDS), help=N_("Your word on these photos; none takes it back."))
@demo_option(N_("The made-up person's photos that were saved, not your own."))
@plain_option
@click.pass_obj
def mark(setup: Setup, numbers: tuple[int, ...], word: str | None, demo: bool, plain: bool) -> None:
    """Mark saved photos, or list them."""
    slot = Slot.DEMO if demo else Slot.OWN
    if bool(numbers) != (word is not None):
        example = _mark_command(slot, "3 --as not-me")
        raise UsageError(
            _("A word and the photos it is for belong together."), _("For example: {command}").format(command=example)
        )
    if word is None:
        show(_photo_list(setup.data_folder(), slot, plain=plain, width=width()))
        return
    photo_mark = None if word == "none" else PhotoMark(word.replace("-", "_"))
    show(_mark_photos(setup.data_folder(), slot, numbers, photo_mark, plain=plain, width=width()))


def _photo_list(folder: Path, slot: Slot, *, plain: bool, width: int) -> bytes:
    """The saved photos with their numbers and the person's words."""
    saved, _key = saved_check(folder, slot)
    out = Writer(plain=plain, width=width)
    out.heading(_("Saved photos"))
    for number, photo, shown in _numbered(saved):
        under = _write_photo(out, number, photo, shown)
        if shown is not None and shown.mark is not None:
            out.line(MARK_SENTENCES[shown.mark], under)
    words = ", ".join(f"{mark.value.replace('_', '-')} ({name})" for mark, name in MARK_NAMES.items())
    out.line(_("Give your word: {command}").format(command=_mark_command(slot, _("NUMBER --as WORD"))))
    out.line(_("The words: {words}.").format(words=words))
    return out.text().encode()


def _mark_photos(
    folder: Path, slot: Slot, numbers: Sequence[int], word: PhotoMark | None, *, plain: bool, width: int
) -> bytes:
    """Give saved photos the person's word, None takes it back. These photos as they are then, and the way back."""
    saved_check(folder, slot)
    with open_for_writing(folder) as keeper:
        file = load(folder)
        saved = file.get(slot) if file is not None else None
        if file is None or saved is None:  # removed between the two looks
            raise nothing_saved(slot)
        photos = saved.report.photos
        if wrong := [number for number in numbers if not 1 <= number <= len(photos)]:
            raise UsageError(
                _("There is no photo number {n}.").format(n=wrong[0]),
                _("See the numbers with: {command}").format(command=_mark_command(slot)),
            )
        saved = with_marks_of(saved, {photos[number - 1].url: word for number in numbers}, ())
        keeper.save(file.put(slot, saved))
    out = Writer(plain=plain, width=width)
    for number, photo, shown in _numbered(saved):
        if number in numbers:
            under = _write_photo(out, number, photo, shown)
            out.line(_("Your word is taken back.") if word is None else MARK_SENTENCES[word], under)
    if word is not None:
        back = _mark_command(slot, " ".join((*map(str, dict.fromkeys(numbers)), "--as none")))
        out.line(_("To take it back: {command}").format(command=back))
    out.line(_("All saved photos: {command}").format(command=_mark_command(slot)))
    return out.text().encode()


def _mark_command(slot: Slot, arguments: str = "") -> str:
    """The command for the photos of this slot, as it is typed."""
    return " ".join(filter(None, ("selfcheck mark", arguments, "--demo" if slot is Slot.DEMO else "")))


def _numbered(saved: Snapshot) -> list[tuple[int, Photo, Photo | None]]:
    """The saved photos with their numbers, each also as it is told now; None where it has left its page."""
    told = {photo.url: photo for photo in report_from(saved, load_guidance()).photos}
    return [(number, photo, told.get(photo.url)) for number, photo in enumerate(saved.report.photos, start=1)]


def _write_photo(out: Writer, number: int, photo: Photo, shown: Photo | None) -> int:
    """A photo and its address. Returns the indent for what else is said of it."""
    if shown is None:  # it has left its page, and its file may still answer
        under = out.item(number, _("No longer on its page"))
    else:
        under = out.item(number, f"{capital(seen_words(shown))}: {role_words(shown)}, {shown_page(shown.page)}")
    out.line(shown_address(photo.url), under)
    return under
