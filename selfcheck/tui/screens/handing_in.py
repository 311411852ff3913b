"""Where a person names their data download, a saved page or a folder of pictures. Nothing is fetched for it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Input, Static

from selfcheck.errors import SelfcheckError
from selfcheck.imports.opening import open_store
from selfcheck.language import _
from selfcheck.tui.screens.checking import CheckingScreen
from selfcheck.tui.widgets.keybar import KeyBar
from selfcheck.tui.work import Work

_ASK: Final = _("The path of your file or folder. It is read here; nothing is fetched and nothing is sent.")
_KINDS: Final = _(
    "Your data download, as it came from the site (zip, tar.gz) or unpacked.\n"
    "A page you saved from your browser (HTML, MHTML, HAR).\n"
    "A folder of pictures that you have not posted yet.\n\n"
    "How to ask a site for your data: selfcheck steps, and docs/imports.md."
)


class HandingInScreen(Screen[None]):
    """An input for a path, and the way on."""

    HELP = _(
        "Sites that show strangers little can still give you your own data. Type or paste the path of that file. Most "
        "terminals also write it when you drop the file on them."
    )

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.work = work

    def compose(self) -> ComposeResult:
        """What it is for, the path, what can be handed in."""
        yield Static(_ASK, markup=False)
        with Horizontal(classes="entry"):
            yield Input(value=str(self.work.file or ""), placeholder="~/Downloads/", id="path", compact=True)
        yield Static("", id="problem", markup=False)
        with VerticalScroll(id="kinds", can_focus=False):
            yield Static(_KINDS, classes="quiet", markup=False)
        with Horizontal(classes="doors"):
            yield Button(_("Look into it"), id="look", variant="primary", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Ready to type."""
        self.query_one("#path").focus()

    @on(Input.Submitted, "#path")
    @on(Button.Pressed, "#look")
    def _look(self) -> None:
        """Go on if there is something to read; otherwise say why not."""
        typed = self.query_one("#path", Input).value.strip().strip("'\"").removeprefix("file://")
        problem = _("Type or paste the path of your file or folder into this line.")
        if typed:
            path = Path(typed)
            try:
                path = path.expanduser()
                open_store(path).close()
            except SelfcheckError as error:
                problem = str(error)
            except RuntimeError:  # "~" of someone who is not there
                problem = _("There is no such folder.")
            else:
                problem = ""
                self.work.show_file(path)
                self.app.push_screen(CheckingScreen(self.work))
        self.query_one("#problem", Static).update(problem)

    def go_back(self) -> bool:
        """Turn to the person's pages again."""
        self.work.show_own()
        return False
