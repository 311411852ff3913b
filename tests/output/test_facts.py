"""The report holds facts: made in one language and drawn in another, every sentence is in the one that draws it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from selfcheck.cli.report_files import read_report
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.history import store
from selfcheck.model import (
    Change,
    ChangeKind,
    ChangeReason,
    Finding,
    FindingKind,
    Limit,
    Mark,
    Note,
    Origin,
    Outcome,
    PageNote,
    PhotoMark,
    Report,
    Role,
    Signal,
    SignalKind,
    State,
    Variant,
)
from selfcheck.output.formats import Format
from selfcheck.output.report_json import dump_json, dump_report, load_report
from selfcheck.output.text import report_text
from selfcheck.output.wording.changes import change_text
from selfcheck.output.wording.findings import finding_text
from selfcheck.output.wording.limits import limit_text
from selfcheck.output.wording.signals import signal_text
from tests.output.reading import words_in
from tests.support.reports import HOME, full_report, page, photo
from tests.support.running import ROOT, run

OLD_REPORT = ROOT / "tests/data/report-1.json"
OLD_SAVED = ROOT / "tests/data/saved-1.json"
ENGLISH = re.compile(r"(?<![-\w@/.:])[A-Za-z]?[a-z']{2,}(?: [a-z']{2,}){2,}")
"""Three English words in a row, as no name and no code has them."""
HANGUL = re.compile("[가-힣]")


def everything(guidance: Guidance) -> Report:
    """A report with every outcome, note, finding, limit, signal and reason of a change there is."""
    report = full_report(guidance)
    pages = [
        replace(page(f"https://p{number}.example/", outcome), title="", photos=1)
        for number, outcome in enumerate(Outcome)
        if outcome.value in guidance.page_outcomes
    ]
    notes = tuple(PageNote(kind, (HOME,) if kind is Note.NAMES_OTHERS else ()) for kind in Note)
    pages[0] = replace(pages[0], notes=notes)
    photos = [
        replace(photo(f"{HOME}{number}.jpg", State.NOT_CHECKED, outcome), alt="")
        for number, outcome in enumerate(Outcome)
        if outcome.value in guidance.photo_outcomes
    ]
    photos += [replace(photo(f"{HOME}m{mark}.jpg", State.FACES), mark=mark) for mark in PhotoMark]
    shown = tuple(
        replace(one, alt="", sightings=tuple(replace(at, alt="") for at in one.sightings))
        for one in (*report.photos, *photos)
    )
    findings = tuple(
        Finding(kind, shown[0].url, 7, otherwise=otherwise) for kind in FindingKind for otherwise in (False, True)
    )
    names = (*guidance.limits_always, *guidance.limits_when, *guidance.left_out, "of_a_later_version")
    signals = tuple(
        Signal(kind, HOME if not of_pictures else "mina.example", of_pictures, variant, 2, 3)
        for kind in SignalKind
        for variant in Variant
        for of_pictures in (False, True)
    )
    kinds = {
        ChangeReason.FILE_ANSWERS: ChangeKind.STILL_SERVED,
        ChangeReason.PAGE_NEW: ChangeKind.NEW,
        ChangeReason.FILE_GONE: ChangeKind.GONE,
        ChangeReason.SAME: ChangeKind.STILL_THERE,
    }
    changes = tuple(
        Change(kind, f"{HOME}{reason}.jpg", HOME, Role.POST, 1, "2026-01-31", "2026-02-01", reason, gone, 1, 2)
        for reason in (None, *ChangeReason)
        for kind in ([kinds.get(reason, ChangeKind.CANNOT_TELL)] if reason else ChangeKind)
        for gone in (False, True)
    )
    steps = tuple(
        replace(item, mark=mark, marked_on="" if mark is Mark.TODO else "2026-02-01")
        for item, mark in zip(report.steps, list(Mark) * len(report.steps), strict=False)
    )
    return replace(
        report,
        pages=(*report.pages, *pages),
        photos=shown,
        findings=findings,
        limits=tuple(Limit(name, 2, 3) for name in names),
        signals=signals,
        changes=changes,
        steps=steps,
    )


@pytest.fixture(scope="module")
def made_in(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same report, written by a selfcheck that speaks each language."""
    files = {}
    for name in ("en", "ko"):
        guidance = load_guidance(name)
        files[name] = tmp_path_factory.mktemp("made") / f"{name}.json"
        files[name].write_bytes(dump_report(everything(guidance), guidance))
    return files


def foreign(drawn: str, language: str) -> list[str]:
    """What in this text is in the other language. Addresses, commands and titles of sources are in none."""
    if language == "en":
        return [line for line in drawn.splitlines() if HANGUL.search(line)]
    guidance = load_guidance("ko")  # a platform whose menus are in English has them so here
    sources = {words.source for words in (*guidance.findings.values(), *guidance.signals.values())}
    text = drawn
    sources |= {label for step in guidance.steps() for label in (*step.path_web, *step.path_mobile)}
    for source in sorted(filter(None, sources), key=len, reverse=True):  # a line is broken anywhere
        text = re.sub(r"\s*".join(map(re.escape, source.split())), "", text)
    return ENGLISH.findall(re.sub(r"https?://\S+|selfcheck [-\w. ]+", "", text))


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("form", [one for one in Format if one is not Format.ICAL])
def test_an_export_of_a_report_made_in_the_other_language_is_in_this_one_throughout(
    made_in: dict[str, Path], form: Format, language: str, tmp_path: Path
) -> None:
    other = "ko" if language == "en" else "en"
    out = tmp_path / f"out.{form}"
    ended = run("--lang", language, "export", made_in[other], "--to", form.value, "--share", "full", "--out", out)
    assert ended.code == 0
    data = out.read_bytes()
    if form is Format.HTML:  # its style and the values of its attributes are for browsers
        data = re.sub(rb"<(\w+)[^>]*>", rb"<\1>", re.sub(rb"<style>.*?</style>", b"", data, flags=re.DOTALL))
    assert foreign(words_in(form, data), language) == []


