"""Text from outside, wherever it may stand, on its way to every place where a person or a program reads it.

Titles, alt texts, captions, names of files, header values, names in archives: all poisoned, through the command line.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest

from selfcheck.cli import run as run_command
from selfcheck.guidance.loader import load_guidance
from selfcheck.output.report_json import load_report
from selfcheck.output.text import report_text
from tests.hostile.sinks import OBEYED, POISONS, SINKS, Sink, on_a_terminal
from tests.support import archives, pictures
from tests.support.running import Ended, run
from tests.support.site import serve

EVERYTHING = " ".join(text for text in POISONS.values() if len(text) < 1000)
SMALL = pictures.flat(64, 64)
MOST_OUT = 2_000_000
"""Bytes. Millions came in; each text is cut where it enters."""


@dataclass(frozen=True)
class Poisoned:
    """One source, shown in every way: as data, as text, line by line."""

    report: Path
    json: Ended
    plain: Ended
    text: str


def _page(picture: str) -> str:
    shown = "".join(
        f'<figure><img src="{picture}?{quote(text[:300])}" alt="{escape(text)}" title="{escape(text)}">'
        f"<figcaption>{escape(text)}</figcaption></figure>"
        for text in POISONS.values()
        if len(text) < 1000
    )
    declared = json.dumps(
        {
            "@type": "Person",
            "name": EVERYTHING,
            "image": {"@type": "ImageObject", "url": picture, "caption": EVERYTHING},
        }
    )
    declared = declared.replace("</", "<\\/")
    title = escape(EVERYTHING + POISONS["1 MB"])
    long = f'<img src="{picture}?long" alt="{POISONS["1 MB"]}"><img src="{picture}?marks" alt="{escape(POISONS["1 MB of marks"][:300_000])}">'
    return (
        f"<!doctype html><html><head><title>{title}</title><meta name=robots content='{escape(EVERYTHING)}'></head><body>"
        f"<div class='h-card'><span class='p-name'>{escape(EVERYTHING)}</span><img class='u-photo' src='{picture}?card'></div>"
        f"<script type='application/ld+json'>{declared}</script>{shown}{long}</body></html>"
    )  # fmt: skip


def _shown_in_every_way(folder: Path, *arguments: str | Path) -> Poisoned:
    as_json = run(*arguments, "--json")
    (folder / "report.json").write_bytes(as_json.out)
    words = report_text(load_report(as_json.out), load_guidance(), plain=False, width=80)
    return Poisoned(folder / "report.json", as_json, run(*arguments, "--plain"), words)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Poisoned]:
    with serve() as site:
        picture = SMALL
        told = "noindex, " + ", ".join(f"{quote(text[:50])}: noai" for text in POISONS.values())
        site.before = None

        def any_picture(handler: object) -> bool:
            path: str = handler.path  # type: ignore[attr-defined]
            if path.startswith("/a.jpg"):
                data = (
                    b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nX-Robots-Tag: \x1b[2J, \x9b31m, " + told.encode()
                )
                data += f"\r\nContent-Length: {len(picture)}\r\n\r\n".encode() + picture
                handler.wfile.write(data)  # type: ignore[attr-defined]
                return True
            return False

        site.before = any_picture
        page = site.answer("/", _page("/a.jpg").encode(), headers={"Content-Type": "text/html; charset=utf-8"})
        yield _shown_in_every_way(tmp_path_factory.mktemp("checked"), "check", page, "--mine")


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Poisoned:
    folder = tmp_path_factory.mktemp("handed-in")
    members = archives.instagram()
    posts = [
        {"media": [{"uri": f"media/posts/202108/{number}.jpg", "creation_timestamp": 1628780400, "title": text}], "title": text}
        for number, text in enumerate(POISONS.values())
    ]  # fmt: skip
    name = next(name for name in members if "posts_1" in name)
    members[name] = archives.meta_js(posts)
    members |= {f"media/posts/202108/{number}.jpg": SMALL for number in range(len(posts))}
    with zipfile.ZipFile(folder / "x.zip", "w") as archive:
        for path, data in members.items():
            archive.writestr(path, data)
        for text in POISONS.values():
            archive.writestr(f"media/posts/{text[:2000]}.jpg".replace("\0", "0"), SMALL)
    return _shown_in_every_way(folder, "import", folder / "x.zip")


@pytest.fixture(scope="module")
def folder_of_pictures(tmp_path_factory: pytest.TempPathFactory) -> Poisoned:
    """A folder whose files have every name that a file system takes."""
    folder = tmp_path_factory.mktemp("folder")
    (folder / "in").mkdir()
    for number, text in enumerate(POISONS.values()):
        name = text.replace("/", "_").replace("\0", "_").encode()[:150] + f"{number}.jpg".encode()
        (folder / "in" / name.decode("utf-8", "surrogateescape")).write_bytes(SMALL)
    (folder / "in" / "half\udcff.jpg").write_bytes(SMALL)
    return _shown_in_every_way(folder, "import", folder / "in")


@pytest.fixture(params=["checked", "handed_in", "folder_of_pictures"])
def poisoned(request: pytest.FixtureRequest) -> Poisoned:
    found: Poisoned = request.getfixturevalue(request.param)
    return found


def test_on_a_terminal_and_in_a_log_nothing_is_obeyed_or_unseen(poisoned: Poisoned) -> None:
    poisoned.plain.said_plainly()
    for text in (poisoned.plain.out.decode(), poisoned.plain.err, poisoned.json.err, poisoned.text):
        on_a_terminal(text)
        assert len(text) < MOST_OUT


def test_in_a_report_every_text_is_one_harmless_line(poisoned: Poisoned) -> None:
    assert len(poisoned.json.out) < MOST_OUT

    def look(value: object) -> int:
        if isinstance(value, str):
            assert not OBEYED.search(value), ascii(value[:200])
            assert "\n" not in value
            return len(value)
        parts = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
        return sum(map(look, parts))

    assert look(json.loads(poisoned.json.out)) > 1000  # they are there, not dropped


@pytest.mark.parametrize("sink", SINKS.values(), ids=SINKS)
def test_in_an_export_it_is_text_and_nothing_else(poisoned: Poisoned, sink: Sink, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run_command(["export", str(poisoned.report), *sink.arguments, "--out", str(out)]) == 0
    sink.holds(out.read_text("utf-8", "replace"))
    assert out.stat().st_size < MOST_OUT


@pytest.mark.parametrize("name", POISONS)
def test_a_file_name_with_it_in_a_sentence_is_harmless(
    tmp_path: Path, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    typed = str(tmp_path / POISONS[name].replace("\0", ""))[:4000]
    for arguments in (["faces", typed], ["export", typed, "--to", "html"], ["import", typed]):
        assert run_command(arguments) in {2, 3}
        out, err = capfd.readouterr()
        on_a_terminal(out + err)
        assert len(err) < 1000
        assert "Something is wrong" not in err
