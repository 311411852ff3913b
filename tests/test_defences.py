"""The list of defences is whole: every text stands where it is said to, every test is there, the docs say the same.

Whether each test fails without its defence is tried by hand: tools/mutate_defences.py, result in docs/defences.md.
"""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from tests.support.running import ROOT
from tools.mutate_defences import LIST_PAGE, RESULT_PAGE, Defence, list_section, load_defences

DEFENCES = load_defences()


@pytest.mark.parametrize("defence", DEFENCES, ids=lambda one: f"{one.id}-{one.number}")
def test_code_of_a_defence_occurs_once_and_can_be_taken_out(defence: Defence) -> None:
    without = defence.removed_from((ROOT / defence.file).read_text(encoding="utf-8"))
    if defence.file.endswith(".py"):
        ast.parse(without)


def test_every_test_of_a_defence_is_there() -> None:
    written = {
        name: {
            node.name
            for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8")))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        for name in {one.test_file for one in DEFENCES}
    }
    assert [one.test for one in DEFENCES if one.test_name not in written[one.test_file]] == []


def test_every_defence_has_a_name_of_its_own() -> None:
    counted = Counter(one.id for one in DEFENCES if one.number == 1)
    assert [name for name, count in counted.items() if count > 1] == []


def test_threat_model_has_the_list_of_defences() -> None:
    """Written by `python -m tools.mutate_defences --list`."""
    assert list_section(DEFENCES) in LIST_PAGE.read_text(encoding="utf-8")


def test_result_page_names_no_failure() -> None:
    page = RESULT_PAGE.read_text(encoding="utf-8")
    assert "STILL PASSES" not in page
    assert "COULD NOT BE RUN" not in page
