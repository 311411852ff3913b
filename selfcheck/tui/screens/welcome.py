"""The first screen: what this is, what it promises, and the door for those who need help now."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ItemGrid, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Static

from selfcheck.i18n import N_, _, translated
from selfcheck.model import EngineName
from selfcheck.output.wording.engines import engine_notice
from selfcheck.session.workspace import Workspace
from selfcheck.tui.screens.addresses import AddressesScreen
from selfcheck.tui.screens.again import AgainScreen
from selfcheck.tui.screens.help_now import HelpNowScreen
from selfcheck.tui.widgets.keybar import KeyBar

_WHAT: Final = N_("Which photos of your face can a stranger see and save? See for yourself, and show less if you wish.")
PROMISES: Final = (
    N_("Only your own pages. You say so for each one."),
    N_("No log-in, ever. A closed page is told as closed."),
    N_("It finds faces. It never tells whose they are."),
    N_("Pictures stay here. You see every request made."),
    N_("Nothing is saved unless you save it yourself."),
)
_LIMIT: Final = N_("“None seen” is not “safe”: no check finds everything.")
_DEMO: Final = N_("This is the demo: the pages of a made-up person. Nothing is fetched from the internet.")


class WelcomeScreen(Screen[None]):
    """Where everyone starts."""

    HELP = N_(
        "Choose with the arrow keys and Enter, or click. Nothing is asked for on the internet until you start a check."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "app.focus_next", N_("Next"), show=False),
        Binding("up", "app.focus_previous", N_("Before"), show=False),
    ]

    def __init__(self, work: Workspace) -> None:
        super().__init__()
        self.work = work

    def compose(self) -> ComposeResult:
        """What it does, the promises, the doors."""
        with VerticalScroll(can_focus=False):
            yield Static("selfcheck", classes="title", markup=False)
            yield Static(translated(_WHAT), markup=False)
            yield Static("\n".join(f"✓ {translated(promise)}" for promise in PROMISES), id="promises", markup=False)
            second = self.work.engine is EngineName.FACE_RECOGNITION
            yield Static(
                engine_notice() if second else translated(_DEMO) if self.work.demo else translated(_LIMIT),
                classes="quiet",
                markup=False,
            )
        with ItemGrid(min_column_width=32, classes="doors"):
            if self.work.demo:
                yield Button(_("See the demo"), id="demo", variant="primary", compact=True)
                yield Button(_("Check my own pages"), id="own", compact=True)
            else:
                yield Button(_("Check my own pages"), id="own", variant="primary", compact=True)
                yield Button(_("Try it on a made-up person"), id="demo", compact=True)
            if self.work.before() is not None:
                yield Button(_("Check again"), id="again", compact=True)
            yield Button(_("It has already happened to me"), id="happened", compact=True)
            yield Button(_("Leave"), id="leave", compact=True)
        yield KeyBar()

    @on(Button.Pressed, "#own")
    def _own(self) -> None:
        self.work.show_own()
        self.app.push_screen(AddressesScreen(self.work))

    @on(Button.Pressed, "#again")
    def _again(self) -> None:
        self.app.push_screen(AgainScreen(self.work))

    @on(Button.Pressed, "#demo")
    def _demo(self) -> None:
        self.work.show_demo()
        self.app.push_screen(AddressesScreen(self.work))

    @on(Button.Pressed, "#happened")
    def _happened(self) -> None:
        self.app.push_screen(HelpNowScreen(self.work))

    @on(Button.Pressed, "#leave")
    def _leave(self) -> None:
        self.app.exit()
