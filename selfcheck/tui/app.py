"""The app: the keys that work on every screen, and the way between screens."""

from __future__ import annotations

import os
from pathlib import Path
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.events import Key
from textual.worker import WorkerFailed

from selfcheck.errors import ExitCode
from selfcheck.i18n import N_, _, translated
from selfcheck.model import EngineName
from selfcheck.net.policy import NetPolicy
from selfcheck.net.proxy import Proxy
from selfcheck.session.shutdown import terminal_has_closed, when_ended_from_outside
from selfcheck.session.workspace import Workspace
from selfcheck.tui.leaving import leaving_nothing
from selfcheck.tui.letters import small_letter
from selfcheck.tui.screens.again import AgainScreen
from selfcheck.tui.screens.checking import CheckingScreen
from selfcheck.tui.screens.curtain import CurtainScreen
from selfcheck.tui.screens.help_now import HelpNowScreen
from selfcheck.tui.screens.keys import KeysScreen
from selfcheck.tui.screens.welcome import WelcomeScreen


class SelfcheckApp(App[None]):
    """One sitting. `demo` opens on the bundled profile; `policy` and `folder` are for tests alone."""

    TITLE = "selfcheck"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", N_("Back"), priority=True, key_display="Esc"),
        Binding("f1,question_mark", "keys", N_("Help"), key_display="F1"),
        Binding("f9,ctrl+l", "curtain", N_("Hide"), priority=True, key_display="F9"),
        Binding("f8", "happened", N_("It happened"), key_display="F8"),
        Binding("ctrl+q", "quit", N_("Leave"), priority=True, key_display="Ctrl+Q"),
    ]

    def __init__(
        self,
        *,
        demo: bool = False,
        engine: EngineName = EngineName.YUNET,
        policy: NetPolicy | None = None,
        folder: Path | None = None,
        proxy: Proxy | None = None,
        require_sandbox: bool = False,
    ) -> None:
        super().__init__()
        # Textual prints a fault with every value around it, and so addresses and captions, where the next person at
        # this terminal finds them. The command line tells it instead, without them.
        self.error_console.quiet = True
        self.fault: BaseException | None = None
        self.work = Workspace(
            demo=demo, engine=engine, policy=policy, folder=folder, proxy=proxy, require_sandbox=require_sandbox
        )

    def _handle_exception(self, error: Exception) -> None:
        """Textual's own, called for whatever nobody caught; it ends the app. Keep the fault for the command line.

        Once the person leaves, Textual mounts nothing more (8.2, `Widget.mount`), yet still tells a screen on its way
        that it has been mounted: it then finds none of its parts, and nobody is there to see it.
        """
        if self._exit and isinstance(error, NoMatches):
            return
        if self.fault is None:
            self.fault = error.error if isinstance(error, WorkerFailed) else error
        super()._handle_exception(error)

    def on_mount(self) -> None:
        """Open the first screen."""
        when_ended_from_outside(self._ended_from_outside)
        self.push_screen(WelcomeScreen(self.work))

    def _ended_from_outside(self) -> None:
        """Leave as by key, so that the terminal is given back. Where it has closed, there is nothing to give back.

        Textual would then wait for good for what it wrote to be taken. The workers go with this process.
        """
        if terminal_has_closed():
            os._exit(ExitCode.INTERRUPTED)
        self.exit()

    def action_again(self) -> None:
        """Check the same pages again, and compare."""
        self.push_screen(AgainScreen(self.work))

    def on_key(self, event: Key) -> None:
        """Take a capital or a Hangul letter for the key it is. What is typed into a field never comes here."""
        if letter := small_letter(event.key):
            event.stop()
            event.prevent_default()
            self.simulate_key(letter)

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver for this system, which leaves nothing in the terminal."""
        return leaving_nothing(super().get_driver_class())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no way back from the first screen; leaving is a key of its own. Behind the curtain nothing moves."""
        if isinstance(self.screen, CurtainScreen):
            return action in {"curtain", "quit"}
        return len(self.screen_stack) > 2 if action == "back" else True

    async def action_back(self) -> None:
        """Go to the screen before, unless the screen has something to end first."""
        go_back = getattr(self.screen, "go_back", None)
        if go_back is None or not go_back():
            self.pop_screen()  # not awaited: a click comes from a widget of the screen that goes

    def action_curtain(self) -> None:
        """Hide everything at once, or show it again."""
        if isinstance(self.screen, CurtainScreen):
            self.pop_screen()
        else:
            self.push_screen(CurtainScreen())

    def action_help_quit(self) -> None:
        """Ctrl+C with nothing to copy: stop a check under way, else say how to leave."""
        for screen in self.screen_stack:
            if isinstance(screen, CheckingScreen) and screen.running:
                screen.action_stop()
                return
        self.notify(_("To leave, press Ctrl+Q."), timeout=5)

    def action_keys(self) -> None:
        """Open the help of this screen."""
        if isinstance(self.screen, KeysScreen):
            return
        keys = [
            (self.get_key_display(active.binding), translated(active.binding.description))
            for active in self.screen.active_bindings.values()
            if active.binding.show and active.binding.description
        ]
        about = translated(getattr(self.screen, "HELP", None) or "")
        self.push_screen(KeysScreen(self.work, about, list(dict.fromkeys(keys))))

    def action_happened(self) -> None:
        """Open what to do, and who helps, when it has already happened."""
        if not isinstance(self.screen, HelpNowScreen):
            self.push_screen(HelpNowScreen(self.work))
