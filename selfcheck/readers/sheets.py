"""Stand-in until merged."""

from __future__ import annotations

from selfcheck.model import PageReading, PageWords, PhotoRef, Role
from selfcheck.readers.css import pictures_in_css
from selfcheck.urls import absolute_url


def read_sheet(css: str, sheet_url: str, words: PageWords | None) -> PageReading:
    """Stand-in."""
    urls = [url for url in (absolute_url(sheet_url, one) for one in pictures_in_css(css)) if url]
    return PageReading("", tuple(PhotoRef(url, (), Role.BACKGROUND, "linked style sheet") for url in urls))
