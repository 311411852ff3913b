"""“This menu has moved”: a note of the new path, kept here, and a line to send by hand."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Input, Static

from selfcheck.errors import SelfcheckError
from selfcheck.guidance.model import Step
from selfcheck.history.menu_notes import line_to_send, notes_file, save_note, with_notes
from selfcheck.i18n import N_, _
from selfcheck.model.safe_text import safe_text
from selfcheck.session.workspace import Workspace
from selfcheck.tui.widgets.keybar import KeyBar


class MovedScreen(Screen[None]):
    """One line to type, and what becomes of it."""

    HELP = N_(
        "Type the menu as it is now, one word after another. The note stays on this computer, in a file only you can "
        "read, and stands with the step from now on. Nothing is sent."
    )

    def __init__(self, work: Workspace, step: Step) -> None:
        super().__init__()
        self.work = work
        self._step = step

    def compose(self) -> ComposeResult:
        """What it was, a line for what it is, what keeping it does."""
        with VerticalScroll(id="dialog", can_focus=False):
            yield Static(_("This menu has moved"), classes="title", markup=False)
            before = " → ".join(self._step.path_mobile or self._step.path_web)
            yield Static(_("It was: {path}").format(path=before), markup=False)
            yield Static("\n" + _("Where is it now? For example: Settings > Privacy"), markup=False)
            yield Input(id="path", max_length=200, compact=True)
            yield Static(
                _("Keeping the note writes one file: {file}. Nothing is sent.").format(
                    file=safe_text(str(notes_file(self.work.keeping.folder)), 200)
                ),
                classes="quiet",
                markup=False,
            )
            yield Static("", id="said", markup=False)
        with Horizontal(classes="doors"):
            yield Button(_("Keep the note"), id="keep", variant="primary", compact=True)
            yield Button(_("Back"), id="back", compact=True)
        yield KeyBar()

    @on(Input.Submitted, "#path")
    @on(Button.Pressed, "#keep")
    def _keep(self) -> None:
        path = self.query_one("#path", Input).value.strip()
        said = self.query_one("#said", Static)
        if not path:
            said.update("\n" + _("The line is empty."))
            return
        try:
            note = save_note(self.work.keeping.folder, self._step, path)
        except SelfcheckError as error:
            said.update(f"\n{error.sentence} {error.way_out}".rstrip())
            return
        self.work.guidance = with_notes(self.work.guidance, self.work.keeping.folder)
        told = _("Kept. If you wish, send this line to the people who make selfcheck, in the way you got it from them:")
        said.update(f"\n{told}\n{line_to_send(note, self._step)}")
        self.query_one("#back", Button).focus()

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.dismiss()
