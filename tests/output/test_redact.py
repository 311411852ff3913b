"""What is left out below full is in no export: not in its text, not in its bytes."""

from __future__ import annotations

import dataclasses
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.i18n import language
from selfcheck.model import (
    LedgerEntry,
    Limit,
    Note,
    Number,
    Outcome,
    Page,
    PageNote,
    Photo,
    Purpose,
    Report,
    Role,
    Share,
    Sighting,
    Signal,
    SignalKind,
    State,
    Variant,
)
from selfcheck.model.counts import tally_of
from selfcheck.output.document import build_document
from selfcheck.output.formats import Format, Wish, write_as
from selfcheck.output.redact import redact
from selfcheck.output.report_json import dump_json, load_report
from selfcheck.output.wording.findings import finding_text
from selfcheck.output.wording.limits import limit_text
from selfcheck.output.wording.report import summary_of
from selfcheck.output.wording.signals import signal_text
from tests.output.reading import rows_of, words_in
from tests.support.reports import face, full_report, gathered, page, photo, schema_problems, with_every_text

BELOW = (Share.NO_ADDRESSES, Share.NUMBERS)
DAY = date(2027, 3, 1)


def written(form: Format, report: Report, guidance: Guidance, share: Share) -> bytes:
    return write_as(Wish(form, share, remind_on=DAY), report, guidance)


# Letters that no text of ours has in a row, in the scripts that a handle, a title or a name may be in.
_LATIN, _HANGUL = "qxzjkw0123456789", "뷁꽭튕퀭쮸"


@dataclasses.dataclass(frozen=True)
class Told:
    """A report, and everything in it that must not be told."""

    report: Report
    secrets: frozenset[str]


@st.composite
def reports(draw: st.DrawFn) -> Told:
    """A check of a few pages as it might come out, every outside word in it a name of its own."""
    secrets: set[str] = set()
    chance = draw(st.randoms(use_true_random=False))

    def handle() -> str:
        fresh = "zq" + "".join(chance.choices(_LATIN, k=chance.randint(6, 12)))
        secrets.add(fresh)
        return fresh

    def name() -> str:
        fresh = "".join(chance.choices(_HANGUL, k=6))
        secrets.add(fresh)
        return fresh if chance.random() < 0.5 else f"{fresh} {handle()}"

    guidance = load_guidance()
    told: list[Page | Photo] = []
    ledger = []
    for number in range(chance.randint(1, 3)):
        address = f"https://{handle()}.example/{handle()}?u={handle()}"
        platform = chance.choice(["personal-website", "flickr", "instagram", ""]) or handle()
        outcome = chance.choice([Outcome.OPENED, Outcome.LOGIN_WALL])
        notes = (PageNote(Note.NAMES_OTHERS, (f"https://{handle()}.example/",)),)
        told.append(
            dataclasses.replace(
                page(address, outcome, platform),
                title=name(),
                notes=notes,
                final_address=f"https://{handle()}.example/",
            )
        )
        for _ in range(chance.randint(0, 3)):
            url = f"https://{handle()}.example/{handle()}/{handle()}.jpg"
            alt = f"{name()} @{handle()}"
            places = (
                Sighting(address, Role.POST, handle(), alt),
                Sighting(f"https://{handle()}.example/", Role.FEED, "feed", name()),
            )
            state = chance.choice(list(State))
            reason = chance.choice([Outcome.BROKEN, Outcome.SET_ASIDE]) if state is State.NOT_CHECKED else None
            told.append(
                photo(
                    url,
                    state,
                    reason,
                    page=address,
                    alt=alt,
                    sightings=places,
                    found_in=handle(),
                    other_urls=(f"{url}?{handle()}",),
                    posted=handle(),
                )
            )
        ledger.append(
            LedgerEntry(
                number + 1,
                f"{handle()}.example",
                "198.51.100.7",
                Purpose.PAGE,
                address,
                1,
                1,
                200,
                Outcome.OPENED,
                tls=handle(),
            )
        )
    secrets.add("198.51.100.7")
    report = gathered(guidance, *told).report()
    return Told(
        dataclasses.replace(
            report,
            ledger=tuple(ledger),
            limits=(*report.limits, Limit(handle()), Limit("videos", 3)),
            signals=(
                *report.signals,
                *(
                    dataclasses.replace(signal, details=(f"{handle()}: noai", name()), may_fetch=(name(),))
                    for signal in report.signals
                ),
            ),
        ),
        frozenset(secrets),
    )


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("share", BELOW)
@settings(max_examples=4, deadline=None)
@given(told=reports())
def test_no_address_handle_title_word_host_or_file_name_is_in_any_export_below_full(
    form: Format, share: Share, told: Told
) -> None:
    guidance = load_guidance()
    data = written(form, told.report, guidance, share)
    text = words_in(form, data)
    assert [secret for secret in told.secrets if secret in text or secret.encode() in data] == []


