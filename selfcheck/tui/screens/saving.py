"""What to save, how much goes in, and where. Pictures and addresses go in only when asked for."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from platformdirs import user_documents_path
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Checkbox, Input, Label, RadioSet, Static

from selfcheck.errors import SelfcheckError, UsageError
from selfcheck.i18n import N_, Texts, _, several
from selfcheck.model import Share
from selfcheck.model.safe_text import safe_text
from selfcheck.output.formats import ENDINGS, IN_MONTHS, ON_PAPER, Format, Wish, suggested_file, write_as
from selfcheck.output.write_file import write_export
from selfcheck.session.workspace import Workspace
from selfcheck.tui.widgets.choices import Choice, Tick
from selfcheck.tui.widgets.keybar import KeyBar

_FORMS: Final = Texts(
    lambda: {
        Format.HTML: _("A page to read or print (HTML)"),
        Format.PDF: _("Sheets to print (PDF)"),
        Format.MARKDOWN: _("Text for notes (Markdown)"),
        Format.CSV: _("A table for Excel (CSV)"),
        Format.JSON: _("The report, for programs (JSON)"),
        Format.ICAL: _("A reminder to check again (calendar)"),
    }
)
_SHARES: Final = Texts(
    lambda: {
        Share.NO_ADDRESSES: _("No addresses and no names"),
        Share.NUMBERS: _("Only numbers, to show someone who helps you"),
        Share.FULL: _("With the addresses of my pages and photos"),
    }
)


def default_folder() -> Path:
    """The person's documents folder, or their home where there is none."""
    folder = user_documents_path()
    return folder if folder.is_dir() else Path.home()


