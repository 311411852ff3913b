"""Findings, steps and the person's marks and time -> the steps in the order that helps most. Pure.

What hides most of these photos comes first, then what takes less time; steps that hide none follow by benefit for each
minute. What a done step hides counts as hidden, unless a later check still saw it. A profile picture is told right
after the private account that still shows it. What needs evidence comes before what deletes on the same platform.
Where harm has happened, nothing that deletes stands in the plan until the person says that evidence is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from selfcheck.guidance.checklist import BENEFIT, known_items
from selfcheck.guidance.effects import Deletes, Effect, Reach, load_effects
from selfcheck.guidance.exposure import NOTHING, Exposure, Places
from selfcheck.guidance.model import FirstStep, Guidance, ReportPath, Step
from selfcheck.guidance.still_visible import done_before, still_visible_photos
from selfcheck.model import ChangeKind, Item, Mark, Report

PRIVATE: Final = "make-account-private"
PROFILE_PHOTO: Final = "hide-profile-photo"
_TAKES_AWAY: Final = frozenset({"can", "yes"})
_NO_EFFECT: Final = Effect("other", "reading")


@dataclass(frozen=True, slots=True)
class Planned:
    """A step with what it does to the photos of this check.

    `photos` are the numbers, in the list of photos, of those with a face that the step is about; `hides` of them are
    out of every stranger's sight by this step alone; `of` is how many photos with a face strangers may see.
    `elsewhere` of them can still be seen in other places. `unseen`: a page of the platform was closed, so more may be
    there. `basis`: "step" where the step's own words tell what it hides, "reading" where that is our reading.
    """

    item: Item
    step: Step
    reach: Reach
    basis: str
    photos: tuple[int, ...]
    hides: int
    of: int
    elsewhere: int
    unseen: bool
    already_private: bool
    logged_out_only: bool
    deletes: Deletes
    evidence: bool


@dataclass(frozen=True, slots=True)
class ReportTo:
    """How to report to one platform, where harm has happened."""

    platform_name: str
    image: ReportPath | None
    impersonation: ReportPath | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do, in order. `minutes` is the person's time, None for all of it.

    `items` fit into the time, or are the one best step where none does; `more` are the steps after them; `later` those
    the person put off; `waiting` those that take something away and wait until evidence is kept.
    """

    minutes: int | None
    harm: bool
    faces: int
    first: tuple[FirstStep, ...]
    items: tuple[Planned, ...]
    more: tuple[Planned, ...]
    later: tuple[Planned, ...]
    waiting: tuple[Planned, ...]
    reports: tuple[ReportTo, ...]
    done: int
    not_for_me: int
    something_hidden: bool
    """Whether a step that hides or removes is done: then search engines and caches are next."""
    still: tuple[tuple[Item, int], ...] = ()
    """Steps done before this check, with the number of photos they can hide that it still saw."""
    still_served: int = 0
    """Photos that left their pages and whose files still answer: no step reaches them, a letter to the site may."""

    @property
    def takes(self) -> int:
        """Minutes for `items`, by the guidance's estimate."""
        return sum(planned.step.effort_minutes for planned in self.items)


@dataclass(frozen=True, slots=True)
class _Candidate:
    item: Item
    step: Step
    effect: Effect
    places: Places
    position: int

    @property
    def goal(self) -> str:
        return self.step.goal

    @property
    def takes_away(self) -> bool:
        return self.effect.deletes in _TAKES_AWAY

    @property
    def ends_proof(self) -> bool:
        """Whether what stands there now, and may be the proof of harm, is gone or another picture afterwards."""
        return self.effect.deletes != "no"


