"""Draws a report file on its own, in one language: python -m tests.support.drawn LANGUAGE REPORT.json

As text, as plain text, as a plan, and on every screen that shows a report. Each part begins with its name.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from selfcheck import i18n
from selfcheck.model import Report


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")


async def screens(report: Report) -> None:
    """What the screens show of the report, on a terminal large enough for all of it."""
    from selfcheck.tui.screens.changes import ChangesScreen
    from selfcheck.tui.screens.checklist import ChecklistScreen
    from selfcheck.tui.screens.detail import DetailScreen
    from selfcheck.tui.screens.guided import GuidedScreen
    from selfcheck.tui.screens.photos import PhotosScreen
    from selfcheck.tui.screens.plan import PlanScreen
    from selfcheck.tui.screens.signals import SignalsScreen
    from selfcheck.tui.text import page_labels, page_line
    from tests.support.app import own_app, shown

    app = own_app()
    async with app.run_test(size=(95, 250)) as pilot:
        work = app.work
        work.finish(report)
        work.minutes = None
        names = page_labels(report)
        findings = {photo.url: [one for one in report.findings if one.photo == photo.url] for photo in report.photos}
        cards = work.plan().items
        opened = [
            PhotosScreen(work),
            SignalsScreen(work),
            ChecklistScreen(work),
            PlanScreen(work),
            ChangesScreen(work),
            *(DetailScreen(work, report.photos, at, names, findings) for at in (0, len(report.photos) - 1)),
            *(GuidedScreen(work, cards, at) for at in (0, len(cards))),
        ]
        for screen in opened:
            app.push_screen(screen)
            await pilot.pause()
            _write(f"== {type(screen).__name__}")
            _write(shown(app))
            app.pop_screen()
            await pilot.pause()
        _write("== checking")
        for page in report.pages:
            _write(page_line(page.address, page, work.guidance, started=True, strip="").plain)


def main(language: str, path: Path) -> None:
    """Draw it."""
    i18n.use(language)
    from selfcheck.guidance.loader import load_guidance
    from selfcheck.guidance.plan import plan_of
    from selfcheck.output.report_json import load_report
    from selfcheck.output.text import report_text
    from selfcheck.output.wording.plan import plan_text

    guidance = load_guidance()
    report = load_report(path.read_bytes())
    for plain in (True, False):
        _write(f"== text, plain={plain}")
        _write(report_text(report, guidance, plain=plain))
        _write(plan_text(plan_of(report, guidance), guidance, plain=plain))
    asyncio.run(screens(report))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
