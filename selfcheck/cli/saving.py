"""Saves the check of a command, where the person says so, and finds the saved one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from selfcheck.cli.setup import Setup
from selfcheck.cli.terminal import say
from selfcheck.errors import SelfcheckError, UsageError
from selfcheck.guidance.loader import load_guidance
from selfcheck.history.merge import merge_checks, without_changes
from selfcheck.history.snapshot import Snapshot, make_snapshot
from selfcheck.history.store import Slot, SnapshotWriter, load, open_for_writing
from selfcheck.i18n import N_, _, translated
from selfcheck.model import Report
from selfcheck.model.safe_text import safe_text
from selfcheck.platforms.addresses import MAX_ADDRESSES
from selfcheck.session import RecheckContext
from selfcheck.session.report_builder import ReportBuilder

WHAT_IS_SAVED: Final = N_(
    "It holds the addresses of your pages and photos, what was found, and your marks; never a picture. Whoever uses "
    "this account on this computer can read it. To remove it: selfcheck wipe"
)


class Saving:
    """Saves what a check found, where the person said so. Holds the lock from before anything is fetched."""

    def __init__(self, keeper: SnapshotWriter, slot: Slot) -> None:
        self._keeper = keeper
        self._slot = slot
        self._file = keeper.load_to_write()
        self._again: RecheckContext | None = None
        self.notice = ""
        """What is to be said before the check: of a damaged file that was put aside."""
        if keeper.put_aside is not None:
            self.notice = _("What you had saved is damaged and cannot be read. It was put aside as {path}.").format(
                path=safe_text(str(keeper.put_aside), 200)
            )
        self.problem: SelfcheckError | None = None
        """Why nothing could be saved in the end; raised once the result is with the person."""

    def compared(self) -> RecheckContext:
        """What a check again is compared with. Raises `UsageError` where nothing is saved."""
        before = self._file.get(self._slot)
        if before is None:
            raise nothing_saved(self._slot)
        self._again = RecheckContext(before, self._file.key_bytes, load_guidance())
        return self._again

    def room_for(self, addresses: Sequence[str]) -> None:
        """Raise `UsageError` where more pages would be saved than a check takes."""
        before = self._file.get(self._slot)
        known = {page.address for page in before.report.pages} if before else set()
        if self._slot is Slot.OWN and len(known | set(addresses)) > MAX_ADDRESSES:
            raise UsageError(
                _("{n} pages are saved already, and a saved check takes at most {m}. Nothing was fetched.").format(
                    n=len(known), m=MAX_ADDRESSES
                ),
                _("Leave --save out, or start anew with: selfcheck wipe"),
            )

    def __call__(self, report: Report, gathered: ReportBuilder) -> tuple[Report, tuple[str, ...]]:
        """Save it. Returns the report with the person's earlier marks, and what to say."""
        guidance = load_guidance()
        before, key = self._file.get(self._slot), self._file.key_bytes
        if self._again is not None:
            settled = self._again.settle(report, gathered)
            told, saved = settled.report, settled.saved
        elif before is not None:
            settled = RecheckContext(before, key, guidance).settle(report, gathered)
            told, saved = without_changes(settled.report), settled.saved
        else:
            told, saved = report, merge_checks(None, make_snapshot(report, gathered.unreported, key), {})
        try:
            path = self._keeper.save(self._file.put(self._slot, saved))
        except SelfcheckError as error:
            self.problem = error
            return told, ()
        words = [_("Saved: {path}").format(path=safe_text(str(path), 200)), translated(WHAT_IS_SAVED)]
        if self._slot is Slot.DEMO:
            words.append(_("These are the made-up person's pages. They are kept apart from your own."))
        return told, tuple(words)


@contextmanager
def saved_with(setup: Setup, slot: Slot, *, wanted: bool) -> Iterator[Saving | None]:
    """What saves the check that is made meanwhile, where that is wanted; its failure is raised at the end.

    The lock is taken first, so that it is known before anything is fetched that the result can be saved.
    """
    if not wanted:
        yield None
        return
    with open_for_writing(setup.data_folder()) as keeper:
        saving = Saving(keeper, slot)
        if saving.notice:
            say(saving.notice)
        yield saving
    if saving.problem is not None:
        raise saving.problem


def nothing_saved(slot: Slot) -> UsageError:
    """What to say where nothing is saved."""
    command = {Slot.OWN: "selfcheck check ADDRESS --mine --save", Slot.DEMO: "selfcheck demo --json --save"}
    return UsageError(
        _("Nothing is saved to compare with."),
        _("Save a check first: {command}").format(command=command.get(slot, "selfcheck import FILE --save")),
    )


def saved_check(folder: Path, slot: Slot) -> tuple[Snapshot, bytes]:
    """What is saved there, with its key. Raises `UsageError` where nothing is."""
    file = load(folder)
    saved = file.get(slot) if file is not None else None
    if file is None or saved is None:
        raise nothing_saved(slot)
    return saved, file.key_bytes
