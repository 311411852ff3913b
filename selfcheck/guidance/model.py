"""The shapes of the guidance: what a facts file and a words file make together. Frozen, checked on loading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

Confidence = Literal["high", "medium", "low"]
Impact = Literal["high", "medium", "low"]

SEARCH_ENGINES: Final = "search-engines"
"""What `selfcheck steps` takes beside the platforms' ids."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a fact was read, when (YYYY-MM or "unknown"), and how sure it is.

    high: the official page or its source; medium: a third party's page; low: general knowledge, `source` None.
    """

    confidence: Confidence
    checked: str = "unknown"
    source: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One act on one platform: what it does, what it does not do, where to tap, and how sure that is."""

    id: str
    platform: str
    platform_name: str
    goal: str
    title: str
    effect: str
    does_not: str
    effort_minutes: int
    impact: Impact
    confidence: Confidence
    path_confidence: Confidence
    checked: str
    source: str | None
    url: str | None
    path_web: tuple[str, ...]
    path_mobile: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class ReportPath:
    """How to report something to a platform."""

    how: str
    facts: Provenance


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform: what strangers see there, the steps, and how to report to it."""

    id: str
    name: str
    logged_out: tuple[str, ...]
    logged_in: tuple[str, ...]
    seen: Provenance
    steps: tuple[Step, ...]
    export_web: tuple[str, ...]
    export_mobile: tuple[str, ...]
    export_note: str
    report_impersonation: ReportPath | None
    report_image: ReportPath | None


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One of the first things to do when harm has happened."""

    id: str
    title: str
    detail: str
    facts: Provenance


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that helps. `contact` maps a way (phone, web, email, ...) to what to dial or open."""

    id: str
    group: Literal["korea", "international"]
    country: str
    name: str
    name_native: str
    who_for: str
    hours: str
    languages: str
    what_they_do: str
    note: str
    contact: tuple[tuple[str, str], ...]
    unsure_number: bool
    facts: Provenance


@dataclass(frozen=True, slots=True)
class Help:
    """What a person needs first when it has already happened. Works without network and without a check."""

    title: str
    opening: str
    on_paper: str
    never_upload: str
    numbers_note: str
    first_steps_title: str
    evidence_title: str
    who_helps_title: str
    evidence_fields: tuple[str, ...]
    first_steps: tuple[FirstStep, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class SearchEngine:
    """A search engine, or a face search engine, and how to be taken out of it; with what it asks for in return."""

    id: str
    group: Literal["search_engines", "face_search_engines"]
    kind: str
    name: str
    what_it_does: str
    does_not: str
    steps: tuple[str, ...]
    asks_for: tuple[str, ...]
    trade_off: str
    asks_face_photo: bool
    asks_identity_document: bool
    facts: Provenance


@dataclass(frozen=True, slots=True)
class FindingWords:
    """The words of one kind of finding; `source` is where its rule comes from."""

    title: str
    short: str
    reason: str
    reason_otherwise: str
    """The reason where its measure is of another kind: a height for want of eye points, one page for several."""
    source: str


@dataclass(frozen=True, slots=True)
class SignalReasons:
    """The sentence for each way a signal can turn out; "" for one that cannot occur."""

    open: str = ""
    partly: str = ""
    held_back: str = ""


@dataclass(frozen=True, slots=True)
class SignalWords:
    """The words of one kind of signal, for a page and for a host's pictures; `source` is where its rule comes from."""

    title: str
    source: str
    page: SignalReasons = SignalReasons()
    pictures: SignalReasons | None = None


@dataclass(frozen=True, slots=True)
class Crawler:
    """A program that collects pages or pictures, by its product token in robots.txt, and what that is for."""

    agent: str
    operator: str
    use: Literal["search", "ai_training", "ai_search", "dataset"]
    obeys: Literal["says_yes", "says_no", "unclear"]
    facts: Provenance
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReaderWords:
    """What is told of a platform in the table of platforms: its name, what a stranger sees there, and the wall."""

    name: str
    sees: str
    wall: str


@dataclass(frozen=True, slots=True)
class MenuNote:
    """The person's own note of where the menu of a step is now, with the day (YYYY-MM-DD) on which they found it."""

    step: str
    path: str
    day: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """All guidance in one language, with the person's own notes of menus that have moved, by step."""

    language: str
    platforms: dict[str, Platform]
    goals: dict[str, str]
    goal_order: tuple[str, ...]
    always_say: tuple[str, ...]
    help: Help
    read_first: tuple[str, ...]
    engines: tuple[SearchEngine, ...]
    page_outcomes: dict[str, str]
    photo_outcomes: dict[str, str]
    file_outcomes: dict[str, str]
    findings: dict[str, FindingWords]
    signals_title: str
    signals_opening: str
    signals: dict[str, SignalWords]
    crawlers: tuple[Crawler, ...]
    crawlers_checked: str
    limits_always: dict[str, str]
    limits_when: dict[str, str]
    readers: dict[str, ReaderWords]
    reader_notes: dict[str, str]
    look_yourself: tuple[str, ...]
    show_as_own: tuple[str, ...]
    before_posting_title: str
    before_posting: tuple[str, ...]
    """For pictures that are on no page yet, in place of steps."""
    left_out: dict[str, str]
    steps_by_id: dict[str, Step]
    menu_notes: Mapping[str, MenuNote] = field(default_factory=dict)

    def steps(self) -> tuple[Step, ...]:
        """All steps of all platforms."""
        return tuple(self.steps_by_id.values())
