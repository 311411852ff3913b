"""One official address: as a code for a phone, or opened in the browser after saying what that does."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widgets import Button, Static

from selfcheck.i18n import N_, _
from selfcheck.output.qr import qr_lines, qr_size
from selfcheck.session.workspace import Workspace
from selfcheck.tui.open_browser import Opened, open_official
from selfcheck.tui.widgets.keybar import KeyBar

_DARK_ON_LIGHT = Style(foreground=Color(0, 0, 0), background=Color(255, 255, 255))


class CodeScreen(Screen[None]):
    """The address and its code, black on white on any terminal."""

    HELP = N_("Point your phone's camera at the code. It holds the address above it and nothing else.")

    def __init__(self, work: Workspace, address: str) -> None:
        super().__init__()
        self.work = work
        self.address = address

    def compose(self) -> ComposeResult:
        """The address, the code."""
        yield Static(self.address, id="address", markup=False)
        with VerticalScroll():
            yield Static("", id="code", markup=False)
            yield Static("", id="problem", markup=False)
        yield KeyBar()

    def on_resize(self) -> None:
        """Draw the code if all of it fits: half a code is none."""
        columns, lines = qr_size(self.address)
        room = self.query_one(VerticalScroll).size
        fits = room.width >= columns and room.height >= lines
        code, problem = self.query_one("#code", Static), self.query_one("#problem", Static)
        code.display, problem.display = fits, not fits
        if fits:
            code.update(Content("\n").join(Content.styled(line, _DARK_ON_LIGHT) for line in qr_lines(self.address)))
        else:
            problem.update(
                _(
                    "The code does not fit: it needs {columns} columns and {lines} lines. Make the window larger."
                ).format(columns=columns + 2, lines=lines + 2)
            )


class OpeningScreen(Screen[None]):
    """What opening a browser means, and the key that does it."""

    HELP = N_("Your browser is another program. What it sends is between it and the site; selfcheck does not see it.")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("o", "open", N_("Open"))]

    def __init__(self, work: Workspace, address: str) -> None:
        super().__init__()
        self.work = work
        self.address = address

    def compose(self) -> ComposeResult:
        """The address, what opening it does, the two answers."""
        with VerticalScroll():
            yield Static(_("Open this page in your browser?"), classes="title", markup=False)
            yield Static(f"\n{self.address}\n", markup=False)
            yield Static(
                _(
                    "This starts your browser, which then talks to the site as you: with its cookies, and logged in if "
                    "you are. selfcheck itself sends nothing, and does not see what you do there."
                ),
                markup=False,
            )
            yield Static("", id="said", markup=False)
        with Horizontal(classes="doors"):
            yield Button(_("Back"), id="back", compact=True)
            yield Button(_("Open in my browser"), id="open", compact=True)
        yield KeyBar()

    @on(Button.Pressed, "#open")
    def action_open(self) -> None:
        """Open it."""
        self.query_one("#said", Static).update("\n" + _("Opening …"))
        self._open()

    @work(exclusive=True)
    async def _open(self) -> None:
        opened = await asyncio.to_thread(open_official, self.address, self.work.guidance)
        told = (
            _("It is opened in your browser.")
            if opened is Opened.OPENED
            else _("No browser could be opened from here. Use the address, or the code with your phone.")
        )
        self.query_one("#said", Static).update(f"\n{told}")
        self.app.refresh(repaint=True)  # a browser may have written over the screen

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.dismiss()
