"""A calm question in the middle of a check: whether other sites may be asked for what is there."""

from __future__ import annotations

import asyncio

from textual import on
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Button, Static

from selfcheck.i18n import _


class OtherSites(Vertical):
    """Names the hosts and waits. It takes no focus: a key meant for something else must not answer it."""

    class Turned(Message):
        """The question came up, or was answered."""

    def __init__(self) -> None:
        super().__init__(id="question")
        self.display = False
        self._answer: asyncio.Future[bool] | None = None

    @property
    def open(self) -> bool:
        """Whether it waits for an answer."""
        return self._answer is not None

    async def ask(self, hosts: tuple[str, ...]) -> bool:
        """Put the question, with two equal answers, and wait for the person as long as they like."""
        words = _("Parts of your pages are also on: {hosts}. May these be asked?").format(hosts=", ".join(hosts))
        self._answer = asyncio.get_running_loop().create_future()
        self.mount(
            Static(words, markup=False),
            Horizontal(
                Button(_("Ask them"), id="ask-them", compact=True),
                Button(_("Leave them out"), id="leave-out", compact=True),
                classes="doors",
            ),
        )
        self.display = True
        self.post_message(self.Turned())
        try:
            return await self._answer
        finally:
            self._answer = None
            self.display = False
            self.remove_children()
            self.post_message(self.Turned())

    def answer(self, word: bool) -> None:
        """The person's word."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(word)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.answer(event.button.id == "ask-them")
