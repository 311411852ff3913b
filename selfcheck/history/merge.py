"""An earlier saved check and this one -> what to save now, and the report with what changed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from selfcheck.history.diff import Served, diff_checks, is_gone, marks_now
from selfcheck.history.match import same_photos
from selfcheck.history.snapshot import Snapshot, Trace, history_point
from selfcheck.model import ChangeKind, CoursePoint, Finding, Photo, Report

MOST_POINTS = 500
"""Rows of the course that are kept: a check a week for nine years."""


def merge_checks(before: Snapshot | None, now: Snapshot, served: Mapping[str, Served]) -> Snapshot:
    """What to save after this check: what is known of both, with a row more in the course.

    Pages that were not asked for stay as they were. A photo that may come back or whose file may still answer is
    remembered, one that is gone is forgotten, and so are its address and its hash.
    """
    if before is None:
        return _with_point(now, (), history_point(now))
    changes = diff_checks(before, now, served)
    both = _joined(before, now, {change.photo: change.kind for change in changes})
    kinds = [change.kind for change in changes]
    point = replace(
        history_point(both),
        new=kinds.count(ChangeKind.NEW),
        gone=kinds.count(ChangeKind.GONE),
        still_served=kinds.count(ChangeKind.STILL_SERVED),
        cannot_tell=kinds.count(ChangeKind.CANNOT_TELL),
    )
    return _with_point(both, before.report.course, point)


def with_changes(report: Report, before: Snapshot, now: Snapshot, served: Mapping[str, Served]) -> Report:
    """The report of this check with what became of each photo since `before`, and the course to now."""
    return replace(
        report,
        compared_with=before.report.made_at,
        changes=diff_checks(before, now, served),
        course=merge_checks(before, now, served).report.course,
    )


def without_changes(report: Report) -> Report:
    """The report of a check that was not asked to compare."""
    return replace(report, compared_with="", changes=(), course=())


def _with_point(saved: Snapshot, course: tuple[CoursePoint, ...], point: CoursePoint) -> Snapshot:
    return replace(saved, report=replace(saved.report, course=(*course, point)[-MOST_POINTS:]))


def _joined(before: Snapshot, now: Snapshot, kinds: Mapping[str, ChangeKind]) -> Snapshot:
    then_of = {today: then for then, today in same_photos(before, now).items()}
    old = {photo.url: photo for photo in before.report.photos}
    old_traces, new_traces, marks = before.by_photo(), now.by_photo(), marks_now(before, now)
    day = now.report.made_at[:10]
    kept: dict[str, tuple[Photo, Trace]] = {}
    findings: list[Finding] = []
    reasons_then, reasons_now = _by_photo(before), _by_photo(now)
    for photo in now.report.photos:
        trace = replace(new_traces[photo.url], mark=marks.get(photo.url))
        then = then_of.get(photo.url)
        told = reasons_now.get(photo.url, [])
        if then is not None and not trace.digest and old_traces[then].digest:
            # Named again, and not looked at this time: what was seen of it before stands.
            photo = replace(old[then], url=photo.url, sightings=photo.sightings)
            trace = replace(old_traces[then], photo=photo.url, last_seen=day, left_on="", mark=trace.mark)
            told = reasons_then.get(then, [])
        elif then is not None:
            trace = replace(trace, first_seen=old_traces[then].first_seen)
        kept[photo.url] = photo, trace
        findings += [replace(one, photo=photo.url) for one in told]
    asked = {page.address for page in now.report.pages}
    again = set(then_of.values())
    for url, photo in old.items():
        if url in again or url in kept or url not in old_traces:
            continue
        trace = old_traces[url]
        if kinds.get(url) is ChangeKind.GONE:
            continue
        if kinds.get(url) is not None and is_gone(photo, now):  # its file is asked for again the next time
            trace = replace(trace, left_on=trace.left_on or day)
        kept[url] = photo, trace
        findings += reasons_then.get(url, [])
    pages = {page.address: page for page in (*before.report.pages, *now.report.pages)}
    steps = {(step.platform, step.step): step for step in (*before.steps, *now.steps)}
    report = replace(
        now.report,
        pages=tuple(pages.values()),
        photos=tuple(photo for photo, _trace in kept.values()),
        findings=tuple(findings),
    )
    return Snapshot(
        report,
        tuple(trace for _photo, trace in kept.values()),
        tuple(steps.values()),
        (*(url for url in before.whole if url not in asked), *now.whole),
        (*(url for url in before.parts_missing if url not in asked), *now.parts_missing),
    )


def _by_photo(saved: Snapshot) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in saved.report.findings:
        found.setdefault(finding.photo, []).append(finding)
    return found
