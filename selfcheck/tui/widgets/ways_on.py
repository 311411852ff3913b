"""The buttons under a check: stop while it runs, then the ways on, the one that makes most sense first."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from selfcheck.i18n import _
from selfcheck.model import SEEN, WALLS
from selfcheck.model.counts import tally_of
from selfcheck.session.workspace import Workspace


def first_way(work: Workspace) -> str:
    """The id of the button that makes most sense now. Where no photo was seen, that is not to see the photos."""
    report = work.report
    if report is None:
        return "stop"
    if report.compared_with or tally_of(report).photos:
        return "photos"
    reached = any(page.outcome in SEEN | WALLS for page in report.pages)
    return "checklist" if work.file is None and reached and report.steps else "another"


class WaysOn(Horizontal):
    """One row of buttons; their screen hears them pressed."""

    def __init__(self, work: Workspace, *, again: bool) -> None:
        super().__init__(classes="doors")
        self._work = work
        self._again = again

    def compose(self) -> ComposeResult:
        """All of them; `offer` shows those that fit."""
        another = _("Choose another file") if self._work.file is not None else _("Back to the addresses")
        yield Button(_("Stop"), id="stop", compact=True)
        yield Button(another, id="another", variant="primary", compact=True)
        yield Button(_("To the checklist"), id="checklist", variant="primary", compact=True)
        yield Button(_("See the photos"), id="photos", compact=True)
        yield Button(_("All of mine"), id="more", compact=True)

    def offer(self) -> None:
        """Offer what can be done now, and stand on the first of it."""
        first, report = first_way(self._work), self._work.report
        self.query_one("#stop", Button).disabled = report is not None
        for way in ("another", "checklist"):
            self.query_one(f"#{way}").display = first == way
        self.query_one("#more").display = bool(self._work.more)
        photos = self.query_one("#photos", Button)
        photos.disabled = report is None
        photos.variant = "primary" if first in {"photos", "stop"} else "default"
        if report.compared_with if report else self._again:
            photos.label = _("What has changed")
        else:
            photos.label = _("See the photos") if photos.variant == "primary" else _("What this means")
        self.query_one(f"#{first}").focus()
