"""On a computer that lacks a wall the program says so wherever it opens pictures, and refuses where it is told to."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pypdfium2
import pytest

from selfcheck.sandbox.walls import incomplete_words
from tests.support import pictures
from tests.support.running import AS_INSTALLED, run
from tests.support.walls import LANDLOCK, SECCOMP

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="landlock and seccomp are Linux's")

WITHOUT = pytest.mark.parametrize("without", [LANDLOCK, SECCOMP], ids=["landlock", "seccomp"])
WORDS = incomplete_words()
OF_REPORT = "A wall around the part of selfcheck that opens pages and pictures was missing on this computer."


def commands(folder: Path) -> dict[str, tuple[str, ...]]:
    """Commands that open pictures and need no network."""
    picture = folder / "me.jpg"
    picture.write_bytes(pictures.demo(pictures.ONE_FACE))
    page = folder / "page.html"
    page.write_text("<!doctype html><title>t</title><img src='a.jpg'>", encoding="utf-8")
    saved = ("check", str(page), "--base-url", "https://mina.example/", "--no-fetch")
    return {"check": saved, "import": ("import", str(folder)), "demo": ("demo",), "faces": ("faces", str(picture))}


@WITHOUT
@pytest.mark.parametrize("name", ["check", "import", "demo", "faces"])
def test_a_missing_wall_is_said_first_and_in_the_report(tmp_path: Path, name: str, without: tuple[str, ...]) -> None:
    ended = run(*commands(tmp_path)[name], "--json", command=(*without, *AS_INSTALLED))
    assert ended.code in {0, 3, 4}, ended.err
    assert ended.err.startswith(WORDS)
    assert ended.err.count(WORDS) == 1
    if name != "faces":  # a list of files, not a report
        limits = {limit["id"]: limit["text"] for limit in json.loads(ended.out)["limits"]}
        assert limits["sandbox"].startswith(OF_REPORT)


@WITHOUT
@pytest.mark.parametrize("name", ["check", "import", "demo", "faces"])
def test_nothing_is_opened_where_all_walls_are_required_and_one_is_missing(
    tmp_path: Path, name: str, without: tuple[str, ...]
) -> None:
    ended = run(*commands(tmp_path)[name], "--json", "--require-sandbox", command=(*without, *AS_INSTALLED))
    assert (ended.code, ended.out) == (5, b"")
    ended.said_plainly("is missing", "Nothing was opened", "selfcheck doctor")


@pytest.mark.parametrize("name", ["check", "import", "demo", "faces"])
def test_where_every_wall_stands_nothing_is_said_and_the_demand_is_met(tmp_path: Path, name: str) -> None:
    ended = run(*commands(tmp_path)[name], "--json", "--require-sandbox", command=AS_INSTALLED)
    assert ended.code in {0, 3, 4}, ended.err
    assert WORDS not in ended.err
    assert b'"sandbox"' not in ended.out


@WITHOUT
@pytest.mark.parametrize("form", ["html", "markdown"])
def test_exports_carry_the_missing_wall(tmp_path: Path, form: str, without: tuple[str, ...]) -> None:
    report = tmp_path / "report.json"
    report.write_bytes(run("demo", "--json", command=(*without, *AS_INSTALLED)).out)
    out = tmp_path / f"report.{form}"
    ended = run("export", report, "--to", form, "--out", out, command=AS_INSTALLED)
    assert ended.code == 0, ended.err
    assert "A wall around the part of selfcheck" in out.read_text(encoding="utf-8")


@WITHOUT
def test_printed_report_carries_the_missing_wall(tmp_path: Path, without: tuple[str, ...]) -> None:
    report, out = tmp_path / "report.json", tmp_path / "report.pdf"
    report.write_bytes(run("demo", "--json", command=(*without, *AS_INSTALLED)).out)
    ended = run("export", report, "--to", "pdf", "--out", out, command=AS_INSTALLED)
    assert ended.code == 0, ended.err
    pages = pypdfium2.PdfDocument(out.read_bytes())
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())
    assert "A wall around the part of selfcheck" in text


APP = """
import asyncio, sys
from tests.support.app import press, shown, until
from selfcheck.tui.app import SelfcheckApp
async def main():
    app = SelfcheckApp(require_sandbox=sys.argv[1] == "required")
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        await press(pilot, "#demo")
        await press(pilot, "#start")
        await until(pilot, lambda: sys.argv[2] in " ".join(shown(app).split()), 40)
asyncio.run(main())
"""


@WITHOUT
@pytest.mark.parametrize(
    ("how", "words"), [("as usual", WORDS), ("required", "missing. Nothing was opened.")], ids=["said", "refused"]
)
def test_the_app_says_it_on_the_screen_of_the_check(without: tuple[str, ...], how: str, words: str) -> None:
    ended = run(how, words, command=(*without, sys.executable, "-c", APP))
    assert ended.code == 0, ended.err
