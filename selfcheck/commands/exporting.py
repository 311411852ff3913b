"""A report in another form."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from selfcheck.commands.picturing import covered_pictures
from selfcheck.commands.planning import Planning
from selfcheck.commands.reports import read_report
from selfcheck.commands.result import Talk
from selfcheck.commands.running import run_quietly
from selfcheck.export.formats import Wish, write_as
from selfcheck.guidance.loader import load_guidance
from selfcheck.language import _, several
from selfcheck.notes import with_notes


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
