"""What a platform tells of a profile beside its page: at most three documented, open addresses, asked once each.

More pages of results are asked for only where the profile is shown to be the person's own: by a code in words that
only its owner can write, or by rel=me both ways with a page of this check that holds such a code.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from selfcheck.model import WALLS, Note, Outcome, PageNote, PhotoRef, Purpose
from selfcheck.net.fetch import Answer
from selfcheck.platforms import (
    Ask,
    Body,
    PlatformReading,
    Profile,
    has_reader,
    is_front_page,
    may_ask,
    post_of,
    profile_of,
    profile_shown_at,
    readers,
)
from selfcheck.session.doors import Doors
from selfcheck.session.ownership import MAX_OWN_PICTURES, OwnershipCheck, OwnershipCode

MAX_ASKS: Final = 3
"""Addresses asked of a platform beside the page itself."""
MAX_FURTHER_ASKS: Final = 30
"""Pages of results asked for of a profile that is shown to be the person's own."""
_PURPOSES: Final = {"api": Purpose.API, "feed": Purpose.FEED, "page": Purpose.PAGE}
_NOT_THERE: Final = frozenset({Outcome.NOT_FOUND, Outcome.RATE_LIMITED, Outcome.NOT_FETCHED})
_READ: Final = frozenset({Outcome.OPENED, Outcome.NEEDS_SCRIPT})


@dataclass(slots=True)
class PlatformAnswers:
    """What was told of one profile. Grows while it is asked about."""

    profile: Profile | None = None
    is_post: bool = False
    """Whether the person named a post or page of a profile, which is checked on its own."""
    photos: list[PhotoRef] = field(default_factory=list)
    wall: Outcome | None = None
    notes: list[Note] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    me: list[str] = field(default_factory=list)
    further: Ask | None = None
    proof: Ask | None = None
    bio: str = ""
    bio_read_at: float = 0.0
    bio_from: Ask | None = None
    """Where the bio was read, or may be once it answers."""
    asks: tuple[Ask, ...] = ()
    """What the page says can be asked beside it."""
    answered: bool = False
    """Whether the platform's API told what the page would show."""

    def take(self, told: PlatformReading, ask: Ask | None) -> None:
        """Take in what the page (`ask` None) or an answer told."""
        self.photos += told.photos
        self.notes += [note for note in told.notes if note not in self.notes]
        self.elsewhere += told.elsewhere
        self.me += told.me
        self.further = told.further or self.further
        self.proof = told.proof or self.proof
        if ask is None or ask.kind == "api":
            self.wall = told.wall or self.wall
        if told.bio:
            self.bio, self.bio_read_at, self.bio_from = told.bio, time.monotonic(), ask

    def leads_to(self, url: str) -> None:
        """Note that the page sends its visitors to another site, which was not asked."""
        self.notes.append(Note.LEADS_TO)
        self.elsewhere.append(url)

    @property
    def is_door(self) -> bool:
        """Whether the page shows something else than the profile: then its pictures are no one's."""
        return self.wall is not None and self.wall is not Outcome.PRIVATE

    def outcome(self, outcome: Outcome) -> Outcome:
        """What came of the page, with what the platform told."""
        if self.wall is not None and outcome in _READ:
            return self.wall
        return Outcome.OPENED if outcome is Outcome.NEEDS_SCRIPT and self.answered else outcome

    def platform(self, otherwise: str) -> str:
        """Whose steps fit."""
        sure = self.profile is not None and self.profile.sure
        return readers()[self.profile.platform].steps if self.profile is not None and sure else otherwise


async def read_as_platform(url: str, answer: Answer, doors: Doors) -> PlatformAnswers:
    """Read the page as its platform's reader does: that of the address, and that of the place it led to.

    A post of a profile is no profile of its own: only whether it could be seen is told of it.
    """
    found = PlatformAnswers(profile_shown_at(url), is_post=post_of(url) == url)
    signed = found.profile is not None or has_reader(answer.url) or _has_signs(answer.body)
    if answer.outcome is Outcome.OPENED and signed:
        told = await doors.pool.read_platform(found.profile, None, _body(answer))
        if isinstance(told, PlatformReading):
            found.take(told, None)
            found.asks = told.asks
            if found.profile is None and told.recognised in readers():
                found.profile = Profile(told.recognised, "", answer.url)
    if found.wall is None and is_front_page(answer.url) and not is_front_page(url):
        found.wall = Outcome.ODD_ANSWER  # what was named is not what is shown; why, the site does not say
    return found


def _has_signs(page: bytes) -> bool:
    return any(sign in page for reader in readers().values() for sign in reader.page_signs)


async def ask_platform(
    found: PlatformAnswers, answer: Answer, outcome: Outcome, already: Iterable[str], doors: Doors
) -> None:
    """Ask what the platform documents as open to anyone.

    `outcome` is what came of the page; `already` are addresses that are read anyway. A page from a file, one that
    was not reached, one that is gone and a site that asked to slow down are asked nothing more.
    """
    outcome = found.outcome(outcome)
    if found.profile is None or answer.status == 0 or outcome in _NOT_THERE:
        return
    before = len(found.photos)
    await _ask_all(found, found.profile, found.asks, already, doors)
    if len(found.photos) > before and outcome in WALLS - {Outcome.NEEDS_SCRIPT} | {Outcome.PRIVATE}:
        found.notes.append(Note.OPEN_BESIDE_WALL)
    elif outcome is Outcome.NEEDS_SCRIPT and found.answered and found.wall is None:
        found.notes.append(Note.SCRIPT_PAGE_SEEN)
    if found.further is not None:
        found.notes = [*(note for note in found.notes if note != Note.NEWEST_ONLY), Note.MORE_THERE]


