"""Promise 6: four states with their reasons, and "none seen" is never called safe."""

from __future__ import annotations

import json
import re
from pathlib import Path

from selfcheck.guidance.model import Guidance
from selfcheck.model import Outcome, State
from tests.support.running import ROOT, run

CALLED_SAFE = re.compile(
    r"(?<!not )(?<!not “)\b(?:you are safe|is safe|all clear|no risk|protected now|fully private)\b", re.I
)


def test_every_photo_has_one_of_four_states_and_a_reason() -> None:
    photos = json.loads(run("demo", "--json").out)["photos"]
    assert {photo["state"] for photo in photos} == {state.value for state in State}
    assert all(photo["text"].endswith((".", "!")) for photo in photos)
    assert all(bool(photo["faces"]) == (photo["state"] == "faces") for photo in photos)


def test_every_way_to_see_a_result_says_that_none_seen_is_not_safe(guidance: Guidance, tmp_path: Path) -> None:
    sentence = "“None seen” is not “safe”"
    report = run("demo", "--json").out
    assert any(sentence in limit["text"] for limit in json.loads(report)["limits"])
    (tmp_path / "report.json").write_bytes(report)
    outputs = [
        run("demo", "--plain").out,
        *(run("export", tmp_path / "report.json", "--to", form).out for form in ("markdown", "html")),
    ]
    assert all(sentence in output.decode() for output in outputs)
    assert "None seen” is not “safe”" in (ROOT / "README.md").read_text("utf-8")
    assert "look once yourself" in guidance.photo_outcomes[Outcome.NONE_SEEN.value].lower()


def test_no_sentence_of_the_program_calls_anything_safe(guidance: Guidance) -> None:
    texts = [*guidance.page_outcomes.values(), *guidance.photo_outcomes.values(), *guidance.limits_always.values()]
    texts += [text for step in guidance.steps() for text in (step.title, step.effect, step.does_not)]
    texts += [path.read_text("utf-8") for path in (ROOT / "selfcheck/tui").rglob("*.py")]
    texts.append(run("demo", "--plain").out.decode())
    assert [text[:80] for text in texts if CALLED_SAFE.search(text)] == []
    assert CALLED_SAFE.search("All clear, you are safe")  # it would be seen
