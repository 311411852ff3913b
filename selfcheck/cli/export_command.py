"""A report in another form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from selfcheck.cli.covered_pictures import covered_pictures
from selfcheck.cli.plan_command import Planning
from selfcheck.cli.report_files import read_report
from selfcheck.cli.result import Talk
from selfcheck.cli.running import run_quietly
from selfcheck.guidance.loader import load_guidance
from selfcheck.history.menu_notes import with_notes
from selfcheck.i18n import _, several
from selfcheck.output.formats import Wish, write_as


@dataclass(frozen=True, slots=True)
class Exported:
    """The file's bytes, and sentences for the person who made it."""

    data: bytes
    talk: tuple[str, ...] = ()


def export_report(
    path: Path, wish: Wish, planning: Planning, folder: Path, *, pictures: Path | None, talk: Talk
) -> Exported:
    """A report file as the person wishes it. Raises `FileProblem` or `ReportProblem`.

    `folder` is where notes of moved menus are kept; `pictures` is the file or folder the report was made of, where
    covered pictures are wished for.
    """
    guidance = with_notes(load_guidance(), folder)
    report = read_report(path, guidance)
    said: tuple[str, ...] = ()
    if pictures is not None:
        covered = run_quietly(covered_pictures(pictures, report, guidance, talk))
        wish = replace(wish, pictures=covered)
        said = (
            several("{n} picture is in the file.", "{n} pictures are in the file.", len(covered)),
            _("The detector misses some faces. Look at every picture before you give the file to anyone."),
        )
    return Exported(write_as(wish, report, guidance, planning.plan(report, guidance)), said)