@pytest.mark.parametrize("language", ["en", "ko"])
def test_text_and_screens_of_a_report_made_in_the_other_language_are_in_this_one_throughout(
    made_in: dict[str, Path], language: str
) -> None:
    other = "ko" if language == "en" else "en"
    command = [sys.executable, "-m", "tests.support.drawn", language, made_in[other]]
    drawn = subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout.decode()
    parts = re.split(r"^== ", drawn, flags=re.MULTILINE)[1:]
    assert len({part.partition("\n")[0] for part in parts}) == 10
    assert {
        part.partition("\n")[0]: words for part in parts if (words := foreign(part.partition("\n")[2], language))
    } == {}


def test_the_text_beside_a_code_is_ignored_when_a_report_is_read(guidance: Guidance) -> None:
    report = everything(guidance)
    raw = json.loads(dump_report(report, load_guidance("ko")))
    assert raw["limits"][0]["text"] == load_guidance("ko").limits_always["none_seen"]
    for part in ("pages", "photos", "findings", "steps", "limits", "signals", "changes"):
        for row in raw[part]:
            assert row["text"]
            row["text"] = "zqx"
    assert load_report(json.dumps(raw).encode()) == load_report(dump_json(report)) == report


def test_a_limit_that_is_not_known_here_is_told_as_one_more(guidance: Guidance) -> None:
    assert limit_text(Limit("later", 3), guidance) == "This check has one more limit. It is not told here."


def test_a_report_of_version_1_opens_with_its_ids_and_numbers_and_without_its_sentences(guidance: Guidance) -> None:
    """The stored one was written in Korean by the last program of that version."""
    report = load_report(OLD_REPORT.read_bytes())
    assert report.version == 2
    assert [limit_text(limit, guidance) for limit in report.limits[-2:]] == [
        "Pages that could not be seen: 1 of 4. They are not counted as clean.",
        "Photos that could not be checked: 3. They are not counted as clean.",
    ]
    partly = [signal for signal in report.signals if signal.variant is Variant.PARTLY]
    assert "lets 19 of 21 AI programs" in signal_text(partly[0], guidance)
    [given] = [one for one in report.signals if one.kind is SignalKind.NO_REFERRER_CHECK and one.total == 18]
    assert "15 of 18 pictures" in signal_text(given, guidance)
    assert "The eyes are 131 pixels apart" in finding_text(report.findings[0], guidance)
    [twice, _same] = [one for one in report.findings if one.kind is FindingKind.SAME_PICTURE]
    assert "in 2 places on your pages" in finding_text(twice, guidance)
    assert [change_text(change) for change in report.changes] == ["No longer on its page.", "Still on its page."]
    assert report.steps[0].mark is Mark.DONE
    told = report_text(report, guidance, plain=True)
    assert not HANGUL.search(told)
    assert load_report(dump_json(report)) == report


@pytest.mark.parametrize(("address", "place", "origin"), [
    ("import:photos", "folder", Origin.FOLDER),
    ("import:takeout.zip", "posts", Origin.FILE),
])  # fmt: skip
def test_files_of_a_report_of_version_1_are_still_told_as_files(address: str, place: str, origin: Origin) -> None:
    raw = json.loads(OLD_REPORT.read_text("utf-8"))
    raw["pages"] = [{**raw["pages"][0], "address": address, "outcome": "imported"}]
    raw["photos"] = [{**raw["photos"][0], "page": address, "found_in": place}]
    report = load_report(json.dumps(raw).encode())
    assert (report.pages[0].origin, report.photos[0].origin) == (Origin.FILE, origin)


def test_a_saved_page_of_a_report_of_version_1_is_not_told_as_seen_by_strangers() -> None:
    raw = json.loads(OLD_REPORT.read_text("utf-8"))
    raw["ledger"] = [{**raw["ledger"][0], "purpose": "page", "status": 0, "url": raw["pages"][0]["address"]}]
    assert load_report(json.dumps(raw).encode()).pages[0].origin is Origin.SAVED_PAGE


def test_a_file_saved_by_version_1_opens_and_is_saved_without_sentences(guidance: Guidance) -> None:
    assert b"Why." in OLD_SAVED.read_bytes()
    file = store.decoded(OLD_SAVED.read_bytes())
    assert file.schema == 2
    assert file.own is not None
    assert file.own.report.version == 2
    data = dump_json(file)
    assert not re.search(rb"Why|not counted as clean|A stranger", data)
    assert store.decoded(data) == file
    assert any(limit == Limit("walls", 1, 2) for limit in file.own.report.limits)


def test_a_step_that_is_not_known_is_left_out_of_a_report(guidance: Guidance, tmp_path: Path) -> None:
    report = full_report(guidance)
    forged = (replace(report.steps[0], step="made-up"), replace(report.steps[0], platform="made-up"))
    path = tmp_path / "report.json"
    path.write_bytes(dump_json(replace(report, steps=(*report.steps, *forged))))
    assert read_report(path, guidance).steps == report.steps