@given(told=reports())
@settings(max_examples=10, deadline=None)
def test_the_same_words_are_in_a_full_export_so_they_would_be_seen(told: Told) -> None:
    guidance = load_guidance()
    text = words_in(Format.JSON, written(Format.JSON, told.report, guidance, Share.FULL))
    assert [secret for secret in told.secrets if secret not in text] == []


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("share", BELOW)
def test_whatever_stands_in_the_texts_of_a_report_file_none_of_it_is_passed_on(
    guidance: Guidance, form: Format, share: Share
) -> None:
    """A report may come from anyone, and any field of it may hold a name."""
    spoilt: Report = with_every_text(full_report(guidance), "zqxjkwzq")
    data = written(form, load_report(dump_json(spoilt)), guidance, share)
    assert "zqxjkwzq" not in words_in(form, data)
    assert b"zqxjkwzq" not in data


@pytest.mark.parametrize("share", Share)
def test_a_report_at_any_level_fits_the_schema_and_comes_back_as_it_was(guidance: Guidance, share: Share) -> None:
    told = redact(full_report(guidance), share, guidance)
    assert told.share is share
    assert schema_problems(dump_json(told)) == []
    assert load_report(dump_json(told)) == told


@pytest.mark.parametrize("first", Share)
@pytest.mark.parametrize("then", Share)
def test_what_was_left_out_once_does_not_come_back(guidance: Guidance, first: Share, then: Share) -> None:
    report = full_report(guidance)
    lower = max(first, then, key=list(Share).index)
    again = redact(redact(report, first, guidance), then, guidance)
    assert again == redact(report, lower, guidance)


def test_a_file_that_claims_to_hold_only_numbers_is_held_to_it(guidance: Guidance) -> None:
    claimed = dataclasses.replace(full_report(guidance), share=Share.NUMBERS)
    told = redact(load_report(dump_json(claimed)), Share.FULL, guidance)
    assert (told.pages, told.photos, told.steps, told.ledger) == ((), (), (), ())


def test_without_addresses_all_numbers_and_all_reasons_stay(guidance: Guidance) -> None:
    report = full_report(guidance)
    told = redact(report, Share.NO_ADDRESSES, guidance)
    assert tally_of(told) == tally_of(report)
    assert summary_of(told) == summary_of(report)
    assert [finding_text(one, guidance) for one in told.findings] == [
        finding_text(one, guidance) for one in report.findings
    ]
    assert [signal_text(one, guidance) for one in told.signals] == [
        signal_text(one, guidance) for one in report.signals
    ]
    assert told.limits == report.limits
    assert told.steps == report.steps
    by_name = {one.url: one for one in told.photos}
    for finding, before in zip(told.findings, report.findings, strict=True):
        meant = next(one for one in report.photos if one.url == before.photo)
        assert by_name[finding.photo].faces == meant.faces


def test_names_in_place_of_addresses_still_hold_together(guidance: Guidance) -> None:
    told = redact(full_report(guidance), Share.NO_ADDRESSES, guidance)
    pages, photos = {one.address for one in told.pages}, {one.url for one in told.photos}
    assert {one.page for one in told.photos} <= pages
    assert {place.page for one in told.photos for place in one.sightings} <= pages
    assert {finding.photo for finding in told.findings} <= photos
    assert len(photos) == len(told.photos)


