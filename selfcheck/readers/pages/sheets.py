"""Linked style sheets: what one read on its own shows on the page that links it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from selfcheck.model import PageWords, PhotoRef, Role
from selfcheck.readers.pages.css import read_css
from selfcheck.readers.pages.found import PictureSet, with_sizes_joined
from selfcheck.readers.pages.same_site import same_site
from selfcheck.readers.pages.selectors import words_of
from selfcheck.readers.pages.sites import NO_SITES, KnownSites

MAX_PHOTOS: Final = 300
MAX_IMPORTS: Final = 10


@dataclass(frozen=True, slots=True)
class SheetReading:
    """The pictures a sheet draws on the page, and the sheets of its own site that it imports."""

    photos: tuple[PhotoRef, ...]
    imports: tuple[str, ...]
    over_limit: int = 0


def read_sheet(
    css: str,
    sheet_url: str,
    page: PageWords | None = None,
    max_photos: int = MAX_PHOTOS,
    sites: KnownSites = NO_SITES,
) -> SheetReading:
    """Read a sheet for a page with these words (`PageReading.words`; None: every rule counts as matching)."""
    found = PictureSet(sheet_url, sites=sites)
    sheet = read_css(css, words_of(page))
    for urls in sheet.pictures:
        found.add(urls, Role.BACKGROUND, "linked style sheet")
    imports = [url for url in map(found.absolute, sheet.imports) if url and same_site(url, sheet_url)]
    photos = with_sizes_joined(found.photos, max_photos, found.sites.sizes)
    over = max(0, len(found.photos) - max_photos) + found.dropped
    return SheetReading(tuple(photos), tuple(dict.fromkeys(imports))[:MAX_IMPORTS], over)
