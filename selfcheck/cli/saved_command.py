"""Save a check, check the saved pages again, give a word on a saved photo, remove all that was saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from selfcheck.cli.result import Result
from selfcheck.errors import ExitCode, FileProblem, SelfcheckError, UsageError
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.user_marks import MARK_NAMES, MARK_SENTENCES
from selfcheck.history.merge import carried, without_changes
from selfcheck.history.snapshot import Saved, remarked, report_of, to_saved
from selfcheck.history.store import Keeper, Slot, hold, kept_files, load, wipe
from selfcheck.i18n import _, several
from selfcheck.model import Photo, PhotoMark, Report
from selfcheck.model.safe_text import safe_text
from selfcheck.output.text_layout import Writer
from selfcheck.output.wording.report import capital, role_words, seen_words, shown_address, shown_page
from selfcheck.platforms.addresses import MAX_ADDRESSES
from selfcheck.session import Again
from selfcheck.session.report_builder import Gathered

WHAT_IS_SAVED = _(
    "It holds the addresses of your pages and photos, what was found, and your marks; never a picture. Whoever uses "
    "this account on this computer can read it. To remove it: selfcheck wipe"
)


class Saving:
    """Saves what a check found, where the person said so. Holds the lock from before anything is fetched."""

    def __init__(self, keeper: Keeper, slot: Slot) -> None:
        self._keeper = keeper
        self._slot = slot
        self._file = keeper.load_to_write()
        self._again: Again | None = None
        self.notice = ""
        """What is to be said before the check: of a damaged file that was put aside."""
        if keeper.put_aside is not None:
            self.notice = _("What you had saved is damaged and cannot be read. It was put aside as {path}.").format(
                path=safe_text(str(keeper.put_aside), 200)
            )
        self.problem: SelfcheckError | None = None
        """Why nothing could be saved in the end; raised once the result is with the person."""

    def compared(self) -> Again:
        """What a check again is compared with. Raises `UsageError` where nothing is saved."""
        before = self._file.get(self._slot)
        if before is None:
            raise nothing_saved(self._slot)
        self._again = Again(before, self._file.key_bytes, load_guidance())
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

    def __call__(self, report: Report, gathered: Gathered) -> tuple[Report, tuple[str, ...]]:
        """Save it. Returns the report with the person's earlier marks, and what to say."""
        guidance = load_guidance()
        before, key = self._file.get(self._slot), self._file.key_bytes
        if self._again is not None:
            settled = self._again.settle(report, gathered)
            told, saved = settled.report, settled.saved
        elif before is not None:
            settled = Again(before, key, guidance).settle(report, gathered)
            told, saved = without_changes(settled.report), settled.saved
        else:
            told, saved = report, carried(None, to_saved(report, gathered.unreported, key), {})
        try:
            path = self._keeper.save(self._file.put(self._slot, saved))
        except SelfcheckError as error:
            self.problem = error
            return told, ()
        words = [_("Saved: {path}").format(path=safe_text(str(path), 200)), WHAT_IS_SAVED]
        if self._slot is Slot.DEMO:
            words.append(_("These are the made-up person's pages. They are kept apart from your own."))
        return told, tuple(words)


@contextmanager
def saving(folder: Path, slot: Slot) -> Iterator[Saving]:
    """Take the lock, so that it is known before anything is fetched that the result can be saved."""
    with hold(folder) as keeper:
        yield Saving(keeper, slot)


def nothing_saved(slot: Slot) -> UsageError:
    """What to say where nothing is saved."""
    command = {Slot.OWN: "selfcheck check ADDRESS --mine --save", Slot.DEMO: "selfcheck demo --json --save"}
    return UsageError(
        _("Nothing is saved to compare with."),
        _("Save a check first: {command}").format(command=command.get(slot, "selfcheck import FILE --save")),
    )


def saved_in(folder: Path, slot: Slot) -> tuple[Saved, bytes]:
    """What is saved there, with its key. Raises `UsageError` where nothing is."""
    file = load(folder)
    saved = file.get(slot) if file is not None else None
    if file is None or saved is None:
        raise nothing_saved(slot)
    return saved, file.key_bytes


def marked_list(folder: Path, slot: Slot, *, plain: bool, width: int) -> bytes:
    """The saved photos with their numbers and the person's words."""
    saved, _key = saved_in(folder, slot)
    out = Writer(plain=plain, width=width)
    out.heading(_("Saved photos"))
    for number, photo, shown in _numbered(saved):
        under = _write_photo(out, number, photo, shown)
        if shown is not None and shown.mark is not None:
            out.line(shown.why, under)
    words = ", ".join(f"{mark.value.replace('_', '-')} ({name})" for mark, name in MARK_NAMES.items())
    out.line(_("Give your word: {command}").format(command=mark_command(slot, _("NUMBER --as WORD"))))
    out.line(_("The words: {words}.").format(words=words))
    return out.text().encode()


