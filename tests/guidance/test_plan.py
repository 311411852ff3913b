"""The plan: most effect on these photos first, fitted into the time, and nothing deleted before evidence is kept."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck.cli.plan import plan_for
from selfcheck.cli.planning import Planning
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.plan import PRIVATE, PROFILE_PHOTO, Plan, Planned, plan_of
from selfcheck.guidance.user_marks import with_marks
from selfcheck.model import Embedded, Mark, Outcome, Page, Photo, PhotoMark, Report, Role, Sighting, State
from selfcheck.output.report_json import dump_json
from selfcheck.output.wording.plan import effect_words, photo_words, plan_text
from tests.support.pace import taking
from tests.support.reports import gathered, photo
from tests.support.running import ROOT, WITH_LOOPBACK, run

GUIDANCE = load_guidance()
GOALS = {step.id: step.goal for step in GUIDANCE.steps()}
INSTAGRAM = "https://www.instagram.com/mina"
OWN = "https://mina.example/"


def seen_on(url: str, *places: tuple[str, Role], state: State = State.FACES, **more: object) -> Photo:
    """A photo at these places."""
    sightings = tuple(Sighting(page, role, "img src") for page, role in places)
    return photo(url, state, page=places[0][0], role=places[0][1], sightings=sightings, **more)


def report_of(*found: Page | Photo) -> Report:
    return gathered(GUIDANCE, *found).report()


def page(address: str, platform: str, outcome: Outcome = Outcome.OPENED) -> Page:
    return Page(address, platform, outcome)


def marked(report: Report, marks: dict[str, Mark]) -> Report:
    return replace(report, steps=tuple(replace(item, mark=marks.get(item.step, item.mark)) for item in report.steps))


def names(some: Iterable[Planned]) -> list[str]:
    return [one.item.step for one in some]


def find(plan: Plan, step: str) -> Planned:
    everything = (*plan.items, *plan.more, *plan.later, *plan.waiting)
    return next(one for one in everything if one.item.step == step)


def instagram(posts: int, *, avatar: bool = True) -> list[Page | Photo]:
    found: list[Page | Photo] = [page(INSTAGRAM, "instagram")]
    found += [seen_on(f"{INSTAGRAM}/{n}.jpg", (INSTAGRAM, Role.POST)) for n in range(posts)]
    if avatar:
        found.append(seen_on(f"{INSTAGRAM}/me.jpg", (INSTAGRAM, Role.AVATAR), (INSTAGRAM, Role.PREVIEW_CARD)))
    return found


def test_an_item_says_how_many_of_these_photos_it_hides_and_which() -> None:
    plan = plan_of(report_of(*instagram(14)), GUIDANCE)
    private, picture = find(plan, "ig-private"), find(plan, "ig-photo")
    assert (private.hides, private.of, picture.hides) == (14, 15, 1)
    assert effect_words(private) == "It hides 14 of your 15 photos with a face."
    assert set(private.photos) | set(picture.photos) == set(range(1, 16))
    assert photo_words(private).startswith("In the list of photos: ")


def test_a_done_step_whose_photos_a_later_check_still_saw_is_told_and_hides_nothing_from_the_plan() -> None:
    others = [seen_on(f"{OWN}{n}.jpg", (OWN, Role.GALLERY)) for n in range(2)]
    report = report_of(*instagram(14), page(OWN, "personal-website"), *others)
    report = replace(report, made_at="2026-10-09T08:00:00+00:00")

    def done_on(day: str) -> Report:
        done = [
            replace(one, mark=Mark.DONE, marked_on=day) if one.step == "ig-private" else one for one in report.steps
        ]
        return replace(report, steps=tuple(done))

    earlier, same_day = plan_of(done_on("2026-10-02"), GUIDANCE), plan_of(done_on("2026-10-09"), GUIDANCE)
    [(item, seen)] = earlier.still
    assert (item.step, seen) == ("ig-private", 14)
    text = plan_text(earlier, GUIDANCE, plain=True)
    assert "Done, and still to be seen\nInstagram: Make your account private (2026-10-02)" in text
    assert "14 photos that it can hide could still be seen at this check." in text
    assert same_day.still == ()  # which came first is not known
    assert "still to be seen" not in plan_text(same_day, GUIDANCE, plain=True)
    hiding = [[one.item.step for one in plan.items if one.hides] for plan in (earlier, same_day)]
    assert [steps[0] for steps in hiding] == [
        "ig-old",
        "pw-remove",
    ]  # the other way to hide the 14 comes first, or last


def test_a_private_account_does_not_hide_the_profile_picture_and_that_step_follows() -> None:
    plan = plan_of(report_of(*instagram(3)), GUIDANCE)
    assert names(plan.items)[:2] == ["ig-private", "ig-photo"]


def test_what_hides_most_comes_first_on_whatever_platform_then_what_is_quicker() -> None:
    own = [page(OWN, "personal-website"), *(seen_on(f"{OWN}{n}.jpg", (OWN, Role.POST)) for n in range(9))]
    few = plan_of(report_of(*own, *instagram(2)), GUIDANCE)
    many = plan_of(report_of(*own, *instagram(20)), GUIDANCE)
    assert names(few.items)[0] == "pw-remove"
    assert names(many.items)[:3] == ["ig-private", "ig-photo", "pw-remove"]
    # pw-remove hides the same photos as pw-login and more, in less time: the second adds nothing.
    assert names(many.items).index("pw-login") > names(many.items).index("pw-remove") + 1


def test_the_three_first_steps_of_a_report_are_the_best_of_all_platforms() -> None:
    from selfcheck.output.text import report_text

    own = [page(OWN, "personal-website"), *(seen_on(f"{OWN}{n}.jpg", (OWN, Role.POST)) for n in range(4))]
    report = report_of(*own, *instagram(9))
    text = report_text(report, GUIDANCE, plain=True)
    first = text.partition("First steps\n")[2].partition("more steps")[0]
    assert first.index("Make your account private") < first.index("profile photo") < first.index("Take faces off")
    assert report.steps[0].step == "ig-private"  # and the platform with the best step comes first in the report


def test_a_closed_page_is_not_taken_for_one_without_photos() -> None:
    own = [page(OWN, "personal-website"), seen_on(f"{OWN}me.jpg", (OWN, Role.POST))]
    plan = plan_of(report_of(*own, page(INSTAGRAM, "instagram", Outcome.LOGIN_WALL)), GUIDANCE)
    private = find(plan, "ig-private")
    assert names(plan.items).index("ig-private") < names(plan.items).index("pw-remove")
    assert private.unseen
    assert private.hides == 0
    assert "could not be told" in effect_words(private)


@pytest.mark.parametrize("outcome", [Outcome.NO_NAME, Outcome.NO_CONNECTION, Outcome.TIMED_OUT])
def test_of_a_page_that_was_not_reached_it_is_not_said_that_a_step_hides_nothing(outcome: Outcome) -> None:
    plan = plan_of(report_of(page(INSTAGRAM, "instagram", outcome)), GUIDANCE)
    said = effect_words(find(plan, "ig-private"))
    assert said == "Which photos it hides could not be told: the page could not be seen."


def test_an_address_that_leads_nowhere_does_not_hint_at_more_photos_on_the_persons_other_page() -> None:
    slip = page("https://nina.example/", "personal-website", Outcome.NO_NAME)
    own = [page(OWN, "personal-website"), seen_on(f"{OWN}me.jpg", (OWN, Role.POST))]
    assert "there may be more" not in effect_words(find(plan_of(report_of(*own, slip), GUIDANCE), "pw-remove"))


def test_an_account_that_is_private_already_needs_its_picture_looked_at_first() -> None:
    plan = plan_of(report_of(page(INSTAGRAM, "instagram", Outcome.PRIVATE)), GUIDANCE)
    assert "private already" in effect_words(find(plan, "ig-private"))


def test_a_photo_that_also_stands_elsewhere_is_not_counted_as_hidden() -> None:
    both = seen_on(f"{OWN}both.jpg", (OWN, Role.POST), (INSTAGRAM, Role.POST))
    found = [page(OWN, "personal-website"), page(INSTAGRAM, "instagram"), both]
    plan = plan_of(report_of(*found, seen_on(f"{INSTAGRAM}/1.jpg", (INSTAGRAM, Role.POST))), GUIDANCE)
    private = find(plan, "ig-private")
    assert (private.hides, len(private.photos), private.elsewhere) == (1, 2, 1)
    assert "1 of them can still be seen elsewhere" in effect_words(private)


def test_a_step_for_later_photos_or_for_programs_hides_nothing_and_says_so() -> None:
    mastodon = "https://m.example/@mina"
    plan = plan_of(report_of(page(mastodon, "mastodon"), seen_on(f"{mastodon}/1", (mastodon, Role.FEED))), GUIDANCE)
    assert (find(plan, "ma-default").hides, find(plan, "ma-noindex").hides) == (0, 0)
    assert "hides none of those found" in effect_words(find(plan, "ma-default"))
    assert "hides none of them" in effect_words(find(plan, "ma-noindex"))


def test_a_step_about_data_in_files_is_about_the_photos_whose_files_hold_some() -> None:
    bare = seen_on(f"{OWN}1.jpg", (OWN, Role.POST))
    told = seen_on(f"{OWN}2.jpg", (OWN, Role.POST), embedded=(Embedded.LOCATION,))
    plan = plan_of(report := report_of(page(OWN, "personal-website"), bare, told), GUIDANCE)
    [number] = find(plan, "pw-exif").photos
    assert report.photos[number - 1].url == told.url


def test_photos_that_the_file_says_are_not_public_are_not_counted() -> None:
    kept = seen_on(f"{INSTAGRAM}/kept.jpg", (INSTAGRAM, Role.POST), public=False)
    plan = plan_of(report_of(*instagram(2, avatar=False), kept), GUIDANCE)
    assert plan.faces == 2
    assert find(plan, "ig-private").hides == 2


def test_photos_that_the_person_said_are_not_theirs_or_are_to_stay_are_not_counted() -> None:
    report = report_of(*instagram(4, avatar=False))
    urls = [one.url for one in report.photos]
    told = with_marks(report, {urls[0]: PhotoMark.NOT_ME, urls[1]: PhotoMark.KEEP})
    assert (plan_of(told, GUIDANCE).faces, find(plan_of(told, GUIDANCE), "ig-private").hides) == (2, 2)


def test_every_field_of_the_plan_is_in_its_page_and_no_other(tmp_path: Path) -> None:
    report = report_of(page(INSTAGRAM, "instagram"))
    planning = Planning(None, harm=False, evidence_kept=False)
    told = json.loads(plan_for(report, planning, tmp_path, as_json=True, plain=False, width=80))
    page_words = (ROOT / "docs/plan.md").read_text("utf-8").partition("## The JSON")[2]
    named = {
        name for row in re.findall(r"^\| (`.*?) \|", page_words, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }
    assert (
        named
        == {*told, *told["items"][0]}
        >= {field.name for shape in (Plan, Planned) for field in dataclasses.fields(shape)}
    )


def test_answers_move_steps_and_what_is_done_no_longer_counts() -> None:
    report = report_of(*instagram(5))
    plan = plan_of(
        marked(report, {"ig-private": Mark.DONE, "ig-old": Mark.LATER, "ig-reuse": Mark.NOT_FOR_ME}), GUIDANCE
    )
    assert (plan.done, plan.not_for_me, plan.something_hidden) == (1, 1, True)
    assert names(plan.later) == ["ig-old"]
    assert names(plan.items)[0] == "ig-photo"


@pytest.mark.parametrize("minutes", [15, 60])
def test_in_little_time_the_steps_that_hide_most_together_are_chosen(minutes: int) -> None:
    own = [page(OWN, "personal-website"), *(seen_on(f"{OWN}{n}.jpg", (OWN, Role.POST)) for n in range(6))]
    plan = plan_of(report_of(*own, *instagram(5)), GUIDANCE, minutes=minutes)
    assert plan.takes <= minutes
    assert {"ig-private", "ig-photo"} <= set(names(plan.items))
    assert ("pw-remove" in names(plan.items)) is (minutes == 60)


def test_one_long_step_does_not_take_all_the_time_where_several_short_ones_hide_almost_as_much() -> None:
    own = [page(OWN, "personal-website"), *(seen_on(f"{OWN}{n}.jpg", (OWN, Role.POST)) for n in range(10))]
    plan = plan_of(report_of(*own, *instagram(8)), GUIDANCE, minutes=15)
    assert {"ig-private", "ig-photo"} <= set(names(plan.items))
    assert "pw-remove" not in names(plan.items)
    assert len(plan.items) >= 5
    assert plan.takes <= 15
    far_more = plan_of(report_of(*own, *instagram(3)), GUIDANCE, minutes=15)
    assert names(far_more.items) == ["pw-remove"]


def test_where_no_step_fits_the_best_one_is_there_all_the_same() -> None:
    found = [page(OWN, "personal-website"), seen_on(f"{OWN}1.jpg", (OWN, Role.POST))]
    plan = plan_of(report_of(*found), GUIDANCE, minutes=3)
    assert names(plan.items) == ["pw-remove"]
    assert "No step fits into about 3 minutes" in plan_text(plan, GUIDANCE, plain=True)


def test_when_harm_has_happened_evidence_and_help_come_first_and_nothing_that_deletes_is_there() -> None:
    report = report_of(*instagram(5), page(OWN, "personal-website"), seen_on(f"{OWN}1.jpg", (OWN, Role.POST)))
    plan = plan_of(report, GUIDANCE, harm=True)
    assert [step.id for step in plan.first][:3] == ["safe", "no-pay", "evidence"]
    assert {"pw-remove", "ig-old", "ig-photo"} == set(names(plan.waiting))
    text = plan_text(plan, GUIDANCE, plain=True)
    assert text.index("Keep evidence") < text.index("Make your account private") < text.index("Take faces off pages")
    assert "wait until you have kept evidence" in text
    kept = plan_of(report, GUIDANCE, harm=True, evidence_kept=True)
    assert kept.waiting == ()
    assert {"pw-remove", "ig-old", "ig-photo"} == set(names(kept.items[-3:]))


def test_a_large_check_is_planned_at_once() -> None:
    found: list[Page | Photo] = []
    for number, platform in enumerate(list(GUIDANCE.platforms)[:20]):
        address = f"https://{platform}.example/"
        found.append(page(address, platform))
        roles = list(Role)
        found += [seen_on(f"{address}{n}.jpg", (address, roles[(n + number) % 7])) for n in range(200)]
    report = report_of(*found)
    with taking() as took:
        plan_of(report, GUIDANCE, minutes=60)
    assert took.cpu < 2


ROLES = st.sampled_from([role for role in Role if role is not Role.ICON])
STATES = st.sampled_from([State.FACES, State.FACES, State.UNSURE, State.NONE_SEEN])
OUTCOMES = st.sampled_from([Outcome.OPENED, Outcome.OPENED, Outcome.LOGIN_WALL, Outcome.PRIVATE, Outcome.NOT_FOUND])


@st.composite
def reports(draw: st.DrawFn) -> Report:
    platforms = draw(st.lists(st.sampled_from(sorted(GUIDANCE.platforms)), min_size=1, max_size=5, unique=True))
    pages = [page(f"https://{name}.example/", name, draw(OUTCOMES)) for name in platforms]
    places = st.tuples(st.sampled_from([one.address for one in pages]), ROLES)
    photos = [
        seen_on(f"https://p.example/{number}.jpg", *draw(st.lists(places, min_size=1, max_size=3)), state=draw(STATES))
        for number in range(draw(st.integers(0, 6)))
    ]
    report = report_of(*pages, *photos)
    marks = draw(st.dictionaries(st.sampled_from([item.step for item in report.steps]), st.sampled_from(Mark)))
    return marked(report, marks)


TIMES = st.one_of(st.none(), st.integers(1, 120))


@settings(max_examples=150, deadline=None)
@given(reports(), TIMES, st.booleans(), st.booleans())
def test_whatever_the_report_the_plan_keeps_its_promises(
    report: Report, minutes: int | None, harm: bool, kept: bool
) -> None:
    plan = plan_of(report, GUIDANCE, minutes=minutes, harm=harm, evidence_kept=kept)
    shown = (*plan.items, *plan.more, *plan.later, *plan.waiting)
    settled = [item.step for item in report.steps if item.mark in {Mark.DONE, Mark.NOT_FOR_ME}]
    assert sorted([*names(shown), *settled]) == sorted(item.step for item in report.steps)  # each step once, none lost
    assert minutes is None or plan.takes <= minutes or len(plan.items) == 1
    assert bool(plan.items) >= bool(plan.more)
    for one in shown:
        assert one.hides <= len(one.photos) <= one.of
    _picture_follows_private(plan)
    _evidence_before_deletion(plan, harm=harm, kept=kept)


def _picture_follows_private(plan: Plan) -> None:
    for some in (plan.items, plan.more):
        for index, one in enumerate(some):
            if GOALS[one.item.step] != PROFILE_PHOTO:
                continue
            platform = one.item.platform
            private = [
                n for n, other in enumerate((*plan.items, *plan.more))
                if other.item.platform == platform and GOALS[other.item.step] == PRIVATE
            ]  # fmt: skip
            if not private:
                continue
            before = [other.item for other in some[:index]]
            if some is plan.more and private[0] < len(plan.items):
                # The time ended between them: the picture is the next thing to do.
                assert all(GOALS[item.step] == PROFILE_PHOTO for item in before) or plan.harm
            elif not (plan.harm and one.deletes != "no"):
                assert before[-1].platform == platform
                assert GOALS[before[-1].step] in {PRIVATE, PROFILE_PHOTO}


def _evidence_before_deletion(plan: Plan, *, harm: bool, kept: bool) -> None:
    order = (*plan.items, *plan.more)
    for index, one in enumerate(order):
        if one.deletes in {"can", "yes"}:
            assert not any(later.evidence and later.item.platform == one.item.platform for later in order[index:])
    if not harm:
        assert plan.first == plan.waiting == ()
    else:
        assert plan.first[0].id == "safe"
        suggested = (*order, *plan.later)
        if not kept:
            assert all(one.deletes == "no" for one in suggested)
        else:
            deleting = [one.deletes != "no" for one in plan.items]
            assert deleting == sorted(deleting)  # all that deletes, or replaces, comes last


def test_the_command_plans_a_report_from_a_pipe_and_says_what_it_needs() -> None:
    report = dump_json(report_of(*instagram(3)))
    command = [*WITH_LOOPBACK, "plan", "-", "--time", "1h", "--plain"]
    done = subprocess.run(command, input=report, capture_output=True, timeout=60, check=True, cwd=ROOT)
    assert "It hides 3 of your 4 photos with a face." in done.stdout.decode()
    run("plan").said_plainly("no report was named")
    run("plan", "-", "--time", "never").said_plainly("is not a time")
