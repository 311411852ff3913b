"""The person's own pages, each with their word for it. Nothing starts before every page has one."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Paste
from textual.screen import Screen
from textual.widgets import Button, Input, RadioSet, Static

from selfcheck.errors import SelfcheckError
from selfcheck.i18n import N_, _, translated
from selfcheck.platforms.addresses import MAX_ADDRESSES, pages_of
from selfcheck.platforms.pasted import addresses_in
from selfcheck.session import Elsewhere, first_addresses, hosts_of
from selfcheck.session.page_set import NamedPage
from selfcheck.session.workspace import Workspace
from selfcheck.tui.screens.checking import CheckingScreen
from selfcheck.tui.screens.handing_in import HandingInScreen
from selfcheck.tui.widgets.address_row import AddressRow
from selfcheck.tui.widgets.choices import Choice
from selfcheck.tui.widgets.keybar import KeyBar

_ASK: Final = N_("Your own pages. Copy each address from your browser and press Enter.")
_DEMO: Final = N_("The made-up person's pages. With your own, you say for each one whose it is.")
_EMPTY: Final = N_("No page yet. For example: https://www.instagram.com/your.name")


def _elsewhere_words() -> dict[Elsewhere, str]:
    return {
        Elsewhere.ASK_FOR: _("Ask for them"),
        Elsewhere.ASK_ME: _("Ask me first"),
        Elsewhere.LEAVE_OUT: _("Leave them out"),
    }


def _parts(line: str) -> list[str]:
    """Several addresses in one line, or all of it where nothing looks like one, so that it is told as typed."""
    found = addresses_in(line)
    if found != [line]:
        return found
    parts = line.split()
    return parts if any("." in part or "/" in part for part in parts) else [line.strip()] if parts else []


class AddressInput(Input):
    """One line for addresses. Several pasted lines become several addresses."""

    def _on_paste(self, event: Paste) -> None:
        super()._on_paste(Paste(" ".join(event.text.split())))
        event.prevent_default()
        event.stop()


class AddressesScreen(Screen[None]):
    """Add pages, say whose they are, start."""

    HELP = N_(
        "Name the public pages that are yours, up to 20. For each, say that it is yours, or that its owner is here "
        "with you. selfcheck does not search for people and does not follow links to other pages. Pages often keep "
        "their pictures on other sites. These are named before they are asked; you can also be asked first, or leave "
        "those pictures out."
    )

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "download", N_("My download"), key_display="F4")]

    def __init__(self, work: Workspace) -> None:
        super().__init__()
        self.work = work

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The made-up person has no download."""
        return not self.work.demo if action == "download" else True

    def compose(self) -> ComposeResult:
        """An input line, the pages, the start button."""
        yield Static(translated(_DEMO) if self.work.demo else translated(_ASK), markup=False)
        with Horizontal(classes="entry"):
            yield AddressInput(placeholder="https://", id="address", compact=True, disabled=self.work.demo)
            yield Button(_("Add"), id="add", compact=True, disabled=self.work.demo)
        yield Static("", id="problem", markup=False)
        yield VerticalScroll(id="rows", can_focus=False)
        with Vertical(id="way"):
            yield Static("", id="hosts", classes="quiet", markup=False)
            yield Static(_("Pictures on other sites:"), markup=False)
            with RadioSet(id="elsewhere", compact=True):
                for choice, words in _elsewhere_words().items():
                    yield Choice(words, value=choice is self.work.elsewhere, name=choice.value)
        with Horizontal(classes="doors"):
            yield Button(_("Start the check"), id="start", variant="primary", compact=True)
            yield Static("", id="hint", markup=False)
        with Horizontal(classes="doors"):
            yield Button(_("I have my data download"), id="download", compact=True, disabled=self.work.demo)
        yield KeyBar()

    async def on_mount(self) -> None:
        """Show the pages named before."""
        self.query_one("#start" if self.work.demo else "#address").focus()
        await self._fill()

    async def _fill(self) -> None:
        rows = self.query_one("#rows")
        await rows.remove_children()
        names = self.work.guidance.platforms
        if self.work.named:
            await rows.mount_all(AddressRow(page, names[page.address.platform].name) for page in self.work.named)
        else:
            await rows.mount(Static(translated(_EMPTY), classes="quiet", markup=False))
        self._refresh()

    def _refresh(self) -> None:
        waiting = sum(page.consent is None for page in self.work.named)
        self.query_one("#start", Button).disabled = not self.work.named or bool(waiting)
        hint = _("Please say whose page it is: {number} to go.").format(number=waiting) if waiting else ""
        self.query_one("#hint", Static).update(hint)
        self.query_one("#way").display = bool(self.work.named)
        self.query_one("#hosts", Static).update(self._hosts())

    def _hosts(self) -> str:
        """What will be asked, before anything is: hosts that no line above shows come first."""
        pages = [page.address.url for page in self.work.named]
        shown = hosts_of(pages)
        hosts = sorted(hosts_of(first_addresses(pages)), key=shown.__contains__)
        if self.work.demo:
            return _("Nothing is asked for: the made-up person's pages are part of this program.")
        if self.work.proxy is None:
            return _("Will be asked: {hosts}").format(hosts=", ".join(hosts))
        return _("Will be asked, through the proxy {place}: {hosts}").format(
            place=self.work.proxy.place, hosts=", ".join(hosts)
        )

    @on(RadioSet.Changed, "#elsewhere")
    def _chose_elsewhere(self, event: RadioSet.Changed) -> None:
        self.work.elsewhere = Elsewhere(event.pressed.name or "")

    @on(Input.Submitted, "#address")
    @on(Button.Pressed, "#add")
    async def _add(self) -> None:
        """Take in what was typed. What cannot be taken stays in the line, with the reason below it."""
        line = self.query_one("#address", Input)
        left: list[str] = []
        problem = ""
        for typed in _parts(line.value):
            try:
                pages = pages_of(typed, self.work.policy)
            except SelfcheckError as error:
                left.append(typed)
                problem = problem or str(error)
                continue
            known = {page.address.url for page in self.work.named}
            new = [page for page in pages if page.url not in known]
            if not new:
                problem = problem or _("This page is on the list already.")
            elif len(self.work.named) + len(new) > MAX_ADDRESSES:
                left.append(typed)
                full = _("A check takes at most {most} pages, enough for one person's own.").format(most=MAX_ADDRESSES)
                problem = problem or full
            else:
                self.work.named.extend(map(NamedPage, new))
        if not line.value.strip():
            problem = _("Copy the address of your page from your browser into this line.")
        line.value = " ".join(left)
        line.cursor_position = len(line.value)
        self.query_one("#problem", Static).update(problem)
        await self._fill()
        rows = self.query(AddressRow)
        if rows and not problem:
            rows.last().scroll_visible()

    @on(AddressRow.Changed)
    def _answered(self) -> None:
        self._refresh()

    @on(AddressRow.Removed)
    async def _removed(self, event: AddressRow.Removed) -> None:
        self.work.named.remove(event.row.named)
        await self._fill()
        self.query_one("#address" if not self.work.demo else "#start").focus()

    @on(Button.Pressed, "#download")
    def action_download(self) -> None:
        """Hand in a data download, a saved page or a folder of pictures instead of an address."""
        if not self.work.demo:
            self.app.push_screen(HandingInScreen(self.work))

    @on(Button.Pressed, "#start")
    def _start(self) -> None:
        if self.work.agreed():
            self.app.push_screen(CheckingScreen(self.work))
