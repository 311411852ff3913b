"""Before more is asked of the person's own profiles: why a code is asked for, the code, and how to go on."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ItemGrid, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Static

from selfcheck.i18n import N_, _, translated
from selfcheck.output.wording.report import shown_page
from selfcheck.session.ownership import MAX_OWN_PICTURES, OwnershipCode
from selfcheck.session.workspace import Workspace
from selfcheck.tui.hanging import Hanging
from selfcheck.tui.widgets.keybar import KeyBar

_FOR: Final = N_(
    "There are more pictures here than the newest ones. selfcheck can look at all of yours, up to {most} of a profile."
)
_WHY: Final = N_(
    "It first asks for a sign that the profile is yours. Without one, anybody could use it to collect somebody else's "
    "pictures."
)
_EACH: Final = N_("Put it into each of these profiles, or into one if they point at each other with rel=me.")


class AllMineScreen(Screen[OwnershipCode | None]):
    """The code and what to do with it. Answers with it once the person says that it is in the profile."""

    HELP = N_(
        "Only the owner of a profile can change its bio. So a code that stands there shows that the profile is yours. "
        "The code is random, is kept in memory alone and is sent nowhere. selfcheck reads the profile again, as a "
        "stranger sees it, and looks for the code. If two of your pages point at each other with rel=me, the code in "
        "one of them is enough. What was seen so far stays, whichever way you go on."
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "read_on(1)", N_("Read on"), show=False),
        Binding("pageup", "read_on(-1)", N_("Back up"), show=False),
    ]

    def __init__(self, work: Workspace) -> None:
        super().__init__()
        self.work = work
        self._now = time.monotonic()
        self._proof = work.own_proof(self._now)

    def compose(self) -> ComposeResult:
        """What it is for, why a code, what to do, until when, the two ways on."""
        until = datetime.now() + timedelta(seconds=self._proof.seconds_left(self._now) or 0)
        with VerticalScroll(id="about"):
            yield Static(_("All of your own pictures"), classes="title", markup=False)
            pages = [Static(f"  {shown_page(url)}", markup=False) for url in self.work.more]
            if len(pages) == 1:
                yield from pages
            yield Static(f"{translated(_FOR).format(most=f'{MAX_OWN_PICTURES:,}')} {translated(_WHY)}\n", markup=False)
            for number, line in enumerate(self.work.guidance.show_as_own, start=1):
                before, code, after = line.partition("{code}")
                shown = (f"\n   {self._proof.code}", "bold $accent") if code else ""
                yield Static(Hanging(Content.assemble(f"{number}. {before.rstrip()}", shown, after)), markup=False)
            yield Static(
                _("The code is valid until {time}.").format(time=until.time().isoformat("minutes")),
                id="until",
                markup=False,
            )
            if len(pages) > 1:  # last, so that many of them do not push the code off the screen
                yield Static(f"\n{translated(_EACH)}", markup=False)
                yield from pages
        with ItemGrid(min_column_width=26, classes="doors"):
            yield Button(_("I have put it there"), id="put", variant="primary", compact=True)
            yield Button(_("Go on without"), id="without", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Enter goes on, as the lines say."""
        self.query_one("#put").focus()

    def action_read_on(self, way: int) -> None:
        """Read on below, without leaving the button."""
        about = self.query_one("#about", VerticalScroll)
        about.scroll_relative(y=way * max(1, about.size.height - 1), animate=False)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(self._proof if event.button.id == "put" else None)