def plan_of(
    report: Report,
    guidance: Guidance,
    *,
    minutes: int | None = None,
    harm: bool = False,
    evidence_kept: bool = False,
) -> Plan:
    """The plan for the steps of a report as they are marked in it."""
    exposure = Exposure(report)
    effects = load_effects()
    all_ = [
        _Candidate(
            item,
            step := guidance.steps_by_id[item.step],
            effect := effects.get(item.step, _NO_EFFECT),
            exposure.hidden_by(item.platform, effect),
            guidance.goal_order.index(step.goal),
        )
        for item in known_items(report.steps, guidance)
    ]
    done = [one for one in all_ if one.item.mark is Mark.DONE]
    seen = still_visible_photos(report, exposure)
    earlier = [one.item for one in done if done_before(one.item, report)]
    doubted = {item: seen[key] for item in earlier if (key := (item.platform, item.step)) in seen}
    covered = frozenset(place for one in done if one.item not in doubted for place in one.places)
    open_ = [one for one in all_ if one.item.mark is Mark.TODO]
    waiting: list[_Candidate] = []
    if harm and not evidence_kept:
        waiting = [one for one in open_ if one.ends_proof]
        open_ = [one for one in open_ if not one.ends_proof]
    order = _Order(exposure, deletions_last=harm)
    items = order.fitting(open_, covered, minutes)
    rest = [one for one in open_ if one not in items]
    covered_then = covered.union(*(one.places for one in items))
    later = [one for one in all_ if one.item.mark is Mark.LATER]
    if harm and not evidence_kept:
        waiting += [one for one in later if one.ends_proof]
        later = [one for one in later if not one.ends_proof]

    def planned(candidates: Iterable[_Candidate]) -> tuple[Planned, ...]:
        return tuple(_planned(one, exposure) for one in candidates)

    platforms = [guidance.platforms[name] for name in dict.fromkeys(one.item.platform for one in all_)
                 if name in guidance.platforms]  # fmt: skip
    return Plan(
        minutes=minutes,
        harm=harm,
        faces=len(exposure.faces),
        first=guidance.help.first_steps if harm else (),
        items=planned(items),
        more=planned(order.all_of(rest, covered_then, after=items)),
        later=planned(order.all_of(later, covered_then)),
        waiting=planned(order.all_of(waiting, covered)),
        reports=tuple(ReportTo(one.name, one.report_image, one.report_impersonation) for one in platforms)
        if harm
        else (),
        done=len(done),
        not_for_me=sum(one.item.mark is Mark.NOT_FOR_ME for one in all_),
        something_hidden=any(one.effect.hides or one.ends_proof for one in done),
        still=tuple(doubted.items()),
        still_served=sum(change.kind is ChangeKind.STILL_SERVED for change in report.changes),
    )


def by_platform(
    report: Report, guidance: Guidance, *, harm: bool = False, evidence_kept: bool = False
) -> tuple[Item, ...]:
    """The steps of a report, platform by platform: the platform with the best step first, each in the plan's order.

    Where harm has happened, the steps that wait until evidence is kept come after those of all platforms.
    """
    plan = plan_of(report, guidance, harm=harm, evidence_kept=evidence_kept)
    waiting = [planned.item for planned in plan.waiting]
    ordered = [planned.item for planned in (*plan.items, *plan.more, *plan.later)]
    ordered += [item for item in report.steps if item not in ordered and item not in waiting]
    platforms = list(dict.fromkeys(item.platform for item in (*ordered, *waiting)))
    by_place = sorted(ordered, key=lambda item: platforms.index(item.platform))
    return (*by_place, *sorted(waiting, key=lambda item: platforms.index(item.platform)))


def takes_away(item: Item) -> bool:
    """Whether a step may delete what is there, or put something else in its place."""
    return load_effects().get(item.step, _NO_EFFECT).deletes != "no"


