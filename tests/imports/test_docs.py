"""Holds docs/imports.md, and docs/platforms.md, to the platforms' folders."""

from __future__ import annotations

import re
import sys

from selfcheck.platforms.downloads import downloads
from selfcheck.readers.archives.archive import MAX_ENTRIES, MAX_LIST, MAX_PICTURE
from selfcheck.session.imports.listing import MAX_PHOTOS
from selfcheck.session.imports.saved_pages import MAX_FILE
from tests.support.running import ROOT, run

TEXT = (ROOT / "docs/imports.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    section = TEXT.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (.+) \|$", section, re.MULTILINE)
    return [line.split(" | ") for line in lines[1:] if not line.startswith("---")]


def test_the_generated_tables_are_up_to_date() -> None:
    done = run("tools/make_platforms.py", "--check", command=(sys.executable,))
    assert (done.code, done.out.decode()) == (0, "")


def test_every_kind_says_how_sure_its_form_is() -> None:
    told = rows("What is read, and how surely")
    assert len(told) == len(downloads()) + 1
    assert all("seen in" in row[3] or "general knowledge" in row[3] for row in told[:-1])


def test_limits_are_told_as_they_are() -> None:
    limits = TEXT.partition("## Limits\n")[2]
    for number in (
        f"{MAX_PHOTOS:,} pictures",
        f"{MAX_PICTURE // 10**6} MB a picture",
        f"{MAX_LIST // 10**6} MB a list",
    ):
        assert number in limits
    assert f"{MAX_ENTRIES:,} members" in limits
    assert f"{MAX_FILE // 10**6} MB an" in limits
