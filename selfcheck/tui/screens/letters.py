"""Letters to others, filled with a page's address: to copy, or to save as a file. Nothing is sent."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ItemGrid, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Input, RadioSet, Static

from selfcheck.errors import SelfcheckError
from selfcheck.guidance.letters import Law, Letter, LetterSet, filled, letter_languages, load_letters
from selfcheck.i18n import N_, Texts, _
from selfcheck.model.safe_text import safe_text
from selfcheck.output.wording.sources import fact_provenance
from selfcheck.output.write_file import free_name, write_export
from selfcheck.platforms.addresses import parse_address
from selfcheck.session.workspace import Workspace
from selfcheck.tui.screens.saving import default_folder
from selfcheck.tui.text import Parts
from selfcheck.tui.widgets.choices import Choice
from selfcheck.tui.widgets.keybar import KeyBar

_SHORT = Texts(
    lambda: {
        "school": _("School"),
        "employer": _("Employer"),
        "friend": _("Friend"),
        "site-owner": _("Site owner"),
    }
)
_LANGUAGES = {"en": "English", "ko": "한국어"}


class LettersScreen(Screen[None]):
    """To whom, in which language, the page's address; below it the letter."""

    HELP = N_(
        "A short, polite letter to someone who shows a photo of you. Choose to whom and in which language, type the "
        "page's address, and copy the text or save it as a file. Ctrl+T changes the law it names. You send it yourself."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+y", "copy", N_("Copy"), key_display="Ctrl+Y"),
        Binding("ctrl+s", "save", N_("Save as a file"), key_display="Ctrl+S"),
        Binding("ctrl+t", "law", N_("Other law"), key_display="Ctrl+T"),
    ]

    def __init__(self, work: Workspace, folder: Path | None = None) -> None:
        super().__init__()
        self.work = work
        self._folder = folder or default_folder()
        self._who = "school"
        self._language = load_letters(work.guidance.language).language
        self._law = ""

    def compose(self) -> ComposeResult:
        """The choices, the letter."""
        with RadioSet(compact=True, id="who"):
            for name, words in _SHORT.items():
                yield Choice(words, value=name == self._who, name=name)
        with RadioSet(compact=True, id="language"):
            for name in letter_languages():
                yield Choice(_LANGUAGES.get(name, name), value=name == self._language, name=name)
        yield Input(placeholder=_("The page's address: https://"), id="address", compact=True)
        yield Static("", id="said", markup=False)
        with VerticalScroll(id="sheet"):
            yield Static("", id="letter", markup=False)
        with ItemGrid(min_column_width=16, classes="doors"):
            yield Button(_("Copy"), id="copy", variant="primary", compact=True)
            yield Button(_("Save as a file"), id="save", compact=True)
            yield Button(_("Other law"), id="law", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Draw the letter."""
        self._draw()

    def _now(self) -> tuple[LetterSet, Letter, Law]:
        letters = load_letters(self._language)
        letter = letters.letters[self._who]
        return letters, letter, letters.law_for(letter, self._law)

    def _written(self) -> str:
        typed = self.query_one("#address", Input).value.strip()
        said = self.query_one("#said", Static)
        url = ""
        said.update("")
        if typed:
            try:
                url = parse_address(typed).url
            except SelfcheckError as error:
                said.update(error.sentence)
        letters, letter, law = self._now()
        return filled(letters, letter, law, {"address": url})

    def _draw(self) -> None:
        _letters, letter, law = self._now()
        here = load_letters(self.work.guidance.language)  # below it all is for the person
        parts: Parts = [self._written()]
        parts += [("\n" + _("For you, not for the letter") + "\n", "bold"), f"{here.opening}\n"]
        parts += [f"· {line}\n" for line in here.mind]
        law = here.laws[law.id]
        parts += [(f"\n{law.title}\n", "bold"), f"{law.fact}\n"]
        if law.limits:
            parts.append(f"{law.limits}\n")
        if law.facts is not None:
            parts.append((f"{fact_provenance(law.facts)}\n", "$foreground 65%"))
            for words, address in (
                (_("Source: {address}"), law.facts.source),
                (_("The law itself: {address}"), law.facts.url),
            ):
                if address:
                    parts.append((words.format(address=address) + "\n", "$foreground 65%"))
        self.query_one("#letter", Static).update(Content.assemble(*parts))
        self.query_one("#law", Button).disabled = not letter.laws

    @on(RadioSet.Changed, "#who")
    def _to(self, event: RadioSet.Changed) -> None:
        self._who, self._law = event.pressed.name or self._who, ""
        self._draw()

    @on(RadioSet.Changed, "#language")
    def _in(self, event: RadioSet.Changed) -> None:
        self._language, self._law = event.pressed.name or self._language, ""
        self._draw()

    @on(Input.Changed, "#address")
    def _typed(self) -> None:
        self._draw()

    @on(Button.Pressed, "#law")
    def action_law(self) -> None:
        """Let the letter name the next law it may name, or none."""
        _letters, letter, law = self._now()
        names = [*letter.laws, "none"]
        self._law = names[(names.index(law.id) + 1) % len(names)] if law.id in names else names[0]
        self._draw()

    @on(Button.Pressed, "#copy")
    def action_copy(self) -> None:
        """Put the letter where it can be pasted from."""
        self.app.copy_to_clipboard(self._written())
        told = _("Copied, if your terminal allows it. Other programs on this computer can read what is copied.")
        self.query_one("#said", Static).update(told)

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Write the letter to a new file beside the exports."""
        path = free_name(self._folder, f"letter-{self._who}-{self._language}", ".txt")
        said = self.query_one("#said", Static)
        text = self._written()
        try:
            write_export(path, text.encode())
        except SelfcheckError as error:
            said.update(error.sentence)
            return
        told = _("Saved: {file}. Only you can read it. To remove it, delete that file.")
        said.update(told.format(file=safe_text(str(path), 200)))
