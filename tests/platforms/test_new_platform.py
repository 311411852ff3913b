"""A platform is added as CONTRIBUTING.md says, in a copy of the program: one folder, and no other file."""

from __future__ import annotations

import json
import os
import shutil
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from tests.support import pictures
from tests.support.running import ROOT, Ended, run
from tests.support.site import Site

FOLDER = "boat_album"

# Opens the app's screen for data downloads, tall enough for everything on it, and prints what it shows.
SHOW_DOWNLOADS = """
import asyncio
from selfcheck.tui.app import SelfcheckApp
from tests.support.app import press, shown

async def show() -> None:
    app = SelfcheckApp()
    async with app.run_test(size=(100, 250)) as pilot:
        await pilot.pause()
        await press(pilot, "#own")
        await press(pilot, "#download")
        print(shown(app))

asyncio.run(show())
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with one platform more. On loopback, its host is a number and its scheme http."""
    root = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "selfcheck", root / "selfcheck", ignore=shutil.ignore_patterns("__pycache__"))
    platforms = root / "selfcheck" / "platforms"
    shutil.copytree(platforms / "_template", platforms / FOLDER)
    for path in (platforms / FOLDER).iterdir():
        text = path.read_text("utf-8").replace("https://album.example", "{address.origin}")
        for before, after in (
            ("album.example", "127.0.0.1"),
            ("example-album", "boat-album"),
            ("Example Album", "Boat Album"),
            ("ea-private", "bo-private"),
        ):
            text = text.replace(before, after)
        path.write_text(text, "utf-8")
    return root


def run_copy(copy: Path, *arguments: str | Path) -> Ended:
    """Run Python with the copy and what is installed here. The worker starts it without our environment."""
    python = copy / "python"
    if not python.exists():
        venv.create(python)
        paths = (copy, sysconfig.get_path("purelib"), ROOT)
        Path(sysconfig.get_path("purelib", "venv", {"base": str(python)})).joinpath("copy.pth").write_text(
            "".join(f"{path}\n" for path in paths)
        )
    command = (str(python / ("Scripts/python.exe" if os.name == "nt" else "bin/python")),)
    return run(*arguments, command=command, env={**os.environ, "PYTHONSAFEPATH": "1"})


def selfcheck(copy: Path, *arguments: str | Path) -> Ended:
    """Run the copy's command line, with loopback as a public network."""
    return run_copy(copy, "-m", "tests.support.command", *arguments)


def test_it_is_in_the_table_of_platforms(copy: Path) -> None:
    [row] = json.loads(selfcheck(copy, "platforms", "boat-album", "--json").out)
    assert (row["name"], row["steps_of"], row["steps"]) == ("Boat Album", "boat-album", 1)
    assert "127.0.0.1/you" in row["address_forms"]
    assert row["data_export"] == ["Settings", "Your data", "Download"]


def test_its_steps_are_told_in_english_where_a_language_lacks_them(copy: Path) -> None:
    assert "Make your albums private" in selfcheck(copy, "steps", "boat-album").out.decode()
    assert "Make your albums private" in selfcheck(copy, "--lang", "ko", "steps", "boat-album").out.decode()


def test_a_missing_translation_is_named_and_is_no_failure(copy: Path) -> None:
    ended = selfcheck(copy, "guidance", "check", "--json")
    checked = json.loads(ended.out)
    assert (ended.code, checked["problems"]) == (0, [])
    assert checked["untranslated"] == [{"language": "ko", "platform": FOLDER, "key": ""}]
    assert f"ko: {FOLDER}\n" in selfcheck(copy, "guidance", "check").out.decode()


def test_its_profiles_are_checked(copy: Path, site: Site) -> None:
    face = site.answer("/mina.jpg", pictures.flat(), headers={"Content-Type": "image/jpeg"})
    page = f'<!doctype html><title>Mina</title><meta property="og:image" content="{face}"><p>Boats.</p>'
    site.answer("/minaboats", page.encode(), headers={"Content-Type": "text/html"})

    ended = selfcheck(copy, "check", site.url("/@minaboats/albums"), "--mine", "--json")

    report = json.loads(ended.out)
    [shown] = report["pages"]
    assert (shown["address"], shown["platform"]) == (site.url("/minaboats"), "boat-album")
    assert [(photo["url"], photo["role"]) for photo in report["photos"]] == [(face, "avatar")]
    assert "Boat Album: preview card" in ended.out.decode()
    asked = selfcheck(copy, "check", site.url("/tour"), "--mine", "--json")
    assert json.loads(asked.out)["pages"][0]["address"] == site.url("/tour")  # no one's profile


def test_its_download_is_read_and_named_in_the_app(copy: Path, tmp_path: Path) -> None:
    posts = [{"file": "a.jpg", "caption": "On deck", "date": "2024-05-01", "audience": "everyone"}]
    with zipfile.ZipFile(tmp_path / "album.zip", "w") as packed:
        packed.writestr("boat-album-posts.json", json.dumps(posts))
        packed.writestr("a.jpg", pictures.flat())
    report = json.loads(selfcheck(copy, "import", tmp_path / "album.zip", "--json").out)
    assert [page["platform"] for page in report["pages"]] == ["boat-album"]
    assert "On deck" in json.dumps(report["photos"])

    shown = run_copy(copy, "-c", SHOW_DOWNLOADS).out.decode()
    assert "Boat Album" in shown
    assert "Settings → Your data → Download" in shown


def test_the_rows_to_copy_are_in_the_shape_of_the_others() -> None:
    template = tomllib.loads((ROOT / "tests/platforms/_template/rows.toml").read_text("utf-8"))
    assert set(template) == {"addresses", "none", "open", "wall"}
    assert len(template["addresses"]) >= 6
