"""Promise 5, of what libraries and Python write without being asked by us: logs, keys, screenshots, compiled files."""

from __future__ import annotations

import os
from pathlib import Path

from selfcheck.sandbox.pool import COMMAND, WorkerPool
from tests.support import pictures
from tests.support.running import AS_INSTALLED, run
from tests.support.site import Site
from tests.tui.test_in_a_terminal import in_terminal


def test_what_libraries_would_write_at_the_environments_word_is_not_written(site: Site, tmp_path: Path) -> None:
    told = {
        "SSLKEYLOGFILE": tmp_path / "keys-of-connections",
        "TEXTUAL_LOG": tmp_path / "keys-pressed",
        "TEXTUAL": "debug,devtools",
        "TEXTUAL_SCREENSHOT": 1,
        "TEXTUAL_SCREENSHOT_LOCATION": tmp_path,
    }
    surroundings = {name: str(value) for name, value in told.items()}
    with in_terminal(command=(*AS_INSTALLED, "demo"), **surroundings) as screen:
        screen.wait_for("See the demo")
        screen.press("enter")
        screen.wait_for("https://mina.example/travel.html")
        screen.press("enter")
        screen.wait_for("Done. 25 photos found")
        screen.press("ctrl+q")
        assert screen.end() == 0
    assert run("check", site.page("/", "<p>Hello</p>"), "--mine", env={**os.environ, **surroundings}).code == 0
    assert list(tmp_path.iterdir()) == []


def compiled(folder: Path) -> set[str]:
    """The parts of the program of which a compiled file was written."""
    return {path.name.partition(".")[0] for path in folder.rglob("*.pyc") if "selfcheck" in path.parts}


def test_no_compiled_file_tells_which_part_a_person_used(tmp_path: Path) -> None:
    fresh = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    fresh["PYTHONPYCACHEPREFIX"] = str(tmp_path / "compiled")  # as if nothing had been compiled yet
    for command in (("demo", "--plain"), ("letter", "school")):
        assert run(*command, command=AS_INSTALLED, env=fresh).out
    assert compiled(tmp_path) == {"__init__", "__main__"}


async def test_nor_does_one_tell_that_the_worker_was_used(tmp_path: Path) -> None:
    python, *more = COMMAND
    command = (python, "-X", f"pycache_prefix={tmp_path / 'compiled'}", *more)
    async with WorkerPool(size=1, command=command) as pool:
        await pool.warm_up()
        examined, _ = await pool.examine(pictures.demo(pictures.ONE_FACE))
    assert len(examined.faces) == 1
    assert compiled(tmp_path) == set()
