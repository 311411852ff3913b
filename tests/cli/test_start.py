from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.support.running import AS_INSTALLED, ROOT, run

HEAVY = ("textual", "cv2", "face_recognition", "dlib", "numpy", "PIL", "lxml", "jinja2")
"""What takes long to load on an old laptop."""
OF_REQUESTS = ("httpx", "httpcore", "asyncio")


# Counts what a start costs rather than how long it takes: the same on a busy computer and on an idle one.
COUNTED = """
import sys
calls = 0
def count(frame, event, argument):
    global calls
    calls += event in ("call", "c_call")
sys.setprofile(count)
from selfcheck.cli import run
code = run(["--help"])
sys.setprofile(None)
print(len(sys.modules), calls, file=sys.stderr)
sys.exit(code)
"""


def test_help_answers_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", COUNTED], capture_output=True, check=True, cwd=ROOT, text=True)
    modules, calls = map(int, done.stderr.split())
    assert "--help" in done.stdout
    assert modules < 200  # 130 are usual, about 30 of them Python's own: a sixth of a second on an old laptop
    assert calls < 120_000  # 59,000 are usual


def test_help_without_a_command_loads_nothing_of_requests() -> None:
    loaded = f"any(name in sys.modules for name in {OF_REQUESTS})"
    code = f"import sys; from selfcheck.cli import run; run(['--help']); sys.exit({loaded})"
    subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)


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


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_there_for_the_shells_and_starts_no_program(shell: str) -> None:
    ended = run(command=AS_INSTALLED, env={**os.environ, "_SELFCHECK_COMPLETE": f"{shell}_source"})
    assert (ended.code, ended.err) == (0, "")
    assert b"_SELFCHECK_COMPLETE" in ended.out


def test_stopped_while_it_starts_it_ends_without_a_word_of_its_insides() -> None:
    code = "import signal, selfcheck.__main__ as m; m.run_in_language = lambda words: signal.raise_signal(2); m.main()"
    ended = run(command=(sys.executable, "-c", code))
    assert (ended.code, ended.out, ended.err) == (130, b"", "")


def test_without_a_terminal_the_app_says_what_to_do_instead() -> None:
    ended = run(command=AS_INSTALLED)
    assert (ended.code, ended.out) == (2, b"")
    ended.said_plainly("needs a terminal", "selfcheck --help")
