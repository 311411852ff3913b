"""The photos of the check, those with faces first, and the pages that stayed closed."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from selfcheck.i18n import N_, _, translated
from selfcheck.model import Finding, Photo, PhotoMark
from selfcheck.model.counts import is_aside, numbered
from selfcheck.output.wording.report import summary_of
from selfcheck.session.workspace import Workspace
from selfcheck.tui.hanging import Hanging
from selfcheck.tui.marking import MARK_BINDINGS, fits
from selfcheck.tui.screens.checklist import ChecklistScreen
from selfcheck.tui.screens.detail import DetailScreen
from selfcheck.tui.screens.keeping import KeepingScreen
from selfcheck.tui.screens.signals import SignalsScreen
from selfcheck.tui.text import closed_pages, page_labels, photo_line, signs_explained
from selfcheck.tui.widgets.keybar import KeyBar

_NOTHING: Final = N_("No photo could be looked at. That does not mean that there are none.")
_STEPS: Final = N_("The steps can still be done.")
_NOT_SAFE: Final = N_("“None seen” is not “safe”.")


class PhotosScreen(Screen[bool]):
    """A list to choose from; Enter opens one. Answers whether the person wants to see all of their own."""

    HELP = N_(
        "Every photo found on your pages or in your file, those with faces first. Under each stand the reasons to act "
        "on it. Pages that stayed closed are named above the list: they are never counted as clean."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "checklist", N_("Checklist")),
        Binding("w", "signals", N_("Programs")),
        Binding("s", "keep", N_("Save")),
        Binding("a", "again", N_("Check again")),
        Binding("y", "more", N_("All of mine")),
        *MARK_BINDINGS,
        Binding("i", "icons(True)", N_("Show icons")),
        Binding("i", "icons(False)", N_("Hide icons")),
    ]

    def __init__(self, work: Workspace, *, more: tuple[str, ...] = ()) -> None:
        """`more`: the pages that have more, where the screen before can go on with them."""
        super().__init__()
        self.work = work
        self._more = more
        self._order = [photo.url for photo in (work.report or work.finish()).photos]
        self._report = work.marked()
        self._names = page_labels(self._report)
        self._findings: dict[str, list[Finding]] = {}
        self._with_icons = False
        self._take()

    def _take(self) -> None:
        """The report with the person's words of now. Photos stay where they are, so that none moves under a key."""
        self._report = self.work.marked()
        photos = {photo.url: photo for photo in self._report.photos}
        self._photos = [photos[url] for url in self._order if url in photos]
        self._findings.clear()
        for finding in self._report.findings:
            self._findings.setdefault(finding.photo, []).append(finding)

    def compose(self) -> ComposeResult:
        """Summary, closed pages, the list, the way on."""
        with VerticalScroll(id="summary", can_focus=False):
            yield Static(Hanging(Content(summary_of(self._report))), id="counts", markup=False)
            yield Static(Hanging(closed_pages(self._report, self._names, self.work.guidance)), markup=False)
            for url in self._more:
                told = _("+ {page} has more than the newest pictures. Press y to look at all of yours.")
                yield Static(Hanging(Content(told.format(page=self._names[url]))), classes="more", markup=False)
        yield OptionList(id="list")
        yield Static(f"{signs_explained()}\n{translated(_NOT_SAFE)}", id="signs", classes="quiet", markup=False)
        with Horizontal(classes="doors"):
            yield Button(_("Look at this photo"), id="look", compact=True)
            yield Button(_("Programs"), id="signals", compact=True)
            yield Button(_("To the checklist"), id="checklist", variant="primary", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill the list."""
        self._fill()
        self.query_one("#list" if self._shown() else "#checklist").focus()

    def _has_more(self) -> bool:
        """Whether the check can still be gone on with: not once another one came after it."""
        return bool(self._more) and self._more == self.work.more

    def _shown(self) -> list[Photo]:
        return [photo for photo in self._photos if self._with_icons or not is_aside(photo)]

    def _fill(self) -> None:
        """Draw the list, and its counts above it: both change with a mark, also one given on a photo's own screen."""
        self.query_one("#counts", Static).update(Hanging(Content(summary_of(self._report))))
        options = self.query_one(OptionList)
        where = options.highlighted or 0
        options.clear_options()
        photos = self._shown()
        numbers = {photo.url: at for at, photo in numbered(self._photos)}
        for photo in photos:
            number, found = numbers.get(photo.url), self._findings.get(photo.url, ())
            line = photo_line(photo, number, self._names, found, self.work.guidance)
            options.add_option(Option(Hanging(line)))
        if photos:
            options.highlighted = min(where, len(photos) - 1)
        else:
            said = f"{translated(_NOTHING)} {translated(_STEPS)}" if self._report.steps else translated(_NOTHING)
            options.add_option(Option(said, disabled=True))
        self.query_one("#look", Button).disabled = not photos

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._open(event.option_index)

    @on(Button.Pressed, "#look")
    def _look(self) -> None:
        self._open(self.query_one(OptionList).highlighted or 0)

    def _open(self, index: int) -> None:
        photos = self._shown()

        def came_back(last: int | None) -> None:
            self._take()
            self._fill()
            if last is not None:
                self.query_one(OptionList).highlighted = last

        if photos:
            self.app.push_screen(DetailScreen(self.work, photos, index, self._names, self._findings), came_back)

    def action_icons(self, shown: bool) -> None:
        """Show or hide the icons that were set aside."""
        self._with_icons = shown
        self._fill()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to show the icons while they are hidden, and the other way round; and marks that fit the photo."""
        if action == "mark":
            return fits(str(parameters[0]), self._current())
        if action == "again":
            return self.work.file is None
        if action == "more":
            return self._has_more()
        return parameters != (self._with_icons,) if action == "icons" else True

    def _current(self) -> Photo | None:
        where, photos = self.query_one(OptionList).highlighted if self.is_mounted else None, self._shown()
        return photos[where] if where is not None and where < len(photos) else None

    @on(OptionList.OptionHighlighted)
    def _moved(self) -> None:
        self.refresh_bindings()

    def action_mark(self, mark: str) -> None:
        """Give the photo the person's word; the same key again takes it back."""
        photo = self._current()
        if photo is not None:
            self.work.mark_photo(photo.url, PhotoMark(mark))
            self._take()
            self._fill()
            self.refresh_bindings()

    def action_keep(self) -> None:
        """Keep this check on this computer, or remove what is kept."""
        self.app.push_screen(KeepingScreen(self.work))

    async def action_again(self) -> None:
        """Check the same pages again, and compare. The app opens that screen, since it leads back here."""
        await self.run_action("app.again")

    def on_screen_resume(self) -> None:
        """Say anew whether it is saved, and whether there is more: that may have changed, one screen further."""
        self.query(".more").set(display=self._has_more())
        self.refresh_bindings()
        saved = self.work.keeping.get(self.work.slot) is not None
        words = _("Saved.") if saved else _("Not saved: press s to keep it.")
        self.query_one("#signs", Static).update(
            f"{signs_explained()}\n{translated(_NOT_SAFE)} {self.work.keeping.problem or words}"
        )

    def action_more(self) -> None:
        """Look at all pictures of the person's own, not the newest alone."""
        self.dismiss(True)

    @on(Button.Pressed, "#signals")
    def action_signals(self) -> None:
        """See what the pages tell search engines and AI programs."""
        self.app.push_screen(SignalsScreen(self.work))

    @on(Button.Pressed, "#checklist")
    def action_checklist(self) -> None:
        """Go on to the checklist."""
        self.app.push_screen(ChecklistScreen(self.work))
