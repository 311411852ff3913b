"""Makes docs/pictures/photos.png, the picture in the README: the real app on the demo, drawn by headless Chromium.

python tools/make_screenshot.py
"""

from __future__ import annotations

import asyncio
import re
import subprocess
import tempfile
from pathlib import Path

from selfcheck.tui.app import SelfcheckApp

OUT = Path(__file__).parent.parent / "docs" / "pictures" / "photos.png"


async def photos_screen() -> str:
    """The list of photos after a check of the demo, as SVG without the remote font that Textual names."""
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=(96, 30)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await pilot.press("enter")
        async with asyncio.timeout(60):
            while app.work.report is None:
                await pilot.pause()
        await pilot.press("p")
        await pilot.pause()
        return re.sub(r"@font-face\s*\{.*?\}", "", app.export_screenshot(), flags=re.DOTALL)


def main() -> None:
    """Draw and store."""
    svg = asyncio.run(photos_screen())
    width, height = (round(float(side)) for side in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups())
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "screen.html"
        page.write_text(f'<body style="margin:0"><div style="width:{width}px">{svg}</div>', encoding="utf-8")
        OUT.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(  # noqa: S603
            ["chromium", "--headless=new", "--no-sandbox", "--hide-scrollbars", f"--window-size={width},{height}",  # noqa: S607
             f"--screenshot={OUT}", page.as_uri()],
            check=True, capture_output=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
