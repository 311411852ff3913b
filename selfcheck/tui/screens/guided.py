"""One step a screen: what, why, which photos, where, and the three answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ItemGrid, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, Static

from selfcheck.guidance.model import FirstStep
from selfcheck.guidance.plan import PRIVATE, PROFILE_PHOTO, Plan, Planned
from selfcheck.i18n import N_, _, translated
from selfcheck.model import Mark
from selfcheck.session.workspace import Workspace
from selfcheck.tui.cards import MORE_BELOW, Card, end_card, first_card, step_card, where_words
from selfcheck.tui.hanging import Hanging
from selfcheck.tui.screens.address import CodeScreen, OpeningScreen
from selfcheck.tui.screens.after_removal import AfterRemovalScreen
from selfcheck.tui.screens.keeping import KeepingScreen
from selfcheck.tui.screens.moved import MovedScreen
from selfcheck.tui.widgets.keybar import KeyBar


class GuidedScreen(Screen[None]):
    """Goes through some steps one by one. Every answer leads on; B leads back."""

    HELP = N_(
        "One step at a time. Do it on your phone or in your browser, then say so here: done, later, or not for me. All "
        "three are fine, and each can be changed: B goes back. Esc leads out at any time; what you said stays."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "answer('done')", N_("Done")),
        Binding("l", "answer('later')", N_("Later")),
        Binding("x", "answer('not_for_me')", N_("Not for me")),
        Binding("b", "before", N_("Step before")),
        Binding("q", "code", N_("Code")),
        Binding("o", "open", N_("Browser")),
        Binding("m", "moved", N_("Menu moved")),
        Binding("g", "go_on", N_("More steps")),
        Binding("s", "engines", N_("Search engines")),
        Binding("k", "keep", N_("Keep")),
        Binding("up", "scroll_text('up')", show=False),
        Binding("down", "scroll_text('down')", show=False),
        Binding("pageup", "scroll_text('pageup')", show=False),
        Binding("pagedown", "scroll_text('pagedown')", show=False),
    ]

    def __init__(self, work: Workspace, cards: Sequence[Card], start: int = 0) -> None:
        super().__init__()
        self.work = work
        self._cards = list(cards)
        self._where = start
        self._answered: dict[int, Mark] = {}
        self._place = ""

    def compose(self) -> ComposeResult:
        """Where one is, the step, the answers."""
        yield Static("", id="where", classes="quiet", markup=False)
        with VerticalScroll(id="about"):
            yield Static("", id="words", markup=False)
        with ItemGrid(min_column_width=14, classes="doors"):
            yield Button(_("Done"), id="done", compact=True)
            yield Button(_("Later"), id="later", compact=True)
            yield Button(_("Not for me"), id="not_for_me", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Draw the first step."""
        self._draw()
        self.watch(self.query_one("#about"), "scroll_y", self._tell_where, init=False)

    def on_resize(self) -> None:
        """More or less of the step fits on the screen now."""
        self.call_after_refresh(self._tell_where)

    def on_screen_resume(self) -> None:
        """A note may have been kept meanwhile."""
        self._draw()

    @property
    def _card(self) -> Card | None:
        """The step on the screen; None at the end."""
        return self._cards[self._where] if self._where < len(self._cards) else None

    def _draw(self) -> None:
        card = self._card
        if card is None:
            plan = self.work.plan()
            left = len(self._left(plan))
            done = sum(mark is Mark.DONE for mark in self._answered.values())
            saved = self.work.keeping.get(self.work.slot) is not None
            text = end_card(len(self._answered), done, left, hidden=plan.something_hidden, saved=saved)
            self._place = _("The end")
        else:
            left_now = [one.step.effort_minutes for one in self._cards[self._where :] if isinstance(one, Planned)]
            # The first steps after harm take the time they take: none is told for them.
            minutes = sum(left_now) if isinstance(card, Planned) else 0
            self._place = where_words(self._where + 1, len(self._cards), minutes)
            text = self._text(card)
        self.query_one("#words", Static).update(Hanging(text))
        self.query_one("#about", VerticalScroll).scroll_home(animate=False)
        for button in self.query(Button):
            button.display = card is not None
        self.refresh_bindings()
        self.query_one("#about" if card is None else "#done").focus()
        self._tell_where()
        self.call_after_refresh(self._tell_where)

    def _tell_where(self) -> None:
        """Where one is; and that a step has more below, as on a small screen its menu path is there."""
        about = self.query_one("#about", VerticalScroll)
        below = about.scroll_y < about.max_scroll_y
        self.query_one("#where", Static).update(f"{self._place}   ↓ {translated(MORE_BELOW)}" if below else self._place)

    def action_scroll_text(self, way: str) -> None:
        """Move the text while an answer has the focus: one reads before one answers."""
        about = self.query_one("#about", VerticalScroll)
        page = max(1, about.size.height - 1)
        lines = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}[way]
        about.scroll_to(y=about.scroll_y + lines, animate=False)

    def _text(self, card: Card) -> Content:
        if isinstance(card, FirstStep):
            mark = self.work.first_marks.get(card.id, Mark.TODO)
            return first_card(card, mark, self.work.guidance.help.opening, self.work.plan().reports)
        item = card.item
        mark = self.work.marks.get((item.platform, item.step), Mark.TODO)
        shown = replace(card, item=replace(item, mark=mark))
        return step_card(
            shown,
            note=self.work.guidance.menu_notes.get(item.step),
            still_shown=self._still_shown(card),
            waits=self.work.waits(item),
        )

    def _still_shown(self, card: Planned) -> str:
        """Of a private account: where the step on its profile picture is."""
        if card.step.goal != PRIVATE:
            return ""
        plan = self.work.plan()
        after = self._cards[self._where + 1 : self._where + 2]
        for some, words in (
            (after, _("Your profile picture is still shown. The step after this one is about it: {step}.")),
            (plan.later, _("Your profile picture is still shown. You put off the step about it: {step}.")),
            ((*plan.items, *plan.more), _("Your profile picture is still shown. Another step is about it: {step}.")),
            (
                plan.waiting,
                _("Your profile picture is still shown. The step about it waits until evidence is kept: {step}."),
            ),
        ):
            for step in (one.step for one in some if isinstance(one, Planned)):
                if step.platform == card.step.platform and step.goal == PROFILE_PHOTO:
                    return words.format(step=step.title)
        return ""

    def _left(self, plan: Plan) -> list[Planned]:
        """Steps of the plan that were not on these screens yet."""
        seen = {(one.item.platform, one.item.step) for one in self._cards if isinstance(one, Planned)}
        return [one for one in (*plan.items, *plan.more) if (one.item.platform, one.item.step) not in seen]

    @on(Button.Pressed, "#done, #later, #not_for_me")
    def _pressed(self, event: Button.Pressed) -> None:
        self.action_answer(event.button.id or "")

    def action_answer(self, mark: str) -> None:
        """Give the step this mark and go on."""
        card = self._card
        if card is None:
            return
        if isinstance(card, FirstStep):
            self.work.first_marks[card.id] = Mark(mark)
        else:
            self.work.mark_step(card.item.platform, card.item.step, Mark(mark))
        self._answered[self._where] = Mark(mark)
        self._where += 1
        self._draw()

    def action_before(self) -> None:
        """Go back one step, to read it again or to answer otherwise."""
        self._where = max(0, self._where - 1)
        self._draw()

    def action_go_on(self) -> None:
        """After the last step: go on with those that are left."""
        self._cards += self._left(self.work.plan())
        self._draw()

    def action_code(self) -> None:
        """Show the address as a code."""
        if address := self._address():
            self.app.push_screen(CodeScreen(self.work, address))

    def action_open(self) -> None:
        """Tell what opening the browser does, and offer it."""
        if address := self._address():
            self.app.push_screen(OpeningScreen(self.work, address))

    def action_moved(self) -> None:
        """Note where this menu is now."""
        card = self._card
        if isinstance(card, Planned):
            self.app.push_screen(MovedScreen(self.work, card.step))

    def action_engines(self) -> None:
        """What comes after removal."""
        self.app.push_screen(AfterRemovalScreen(self.work))

    def action_keep(self) -> None:
        """Keep the check and these answers on this computer: what that means is told there, before it is done."""
        self.app.push_screen(KeepingScreen(self.work))

    def _address(self) -> str:
        card = self._card
        return card.step.url or "" if isinstance(card, Planned) else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done here."""
        if not self.is_mounted:
            return True
        card = self._card
        if action in {"code", "open"}:
            return bool(self._address())
        if action == "moved":
            return isinstance(card, Planned)
        if action == "answer":
            return card is not None
        if action == "before":
            return self._where > 0
        if action == "go_on":
            return card is None and bool(self._left(self.work.plan()))
        if action in {"engines", "keep"}:
            return card is None
        return True
