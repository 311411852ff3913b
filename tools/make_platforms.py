"""Writes docs/platforms.md, and the tables of docs/imports.md, from the platforms' folders.

python tools/make_platforms.py            write them
python tools/make_platforms.py --check    say which one is stale, and end with 1
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.output.platform_table import rows_of, table_markdown
from selfcheck.platforms.downloads import downloads

DOCS = Path(__file__).parents[1] / "docs"


def imports_page(page: str, guidance: Guidance) -> str:
    """The page on data downloads with both of its tables made again."""
    kinds = downloads()
    read = [(kind.name, kind.holds, kind.audience, kind.certainty) for kind in kinds]
    read.append(("Anything else", "its pictures, as those of a folder", "not told", "–"))
    platforms = [(kind.name, guidance.platforms[kind.platform]) for kind in kinds]
    menus = [(name, _path(platform.export_web), _path(platform.export_mobile)) for name, platform in platforms]
    page = _with_table(page, "What is read, and how surely", read)
    return _with_table(page, "How to ask for it", menus)


def _path(labels: Iterable[str]) -> str:
    return " → ".join(labels) or "–"


def _with_table(page: str, heading: str, rows: Iterable[tuple[str, ...]]) -> str:
    """The page with these rows below the first two lines of the table in a section."""
    before, found, section = page.partition(f"## {heading}\n")
    assert found, heading
    lines = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    section, count = re.subn(r"(\| --- .*\n)(?:\|.*\n)*", lambda match: match[1] + lines, section, count=1)
    assert count == 1, heading
    return before + found + section


def main() -> int:
    """Write the pages, or compare them."""
    guidance = load_guidance("en")
    imports = (DOCS / "imports.md").read_text("utf-8")
    pages = {"platforms.md": table_markdown(rows_of(guidance)), "imports.md": imports_page(imports, guidance)}
    stale = [name for name, text in pages.items() if (DOCS / name).read_text("utf-8") != text]
    if "--check" in sys.argv:
        for name in stale:
            print(f"docs/{name} is stale: python tools/make_platforms.py")
        return 1 if stale else 0
    for name in stale:
        (DOCS / name).write_text(pages[name], encoding="utf-8")
    print(f"Written: {', '.join(stale) or 'nothing, both are up to date'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