class SavingScreen(Screen[None]):
    """Format, how much goes in, place. Only what belongs to the format chosen is shown."""

    HELP = N_(
        "Choose what to save, how much goes in, and a place. The file can be read by this computer's user alone. "
        "Pictures go in only if you ask, small, and with every face covered that was found. To remove a file later, "
        "delete that one file."
    )

    def __init__(self, work: Workspace, folder: Path | None = None) -> None:
        super().__init__()
        self.work = work
        self._folder = folder or default_folder()
        self._form = Format.HTML
        self._share = Share.NO_ADDRESSES
        self._suggested = ""

    def compose(self) -> ComposeResult:
        """A short form."""
        self._suggested = str(suggested_file(self._folder, self._form))
        with Vertical(id="dialog"):
            yield Static(_("Save the checklist"), classes="title", markup=False)
            with VerticalScroll(id="wishes", can_focus=False):
                with RadioSet(id="form", compact=True):
                    for form, words in _FORMS.items():
                        yield Choice(words, value=form is self._form, name=form.value)
                with Vertical(id="much"):
                    yield Label(_("How much goes in"), markup=False)
                    with RadioSet(id="share", compact=True):
                        for share, words in _SHARES.items():
                            yield Choice(words, value=share is self._share, name=share.value)
                    yield Tick(_("Large type"), id="large", compact=True)
                    yield Tick(_("Letter paper (US, Canada) in place of A4"), id="letter", compact=True)
                    yield Tick(_("Small pictures, with faces covered"), id="pictures", compact=True)
                    yield Static("", id="pictures-note", classes="quiet", markup=False)
                with Vertical(id="when"):
                    yield Label(_("When? As in: 3 months, 6 weeks, 2027-03-01"), markup=False)
                    yield Input(IN_MONTHS, id="remind", compact=True)
            yield Label(_("File"), markup=False)
            yield Input(self._suggested, id="file", compact=True)
            yield Static("", id="problem", markup=False)
            with Horizontal(classes="doors"):
                yield Button(_("Save"), id="save", variant="primary", compact=True)
                yield Button(_("Back"), id="back", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what belongs to the format that is chosen first."""
        self._fit()

    def _fit(self) -> None:
        """Show only what the format chosen knows."""
        paper, reminder = self._form in ON_PAPER, self._form is Format.ICAL
        self.query_one("#much").display = not reminder
        self.query_one("#when").display = reminder
        self.query_one("#large").display = paper
        self.query_one("#letter").display = self._form is Format.PDF
        pictures = paper and self._share is not Share.NUMBERS
        self.query_one("#pictures").display = pictures
        note = self.query_one("#pictures-note", Static)
        note.display = pictures and self.query_one("#pictures", Tick).value
        note.update(
            _(
                "The detector misses some faces, and a picture can show a place or words. Look at every picture "
                "before you give the file to anyone."
            )
        )

    @on(RadioSet.Changed, "#form")
    def _formed(self, event: RadioSet.Changed) -> None:
        self._form = Format(event.pressed.name or self._form)
        self.query_one("#problem", Static).update("")
        line = self.query_one("#file", Input)
        if line.value == self._suggested:
            line.value = self._suggested = str(suggested_file(self._folder, self._form))
        elif line.value.endswith(tuple(ENDINGS.values())):  # a name of the person's own keeps its stem
            line.value = str(Path(line.value).with_suffix(ENDINGS[self._form]))
        self._fit()

    @on(RadioSet.Changed, "#share")
    def _shared(self, event: RadioSet.Changed) -> None:
        self._share = Share(event.pressed.name or self._share)
        self._fit()

    @on(Checkbox.Changed, "#pictures")
    def _pictured(self) -> None:
        self._fit()
        self.query_one("#pictures-note").scroll_visible(animate=False)

    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    def _save(self) -> None:
        typed = self.query_one("#file", Input).value.strip()
        said = self.query_one("#problem", Static)
        said.remove_class("-saved")
        if not typed:
            said.update(_("Please give the file a name."))
            return
        said.update(_("Writing …"))
        self.run_worker(self._write(Path(typed).expanduser()), exclusive=True)

    async def _write(self, path: Path) -> None:
        try:
            wish = self._wish()
            # Aside, so that keys work and the screen is drawn: sheets with pictures take a moment on an old computer.
            data = await asyncio.to_thread(write_as, wish, self.work.marked(), self.work.guidance, self.work.plan())
            write_export(path, data)
        except SelfcheckError as error:
            way_out = error.way_out if type(error) is UsageError else _("Choose another name or folder.")
            self.query_one("#problem", Static).update(f"{error.sentence} {way_out}")
            return
        self._saved(path, len(wish.pictures))

    def _saved(self, path: Path, pictures: int) -> None:
        lines = [
            _("Saved: {file}").format(file=safe_text(str(path), 200)),
            _("Only you can read it. To remove it, delete that file."),
        ]
        if pictures:
            lines.insert(1, several("{n} picture is in it.", "{n} pictures are in it.", pictures))
        said = self.query_one("#problem", Static)
        said.update("\n".join(lines))
        said.add_class("-saved")
        back = self.query_one("#back", Button)
        back.label = _("Back to the checklist")
        back.refresh(layout=True)
        back.focus()

    def _wish(self) -> Wish:
        """What stands in the form. Raises `UsageError` for a time that is none, and where there are no pictures."""
        ticked = {name: self.query_one(f"#{name}", Tick) for name in ("large", "letter", "pictures")}
        wish = Wish(
            self._form,
            self._share,
            large=ticked["large"].value,
            paper="letter" if ticked["letter"].value else "a4",
        )
        if self._form is Format.ICAL:
            from selfcheck.output.ical import remind_on

            return replace(wish, remind_on=remind_on(self.query_one("#remind", Input).value, date.today()))
        if ticked["pictures"].value and ticked["pictures"].display:
            pictures = self.work.covered_pictures()
            if not pictures:
                raise UsageError(_("There are no pictures to put in."), _("Take the tick away to save without them."))
            return replace(wish, pictures=pictures)
        return wish

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.dismiss()