class _Order:
    """Puts candidates in order, a unit at a time: a step with what must come before it and what follows it."""

    def __init__(self, exposure: Exposure, *, deletions_last: bool) -> None:
        self._exposure = exposure
        self._deletions_last = deletions_last

    def all_of(
        self, candidates: Sequence[_Candidate], covered: Places, after: Sequence[_Candidate] = ()
    ) -> list[_Candidate]:
        """All of them. A profile picture whose private account stands in `after` comes first."""
        if self._deletions_last:
            keeping = self._all_of([one for one in candidates if not one.ends_proof], covered, after)
            covered = covered.union(*(one.places for one in keeping))
            return keeping + self._all_of([one for one in candidates if one.ends_proof], covered, ())
        return self._all_of(candidates, covered, after)

    def _all_of(
        self, candidates: Sequence[_Candidate], covered: Places, after: Sequence[_Candidate]
    ) -> list[_Candidate]:
        shown = {one.item.platform for one in after if one.goal == PRIVATE}
        ordered = [one for one in candidates if one.goal == PROFILE_PHOTO and one.item.platform in shown]
        left = [one for one in candidates if one not in ordered]
        covered = covered.union(*(one.places for one in ordered))
        while left:
            units = [self._unit(one, left) for one in left]
            best = min(units, key=lambda unit: self._key(unit, covered))
            ordered += best
            left = [one for one in left if one not in best]
            covered = covered.union(*(one.places for one in best))
        return ordered

    def fitting(self, candidates: Sequence[_Candidate], covered: Places, minutes: int | None) -> list[_Candidate]:
        """Those that fit into the time and hide most together, in order; the one best where none fits."""
        ordered = self.all_of(candidates, covered)
        if minutes is None or not ordered:
            return ordered
        most, quick = (self._chosen(candidates, covered, minutes, per_minute=way) for way in (False, True))
        chosen = quick if self._nearly_as_much(quick, most, covered) else most
        return self.all_of(chosen, covered) or ordered[:1]

    def _nearly_as_much(self, quick: list[_Candidate], most: list[_Candidate], covered: Places) -> bool:
        """Whether the quick steps hide more; or more steps hide four fifths: each of them is soon finished, while one
        long step that is broken off leaves most photos where they were."""
        hides, most_hides = (
            self._exposure.gain(frozenset().union(*(one.places for one in some)), covered) for some in (quick, most)
        )
        return hides > most_hides or (len(quick) > len(most) and hides[0] > 0 and hides[0] * 5 >= most_hides[0] * 4)

    def _chosen(
        self, candidates: Sequence[_Candidate], covered: Places, minutes: int, *, per_minute: bool
    ) -> list[_Candidate]:
        chosen: list[_Candidate] = []
        left = list(candidates)

        def key(unit: list[_Candidate]) -> tuple[float, ...]:
            usual = self._key(unit, covered)
            return (usual[0], usual[1] / _minutes(unit), *usual[1:]) if per_minute else usual

        while left:
            units = [self._unit(one, left) for one in left]
            # A private account is worth doing also where its profile picture no longer fits into the time.
            units += [
                unit[:-1]
                for unit in units
                if _minutes(unit) > minutes and len(unit) > 1 and unit[-1].goal == PROFILE_PHOTO
            ]
            units = [unit for unit in units if _minutes(unit) <= minutes]
            if not units:
                break
            best = min(units, key=key)
            chosen += best
            minutes -= _minutes(best)
            left = [one for one in left if one not in best]
            covered = covered.union(*(one.places for one in best))
        return chosen

    def _unit(self, candidate: _Candidate, left: Sequence[_Candidate]) -> list[_Candidate]:
        """The candidate, with those of its platform that must come before it and those that follow at once."""
        mates = [one for one in left if one.item.platform == candidate.item.platform]
        private = [one for one in mates if one.goal == PRIVATE]
        photos = [one for one in mates if one.goal == PROFILE_PHOTO]
        unit = [candidate]
        if self._deletions_last:
            photos = [one for one in photos if not one.ends_proof]
        if private and (candidate.goal == PRIVATE or candidate in photos):
            first = candidate if candidate.goal == PRIVATE else min(private, key=lambda one: self._key([one], NOTHING))
            unit = [first, *photos]
        if any(one.takes_away for one in unit):
            unit = [*(one for one in mates if one.effect.evidence and one not in unit), *unit]
        return unit

    def _key(self, unit: list[_Candidate], covered: Places) -> tuple[float, ...]:
        """Smaller is sooner: most photos hidden, most places, least time; without effect, most benefit a minute."""
        full, lesser = self._exposure.gain(frozenset().union(*(one.places for one in unit)), covered)
        minutes = _minutes(unit)
        worth = sum(BENEFIT[one.step.impact] for one in unit) / minutes
        last = self._deletions_last and any(one.ends_proof for one in unit)
        return last, -full, -lesser, minutes if full or lesser else 0, -worth, unit[0].position


def _minutes(unit: Sequence[_Candidate]) -> int:
    return max(1, sum(one.step.effort_minutes for one in unit))


def _planned(candidate: _Candidate, exposure: Exposure) -> Planned:
    item, effect = candidate.item, candidate.effect
    photos = exposure.photos(item.platform, effect)
    hides = sum(bool(candidate.places) and one.places <= candidate.places for one in photos)
    return Planned(
        item=item,
        step=candidate.step,
        reach=effect.reach,
        basis=effect.basis,
        photos=tuple(one.number for one in photos),
        hides=hides,
        of=len(exposure.faces),
        elsewhere=exposure.elsewhere(photos, candidate.places) if effect.hides else 0,
        unseen=exposure.is_closed(item.platform),
        already_private=candidate.goal == PRIVATE and exposure.is_private(item.platform),
        logged_out_only=effect.seen_by == "logged_out",
        deletes=effect.deletes,
        evidence=effect.evidence,
    )
