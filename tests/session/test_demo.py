from __future__ import annotations

import json
import sys
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from selfcheck.model import WALLS, Embedded, Examined, Outcome, Photo, Purpose, Report, State
from selfcheck.model.events import CheckDone
from selfcheck.net.ledger import Ledger
from selfcheck.session import check, look_at_files
from selfcheck.session.demo import DemoSource, demo_pages
from tests.support.running import AS_INSTALLED, OFFLINE, can_be_offline, run

SITE = Path(str(files("selfcheck") / "data/demo/site"))


def expected() -> dict[str, dict[str, Any]]:
    rows = tomllib.loads((SITE.parent / "expected.toml").read_text(encoding="utf-8"))["photos"]
    return {row["url"]: row for row in rows}


async def demo_report() -> Report:
    last = [event async for event in check(demo_pages(), source=DemoSource)][-1]
    assert isinstance(last, CheckDone)
    return last.report


def shown(report: Report) -> list[Photo]:
    return [photo for photo in report.photos if photo.reason is not Outcome.SET_ASIDE]


async def test_a_check_of_the_demo_finds_what_the_demo_says_of_itself() -> None:
    rows = expected()
    report = await demo_report()
    told = {photo.url: (photo.state.value, len(photo.faces), len(photo.unsure)) for photo in shown(report)}
    assert told == {url: (rows[url]["state"], rows[url]["faces"], rows[url]["unsure"]) for url in told}
    named = {url for photo in report.photos for url in (photo.url, *photo.other_urls)}
    assert named == set(rows)  # nothing on the pages is missed, and nothing is made up


async def test_every_size_of_a_picture_shows_what_the_demo_says_of_it() -> None:
    aside = {"https://mina.example/favicon.png"}
    rows = {url: row for url, row in expected().items() if url not in aside and "/private/" not in url}
    paths = {SITE / url.removeprefix("https://"): row for url, row in rows.items()}
    async for path, look in look_at_files(list(paths)):
        assert isinstance(look, Examined)
        row = paths[path]
        seen = (look.state.value, len(look.faces), len(look.unsure))
        assert seen == (row["state"], row["faces"], row["unsure"]), path


async def test_the_demo_has_one_of_everything_a_person_may_meet() -> None:
    report = await demo_report()
    photos = shown(report)
    assert len(photos) >= 12
    assert any(page.outcome in WALLS for page in report.pages)
    assert {photo.state for photo in photos} == set(State)
    assert any(len(photo.faces) == 1 for photo in photos)
    assert any(len(photo.faces) > 2 for photo in photos)
    assert any(Embedded.LOCATION in photo.embedded for photo in photos)
    assert any(photo.faces and photo.faces[0].height < 40 for photo in photos)  # small in its picture
    assert {Outcome.BROKEN, Outcome.NOT_A_PICTURE, Outcome.FORBIDDEN, Outcome.TOO_SMALL} <= {
        photo.reason for photo in photos
    }
    assert any(len(photo.sightings) > 1 for photo in photos)
    assert any(photo.alt == "[@click=app.quit]x[/]" for photo in photos)
    assert any(photo.reason is Outcome.SET_ASIDE for photo in report.photos)
    assert report.findings
    assert report.steps


async def test_every_request_is_in_the_ledger_as_bundled_and_as_no_bytes() -> None:
    report = await demo_report()
    assert len(report.ledger) >= len(shown(report)) + len(report.pages)
    assert all(entry.bundled and entry.bytes_out == entry.bytes_in == 0 and not entry.ip for entry in report.ledger)


def test_all_hosts_of_the_demo_belong_to_nobody() -> None:
    hosts = {urlsplit(url).hostname or "" for url in (*expected(), *(page.address.url for page in demo_pages()))}
    assert all(host.endswith(".example") for host in hosts)


def test_no_network_call_is_tried_while_the_demo_runs() -> None:
    # An audit hook sees every attempt of Python to look up a name or to reach an address, whoever makes it.
    code = """
import socket, sys
def deny(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind"}:
        print("TRIED", event, arguments, file=sys.stderr)
        raise OSError("no network here")
sys.addaudithook(deny)
if sys.argv[1] == "control":
    socket.create_connection(("127.0.0.1", 9))
from selfcheck.cli import run
sys.exit(run(sys.argv[1:]))
"""
    command = (sys.executable, "-c", code)
    assert "TRIED socket" in run("control", command=command).err  # the hook does see an attempt
    ended = run("demo", "--json", command=command)
    assert ended.code == 4
    assert "TRIED" not in ended.err
    assert len(json.loads(ended.out)["photos"]) >= 12


@pytest.mark.skipif(not can_be_offline(), reason="no process without network can be made here (unshare -rn)")
def test_the_demo_runs_whole_where_there_is_no_network_at_all() -> None:
    ended = run("demo", "--plain", command=(*OFFLINE, *AS_INSTALLED))
    assert ended.code == 4
    assert "16 with a face, 1 not sure, 5 none seen, 3 not checked." in ended.out.decode()
    assert "Nothing. The answers came from files on this computer." in ended.out.decode()


@pytest.mark.parametrize(
    "url",
    [
        "https://mina.example/../../source.py",
        "https://mina.example/%2e%2e/source.py",
        "https://mina.example//etc/passwd",
        "https://elsewhere.example/",
    ],
)
async def test_only_files_of_the_bundled_site_are_answered(url: str) -> None:
    answer = await DemoSource(Ledger()).fetch(url, Purpose.PAGE)
    assert (answer.outcome, answer.body) == (Outcome.NOT_FOUND, b"")


def test_the_origin_of_every_picture_is_told() -> None:
    origins = (SITE.parent / "ORIGINS.md").read_text(encoding="utf-8")
    pictures = [path for path in SITE.rglob("*") if path.suffix in {".jpg", ".png", ".webp"}]
    assert len(pictures) >= 12
    untold = [path.name for path in pictures if path.stem.rstrip("0123456789").rstrip("-") not in origins]
    assert untold == []
