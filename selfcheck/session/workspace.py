"""What the screens share: the pages to check, what the last check told, and the person's marks."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol

from selfcheck.errors import FileProblem, SelfcheckError
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.guidance.plan import Plan, by_platform, plan_of, takes_away
from selfcheck.guidance.user_marks import with_marks
from selfcheck.history.menu_notes import with_notes
from selfcheck.history.merge import merge_checks, without_changes
from selfcheck.history.snapshot import Snapshot, make_snapshot, report_from, saved_addresses, today, without_marks
from selfcheck.history.store import Slot, data_folder
from selfcheck.i18n import _
from selfcheck.images.cover import covered_picture
from selfcheck.model import EngineName, Item, Mark, OwnPage, PhotoMark, Report, State
from selfcheck.model.events import CheckStarted, Event
from selfcheck.net.policy import NetPolicy
from selfcheck.net.proxy import Proxy
from selfcheck.readers.archives.names import import_url
from selfcheck.session import (
    Asker,
    Elsewhere,
    Gate,
    OpenCheck,
    RecheckContext,
    check,
    continue_check,
    look_into,
    recheck,
)
from selfcheck.session.demo import DemoSource, demo_pages
from selfcheck.session.ownership import OwnershipCode, new_ownership_code
from selfcheck.session.page_set import NamedPage, PageSet
from selfcheck.session.report_builder import ReportBuilder
from selfcheck.session.sitting_store import SittingStore

PREVIEWS: Final = 400
"""Photos of a file that keep a preview. Of thousands, previews would fill the memory."""


class HasWork(Protocol):
    """What a screen asks of the app."""

    work: Workspace


class Workspace:
    """The state of one sitting. It goes with the program; of it is written to disk what the person asks to be saved.

    The person's own pages and the made-up person's are kept apart: trying the demo loses nothing of one's own, and
    nothing of the demo stands on one's own checklist.
    """

    def __init__(
        self,
        *,
        demo: bool = False,
        engine: EngineName = EngineName.YUNET,
        policy: NetPolicy | None = None,
        folder: Path | None = None,
        proxy: Proxy | None = None,
        require_sandbox: bool = False,
    ) -> None:
        self.keeping = SittingStore(folder or data_folder())
        self.demo = demo
        self.engine = engine
        self.policy = policy
        self.proxy = proxy
        self.require_sandbox = require_sandbox
        self.elsewhere = Elsewhere.ASK_FOR
        """What is done with pictures on other sites than the pages."""
        self.guidance: Guidance = with_notes(load_guidance(), self.keeping.folder)
        self._own = PageSet(ReportBuilder(self.guidance))
        shown = [NamedPage(page.address, page.consent) for page in demo_pages()]
        self._demo = PageSet(ReportBuilder(self.guidance), shown)
        self._handed_in = PageSet(ReportBuilder(self.guidance))
        self._told: Report | None = None
        self.file: Path | None = None
        """The file or folder that was handed in, while it is turned to."""
        self.minutes: int | None = 15
        """The person's time for the plan; None for all of it."""
        self.harm = False
        """Whether the person said that harm has happened. In memory alone, for this sitting."""
        self.first_marks: dict[str, Mark] = {}
        """Marks on the first steps after harm, by their ids."""
        self._proof: OwnershipCode | None = None

    @property
    def _kept(self) -> PageSet:
        if self.file is not None:
            return self._handed_in
        return self._demo if self.demo else self._own

    @property
    def named(self) -> list[NamedPage]:
        """The pages that are turned to now."""
        return self._kept.named

    @property
    def report(self) -> Report | None:
        """What the last check of them told; None before and while one runs."""
        return self._kept.report

    @property
    def gathered(self) -> ReportBuilder:
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

    def waits(self, item: Item) -> bool:
        """Whether a step takes something away and, after harm, waits until evidence is kept."""
        return self.harm and not self.evidence_kept and takes_away(item)

    def in_order(self) -> tuple[Item, ...]:
        """The steps platform by platform as they are marked; after harm, those that wait come last. After a check."""
        report = self.marked()
        if not self.harm:
            return report.steps
        return by_platform(report, self.guidance, harm=True, evidence_kept=self.evidence_kept)

    def show_demo(self) -> None:
        """Turn to the bundled pages of a made-up person."""
        self.demo, self.file = True, None
        self._told = None

    def show_own(self) -> None:
        """Turn to the person's own pages."""
        self.demo, self.file = False, None
        self._told = None

    def show_file(self, path: Path) -> None:
        """Turn to a file or folder of the person's own. What the one before told is forgotten."""
        self.demo, self.file = False, path
        self._handed_in = PageSet(ReportBuilder(self.guidance))
        self._told = None

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

    def start(self, ask: Asker | None = None) -> AsyncGenerator[Event, None]:
        """Begin a check of the agreed pages; what the last one told is forgotten.

        `ask` asks the person about other sites, where they chose to be asked.
        """
        kept = self._kept
        kept.base = self.before()
        kept.gathered, kept.report, kept.again, self._told = ReportBuilder(self.guidance), None, None, None
        kept.held = OpenCheck()
        if self.file is not None:
            return look_into(
                self.file,
                engine=self.engine,
                guidance=self.guidance,
                gathered=self.gathered,
                previews=PREVIEWS,
                require_sandbox=self.require_sandbox,
            )
        return check(
            self._announced(),
            engine=self.engine,
            policy=self.policy,
            proxy=None if self.demo else self.proxy,
            gate=self._gate(ask),
            source=DemoSource if self.demo else None,
            guidance=self.guidance,
            gathered=self.gathered,
            require_sandbox=self.require_sandbox,
            held=kept.held,
        )

    @property
    def more(self) -> tuple[str, ...]:
        """The pages of the last check that have more for a person who shows that they are theirs."""
        kept = self._kept
        ended = kept.report is not None and not kept.report.interrupted
        return kept.held.more if kept.held is not None and ended else ()

    def own_proof(self, now: float) -> OwnershipCode:
        """The code to put into a profile: the same one for as long as it is valid."""
        if self._proof is None or self._proof.seconds_left(now) is None:
            self._proof = new_ownership_code(now)
        return self._proof

    def continue_check(self, proof: OwnershipCode) -> AsyncGenerator[Event, None]:
        """Go on with the last check: ask more of those pages. Only where there is `more`."""
        kept = self._kept
        kept.report, self._told = None, None
        return continue_check(kept.held or OpenCheck(), proof)

    def _gate(self, ask: Asker | None) -> Gate:
        """The person's choice on pictures of other sites."""
        return Gate((page.address.url for page in self.named), self.elsewhere, ask)

    def start_again(self, ask: Asker | None = None) -> AsyncGenerator[Event, None]:
        """Begin a check of the agreed pages that is compared with what is known of them. Only where that is so."""
        kept = self._kept
        before = self.before()
        if before is None:
            return self.start(ask)
        kept.base = before
        kept.again = RecheckContext(before, self.keeping.key, self.guidance)
        kept.gathered, kept.report, kept.held, self._told = ReportBuilder(self.guidance), None, None, None
        return recheck(
            self._announced(),
            kept.again,
            engine=self.engine,
            policy=self.policy,
            proxy=None if self.demo else self.proxy,
            gate=self._gate(ask),
            source=DemoSource if self.demo else None,
            guidance=self.guidance,
            gathered=self.gathered,
            require_sandbox=self.require_sandbox,
        )

    def _announced(self) -> tuple[OwnPage, ...]:
        """The agreed pages, told to the report already: a check stopped while it gets ready then names them, too."""
        pages = self.agreed()
        asked = tuple((page.address.url, page.address.platform) for page in pages)
        self.gathered.add(CheckStarted(asked, self.engine.value))
        return pages

    def finish(self, report: Report | None = None) -> Report:
        """Settle the report: the one told, or of what was seen until the person stopped."""
        kept = self._kept
        settled = report or self.gathered.report(interrupted=True)
        before = kept.with_words(kept.base) if kept.base is not None else None
        addresses = saved_addresses(settled, self.gathered.unreported, self.keeping.key)
        if before is not None:
            again = kept.again or RecheckContext(before, self.keeping.key, self.guidance)
            done = again.settle(settled, self.gathered, kept.photo_marks, kept.step_marks())
            settled = done.unmarked if kept.again is not None else without_changes(done.unmarked)
            kept.photo_marks, kept.known = done.marks, done.saved
            kept.take_steps(done.saved)
        else:
            now = make_snapshot(settled, self.gathered.unreported, self.keeping.key, marks=kept.photo_marks)
            kept.known = merge_checks(None, replace(now, steps=kept.step_marks()), {})
        kept.report, kept.names, self._told = settled, addresses, None
        if not settled.interrupted:
            self.keep_up()
        return settled

    @property
    def slot(self) -> Slot:
        """Where the pages turned to are saved."""
        return Slot.IMPORTED if self.file is not None else Slot.DEMO if self.demo else Slot.OWN

    def before(self) -> Snapshot | None:
        """What is known of the pages turned to: from this sitting, or as it was saved."""
        kept = self._kept
        return kept.with_words(kept.known) if kept.known is not None else self.keeping.get(self.slot)

    def show_saved(self) -> None:
        """Turn to what was saved of the pages turned to. Pictures are not there, since none are kept."""
        kept, saved = self._kept, self.before()
        if saved is None or kept.known is not None:
            return
        kept.known, kept.photo_marks = saved, saved.marks()
        kept.report = report_from(replace(saved, traces=without_marks(saved.traces)), self.guidance)
        kept.names = {photo.url: photo.url for photo in kept.report.photos}
        kept.take_steps(saved)
        self._told = None

    def mark_step(self, platform: str, step: str, mark: Mark) -> None:
        """Give a step the person's mark, as of today."""
        self.marks[platform, step] = mark
        self._kept.days[platform, step] = today()
        self._changed()

    def mark_photo(self, url: str, mark: PhotoMark) -> None:
        """Give a photo the person's word; the same word again takes it back."""
        marks = self._kept.photo_marks
        if marks.get(url) is mark:
            del marks[url]
        else:
            marks[url] = mark
        self._changed()

    def _changed(self) -> None:
        self._told = None
        self.keep_up()

    def keep_up(self) -> None:
        """Save again what is saved already, after the person marked something or checked again."""
        if self.keeping.get(self.slot) is not None and not self.keeping.read_only:
            try:
                self.save()
            except SelfcheckError as error:
                self.keeping.problem = error.sentence

    def save(self) -> Path:
        """Keep what is known of the pages turned to. Raises `FileProblem` with a sentence."""
        kept = self._kept
        if kept.known is None:
            raise FileProblem(_("There is nothing to save yet."))
        kept.known = kept.with_words(kept.known)
        return self.keeping.save(self.slot, kept.known)

    def marked(self) -> Report:
        """The report with the person's marks on its photos and steps. Only after `finish`."""
        report = self.report or self.finish()
        for key, mark in self.marks.items():
            if mark is not Mark.TODO:
                self._kept.days.setdefault(key, today())
        steps = tuple(
            replace(
                item,
                mark=(mark := self.marks.get((item.platform, item.step), Mark.TODO)),
                marked_on=self._kept.days.get((item.platform, item.step), "") if mark is not Mark.TODO else "",
            )
            for item in report.steps
        )
        if self._told is None:  # laid over thousands of photos, and asked for at every key
            self._told = with_marks(report, self._kept.photo_marks, self.gathered.names)
        return replace(self._told, steps=steps)

    def covered_pictures(self) -> dict[str, bytes]:
        """Small JPEGs with every face covered, by photo address, of the photos with or perhaps with a face.

        From the previews of this sitting; nothing is asked for again. None of a photo that was not checked; none where
        the person sees no face, as it is not listed; none where they say that a face was missed, since nobody knows
        where to put the box.
        """
        report = self.report or self.finish()
        previews = self.gathered.previews
        marks = self._kept.photo_marks
        listed = {photo.url for photo in self.marked().photos if photo.state in {State.FACES, State.UNSURE}}
        made = {
            photo.url: covered_picture(photo, previews[photo.url])  # the machine's boxes: more is covered, never less
            for photo in report.photos
            if photo.url in previews and photo.url in listed and marks.get(photo.url) is not PhotoMark.FACE_MISSED
        }
        return {url: picture for url, picture in made.items() if picture}
