"""One photo: its preview with the faces boxed, pixelated until revealed, and all that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Static

from selfcheck.i18n import N_, _
from selfcheck.model import Finding, Photo, PhotoMark
from selfcheck.output.wording.outcomes import photo_outcome_text
from selfcheck.session.workspace import Workspace
from selfcheck.tui.marking import MARK_BINDINGS, fits
from selfcheck.tui.text import photo_details
from selfcheck.tui.widgets.keybar import KeyBar
from selfcheck.tui.widgets.picture import Picture


class DetailScreen(Screen[int]):
    """Goes through the photos one by one; leaves with the number of the last one looked at."""

    HELP = N_(
        "The picture is made of blocks so that nobody beside you recognises anyone. Reveal it if you want to; the next "
        "one is in blocks again. A yellow box is a face, a blue one may be a face. If the file says where it was "
        "taken, that stays hidden until you ask."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "reveal", N_("Reveal or hide")),
        Binding("p", "place", N_("Place")),
        *MARK_BINDINGS,
        Binding("n,right", "next", N_("Next"), key_display="n"),
        Binding("b,left", "before", N_("Before"), key_display="b"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    def __init__(
        self,
        work: Workspace,
        photos: Sequence[Photo],
        index: int,
        names: dict[str, str],
        findings: dict[str, list[Finding]],
    ) -> None:
        super().__init__()
        self.work = work
        self._photos = list(photos)
        self._index = index
        self._names = names
        self._findings = findings
        self._show_place = False

    def compose(self) -> ComposeResult:
        """Picture and text, beside each other where there is room."""
        with Container(id="detail"):
            yield Picture(id="picture")
            with VerticalScroll(id="about"):
                yield Static("", id="words", markup=False)
        with Horizontal(classes="doors"):
            yield Button(_("Reveal"), id="reveal", compact=True)
            yield Button(_("Show the place"), id="place", compact=True)
            yield Button(_("Before"), id="before", compact=True)
            yield Button(_("Next"), id="next", compact=True)
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the photo chosen."""
        self.query_one("#about").focus()
        self._show()

    def _show(self) -> None:
        """Draw this photo. Its place, if the file holds one, is hidden again with every turn."""
        self._show_place = False
        photo = self._photos[self._index]
        preview = self.work.gathered.previews.get(photo.url)
        self.query_one(Picture).show(photo, preview, photo_outcome_text(photo, self.work.guidance))
        self._write()
        self.query_one("#about", VerticalScroll).scroll_home(animate=False)
        self.query_one("#reveal", Button).disabled = preview is None
        self.query_one("#before", Button).disabled = self._index == 0
        self.query_one("#next", Button).disabled = self._index == len(self._photos) - 1
        self._name_reveal()

    def on_screen_suspend(self) -> None:
        """Behind another screen, or the curtain, everything is hidden again: the person may come back with company."""
        self._show_place = False
        self.query_one(Picture).revealed = False
        self._name_reveal()
        self._write()

    def _location(self) -> tuple[float, float] | None:
        known = self.work.gathered.unreported.get(self._photos[self._index].url)
        return known.location if known else None

    def _write(self) -> None:
        photo = self._photos[self._index]
        text = photo_details(
            photo,
            self._index + 1,
            len(self._photos),
            self._names,
            self._findings.get(photo.url, ()),
            self.work.guidance,
            self._location(),
            show_place=self._show_place,
        )
        self.query_one("#words", Static).update(text)
        place = self.query_one("#place", Button)
        place.display = self._location() is not None
        place.label = _("Hide the place") if self._show_place else _("Show the place")
        place.refresh(layout=True)  # a label of another width
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The place is offered only where the file holds one, and marks where they fit the photo."""
        if action == "mark":
            return fits(str(parameters[0]), self._photos[self._index])
        return self._location() is not None if action == "place" else True

    @on(Button.Pressed, "#place")
    def action_place(self) -> None:
        """Show or hide where the file says that the photo was taken."""
        self._show_place = not self._show_place
        self._write()

    def action_mark(self, mark: str) -> None:
        """Give the photo the person's word; the same key again takes it back."""
        self.work.mark_photo(self._photos[self._index].url, PhotoMark(mark))
        report = self.work.marked()
        photos = {photo.url: photo for photo in report.photos}
        self._photos = [photos[photo.url] for photo in self._photos]
        self._findings.clear()
        for finding in report.findings:
            self._findings.setdefault(finding.photo, []).append(finding)
        picture = self.query_one(Picture)
        revealed = picture.revealed
        photo = self._photos[self._index]
        told = photo_outcome_text(photo, self.work.guidance)
        picture.show(photo, self.work.gathered.previews.get(photo.url), told)
        picture.revealed = revealed  # the person's own picture of a moment ago: a mark changes its boxes alone
        self._write()

    def _name_reveal(self) -> None:
        revealed = self.query_one(Picture).revealed
        self.set_class(revealed, "-revealed")
        button = self.query_one("#reveal", Button)
        button.label = _("Back to blocks") if revealed else _("Reveal the picture")
        button.refresh(layout=True)  # a label of another width

    @on(Button.Pressed, "#reveal")
    def action_reveal(self) -> None:
        """Show the preview clearly, or in blocks again."""
        picture = self.query_one(Picture)
        picture.revealed = not picture.revealed
        self._name_reveal()

    @on(Button.Pressed, "#next")
    def action_next(self) -> None:
        """Go to the next photo."""
        self._turn(1)

    @on(Button.Pressed, "#before")
    def action_before(self) -> None:
        """Go to the photo before."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        wanted = self._index + by
        if 0 <= wanted < len(self._photos):
            self._index = wanted
            self._show()

    def go_back(self) -> bool:
        """Leave with the number of this photo, so that the list stands where the person was."""
        self.dismiss(self._index)
        return True
