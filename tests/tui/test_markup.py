"""Text from outside never meets the markup of the screen: not by care in each place, but in no place at all."""

from __future__ import annotations

import ast
from pathlib import Path

import selfcheck.tui


def test_every_text_widget_says_that_it_reads_no_markup() -> None:
    with_markup = [
        f"{path.name}:{node.lineno}"
        for path in Path(selfcheck.tui.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"Static", "Label"}
        if not any(
            one.arg == "markup" and isinstance(one.value, ast.Constant) and one.value.value is False
            for one in node.keywords
        )
    ]
    assert with_markup == []
