"""A browser is opened on the person's key alone, for an official address alone, and nothing else gets out with it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.running import ROOT

ADDRESS = "https://www.youtube.com/account"
TRY = """
import sys
from selfcheck.net.guard import WayOutBlocked, first_blocked, permit_to_open, stand_guard
from selfcheck.tui.open_browser import open_official
from selfcheck.errors import PolicyRefusal
from selfcheck.guidance.loader import load_guidance
stand_guard()
try:
    {attempt}
except (WayOutBlocked, PolicyRefusal) as error:
    print(type(error).__name__, error)
print("blocked:", first_blocked())
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")


def stand_in(folder: Path, name: str = "browser") -> Path:
    """A program in a browser's place, which writes down what it was handed."""
    program = folder / name
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{folder}/opened"\n', encoding="utf-8")
    program.chmod(0o755)
    return program


def attempt(code: str, **environment: str) -> str:
    usual = {k: v for k, v in os.environ.items() if k not in {"BROWSER", "DISPLAY", "WAYLAND_DISPLAY"}}
    done = subprocess.run(
        [sys.executable, "-c", TRY.format(attempt=code)],
        capture_output=True, text=True, timeout=60, check=False, cwd=ROOT, env={**usual, **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("form", ["{program}", "{program} %s", "{program} --new-window=%s", "{program} %s &"])
@pytest.mark.parametrize("display", [{}, {"DISPLAY": ":0"}], ids=["no display", "display"])
def test_the_persons_browser_gets_the_address_and_nothing_else_gets_out(
    tmp_path: Path, form: str, display: dict[str, str]
) -> None:
    program = stand_in(tmp_path)
    code = f"print(open_official({ADDRESS!r}, load_guidance()))"
    out = attempt(code, BROWSER=form.format(program=program), **display)
    assert out.splitlines() == ["opened", "blocked: "]
    if not form.endswith("&"):  # that one is not waited for
        assert (tmp_path / "opened").read_text().strip().removeprefix("--new-window=") == ADDRESS


@pytest.mark.parametrize("address", ["https://www.youtube.com/", "https://evil.example/", "file:///etc/passwd", ""])
def test_an_address_that_is_not_of_the_guidance_is_refused_before_anything_starts(tmp_path: Path, address: str) -> None:
    out = attempt(f"open_official({address!r}, load_guidance())", BROWSER=str(stand_in(tmp_path)))
    assert out.startswith("PolicyRefusal")
    assert not (tmp_path / "opened").exists()


@pytest.mark.parametrize(
    "code",
    [
        "import subprocess; subprocess.run(['true'])",
        "import subprocess; subprocess.run(['curl', 'https://other.example/'])",
        "import os; os.system('true')",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
    ],
)
def test_the_permit_for_a_browser_lets_nothing_else_out(code: str) -> None:
    out = attempt(f"with permit_to_open({ADDRESS!r}):\n        {code}")
    assert out.startswith("WayOutBlocked")


def test_a_browser_in_the_terminal_is_not_started_over_the_app(tmp_path: Path) -> None:
    code = f"print(open_official({ADDRESS!r}, load_guidance()))"
    assert attempt(code, BROWSER=str(stand_in(tmp_path, "lynx"))).startswith("no_browser")
    assert not (tmp_path / "opened").exists()


def test_without_any_browser_it_says_so(tmp_path: Path) -> None:
    code = f"print(open_official({ADDRESS!r}, load_guidance()))"
    assert attempt(code, PATH=str(tmp_path)).startswith("no_browser")
