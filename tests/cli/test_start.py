from __future__ import annotations

import subprocess
import sys
import time

import pytest

from tests.support.running import AS_INSTALLED, ROOT, run

HEAVY = ("textual", "cv2", "face_recognition", "dlib", "httpx", "httpcore", "numpy", "PIL", "lxml", "asyncio", "jinja2")


def _seconds(*command: str) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - started


def test_help_answers_at_once() -> None:
    rounds = [(_seconds(sys.executable, "-c", "pass"), _seconds(*AS_INSTALLED, "--help")) for _ in range(5)]
    bare, helped = (min(times) for times in zip(*rounds, strict=True))
    assert helped < 0.3
    assert helped < bare * 12  # so that a fast computer does not hide a slow start; five to six times is usual


@pytest.mark.parametrize("command", [(), ("check",), ("demo",), ("faces",), ("steps",), ("export",), ("help-now",)])
def test_help_loads_nothing_heavy(command: tuple[str, ...]) -> None:
    code = (
        "import sys; from selfcheck.cli import run; code = run(sys.argv[1:]);"
        f"sys.stderr.write(','.join(set({HEAVY!r}) & set(sys.modules))); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command, "--help"], capture_output=True, check=False, cwd=ROOT, text=True
    )
    assert done.returncode == 0
    assert "--help" in done.stdout
    assert done.stderr == ""


def test_the_version_is_told() -> None:
    from selfcheck import __version__

    assert run("--version", command=AS_INSTALLED).out.decode() == f"selfcheck {__version__}\n"


def test_without_a_terminal_the_app_says_what_to_do_instead() -> None:
    ended = run(command=AS_INSTALLED)
    assert (ended.code, ended.out) == (2, b"")
    ended.said_plainly("needs a terminal", "selfcheck --help")
