"""One page the person named: its address, whose it is, and a way to take it out again."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Button, RadioSet, Static

from selfcheck.i18n import Texts, _
from selfcheck.model import Consent
from selfcheck.session.page_set import NamedPage
from selfcheck.tui.widgets.choices import Choice

_WORDS = Texts(lambda: {Consent.MINE: _("This is my page"), Consent.WITH_OWNER: _("Its owner is here with me")})


class AddressRow(Vertical):
    """A page and the person's word for it. It starts without one unless the person gave it before."""

    class Changed(Message):
        """The person gave their word for this page."""

    class Removed(Message):
        """The person takes this page out."""

        def __init__(self, row: AddressRow) -> None:
            super().__init__()
            self.row = row

    def __init__(self, named: NamedPage, platform_name: str) -> None:
        super().__init__()
        self.named = named
        self._platform_name = platform_name

    def compose(self) -> ComposeResult:
        """The address, however long; what it is, and "Take out"; the two answers."""
        yield Static(self.named.address.url, markup=False, classes="address")
        with Horizontal():
            yield Static(self._platform_name, markup=False, classes="platform")
            yield Button(_("Take out"), compact=True)
        with RadioSet(compact=True):
            for consent, words in _WORDS.items():
                yield Choice(words, value=self.named.consent is consent, name=consent.value)

    @on(RadioSet.Changed)
    def _answered(self, event: RadioSet.Changed) -> None:
        event.stop()
        self.named.consent = Consent(event.pressed.name or "")
        self.post_message(self.Changed())

    @on(Button.Pressed)
    def _taken_out(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.Removed(self))
