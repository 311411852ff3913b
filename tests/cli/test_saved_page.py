"""A page saved as a file, in place of asking for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import pictures
from tests.support.running import AS_INSTALLED, run
from tests.support.site import Site

PAGE = """<!doctype html><html><head><title>Mina</title><meta property="og:image" content="/u/me-1024x768.jpg"></head>
<body><img class="avatar" src="u/me-150x150.jpg" alt="Me">
<div style="background-image:url('/bg.jpg')"></div></body></html>"""


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    (tmp_path / "saved.html").write_text(PAGE, encoding="utf-8")
    return tmp_path / "saved.html"


def test_a_saved_page_is_listed_without_asking_anyone(saved: Path) -> None:
    ended = run("check", saved, "--base-url", "https://mina.example/", "--no-fetch", "--json", command=AS_INSTALLED)
    report = json.loads(ended.out)
    assert ended.code == 0
    assert [(photo["url"], photo["other_urls"], photo["role"], photo["alt"]) for photo in report["photos"]] == [
        ("https://mina.example/u/me-1024x768.jpg", ["https://mina.example/u/me-150x150.jpg"], "avatar", "Me"),
        ("https://mina.example/bg.jpg", [], "background", ""),
    ]
    assert [place["found_in"] for place in report["photos"][0]["sightings"]] == ["og:image", "img src"]
    assert {photo["state"] for photo in report["photos"]} == {"not_checked"}
    assert "saved file" in report["pages"][0]["text"]  # and no word on what strangers see
    assert [entry["bytes_out"] for entry in report["ledger"]] == [0]


def test_the_pictures_of_a_saved_page_are_asked_for_only_with_that_word(saved: Path, site: Site) -> None:
    site.picture("/u/me-1024x768.jpg", pictures.demo(pictures.ONE_FACE))
    site.picture("/bg.jpg", pictures.demo(pictures.NO_FACE))
    assert run("check", saved, "--base-url", site.url("/"), "--json").code == 5
    assert site.asked == []
    ended = run("check", saved, "--base-url", site.url("/"), "--json", "--mine")
    assert {photo["state"] for photo in json.loads(ended.out)["photos"]} == {"faces", "none_seen"}
    assert sorted(site.paths()) == ["/bg.jpg", "/u/me-1024x768.jpg"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("gone.html", "--base-url", "https://mina.example/", "--no-fetch"), "no file"),
        ((".", "--base-url", "https://mina.example/", "--no-fetch"), "folder"),
        (("https://mina.example/", "--no-fetch", "--mine"), "saved page"),
        (("a.html", "b.html", "--base-url", "https://mina.example/"), "one saved page"),
    ],
)
def test_a_saved_page_that_is_none_gets_a_sentence(arguments: tuple[str, ...], words: str) -> None:
    ended = run("check", *arguments)
    assert (ended.code, ended.out) == (2, b"")
    ended.said_plainly(words)


def test_a_file_that_is_no_page_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "me.html").write_bytes(pictures.flat())
    ended = run("check", tmp_path / "me.html", "--base-url", "https://mina.example/", "--no-fetch", "--json")
    assert ended.code == 3
    assert json.loads(ended.out)["pages"][0]["outcome"] == "not_a_page"


def test_the_address_of_a_saved_page_is_held_to_the_same_rules(saved: Path) -> None:
    ended = run("check", saved, "--base-url", "http://192.168.0.1/", "--no-fetch", command=AS_INSTALLED)
    assert ended.code == 5
    ended.said_plainly("home, school or office network")
