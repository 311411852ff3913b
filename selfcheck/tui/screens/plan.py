"""The plan: the steps of all platforms in the order that helps most, fitted into the person's time."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ItemGrid
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, OptionList, RadioSet, Static
from textual.widgets.option_list import Option

from selfcheck.guidance.plan import Plan
from selfcheck.i18n import N_, _, translated
from selfcheck.model import Mark
from selfcheck.output.wording.plan import opening_words, served_words
from selfcheck.session.workspace import Workspace
from selfcheck.tui.cards import Card, first_line, plan_line
from selfcheck.tui.hanging import Hanging
from selfcheck.tui.screens.after_removal import AfterRemovalScreen
from selfcheck.tui.screens.guided import GuidedScreen
from selfcheck.tui.screens.letters import LettersScreen
from selfcheck.tui.widgets.choices import Choice
from selfcheck.tui.widgets.keybar import KeyBar

TIMES: tuple[tuple[str, int | None], ...] = (
    (N_("15 minutes"), 15),
    (N_("An hour"), 60),
    (N_("All of it"), None),
)


class PlanScreen(Screen[None]):
    """Time, list, and the way into the guided mode."""

    HELP = N_(
        "Say how much time you have. What hides most of your photos comes first, then what takes less time. Enter on a "
        "step, or Start, shows one step at a time. “Harm has happened” puts evidence and help first; then nothing that "
        "deletes stands in the plan until evidence is kept.\n"
        "[ ] to do   [x] done   [~] later   [-] not for me"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g", "start", N_("Step by step")),
        Binding("h", "harm", N_("Harm has happened")),
        Binding("s", "engines", N_("Search engines")),
        Binding("r", "letters", N_("Letters")),
    ]

    def __init__(self, work: Workspace) -> None:
        super().__init__()
        self.work = work
        self._cards: list[Card | None] = []
        self._plan: Plan | None = None

    def compose(self) -> ComposeResult:
        """Evidence on top, the time, the list, the ways on."""
        yield Static("", id="evidence", markup=False)
        with RadioSet(compact=True, id="time"):
            for name, minutes in TIMES:
                yield Choice(translated(name), value=self.work.minutes == minutes, name=str(minutes))
        yield Static("", id="summary", markup=False)
        yield OptionList(id="list")
        with ItemGrid(min_column_width=16, classes="doors"):
            yield Button(_("Start"), id="start", variant="primary", compact=True)
            yield Button(_("Search engines"), id="engines", compact=True)
            yield Button(_("Letters"), id="letters", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Make the plan and stand on its start."""
        self._fill()
        self.query_one("#start").focus()

    def on_screen_resume(self) -> None:
        """Make it anew from the marks given meanwhile."""
        if self._plan is not None:
            self._fill()

    def _fill(self) -> None:
        plan = self._plan = self.work.plan()
        told = (
            _("Evidence and help come first. Nothing that deletes comes before evidence is kept.")
            if plan.harm
            else _("Has harm already happened? Press H: evidence comes first. F8: who helps.")
        )
        self.query_one("#evidence", Static).update(told)
        served = [f"{served_words(plan.still_served)} {_('Letters')}: R"] if plan.still_served else []
        self.query_one("#summary", Static).update("\n".join((opening_words(plan), *served)))
        options = self.query_one(OptionList)
        where = options.highlighted
        options.clear_options()
        self._cards = []
        if plan.first:
            self._heading(_("First: evidence and help"))
            for step in plan.first:
                self._cards.append(step)
                mark = self.work.first_marks.get(step.id, Mark.TODO)
                options.add_option(Option(Hanging(first_line(step, mark))))
        for title, some in (
            (_("Now"), plan.items),
            (_("After that"), plan.more),
            (_("Put off until later"), plan.later),
            (_("Waiting until evidence is kept"), plan.waiting),
        ):
            if some:
                self._heading(title)
                for planned in some:
                    self._cards.append(planned)
                    options.add_option(Option(Hanging(plan_line(planned))))
        first = next((number for number, card in enumerate(self._cards) if card is not None), None)
        options.highlighted = where if where is not None and where < len(self._cards) else first
        self.query_one("#start", Button).disabled = first is None

    def _heading(self, title: str) -> None:
        self._cards.append(None)
        self.query_one(OptionList).add_option(Option(Content.assemble((title, "bold underline")), disabled=True))

    @on(RadioSet.Changed, "#time")
    def _timed(self, event: RadioSet.Changed) -> None:
        name = event.pressed.name or ""
        self.work.minutes = int(name) if name.isdigit() else None
        self._fill()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        """Begin with the step chosen, and go on from there."""
        self._guide(event.option_index)

    @on(Button.Pressed, "#start")
    def action_start(self) -> None:
        """Begin with the first step."""
        self._guide(0)

    def _guide(self, index: int) -> None:
        plan = self._plan
        if plan is None or not any(self._cards):
            return
        queue: list[Card] = [*plan.first, *plan.items]
        wanted = self._cards[index]
        if wanted is None:
            start = next((n for n, card in enumerate(queue) if self._is_open(card)), 0)
        elif wanted in queue:
            start = queue.index(wanted)
        else:
            queue, start = [wanted], 0
        self.app.push_screen(GuidedScreen(self.work, queue or [c for c in self._cards if c is not None][:1], start))

    def _is_open(self, card: Card) -> bool:
        """Whether a card has no answer yet: those of the plan have none, the first steps after harm may."""
        return self.work.first_marks.get(getattr(card, "id", ""), Mark.TODO) is Mark.TODO

    def action_harm(self) -> None:
        """Harm has happened, or not: the plan is made anew."""
        self.work.harm = not self.work.harm
        self.query_one(OptionList).highlighted = None
        self._fill()

    @on(Button.Pressed, "#engines")
    def action_engines(self) -> None:
        """Search engines, caches, face search."""
        self.app.push_screen(AfterRemovalScreen(self.work))

    @on(Button.Pressed, "#letters")
    def action_letters(self) -> None:
        """Letters to others."""
        self.app.push_screen(LettersScreen(self.work))
