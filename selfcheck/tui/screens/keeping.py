"""Save what was found, with its consequence told first; or remove all that was saved."""

from __future__ import annotations

from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Static

from selfcheck.errors import SelfcheckError
from selfcheck.i18n import N_, _, translated
from selfcheck.model.safe_text import safe_text
from selfcheck.session.workspace import Workspace
from selfcheck.tui.widgets.keybar import KeyBar

_WHY: Final = N_("With a saved check, you can later see what is gone, what is new, and what is still there.")
_WHAT: Final = N_(
    "Saved are the addresses of your pages and photos, what was found, and your marks. From then on your marks and "
    "later checks in the app are saved as well. Never saved: pictures, and where they were taken."
)
_BUT: Final = N_(
    "Whoever uses this account on this computer can open that file, and see which pages are yours. If you share the "
    "account with someone who must not know, do not save."
)
_DEMO: Final = N_("These are the made-up person's pages. They are kept apart from your own.")
_SAVED: Final = N_("Saved: {path}\nOnly this account can read it. It is kept up to date from now on.")
_ELSEWHERE: Final = N_("Checklists you saved to files of your own are not touched: selfcheck keeps no list of them.")


class KeepingScreen(Screen[None]):
    """Save, or remove what is saved. Removing asks once more."""

    HELP = N_(
        "Nothing is kept on this computer unless you say so here. What is kept can be removed here, or with the "
        "command selfcheck wipe. A checklist to print is another thing: that is Save in the checklist."
    )

    def __init__(self, work: Workspace) -> None:
        super().__init__()
        self.work = work
        self._sure = False

    def compose(self) -> ComposeResult:
        """What is saved, what that means, the two doors."""
        with VerticalScroll(can_focus=False):
            yield Static(_("Keep this check on this computer?"), classes="title", markup=False)
            yield Static("", id="said", markup=False)
            about = (
                translated(_WHY),
                translated(_WHAT),
                translated(_BUT),
                *((translated(_DEMO),) if self.work.demo else ()),
            )
            yield Static("\n\n".join(about), id="about", markup=False)
        with Horizontal(classes="doors"):
            yield Button(_("Save"), id="keep", variant="primary", compact=True)
            yield Button(_("Remove all"), id="remove", compact=True)
            yield Button(_("Back"), id="back", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what there is."""
        self._show(self.work.keeping.problem)
        self.query_one("#back").focus()

    def _show(self, sentence: str = "") -> None:
        keeping = self.work.keeping
        saved = keeping.get(self.work.slot) is not None
        self.query_one("#keep", Button).display = not saved
        self.query_one("#keep", Button).disabled = keeping.read_only or self.work.report is None
        remove = self.query_one("#remove", Button)
        remove.display = keeping.anything
        remove.label = _("Yes, remove it") if self._sure else _("Remove all")
        remove.refresh(layout=True)
        self.query_one("#about").display = not sentence  # what was done is told alone, so that it is seen
        if saved and not sentence:
            sentence = _("This check is saved, and kept up to date.\n")
        self.query_one("#said", Static).update(sentence)

    @on(Button.Pressed, "#keep")
    def _keep(self) -> None:
        try:
            path = self.work.save()
        except SelfcheckError as error:
            self._show(str(error))
            return
        self._show(translated(_SAVED).format(path=safe_text(str(path), 200)))
        self.query_one("#back").focus()

    @on(Button.Pressed, "#remove")
    def _remove(self) -> None:
        if not self._sure:
            self._sure = True
            folder = safe_text(str(self.work.keeping.folder), 200)
            words = _("This removes everything in {folder}, for good. Press once more to do it.")
            self._show(words.format(folder=folder))
            return
        self._sure = False
        gone, left = self.work.keeping.remove()
        lines = [_("Removed: {path}").format(path=safe_text(str(path), 200)) for path in gone]
        lines += [
            _("Not removed: {path}: {reason}.").format(path=safe_text(str(path), 200), reason=reason)
            for path, reason in left
        ]
        self._show("\n".join((*lines, translated(_ELSEWHERE))))
        self.query_one("#back").focus()

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.dismiss()
