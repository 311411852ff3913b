"""Promise 7: no blame, no fear; hiding is offered; where harm has happened, evidence and help come first."""

from __future__ import annotations

import re

from selfcheck.guidance.model import Guidance
from selfcheck.tui.app import SelfcheckApp
from tests.support.app import NARROW, press, shown, to_checked
from tests.support.running import ROOT, run

UNKIND = re.compile(
    r"\byou should(?:n't| not)? have|your own fault|careless|reckless|stupid|victims? like you|shame on|panic", re.I
)


def test_what_to_do_after_harm_begins_with_care_and_evidence_and_names_help_before_any_deletion(
    guidance: Guidance,
) -> None:
    text = run("help-now").out.decode()
    flat = " ".join(text.split())
    assert flat.index("not your fault") < flat.index("evidence before")
    first = [step.id for step in guidance.help.first_steps]
    assert first.index("evidence") < first.index("lock") < first.index("report")
    assert "1366" in text


async def test_the_door_for_harm_is_on_the_first_screen_and_one_key_away_from_every_deletion() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.pause()
        assert "It has already happened to me" in shown(app)
        await to_checked(pilot)
        await pilot.press("p", "c")
        await pilot.pause()
        assert "Keep evidence first" in shown(app).splitlines()[0]
        await pilot.press("f8")
        await pilot.pause()
        assert "not your fault" in shown(app)


async def test_not_for_me_is_as_good_an_answer_as_done() -> None:
    app = SelfcheckApp(demo=True)
    async with app.run_test(size=NARROW) as pilot:
        await to_checked(pilot)
        await pilot.press("p", "c", "d", "down", "x")
        await pilot.pause()
        assert "2 of" in shown(app)  # both count the same
        await press(pilot, "#later")
        assert "2 of" in shown(app)


def test_no_word_of_blame_stands_in_the_program_or_its_docs() -> None:
    places = [*(ROOT / "selfcheck").rglob("*.toml"), *(ROOT / "selfcheck/tui").rglob("*.py")]
    places += [*(ROOT / "selfcheck").glob("*.py"), *(ROOT / "docs").glob("*.md"), ROOT / "README.md"]
    assert len(places) > 50
    assert [(path.name, match[0]) for path in places for match in UNKIND.finditer(path.read_text("utf-8"))] == []


def test_no_number_sums_a_person_up(guidance: Guidance) -> None:
    words = run("demo", "--plain").out.decode() + " ".join(guidance.limits_always.values())
    assert not re.search(r"\b(?:risk|privacy|safety) (?:score|level|rating)|out of 100|\d+ ?%", words, re.I)
