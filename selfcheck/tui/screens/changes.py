"""What has changed since the check before: photo by photo, the steps done since, and the course over time."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from selfcheck.guidance.still_visible import STILL_TITLE, still_visible_photos, still_visible_words
from selfcheck.i18n import N_, _, several, translated
from selfcheck.model import Change, ChangeKind, Finding
from selfcheck.model.counts import numbered
from selfcheck.output.wording.changes import (
    CHANGE_WORDS,
    COURSE_COUNTS,
    STILL_SERVED_MEANS,
    course_bars,
    in_kinds,
    marked_change_text,
    steps_since,
    summary_of_changes,
)
from selfcheck.output.wording.plan import step_name
from selfcheck.output.wording.report import ROLE_WORDS, shown_address
from selfcheck.session.workspace import Workspace
from selfcheck.tui.hanging import Hanging
from selfcheck.tui.screens.detail import DetailScreen
from selfcheck.tui.screens.keeping import KeepingScreen
from selfcheck.tui.screens.photos import PhotosScreen
from selfcheck.tui.text import page_labels
from selfcheck.tui.widgets.keybar import KeyBar

SIGNS: Final = {
    ChangeKind.STILL_SERVED: "◆",
    ChangeKind.NEW: "+",
    ChangeKind.GONE: "✓",
    ChangeKind.CANNOT_TELL: "?",
    ChangeKind.STILL_THERE: "=",
}
_COLOURS: Final = {
    ChangeKind.STILL_SERVED: "$warning",
    ChangeKind.NEW: "$accent",
    ChangeKind.GONE: "$success",
    ChangeKind.CANNOT_TELL: "$foreground 65%",
    ChangeKind.STILL_THERE: "$foreground 65%",
}


class ChangesScreen(Screen[None]):
    """A list of what became of each photo, and the course."""

    HELP = N_(
        "Gone is only said where the page could be seen to its end. “Deleted but still served” means that the photo "
        "has left its page, but its file still answers at its address.\n"
        "◆ still served   + new   ✓ gone   ? cannot be told   = still there\n"
        "The numbers are those in the list of photos. Enter shows a photo that is there."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "photos", N_("The photos")),
        Binding("s", "keep", N_("Save")),
    ]

    def __init__(self, work: Workspace) -> None:
        super().__init__()
        self.work = work
        self._report = work.marked()
        self._names = page_labels(self._report)
        self._numbers = {photo.url: number for number, photo in numbered(self._report.photos)}
        self._changes: dict[int, Change] = {}

    def compose(self) -> ComposeResult:
        """Summary, course, list, doors."""
        course = self._report.course
        yield Static(Hanging(Content(summary_of_changes(self._report))), id="changes-summary", markup=False)
        with Horizontal(id="course"):
            faces = [point.faces for point in course]
            if len(faces) > 1:
                yield Static("", id="bars", markup=False)
                words = _("Photos with a face: {first} on {day}, {last} now")
                told = words.format(first=faces[0], day=course[0].made_at[:10], last=faces[-1])
                yield Static(told, classes="quiet", markup=False)
        if len(course) > 1:
            yield Static(translated(COURSE_COUNTS), classes="quiet", markup=False)
        yield OptionList(id="changes")
        yield Static("", id="saved", classes="quiet", markup=False)
        with Horizontal(classes="doors"):
            yield Button(_("To the photos"), id="photos", variant="primary", compact=True)
            yield Button(_("Save …"), id="keep", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill the list."""
        for bars in self.query("#bars").results(Static):
            bars.update(course_bars([point.faces for point in self._report.course], max(8, self.size.width // 3)))
        options = self.query_one(OptionList)
        for kind, changes in in_kinds(self._report):
            options.add_option(
                Option(Content.assemble((CHANGE_WORDS[kind].capitalize(), "bold underline")), disabled=True)
            )
            if kind is ChangeKind.STILL_SERVED:
                options.add_option(Option(Hanging(Content(translated(STILL_SERVED_MEANS))), disabled=True))
            for change in changes:
                self._changes[options.option_count] = change
                options.add_option(Option(Hanging(self._line(change))))
        if done := steps_since(self._report):
            options.add_option(Option(Content.assemble((_("Steps done since then"), "bold underline")), disabled=True))
            options.add_options(
                Option(Hanging(Content(f"✓ {item.marked_on}  {step_name(item, self.work.guidance)}"))) for item in done
            )
        if still := still_visible_photos(self._report):  # all of them were done before this check
            options.add_option(Option(Content.assemble((translated(STILL_TITLE), "bold underline")), disabled=True))
            told = [item for item in self._report.steps if (item.platform, item.step) in still]
            options.add_options(
                Option(
                    Hanging(
                        Content.assemble(
                            (f"◐ {step_name(item, self.work.guidance)}", "bold"),
                            (f"\n  {still_visible_words(still[item.platform, item.step])}", "$foreground 65%"),
                        )
                    )
                )
                for item in told
            )
        options.focus()
        self._say_saved()

    def on_screen_resume(self) -> None:
        """Say anew whether it is saved: it may have been, one screen further."""
        self._say_saved()

    def _say_saved(self) -> None:
        keeping = self.work.keeping
        saved = keeping.get(self.work.slot) is not None
        words = _("Saved.") if saved else _("Not saved: it goes when you leave.")
        self.query_one("#saved", Static).update(keeping.problem or words)

    def _line(self, change: Change) -> Content:
        faces = several("{n} face", "{n} faces", change.faces) if change.faces else _("no face seen")
        where = f"{ROLE_WORDS[change.role]}, {self._names.get(change.page, change.page)}"
        number = self._numbers.get(change.photo)
        parts: list[str | Content | tuple[str, str]] = [
            (f"{SIGNS[change.kind]} ", _COLOURS[change.kind]),
            (f"{number}. " if number else "", "$foreground 65%"),
            (faces.capitalize(), "bold"),
            f"  {where}",
            (f"\n  {marked_change_text(change)}", "$foreground 65%"),
            f"\n  {shown_address(change.photo)}",
        ]
        return Content.assemble(*parts)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        """Enter on a photo that is on its page: look at it."""
        change = self._changes.get(event.option_index)
        photos = [photo for _number, photo in numbered(self._report.photos)]
        at = next((at for at, photo in enumerate(photos) if change and photo.url == change.photo), None)
        if at is not None:
            findings: dict[str, list[Finding]] = {}
            for finding in self._report.findings:
                findings.setdefault(finding.photo, []).append(finding)
            self.app.push_screen(DetailScreen(self.work, photos, at, self._names, findings))

    @on(Button.Pressed, "#photos")
    def action_photos(self) -> None:
        """Go on to the photos that are there now."""
        self.app.push_screen(PhotosScreen(self.work))

    @on(Button.Pressed, "#keep")
    def action_keep(self) -> None:
        """Save this check, or remove what is saved."""
        self.app.push_screen(KeepingScreen(self.work))
