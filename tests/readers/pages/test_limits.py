"""Limits of what is held of one page: each of these tests fails without its own."""

from __future__ import annotations

from selfcheck.model import Role
from selfcheck.readers.pages.found import MAX_DATA, MAX_GATHERED, PictureSet
from selfcheck.readers.pages.sheets import read_sheet

PAGE = "https://example.org/me"


def test_photos_beyond_what_is_held_of_one_page_are_counted() -> None:
    found = PictureSet(PAGE)
    for number in range(MAX_GATHERED + 7):
        found.add([f"/{number}.jpg"], Role.POST, "img")
    assert (len(found.photos), found.dropped) == (MAX_GATHERED, 7)


def test_pictures_inside_addresses_share_one_budget() -> None:
    found = PictureSet(PAGE)
    for number in range(4):
        found.add([f"data:image/png;base64,{number}" + "A" * (MAX_DATA // 3)], Role.POST, "img")
    assert len(found.photos) == 2


def test_sheet_imports_none_of_another_site() -> None:
    css = '@import "/own.css"; @import "https://other.example/theirs.css";'
    assert read_sheet(css, "https://example.org/a.css").imports == ("https://example.org/own.css",)