def mark_photos(
    folder: Path, slot: Slot, numbers: Sequence[int], word: PhotoMark | None, *, plain: bool, width: int
) -> bytes:
    """Give saved photos the person's word, None takes it back. These photos as they are then, and the way back."""
    saved_in(folder, slot)
    with hold(folder) as keeper:
        file = load(folder)
        saved = file.get(slot) if file is not None else None
        if file is None or saved is None:  # removed between the two looks
            raise nothing_saved(slot)
        photos = saved.report.photos
        if wrong := [number for number in numbers if not 1 <= number <= len(photos)]:
            raise UsageError(
                _("There is no photo number {n}.").format(n=wrong[0]),
                _("See the numbers with: {command}").format(command=mark_command(slot)),
            )
        saved = remarked(saved, {photos[number - 1].url: word for number in numbers}, ())
        keeper.save(file.put(slot, saved))
    out = Writer(plain=plain, width=width)
    for number, photo, shown in _numbered(saved):
        if number in numbers:
            under = _write_photo(out, number, photo, shown)
            out.line(_("Your word is taken back.") if word is None else MARK_SENTENCES[word], under)
    if word is not None:
        back = mark_command(slot, " ".join((*map(str, dict.fromkeys(numbers)), "--as none")))
        out.line(_("To take it back: {command}").format(command=back))
    out.line(_("All saved photos: {command}").format(command=mark_command(slot)))
    return out.text().encode()


def mark_command(slot: Slot, arguments: str = "") -> str:
    """The command for the photos of this slot, as it is typed."""
    return " ".join(filter(None, ("selfcheck mark", arguments, "--demo" if slot is Slot.DEMO else "")))


def _numbered(saved: Saved) -> list[tuple[int, Photo, Photo | None]]:
    """The saved photos with their numbers, each also as it is told now; None where it has left its page."""
    told = {photo.url: photo for photo in report_of(saved, load_guidance()).photos}
    return [(number, photo, told.get(photo.url)) for number, photo in enumerate(saved.report.photos, start=1)]


def _write_photo(out: Writer, number: int, photo: Photo, shown: Photo | None) -> int:
    """A photo and its address. Returns the indent for what else is said of it."""
    if shown is None:  # it has left its page, and its file may still answer
        under = out.item(number, _("No longer on its page"))
    else:
        under = out.item(number, f"{capital(seen_words(shown))}: {role_words(shown)}, {shown_page(shown.page)}")
    out.line(shown_address(photo.url), under)
    return under


def kept_list(folder: Path) -> tuple[str, ...]:
    """What is saved, in sentences; empty where nothing is."""
    files = [path for path in kept_files(folder) if path != folder]
    if not files and not folder.is_dir():
        return ()
    lines = [_("In {folder}:").format(folder=safe_text(str(folder), 200))]
    for path in files:
        lines.append(f"  {safe_text(str(path.relative_to(folder)), 200)}, {_size(path)}")
    try:
        file = load(folder)
    except FileProblem as problem:
        return (*lines, problem.sentence)
    for slot in Slot:
        saved = file.get(slot) if file is not None else None
        if saved is not None:
            lines.append(f"  {_holds(slot, saved)}")
    return tuple(lines)


def _holds(slot: Slot, saved: Saved) -> str:
    day = saved.report.made_at[:10]
    photos = several("{n} photo", "{n} photos", len(saved.traces))
    if slot is Slot.DEMO:
        return _("The made-up person's pages: {photos}, last checked {day}").format(photos=photos, day=day)
    if slot is Slot.IMPORTED:
        return _("What you handed in: {photos}, last looked into {day}").format(photos=photos, day=day)
    pages = several("{n} page", "{n} pages", len(saved.report.pages))
    return _("Your pages: {pages}, {photos}, last checked {day}").format(pages=pages, photos=photos, day=day)


def _size(path: Path) -> str:
    try:
        return several("{n} byte", "{n} bytes", path.lstat().st_size)
    except OSError:
        return "?"


NOT_IN_IT = _(
    "Checklists and reports that you wrote to files of your own are not in there, and selfcheck keeps no list of them."
)


def wiped(folder: Path) -> Result:
    """Remove all that is saved, and say what was removed."""
    gone, left = wipe(folder)
    out = Writer(plain=True)
    for path in gone:
        out.line(_("Removed: {path}").format(path=safe_text(str(path), 300)))
    talk = [
        _("Not removed: {path}: {reason}.").format(path=safe_text(str(path), 300), reason=reason)
        for path, reason in left
    ]
    if not gone and not left:
        return Result(b"", (_("Nothing is saved. There is nothing to remove."), NOT_IN_IT), ExitCode.DONE)
    if not left:
        talk.append(_("All that selfcheck had saved is removed."))
    talk.append(NOT_IN_IT)
    code = ExitCode.PARTLY_SEEN if left else ExitCode.DONE
    return Result(out.text().encode() if gone else b"", tuple(talk), code)
