"""What became of photos, as a property: gone is never said of what could not be seen."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck.history.diff import Served, diff_checks, to_ask
from selfcheck.history.match import same_photos
from selfcheck.history.merge import merge_checks
from selfcheck.history.snapshot import Snapshot, Trace
from selfcheck.model import SEEN, ChangeKind, CoursePoint, Limit, Outcome, Page, Photo, Report, Role, Sighting, State

PAGES = ("https://a.example/", "https://b.example/")
HASHES = ("", "00" * 16, "ff" * 16, "0f" * 16, "01" + "00" * 15)
DAY = "2026-01-0{}"


@st.composite
def states(draw: st.DrawFn, day: int) -> Snapshot:
    """A saved check of one or two pages, with photos that may share addresses, files and pictures with another's."""
    pages = [
        Page(address, "personal-website", draw(st.sampled_from(list(Outcome))), more_there=draw(st.booleans()))
        for address in draw(st.lists(st.sampled_from(PAGES), unique=True, min_size=1))
    ]
    photos: dict[str, tuple[Photo, Trace]] = {}
    for number in draw(st.lists(st.integers(0, 7), unique=True, max_size=6)):
        url = f"https://cdn.example/{number}.jpg"
        others = tuple(f"https://cdn.example/{other}.jpg" for other in draw(st.lists(st.integers(8, 10), max_size=2)))
        places = tuple(
            Sighting(page, Role.POST, draw(st.sampled_from(["img src", "feed media", "api"])))
            for page in draw(st.lists(st.sampled_from([page.address for page in pages]), min_size=1, max_size=2))
        )
        state = draw(st.sampled_from(list(State)))
        reason = Outcome.BROKEN if state is State.NOT_CHECKED else Outcome(state.value)
        digest = draw(st.sampled_from(["", "a" * 64, "b" * 64, "c" * 64]))
        photo = Photo(
            url, others, places[0].page, Role.POST, "img src", "", 30, 20, state, (), (), reason, sightings=places
        )
        left = draw(st.sampled_from(["", DAY.format(day)]))
        shape = draw(st.sampled_from(HASHES))
        photos[url] = photo, Trace(url, digest, shape, 10, DAY.format(day), DAY.format(day), left)
    report = Report(
        1, f"{DAY.format(day)}T00:00:00+00:00", "yunet", False, tuple(pages), tuple(one for one, _ in photos.values()),
        (), (), (), draw(st.sampled_from([(), (Limit("cut"),)])),
    )  # fmt: skip
    seen = tuple(page.address for page in pages if page.outcome in SEEN)
    whole = () if report.limits else tuple(page for page in seen if draw(st.booleans()))
    missing = tuple(page.address for page in pages if draw(st.booleans()))
    return Snapshot(report, tuple(trace for _, trace in photos.values()), (), whole, missing)


answers = st.dictionaries(
    st.sampled_from([f"https://cdn.example/{number}.jpg" for number in range(8)]), st.sampled_from(list(Served))
)


@settings(max_examples=400, deadline=None)
@given(states(1), states(2), answers)
def test_nothing_is_called_gone_unless_every_page_it_stood_on_was_seen_to_its_end(
    before: Snapshot, now: Snapshot, served: dict[str, Served]
) -> None:
    pages = {photo.url: {place.page for place in photo.sightings} for photo in before.report.photos}
    outcomes = {page.address: page.outcome for page in now.report.pages}
    for change in diff_checks(before, now, served):
        if change.kind in {ChangeKind.GONE, ChangeKind.STILL_SERVED}:
            there = {page for page in pages[change.photo] if outcomes.get(page) is not Outcome.NOT_FOUND}
            assert all(outcomes.get(page) in SEEN for page in there)
            assert there <= set(now.whole)
        if change.kind is ChangeKind.GONE and change.photo not in {photo.url for photo in now.report.photos}:
            assert served.get(change.photo) is Served.NOT_THERE


@settings(max_examples=300, deadline=None)
@given(states(1), states(2), answers)
def test_every_photo_of_the_pages_asked_for_is_told_once_and_only_left_ones_are_asked_for(
    before: Snapshot, now: Snapshot, served: dict[str, Served]
) -> None:
    same = same_photos(before, now)
    assert len(set(same.values())) == len(same)
    asked = {page.address for page in now.report.pages}
    old = [photo for photo in before.report.photos if {place.page for place in photo.sightings} & asked]
    new = [photo for photo in now.report.photos if photo.url not in same.values()]
    changes = diff_checks(before, now, served)
    assert len(changes) == len(old) + len(new)
    known = {url for photo in before.report.photos for url in (photo.url, *photo.other_urls)}
    shown = {url for photo in now.report.photos for url in (photo.url, *photo.other_urls)}
    for photo, _trace, urls in to_ask(before, now):
        assert photo.url not in same
        assert set(urls) <= known - shown


@settings(max_examples=300, deadline=None)
@given(states(1), states(2), answers)
def test_what_is_kept_of_both_fits_together_and_forgets_no_photo_that_may_still_be_there(
    before: Snapshot, now: Snapshot, served: dict[str, Served]
) -> None:
    kept = merge_checks(before, now, served)
    assert [trace.photo for trace in kept.traces] == [photo.url for photo in kept.report.photos]
    assert len({trace.photo for trace in kept.traces}) == len(kept.traces)
    there = {trace.photo for trace in kept.traces}
    assert {photo.url for photo in now.report.photos} <= there
    same = same_photos(before, now)
    for photo in before.report.photos:
        if not {place.page for place in photo.sightings} <= set(now.whole) and photo.url not in same:
            assert photo.url in there
    point = kept.report.course[-1]
    assert isinstance(point, CoursePoint)
    assert point.made_at == now.report.made_at


@given(states(1))
def test_a_check_compared_with_itself_has_nothing_new_and_nothing_gone(state: Snapshot) -> None:
    state = replace(state, traces=tuple(replace(trace, left_on="") for trace in state.traces))
    kinds = {change.kind for change in diff_checks(state, state, {})}
    assert kinds <= {ChangeKind.STILL_THERE}