def test_numbers_are_the_same_numbers_and_hold_no_row_for_a_photo(guidance: Guidance) -> None:
    report = full_report(guidance)
    told = redact(report, Share.NUMBERS, guidance)
    assert tally_of(told) == tally_of(report)
    assert summary_of(told) == summary_of(report)
    counts = {number.kind: number.count for number in told.numbers}
    assert counts["large_face"] == sum(finding.kind == "large_face" for finding in report.findings)
    assert counts["steps_todo"] == len(report.steps)
    for form in Format:
        text = words_in(form, written(form, report, guidance, Share.NUMBERS))
        assert not re.search(r"Photo \d|photo:\d|page:\d|host.\d|profile picture", text), form
    rows = rows_of(written(Format.CSV, report, guidance, Share.NUMBERS))
    assert rows[0] == ["What", "Number"]
    assert ["Photos with a face", "1"] in rows


def test_an_import_in_numbers_says_nothing_of_strangers(guidance: Guidance) -> None:
    address = "import:instagram-zqmina.zip"
    found = photo("import:media/zqlake.jpg", State.FACES, page=address, faces=(face(),), public=True)
    report = gathered(guidance, page(address, Outcome.IMPORTED, "instagram"), found).report()
    document = build_document(report, guidance, Share.NUMBERS)
    assert "Photos in the file: 1. With a face: 1." in document.opening
    assert ("Photos that are public by the file's own word", 1) in document.numbers


def test_a_limit_is_never_lost(guidance: Guidance) -> None:
    report = dataclasses.replace(full_report(guidance), limits=(Limit("walls", 1, 2), Limit("copies"), Limit("zqx")))
    told = redact(report, Share.NO_ADDRESSES, guidance).limits
    assert [limit_text(limit, guidance) for limit in told] == [
        "Pages that could not be seen: 1 of 2. They are not counted as clean.",
        guidance.limits_always["copies"],
        "This check has one more limit. It is not told here.",
    ]


def test_words_that_ask_programs_stay_where_they_are_on_our_lists(guidance: Guidance) -> None:
    signal = Signal(
        SignalKind.ASKS_AI,
        "https://zqmina.example/",
        False,
        Variant.HELD_BACK,
        details=("robots: noai", "zqmina: noai", "robots: zqmina"),
    )
    report = dataclasses.replace(full_report(guidance), signals=(signal,))
    assert redact(report, Share.NO_ADDRESSES, guidance).signals[0].details == ("robots: noai", "noai")


def test_the_document_says_its_language_and_what_is_left_out(guidance: Guidance) -> None:
    for share in Share:
        document = build_document(full_report(guidance), guidance, share)
        assert document.language == language()
        assert document.left_out
        assert document.left_out in (
            words_in(Format.HTML, written(Format.HTML, full_report(guidance), guidance, share))
        )


def test_notes_hints_links_and_numbers_that_were_tried_are_not_passed_on(guidance: Guidance) -> None:
    report, secret = full_report(guidance), "zqsecret"
    pages = tuple(dataclasses.replace(one, notes=(PageNote(Note.LEADS_TO, (secret,)),)) for one in report.pages)
    photos = tuple(dataclasses.replace(one, same_picture=(f"https://{secret}.example/",)) for one in report.photos)
    ledger = tuple(dataclasses.replace(one, tried=(secret,)) for one in report.ledger)
    told = redact(dataclasses.replace(report, pages=pages, photos=photos, ledger=ledger), Share.NO_ADDRESSES, guidance)
    assert told.pages and told.photos and told.ledger
    assert secret.encode() not in dump_json(told)


def test_numbers_that_are_none_of_ours_are_not_passed_on(guidance: Guidance) -> None:
    report = full_report(guidance)
    claimed = dataclasses.replace(report, share=Share.NUMBERS, numbers=(Number("zqsecret", 1), Number("photos", 2)))
    assert redact(claimed, Share.NUMBERS, guidance).numbers == (Number("photos", 2),)
