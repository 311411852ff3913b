"""Where and how to save the checklist. It never holds pictures, and addresses only when asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from platformdirs import user_documents_path
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Input, Label, RadioSet, Static

from selfcheck.errors import SelfcheckError
from selfcheck.export.document import Document, build_document
from selfcheck.export.files import write_export
from selfcheck.export.html import to_html
from selfcheck.export.markdown import to_markdown
from selfcheck.safetext import safe_text
from selfcheck.tui.widgets.choices import Choice, Tick
from selfcheck.tui.widgets.keybar import KeyBar
from selfcheck.tui.work import Work

_FORMS: Final[dict[str, tuple[str, str, Callable[[Document], bytes]]]] = {
    "html": ("A page to print (HTML)", ".html", to_html),
    "markdown": ("Text for notes (Markdown)", ".md", to_markdown),
}


def default_folder() -> Path:
    """The person's documents folder, or their home where there is none."""
    folder = user_documents_path()
    return folder if folder.is_dir() else Path.home()


class SavingScreen(Screen[None]):
    """Format, place, and whether addresses go in."""

    HELP = (
        "Choose a format and a place. The file holds steps and marks, never pictures. It can be read by this "
        "computer's user alone. To remove it later, delete that one file."
    )

    def __init__(self, work: Work, folder: Path | None = None) -> None:
        super().__init__()
        self.work = work
        self._folder = folder or default_folder()
        self._form = "html"

    def compose(self) -> ComposeResult:
        """A short form."""
        with VerticalScroll(id="dialog", can_focus=False):
            yield Static("Save the checklist", classes="title", markup=False)
            with RadioSet(id="form", compact=True):
                for name, (words, _, _) in _FORMS.items():
                    yield Choice(words, value=name == self._form, name=name)
            yield Label("File")
            yield Input(str(self._folder / f"selfcheck-checklist{_FORMS[self._form][1]}"), id="file", compact=True)
            yield Tick("Also write the addresses of my pages and photos", id="addresses", compact=True)
            yield Static("", id="problem", markup=False)
            with Horizontal(classes="doors"):
                yield Button("Save", id="save", variant="primary", compact=True)
                yield Button("Back", id="back", compact=True)
        yield KeyBar()

    @on(RadioSet.Changed, "#form")
    def _formed(self, event: RadioSet.Changed) -> None:
        self._form = event.pressed.name or self._form
        line = self.query_one("#file", Input)
        endings = tuple(ending for _, ending, _ in _FORMS.values())
        if line.value.endswith(endings):
            line.value = str(Path(line.value).with_suffix(_FORMS[self._form][1]))

    @on(Input.Submitted, "#file")
    @on(Button.Pressed, "#save")
    def _save(self) -> None:
        typed = self.query_one("#file", Input).value.strip()
        said = self.query_one("#problem", Static)
        said.remove_class("-saved")
        if not typed:
            said.update("Please give the file a name.")
            return
        path = Path(typed).expanduser()
        document = build_document(
            self.work.marked(), self.work.guidance, addresses=self.query_one("#addresses", Tick).value
        )
        try:
            write_export(path, _FORMS[self._form][2](document))
        except SelfcheckError as error:
            said.update(f"{error.sentence} Choose another name or folder.")
            return
        said.update(f"Saved: {safe_text(str(path), 200)}\nOnly you can read it. To remove it, delete that file.")
        said.add_class("-saved")
        back = self.query_one("#back", Button)
        back.label = "Back to the checklist"
        back.refresh(layout=True)
        back.focus()

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.dismiss()
