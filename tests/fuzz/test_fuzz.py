"""A short go of every fuzz target with a fixed seed. What a longer one finds becomes a row in tests/hostile."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.fuzz.targets import TARGETS
from tests.support.running import ROOT

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None, reason="atheris has wheels for Linux on x86-64 alone"
)


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, Any]]:
    """All targets in one go: instrumenting the program costs more than fuzzing it for a moment."""
    command = [sys.executable, "-m", "tests.fuzz"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=110, check=False, cwd=ROOT,
                          env={**os.environ, "PYTHONHASHSEED": "0"})  # fmt: skip
    return {line["target"]: line for line in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("target", TARGETS)
def test_a_parser_holds_whatever_bytes_it_is_given(told: dict[str, dict[str, Any]], target: str) -> None:
    assert told[target]["code"] == 0, f"{told[target]['said']}\n{told[target]['found']}"
