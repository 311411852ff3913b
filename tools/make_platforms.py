"""Writes docs/platforms.md from the readers and the guidance: python tools/make_platforms.py"""

from __future__ import annotations

from pathlib import Path

from selfcheck.guidance.loader import load_guidance
from selfcheck.output.platform_table import rows_of, table_markdown

PAGE = Path(__file__).parents[1] / "docs/platforms.md"

if __name__ == "__main__":
    PAGE.write_text(table_markdown(rows_of(load_guidance())), encoding="utf-8")
    print(f"Written: {PAGE.name}")
