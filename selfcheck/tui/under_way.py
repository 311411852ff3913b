"""What a check under way says of itself, a line each: its requests, other hosts, the photos of a page. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from selfcheck.i18n import _
from selfcheck.model import ASIDE, LedgerEntry, Page, Photo
from selfcheck.output.wording.totals import totals_words
from selfcheck.session import Elsewhere, usual_minutes
from selfcheck.session.workspace import Workspace
from selfcheck.tui.text import STATE_SIGNS


def asking_words(pages: int) -> str:
    """What a check begins with, and how long it takes at most."""
    words = _("Asking for the pages … It takes {minutes} minutes at most, and you can stop it at any time.")
    return words.format(minutes=usual_minutes(pages))


def totals_line(work: Workspace, ledger: Sequence[LedgerEntry]) -> str:
    """What left this computer so far."""
    if work.file is not None:
        return _("Requests: none, for a file of your own")
    totals = totals_words(ledger)
    if work.demo:
        return _("Requests, answered from this program's own files: {totals}").format(totals=totals)
    if not ledger:
        return _("Requests, as they are made")
    return _("Left this computer: {totals}").format(totals=totals)


def other_hosts_line(work: Workspace, named: Sequence[str]) -> str:
    """The hosts of other sites, and whether they are asked; "" for none."""
    if not named:
        return ""
    hosts = ", ".join(named)
    if work.elsewhere is Elsewhere.LEAVE_OUT:
        return _("Left out, as you wish: {hosts}").format(hosts=hosts)
    return _("Also on: {hosts}").format(hosts=hosts)


def photo_strip(address: str, page: Page | None, photos: Iterable[Photo], *, running: bool) -> str:
    """One sign for each photo of a page; a dot for those still to come."""
    mine = [photo for photo in photos if any(seen.page == address for seen in photo.sightings)]
    signs = "".join(STATE_SIGNS[photo.state] for photo in mine if photo.reason not in ASIDE)
    waiting = (page.photos if page else 0) - len(mine) if running else 0
    return signs + "·" * max(0, waiting)
