"""The steps for the platforms of the person's pages. Each is theirs to do, to leave for later, or to leave alone."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from selfcheck.i18n import N_, _, several, translated
from selfcheck.model import Item, Mark
from selfcheck.output.wording.report import is_not_posted
from selfcheck.session.workspace import Workspace
from selfcheck.tui.cards import WAITS
from selfcheck.tui.hanging import Hanging
from selfcheck.tui.screens.plan import PlanScreen
from selfcheck.tui.screens.saving import SavingScreen
from selfcheck.tui.text import step_details, step_line
from selfcheck.tui.widgets.keybar import KeyBar

_EVIDENCE: Final = N_("Has harm already happened? Keep evidence first: press F8.")
_AFTER_HARM: Final = N_("Evidence and help come first. Nothing that deletes comes before evidence is kept.")
_EMPTY: Final = N_("There are no steps for these pages yet.")


class ChecklistScreen(Screen[None]):
    """A list of steps, and below or beside it all about the one chosen."""

    HELP = N_(
        "Steps you can take on each of your platforms. Those that help most for the time they take come first. Mark "
        "each as you like: done, later, or not for me. All three are fine. Save the list to take it with you; nothing "
        "is kept otherwise.\n"
        "[ ] to do   [x] done   [~] later   [-] not for me"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "mark('done')", N_("Done")),
        Binding("l", "mark('later')", N_("Later")),
        Binding("x", "mark('not_for_me')", N_("Not for me")),
        Binding("t", "mark('todo')", N_("To do"), show=False),
        Binding("g", "plan", N_("Plan")),
        Binding("e", "save", N_("Save")),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    def __init__(self, work: Workspace) -> None:
        super().__init__()
        self.work = work
        self._items: list[Item | None] = []

    def compose(self) -> ComposeResult:
        """The evidence line always on top, list and text, the marks."""
        yield Static(translated(_EVIDENCE), id="evidence", markup=False)
        yield Static("", id="progress-words", classes="quiet", markup=False)
        with Container(id="checklist"):
            yield OptionList(id="steps")
            with VerticalScroll(id="about"):
                yield Static("", id="words", markup=False)
        with Horizontal(classes="doors"):
            yield Button(_("Done"), id="done", compact=True)
            yield Button(_("Later"), id="later", compact=True)
            yield Button(_("Not for me"), id="not_for_me", compact=True)
            yield Button(_("Plan"), id="plan", compact=True)
            yield Button(_("Save …"), id="save", variant="primary", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill the list and stand on its first step."""
        self._fill()
        options = self.query_one(OptionList)
        if any(self._items):
            options.highlighted = next(number for number, item in enumerate(self._items) if item is not None)
            options.focus()
        else:
            options.display = False
            said = self.work.guidance.before_posting if is_not_posted(self.work.marked()) else (translated(_EMPTY),)
            self.query_one("#words", Static).update(Content("\n\n".join(said)))
            self.query_one("#save").focus()

    def _fill(self) -> None:
        """Draw the list from the marks, standing where it stood."""
        options = self.query_one(OptionList)
        where, top = options.highlighted, options.scroll_y
        options.clear_options()
        self._items = []
        self.query_one("#evidence", Static).update(
            f"{translated(_AFTER_HARM)} F8" if self.work.harm else translated(_EVIDENCE)
        )
        heading = ""
        steps = self.work.in_order()
        for item in steps:
            waits = self.work.waits(item) and item.mark in {Mark.TODO, Mark.LATER}
            step = self.work.guidance.steps_by_id[item.step]
            title = f"{step.platform_name}: {_('Waiting until evidence is kept')}" if waits else step.platform_name
            if title != heading:
                heading = title
                self._items.append(None)
                options.add_option(Option(Content.assemble((title, "bold underline")), disabled=True))
            self._items.append(item)
            options.add_option(Option(Hanging(step_line(step, item.mark))))
        options.highlighted = where
        options.scroll_to(y=top, animate=False)
        settled = sum(item.mark is not Mark.TODO for item in steps)
        self.query_one("#progress-words", Static).update(
            several(
                "{settled} of {n} step marked. Any order is fine.",
                "{settled} of {n} steps marked. Any order is fine.",
                len(steps),
                settled=settled,
            )
            if steps
            else ""
        )

    def _current(self) -> Item | None:
        where = self.query_one(OptionList).highlighted
        return self._items[where] if where is not None and where < len(self._items) else None

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        item = self._current()
        if item is not None:
            told = step_details(self.work.guidance.steps_by_id[item.step], self.work.guidance.menu_notes.get(item.step))
            if self.work.waits(item):
                told = Content.assemble((f"{translated(WAITS)}\n\n", "bold"), told)
            self.query_one("#words", Static).update(told)
            self.query_one("#about", VerticalScroll).scroll_home(animate=False)

    @on(OptionList.OptionSelected)
    def _chosen(self) -> None:
        """Enter on a step: done, or to do again."""
        item = self._current()
        if item is not None:
            self.action_mark("todo" if item.mark is Mark.DONE else "done")

    @on(Button.Pressed, "#done, #later, #not_for_me")
    def _pressed(self, event: Button.Pressed) -> None:
        self.action_mark(event.button.id or "")

    def action_mark(self, mark: str) -> None:
        """Give the step this mark; the same mark again takes it back."""
        item = self._current()
        if item is None:
            return
        wanted = Mark(mark)
        self.work.mark_step(item.platform, item.step, Mark.TODO if item.mark is wanted else wanted)
        self._fill()

    @on(Button.Pressed, "#plan")
    def action_plan(self) -> None:
        """See the steps of all platforms in the order that helps most."""
        self.app.push_screen(PlanScreen(self.work))

    def on_screen_resume(self) -> None:
        """Draw the marks given meanwhile."""
        if self._items:
            self._fill()
            self._moved()

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Choose where to save the checklist."""
        self.app.push_screen(SavingScreen(self.work))
