"""A page saved from a browser, in place of asking for it: a `Source` that answers from one file."""

from __future__ import annotations

from pathlib import Path

from selfcheck.errors import FileProblem, unreadable
from selfcheck.i18n import _
from selfcheck.model import Outcome, Purpose
from selfcheck.model.safe_text import safe_text
from selfcheck.net.fetch import BOUNDS, Answer, Source
from selfcheck.net.ledger import Ledger
from selfcheck.net.urls import split_url
from selfcheck.readers.open_file import open_to_read


def read_saved_page(path: Path) -> bytes:
    """The bytes of a saved page. Raises `FileProblem` with a sentence."""
    shown = safe_text(str(path), 120)
    limit = BOUNDS[Purpose.PAGE].max_bytes
    try:
        with open_to_read(path) as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise FileProblem(unreadable(shown, error), _("Save the page from your browser and give that file.")) from None
    if len(data) > limit:
        raise FileProblem(
            _("{file} is larger than {size} MB, more than selfcheck reads of a page.").format(
                file=shown, size=limit // 1_000_000
            )
        )
    return data


class SavedSource:
    """Answers for the page's own address from the file; for its pictures from `pictures`, or not at all."""

    def __init__(self, ledger: Ledger, url: str, body: bytes, pictures: Source | None) -> None:
        self._ledger = ledger
        self._url = url
        self._body = body
        self._pictures = pictures

    async def fetch(self, url: str, purpose: Purpose) -> Answer:
        """See `Source`."""
        if purpose is Purpose.PAGE and url == self._url:
            host = split_url(url).host
            self._ledger.record(host=host, purpose=purpose, url=url, outcome=Outcome.OPENED, bundled=True)
            return Answer(url, Outcome.OPENED, body=self._body)
        if self._pictures is None:
            return Answer(url, Outcome.NOT_FETCHED)
        return await self._pictures.fetch(url, purpose)
