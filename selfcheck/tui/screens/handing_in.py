"""Where a person names their data download, a saved page or a folder of pictures. Nothing is fetched for it."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Input, Static

from selfcheck.errors import SelfcheckError
from selfcheck.guidance.model import Guidance
from selfcheck.imports.kinds import KINDS
from selfcheck.imports.typed import typed_path
from selfcheck.language import _
from selfcheck.session.opening import open_store
from selfcheck.tui.hanging import Hanging
from selfcheck.tui.screens.checking import CheckingScreen
from selfcheck.tui.widgets.keybar import KeyBar
from selfcheck.tui.work import Work

_ASK: Final = _("The path of your file or folder. It is read here; nothing is fetched and nothing is sent.")
_KINDS: Final = _(
    "Your data download, as it came from the site (zip, tar.gz) or unpacked. "
    "In several parts: the folder they lie in.\n"
    "A page you saved from your browser (HTML, MHTML, HAR).\n"
    "A folder of pictures that you have not posted yet."
)


def ways_to_ask(guidance: Guidance) -> Content:
    """Where each site hands out its download, as far as that is known."""
    parts: list[str | Content | tuple[str, str]] = [
        (f"\n{_('How to ask for your download (Page Down reads on)')}\n", "bold")
    ]
    parts.append((f"{_('Menus move, so the labels may differ a little. Choose JSON where you can.')}\n", "$text-muted"))
    for kind in KINDS:
        platform = guidance.platforms[kind.platform]
        ways = [(_("App"), platform.export_mobile), (_("Web"), platform.export_web)]
        told = [f"  {where}: {' → '.join(path)}\n" for where, path in ways if path]
        if told:
            parts += [(f"{kind.name}\n", "underline"), *told]
    return Content.assemble(*parts).rstrip()


class HandingInScreen(Screen[None]):
    """An input for a path, and the way on."""

    HELP = _(
        "Sites that show strangers little can still give you your own data. Type or paste the path of that file. Most "
        "terminals also write it when you drop the file on them. Page Down reads on below."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        # Not in the key bar: one that grows as the line is left moves the button away from under the mouse.
        Binding("pagedown", "scroll_kinds(1)", _("Read on"), show=False),
        Binding("pageup", "scroll_kinds(-1)", _("Back up"), show=False),
    ]

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.work = work

    def compose(self) -> ComposeResult:
        """What it is for, the path, what can be handed in."""
        yield Static(_ASK, markup=False)
        with Horizontal(classes="entry"):
            yield Input(value=str(self.work.file or ""), placeholder="~/Downloads/", id="path", compact=True)
        yield Static("", id="problem", markup=False)
        with VerticalScroll(id="kinds"):
            yield Static(_KINDS, classes="quiet", markup=False)
            yield Static(Hanging(ways_to_ask(self.work.guidance)), markup=False)
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
        typed = self.query_one("#path", Input).value
        problem = _("Type or paste the path of your file or folder into this line.")
        if typed.strip():
            path = typed_path(typed)
            try:
                open_store(path).close()
            except SelfcheckError as error:
                problem = str(error)
            else:
                problem = ""
                self.work.show_file(path)
                self.app.push_screen(CheckingScreen(self.work), self._tell)
        self._tell(problem)

    def _tell(self, problem: str | None) -> None:
        """Say why this path leads nowhere, under the line it was typed into."""
        self.query_one("#problem", Static).update(problem or "")

    def action_scroll_kinds(self, way: int) -> None:
        """Read on below, without leaving the line."""
        kinds = self.query_one("#kinds", VerticalScroll)
        kinds.scroll_relative(y=way * max(1, kinds.size.height - 1), animate=False)

    def go_back(self) -> bool:
        """Turn to the person's pages again."""
        self.work.show_own()
        return False
