"""What a sitting knows of one person's pages. The person's own, the made-up person's and a file's are kept apart."""

from __future__ import annotations

from dataclasses import dataclass, field

from selfcheck.history.snapshot import Snapshot, StepMark, today, with_marks_of
from selfcheck.model import Consent, Mark, PhotoMark, ProfileAddress, Report
from selfcheck.session import OpenCheck, RecheckContext
from selfcheck.session.report_builder import ReportBuilder


@dataclass(slots=True)
class NamedPage:
    """A page the person named, and their word for it once given."""

    address: ProfileAddress
    consent: Consent | None = None


@dataclass(slots=True)
class PageSet:
    """The pages of one person, what the last check of them told, and that person's marks."""

    gathered: ReportBuilder
    named: list[NamedPage] = field(default_factory=list)
    report: Report | None = None
    marks: dict[tuple[str, str], Mark] = field(default_factory=dict)
    days: dict[tuple[str, str], str] = field(default_factory=dict)
    """The day of each mark on a step."""
    photo_marks: dict[str, PhotoMark] = field(default_factory=dict)
    """The person's word on photos, by the addresses in `report`."""
    again: RecheckContext | None = None
    """What the check under way is compared with, if it is one again."""
    held: OpenCheck | None = None
    """The check itself, which can be gone on with; not of one again, nor of a file."""
    base: Snapshot | None = None
    """What was known of these pages before the check under way, or the last one: however often it is settled, it is
    one row of the course."""
    known: Snapshot | None = None
    """All that is known of these pages in the form it is saved in, also where it is not."""
    names: dict[str, str] = field(default_factory=dict)
    """The photos' addresses in `report` -> those in `known`."""

    def step_marks(self) -> tuple[StepMark, ...]:
        """The marks on steps with their days; one without a day was given today."""
        return tuple(
            StepMark(platform, step, mark, self.days.setdefault((platform, step), today()))
            for (platform, step), mark in self.marks.items()
        )

    def take_steps(self, saved: Snapshot) -> None:
        """The marks that were saved, where none was given in this sitting."""
        for step in saved.steps:
            if (step.platform, step.step) not in self.marks:
                self.marks[step.platform, step.step] = step.mark
                self.days[step.platform, step.step] = step.marked_on

    def with_words(self, known: Snapshot) -> Snapshot:
        """What is known with the person's words of now."""
        marks = {address: self.photo_marks.get(url) for url, address in self.names.items()}
        return with_marks_of(known, marks, self.step_marks())
