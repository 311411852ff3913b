"""What the screens share: the pages to check, what the last check told, and the person's marks. In memory only."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Protocol

from selfcheck.demo.source import DemoSource, demo_pages
from selfcheck.events import CheckStarted, Event
from selfcheck.faces.engine import EngineName
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.imports.names import import_url
from selfcheck.model import Consent, Mark, OwnPage, ProfileAddress, Report
from selfcheck.net.policy import NetPolicy
from selfcheck.plan import Plan, plan_of
from selfcheck.report import Gathered
from selfcheck.session import check, look_into

PREVIEWS: Final = 400
"""Photos of a file that keep a preview. Of thousands, previews would fill the memory."""


class HasWork(Protocol):
    """What a screen asks of the app."""

    work: Work


@dataclass(slots=True)
class Named:
    """A page the person named, and their word for it once given."""

    address: ProfileAddress
    consent: Consent | None = None


@dataclass(slots=True)
class Kept:
    """The pages of one person, what the last check of them told, and that person's marks."""

    gathered: Gathered
    named: list[Named] = field(default_factory=list)
    report: Report | None = None
    marks: dict[tuple[str, str], Mark] = field(default_factory=dict)


class Work:
    """The state of one sitting. It goes with the program; nothing of it is written to disk.

    The person's own pages and the made-up person's are kept apart: trying the demo loses nothing of one's own, and
    nothing of the demo stands on one's own checklist.
    """

    def __init__(
        self, *, demo: bool = False, engine: EngineName = EngineName.YUNET, policy: NetPolicy | None = None
    ) -> None:
        self.demo = demo
        self.engine = engine
        self.policy = policy
        self.guidance: Guidance = load_guidance()
        self._own = Kept(Gathered(self.guidance))
        shown = [Named(page.address, page.consent) for page in demo_pages()]
        self._demo = Kept(Gathered(self.guidance), shown)
        self._handed_in = Kept(Gathered(self.guidance))
        self.file: Path | None = None
        """The file or folder that was handed in, while it is turned to."""
        self.minutes: int | None = 15
        """The person's time for the plan; None for all of it."""
        self.harm = False
        """Whether the person said that harm has happened. In memory alone, for this sitting."""
        self.first_marks: dict[str, Mark] = {}
        """Marks on the first steps after harm, by their ids."""

    @property
    def _kept(self) -> Kept:
        if self.file is not None:
            return self._handed_in
        return self._demo if self.demo else self._own

    @property
    def named(self) -> list[Named]:
        """The pages that are turned to now."""
        return self._kept.named

    @property
    def report(self) -> Report | None:
        """What the last check of them told; None before and while one runs."""
        return self._kept.report

    @property
    def gathered(self) -> Gathered:
        """What the check under way, or the last one, told so far."""
        return self._kept.gathered

    @property
    def marks(self) -> dict[tuple[str, str], Mark]:
        """The marks on the steps, by platform and step."""
        return self._kept.marks

    @property
    def evidence_kept(self) -> bool:
        """Whether the person said that evidence is kept."""
        return self.first_marks.get("evidence") is Mark.DONE

    def plan(self) -> Plan:
        """The plan for what is turned to, with the person's marks and time. Only after a check."""
        return plan_of(
            self.marked(), self.guidance, minutes=self.minutes, harm=self.harm, evidence_kept=self.evidence_kept
        )

    def show_demo(self) -> None:
        """Turn to the bundled pages of a made-up person."""
        self.demo, self.file = True, None

    def show_own(self) -> None:
        """Turn to the person's own pages."""
        self.demo, self.file = False, None

    def show_file(self, path: Path) -> None:
        """Turn to a file or folder of the person's own. What the one before told is forgotten."""
        self.demo, self.file = False, path
        self._handed_in = Kept(Gathered(self.guidance))

    def addresses(self) -> list[str]:
        """What a check goes through now: the pages, or the file that was handed in."""
        if self.file is not None:
            return [import_url(self.file.resolve().name or "folder")]
        return [page.address.url for page in self.named]

    def agreed(self) -> tuple[OwnPage, ...]:
        """The pages that may be checked: all of them once each has its word, none before."""
        if any(page.consent is None for page in self.named):
            return ()
        return tuple(OwnPage(page.address, page.consent) for page in self.named if page.consent is not None)

    def start(self) -> AsyncGenerator[Event, None]:
        """Begin a check of the agreed pages; what the last one told is forgotten."""
        kept = self._kept
        kept.gathered, kept.report = Gathered(self.guidance), None
        if self.file is not None:
            return look_into(
                self.file, engine=self.engine, guidance=self.guidance, gathered=self.gathered, previews=PREVIEWS
            )
        pages = self.agreed()
        # Told here already: a check stopped while it still gets ready then names its pages too.
        asked = tuple((page.address.url, page.address.platform) for page in pages)
        self.gathered.add(CheckStarted(asked, self.engine.value))
        source = DemoSource if self.demo else None
        return check(
            pages,
            engine=self.engine,
            policy=self.policy,
            source=source,
            guidance=self.guidance,
            gathered=self.gathered,
        )

    def finish(self, report: Report | None = None) -> Report:
        """Settle the report: the one told, or of what was seen until the person stopped."""
        settled = report or self.gathered.report(interrupted=True)
        self._kept.report = settled
        return settled

    def marked(self) -> Report:
        """The report with the person's marks on its steps. Only after `finish`."""
        report = self.report or self.finish()
        steps = tuple(
            replace(item, mark=self.marks.get((item.platform, item.step), Mark.TODO)) for item in report.steps
        )
        return replace(report, steps=steps)
