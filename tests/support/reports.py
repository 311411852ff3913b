"""Reports for tests: photos and pages with little said about them, and one that is hostile in every text."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from jsonschema import Draft202012Validator

from selfcheck.guidance.model import Guidance
from selfcheck.model import (
    Change,
    ChangeKind,
    ChangeReason,
    CoursePoint,
    Embedded,
    Face,
    Fault,
    LedgerEntry,
    Origin,
    Outcome,
    Page,
    Photo,
    Purpose,
    Report,
    Role,
    Sighting,
    State,
)
from selfcheck.model.events import CheckStarted, Event, PageDone, PhotoDone, Requested
from selfcheck.session.report_builder import ReportBuilder
from tests.support.running import ROOT

HOME = "https://mina.example/"
_GONE = ChangeReason.FILE_GONE
SCHEMA = json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))


def schema_problems(report: bytes) -> list[str]:
    """Where a JSON report does not fit docs/report.schema.json."""
    found = Draft202012Validator(SCHEMA).iter_errors(json.loads(report))
    return [f"{error.json_path}: {error.message}" for error in found]


def page(address: str = HOME, outcome: Outcome = Outcome.OPENED, platform: str = "personal-website") -> Page:
    """A page and what came of it."""
    origin = Origin.FILE if address.startswith("import:") else Origin.WEB
    return Page(address, platform, outcome, origin, "A title", address)


def face(side: int = 60, eyes: float | None = 30.0, frontal: float | None = 0.5) -> Face:
    """A face in the corner of its photo."""
    return Face(0, 0, side, side, 0.9, eyes, frontal)


def photo(url: str, state: State = State.NONE_SEEN, reason: Outcome | None = None, **more: Any) -> Photo:
    """A photo on the home page."""
    faces = (face(),) if state is State.FACES else ()
    unsure = (face(),) if state is State.UNSURE else ()
    fields: dict[str, Any] = {
        "url": url,
        "other_urls": (),
        "page": HOME,
        "role": Role.POST,
        "found_in": "img src",
        "alt": "",
        "width": 300,
        "height": 200,
        "state": state,
        "faces": faces,
        "unsure": unsure,
        "reason": reason or Outcome(state.value),
        **more,
    }
    fields.setdefault("origin", Origin.FILE if fields["page"].startswith("import:") else Origin.WEB)
    fields.setdefault("sightings", (Sighting(fields["page"], fields["role"], fields["found_in"], fields["alt"]),))
    return Photo(**fields)


def gathered(guidance: Guidance, *found: Page | Photo | Event, engine: str = "yunet") -> ReportBuilder:
    """What a check would have told that came upon these pages and photos, in this order."""
    pages = [one.page if isinstance(one, PageDone) else one for one in found if isinstance(one, Page | PageDone)]
    heap = ReportBuilder(guidance)
    heap.add(CheckStarted(tuple((one.address, one.platform) for one in pages), engine))
    for one in found:
        heap.add(PageDone(one) if isinstance(one, Page) else PhotoDone(one, None) if isinstance(one, Photo) else one)
    return heap


def with_every_text(value: Any, text: str) -> Any:
    """The same value with every free text in it replaced, at any depth; enums and numbers stay."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: with_every_text(getattr(value, f.name), text) for f in dataclasses.fields(value)}
        return dataclasses.replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(with_every_text(part, text) for part in value)
    return text if type(value) is str else value


def full_report(guidance: Guidance) -> Report:
    """A report in which no list is empty: every kind of finding, a wall, a broken picture, steps and a ledger."""
    large = (face(400, 200.0, 0.99),)
    kinds = (Embedded.LOCATION, Embedded.CAMERA)
    loud = photo(
        f"{HOME}me.jpg",
        State.FACES,
        role=Role.AVATAR,
        alt="Mina at home",
        faces=large,
        embedded=kinds,
        other_urls=(f"{HOME}s.jpg",),
    )
    sent = LedgerEntry(1, "mina.example", "198.51.100.7", Purpose.PAGE, HOME, 180, 900, 200, Outcome.OPENED)
    report = gathered(
        guidance,
        page(),
        page("https://www.instagram.com/mina.secret", Outcome.LOGIN_WALL, "instagram"),
        loud,
        photo(f"{HOME}maybe.jpg", State.UNSURE),
        photo(f"{HOME}none.jpg"),
        photo(f"{HOME}cut.jpg", State.NOT_CHECKED, Outcome.BROKEN),
        photo(f"{HOME}icon.png", State.NOT_CHECKED, Outcome.SET_ASIDE, role=Role.ICON),
        Requested(sent),
    ).report()
    change = Change(ChangeKind.GONE, f"{HOME}old.jpg", HOME, Role.POST, 1, "2026-01-31", "2026-02-01", _GONE)
    course = CoursePoint("2026-01-31T09:30:00+00:00", 2, 1, 4, 1, 0, 0, 0, 0, 0)
    fault = Fault("ValueError", "page.py:12", 1)
    return dataclasses.replace(
        report, compared_with=course.made_at, changes=(change,), course=(course,), faults=(fault,)
    )
