from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcheck.errors import ReportProblem
from selfcheck.guidance.model import Guidance
from selfcheck.model import Share
from selfcheck.output.document import build_document
from selfcheck.output.html import to_html
from selfcheck.output.report_json import MAX_BYTES, dump_json, dump_report, load_report
from tests.support.reports import full_report


def as_dict(guidance: Guidance) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(dump_json(full_report(guidance)))
    return loaded


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   ",
        b"hello",
        b"[]",
        b"{}",
        b"null",
        b'{"version": "1"}',
        b'{"version": 1}',
        b"\xff\xfe\x00",
        b"\x00" * 50,
        b"[" * 100_000,
        b'{"version":' + b"[" * 100_000,
        b'{"version": 1e400}',
        b'{"version": ' + b"9" * 5000 + b"}",
        b'{"version": 1, "version": 1',
        b'{"version": "\\ud800"}',
    ],
    ids=lambda data: repr(data[:20]),
)
def test_what_is_no_report_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(ReportProblem) as caught:
        load_report(data)
    assert caught.value.sentence.startswith(("The file is not a selfcheck report", "This report was made by a newer"))
    assert caught.value.way_out
    assert "\x1b" not in str(caught.value)


def test_a_newer_report_is_told_as_newer_and_not_as_broken(guidance: Guidance) -> None:
    newer = {**as_dict(guidance), "version": 99, "photos": "told in some other way"}
    with pytest.raises(ReportProblem, match="newer selfcheck"):
        load_report(json.dumps(newer).encode())


def test_a_file_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(ReportProblem, match="too large"):
        load_report(b" " * (MAX_BYTES + 1))


def test_fields_of_a_later_version_are_passed_over(guidance: Guidance) -> None:
    report = {**as_dict(guidance), "a_later_field": {"x": [1]}}
    assert load_report(json.dumps(report).encode()) == full_report_like(report)


def full_report_like(report: dict[str, Any]) -> object:
    return load_report(json.dumps({name: value for name, value in report.items() if name != "a_later_field"}).encode())


@pytest.mark.parametrize(
    "path",
    [("photos", 0, "state"), ("photos", 0, "faces"), ("photos", 0, "width"), ("pages", 0, "outcome"), ("ledger",)],
    ids=lambda path: ".".join(map(str, path)),
)
def test_a_value_of_the_wrong_kind_is_refused_and_its_place_is_named(
    guidance: Guidance, path: tuple[str | int, ...]
) -> None:
    report: Any = as_dict(guidance)
    place = report
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = {"surprise": True}
    with pytest.raises(ReportProblem) as caught:
        load_report(json.dumps(report).encode())
    assert str(path[-1]) in caught.value.sentence


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_a_report_or_a_problem_and_never_a_crash(data: bytes) -> None:
    with pytest.raises(ReportProblem):
        load_report(data)


_JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner), max_leaves=5)


@given(st.data())
def test_a_report_spoilt_anywhere_is_read_or_refused_and_never_crashes_an_export(data: st.DataObject) -> None:
    from selfcheck.guidance.loader import load_guidance

    guidance = load_guidance()
    report: Any = as_dict(guidance)
    report["steps"] = report["steps"][:2]
    place, key = report, data.draw(st.sampled_from(sorted(report)))
    while isinstance(place[key], (dict, list)) and place[key] and data.draw(st.booleans()):
        place = place[key]
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    place[key] = data.draw(_JSON)
    try:
        loaded = load_report(json.dumps(report).encode("utf-8", "replace"))
    except ReportProblem:
        return
    assert to_html(build_document(loaded, guidance, Share.FULL))


def test_a_forged_step_does_not_lead_anywhere_else(guidance: Guidance) -> None:
    report = as_dict(guidance)
    for step in report["steps"]:
        step |= {"url": "https://evil.example/login", "title": "Enter your password", "source": "https://evil.example"}
        step |= {"effect": "evil", "does_not": "evil", "note": "evil", "path_web": ["evil"], "mark": "done"}
    report["steps"].append({**report["steps"][0], "step": "made-up"})
    report["steps"].append({**report["steps"][0], "platform": "made-up"})

    loaded = load_report(json.dumps(report).encode())

    assert b"evil" not in to_html(build_document(loaded, guidance, Share.FULL))


def test_json_is_utf_8_for_people_to_read_and_ends_its_line(guidance: Guidance) -> None:
    data = dump_report(full_report(guidance), guidance)
    assert data.endswith(b"}\n")
    assert "“None seen”".encode() in data
    assert data.count(b"\n") > 50