async def _ask_all(
    found: PlatformAnswers, profile: Profile, asks: tuple[Ask, ...], already: Iterable[str], doors: Doors
) -> None:
    reader = readers()[profile.platform]
    waiting = deque((*reader.asks(profile), *asks))
    asked, count, closed = set(already), 0, False
    while waiting and count < MAX_ASKS:
        ask = waiting.popleft()
        if ask.url in asked or not may_ask(profile, ask):
            continue
        asked.add(ask.url)
        count += 1
        told, outcome, status = await _one(profile, ask, doors)
        if told is None and count == 1 and reader.absent_status and status in {404, reader.absent_status}:
            found.wall = Outcome.NOT_FOUND
            return
        if told is None:
            closed |= outcome is not Outcome.NOT_FOUND
            found.bio_from = found.bio_from or ask
            continue
        found.take(told, ask)
        waiting.extend(told.asks)
        if told.recognised == profile.platform:
            profile = found.profile = replace(profile, sure=True)
        found.answered |= reader.goes_further and ask.kind == "api" and bool(told.photos or told.recognised)
    found.answered &= not closed
    if closed and profile.sure:
        found.notes.append(Note.ASK_CLOSED)


async def _one(profile: Profile, ask: Ask, doors: Doors) -> tuple[PlatformReading | None, Outcome, int]:
    """What an answer tells, or None; what came of asking; and the status."""
    failed: tuple[None, Outcome, int] = (None, Outcome.FAULT, 0)
    return await doors.boundary.run(_read_answer(profile, ask, doors), failed)


async def _read_answer(profile: Profile, ask: Ask, doors: Doors) -> tuple[PlatformReading | None, Outcome, int]:
    answer = await doors.source.fetch(ask.url, _PURPOSES[ask.kind])
    if answer.outcome is not Outcome.OPENED:
        return None, answer.outcome, answer.status
    told = await doors.pool.read_platform(profile, ask, _body(answer))
    return (told, Outcome.OPENED, answer.status) if isinstance(told, PlatformReading) else (None, told, answer.status)


def _body(answer: Answer) -> Body:
    return Body(answer.body, answer.content_type, answer.url)


async def owned_profiles(
    pages: Mapping[str, PlatformAnswers], proof: OwnershipCode, doors: Doors, *, anew: bool
) -> dict[str, OwnershipCheck]:
    """For each page whose platform has more to give: whether it is shown to be the person's own.

    `anew`: the words that may hold the code were read before the person put it there, so they are asked for again.
    """
    shown: dict[str, OwnershipCheck] = {}
    for url, found in pages.items():
        if found.profile is None:
            continue
        of_use = bool(found.bio) or found.further is not None
        ask = found.proof or (found.bio_from if anew and of_use else None)
        answered = True
        if ask is not None and may_ask(found.profile, ask):
            told, _outcome, _status = await _one(found.profile, ask, doors)
            answered = told is not None
            if told is not None:
                found.take(told, ask)
        if found.bio or of_use:
            says = proof.shown_by(found.bio, found.bio_read_at or time.monotonic())
            shown[url] = says if answered and found.bio else OwnershipCheck.NOT_READ
    proven = [url for url, says in shown.items() if says is OwnershipCheck.OWN]
    for url, says in shown.items():
        if says is OwnershipCheck.NOT_THERE and any(_same_person(url, other, pages) for other in proven):
            shown[url] = OwnershipCheck.OWN
    return {url: says for url, says in shown.items() if pages[url].further is not None}


def _same_person(one: str, other: str, pages: Mapping[str, PlatformAnswers]) -> bool:
    """Whether two pages point at each other with rel=me."""
    return _one_form(other) in map(_one_form, pages[one].me) and _one_form(one) in map(_one_form, pages[other].me)


def _one_form(url: str) -> str:
    profile = profile_of(url)
    return (profile.url if profile else url).partition("://")[2].rstrip("/")


async def read_further(found: PlatformAnswers, taken: int, doors: Doors) -> tuple[list[PhotoRef], bool, bool]:
    """The further pages of results of a profile shown to be the person's own, one after the other.

    Returns their photos, no more than make `MAX_OWN_PICTURES` with those `taken` before, whether there was more, and
    whether that is because a limit was reached. Where the site stopped answering, that is noted instead.
    """
    closed = False
    photos: list[PhotoRef] = []
    ask, profile = found.further, found.profile
    asked: set[str] = set()
    while ask is not None and profile is not None and len(asked) < MAX_FURTHER_ASKS:
        room = MAX_OWN_PICTURES - taken - len(photos)
        if room <= 0 or ask.url in asked or not may_ask(profile, ask):
            break
        asked.add(ask.url)
        told, _outcome, _status = await _one(profile, ask, doors)
        if told is None:
            closed = True
            break
        photos += told.photos[:room]
        ask = told.further if len(told.photos) <= room else ask
    if closed and Note.ASK_CLOSED not in found.notes:
        found.notes.append(Note.ASK_CLOSED)
    more = ask is not None
    return photos, more, more and not closed


def page_notes(found: PlatformAnswers) -> tuple[PageNote, ...]:
    """The notes with the addresses they are about."""
    others = tuple(dict.fromkeys(found.elsewhere))
    naming = {Note.NAMES_OTHERS, Note.LEADS_TO}
    return tuple(PageNote(note, others if note in naming else ()) for note in found.notes)
