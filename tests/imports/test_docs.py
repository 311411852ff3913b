"""Holds docs/imports.md to the kinds that are read and to the guidance's menu paths."""

from __future__ import annotations

import re

from selfcheck.guidance.model import Guidance
from selfcheck.platforms.downloads import downloads
from selfcheck.readers.archives.archive import MAX_ENTRIES, MAX_LIST, MAX_PICTURE
from selfcheck.session.imports.listing import MAX_PHOTOS
from selfcheck.session.imports.saved_pages import MAX_FILE
from tests.support.running import ROOT

TEXT = (ROOT / "docs/imports.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    section = TEXT.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (.+) \|$", section, re.MULTILINE)
    return [line.split(" | ") for line in lines[1:] if not line.startswith("---")]


def test_every_kind_is_in_the_table_with_how_sure_it_is_and_no_other() -> None:
    told = rows("What is read, and how surely")
    assert [row[0] for row in told] == [kind.name for kind in downloads()] + ["Anything else"]
    assert all("seen in others' code" in row[3] or "general knowledge" in row[3] for row in told[:-1])


def test_menu_paths_are_those_of_the_guidance(guidance: Guidance) -> None:
    def path(labels: tuple[str, ...]) -> str:
        return " → ".join(labels) or "–"

    platforms = [(kind.name, guidance.platforms[kind.platform]) for kind in downloads()]
    assert rows("How to ask for it") == [[name, path(p.export_web), path(p.export_mobile)] for name, p in platforms]


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
