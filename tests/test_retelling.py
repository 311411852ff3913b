"""A report made in one language and read in another: every sentence of ours in the language that reads it."""

from __future__ import annotations

import gettext
import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.history.diff import STILL_SERVED
from selfcheck.i18n import CATALOGUES, DOMAIN
from selfcheck.model import Change, ChangeKind, Limit, Report, Role
from selfcheck.output.retelling import retold
from tests.support.reports import full_report
from tests.support.running import run

KOREAN = gettext.translation(DOMAIN, CATALOGUES, languages=["ko"])


TOLD = {
    "pages": ("address",),
    "photos": ("url",),
    "findings": ("photo", "kind"),
    "steps": ("platform", "step"),
    "limits": ("id",),
    "signals": ("about", "kind", "of_pictures"),
}
"""The parts of a report that hold sentences, and by what a row of each is the same in another language."""
SENTENCES = ("why", "notes", "look_yourself", "reason", "text", "title", "effect", "does_not", "note")


@pytest.fixture(scope="module")
def made_in(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One check of the demo, told in each language: two checks, of which the second lends the first its sentences.

    Photos that rank alike stand in the order in which they came, which is another each time.
    """
    english, korean = (json.loads(run("--lang", name, "demo", "--json").out) for name in ("en", "ko"))
    lent = {**english}
    for part, names in TOLD.items():
        rows = {tuple(row[name] for name in names): row for row in korean[part]}
        lent[part] = [
            {**row, **{key: same[key] for key in SENTENCES if key in row}}
            for row in english[part]
            for same in (rows[tuple(row[name] for name in names)],)
        ]
    files = {}
    for name, told in (("en", english), ("ko", lent)):
        files[name] = tmp_path_factory.mktemp("made") / f"{name}.json"
        files[name].write_text(json.dumps(told), "utf-8")
    assert len(re.findall("[가-힣]{2}", json.dumps(lent, ensure_ascii=False))) > 500
    return files


@pytest.mark.parametrize("spoken", ["en", "ko"])
@pytest.mark.parametrize(
    "wish",
    [("--to", "markdown", "--share", "full"), ("--to", "json", "--share", "full"), ("--to", "csv"), ("--to", "html")],
)
def test_an_export_is_the_same_whichever_language_its_report_was_made_in(
    made_in: dict[str, Path], spoken: str, wish: tuple[str, ...]
) -> None:
    told = [run("--lang", spoken, "export", str(made_in[name]), *wish, "--out", "-") for name in ("en", "ko")]
    assert told[0].code == 0
    assert told[0].out == told[1].out


def test_a_check_saved_in_one_language_is_planned_from_in_another(tmp_path: Path) -> None:
    place = {**os.environ, "SELFCHECK_TESTS_FOLDER": str(tmp_path / "kept")}
    run("--lang", "ko", "demo", "--save", env=place)
    planned = run("plan", "--demo", env=place)
    assert planned.code == 0
    assert not re.search("[가-힣]", planned.out.decode())


@pytest.mark.parametrize(
    "sentence", [*STILL_SERVED.values(), "Still there on {n} of the {m} pages that showed it.", "Back on its page."]
)
def test_what_became_of_a_photo_is_told_again_with_its_numbers(guidance: Guidance, sentence: str) -> None:
    in_korean = KOREAN.gettext(sentence).format(n=2, m=3)
    assert in_korean != sentence
    changed = replace(full_report(guidance), changes=(_change(in_korean),))
    assert retold(changed, guidance).changes[0].why == sentence.format(n=2, m=3)


def test_every_limit_is_told_again_with_its_numbers(guidance: Guidance) -> None:
    korean, count = load_guidance("ko"), {"count": "12", "total": "31", "place": "socks5://127.0.0.1:9050"}
    ours = {**guidance.left_out, **guidance.limits_when, **guidance.limits_always}
    theirs = {**korean.left_out, **korean.limits_when, **korean.limits_always}
    told = replace(
        full_report(guidance), limits=tuple(Limit(name, text.format(**count)) for name, text in theirs.items())
    )
    assert {limit.id: limit.text for limit in retold(told, guidance).limits} == {
        name: text.format(**count) for name, text in ours.items()
    }


def test_what_is_no_sentence_of_ours_stays_as_it_is(guidance: Guidance) -> None:
    told: Report = replace(full_report(guidance), limits=(Limit("walls", "{0.__class__} 다른 말"), Limit("odd", "31")))
    assert retold(told, guidance).limits == told.limits


def _change(why: str) -> Change:
    return Change(ChangeKind.STILL_THERE, "https://me.example/1.jpg", "https://me.example/", Role.POST, 1, why, "", "")
