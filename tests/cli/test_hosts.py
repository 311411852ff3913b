"""What the command line says of hosts before anything is asked, and the person's word on other sites."""

from __future__ import annotations

import json
import os

import pytest

from tests.support import pictures
from tests.support.running import AS_INSTALLED, run, terminal
from tests.support.site import Site, serve


def test_the_hosts_are_named_before_the_first_request(site: Site) -> None:
    page, reached = site.hang("/me")
    if os.name == "nt":
        pytest.skip("Windows has no pseudo-terminals of this kind")
    with terminal("check", page, "--json") as person:
        person.wait_for("These hosts will be asked: 127.0.0.1")
        person.wait_for("m, o or n")
        assert not reached.is_set()
        assert site.asked == []


def test_another_host_is_named_and_can_be_left_out(site: Site) -> None:
    with serve("127.0.0.2") as away:
        picture = away.picture("/b.jpg", pictures.demo(pictures.ONE_FACE))
        page = site.page("/", f'<img src="{picture}">')
        asked = run("check", page, "--mine", "--json")
        assert "Parts of your pages are on another site, and are asked for there: 127.0.0.2" in asked.err
        assert away.paths() == ["/b.jpg"]
        left = run("check", page, "--mine", "--only-this-site")
        assert away.paths() == ["/b.jpg"]
    assert "are left out: 127.0.0.2" in left.err
    assert "It was not asked for, as you wished." in " ".join(left.out.decode().split())
    assert b"What left this computer" in left.out


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals of this kind")
@pytest.mark.parametrize(("word", "state"), [("y", "faces"), ("n", "not_checked"), ("what\nn", "not_checked")])
def test_the_person_is_asked_in_the_middle_of_the_check(site: Site, word: str, state: str) -> None:
    with serve("127.0.0.2") as away:
        picture = away.picture("/b.jpg", pictures.demo(pictures.ONE_FACE))
        page = site.page("/", f'<img src="{picture}">')
        with terminal("check", page, "--mine", "--ask-first", "--json") as person:
            person.wait_for("127.0.0.2")
            person.wait_for("y or n:")
            assert away.asked == []
            person.type(f"{word}\n")
            ended = person.end()
    assert [photo["state"] for photo in json.loads(ended.out)["photos"]] == [state]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals of this kind")
def test_ctrl_c_at_the_question_stops_the_check_and_keeps_what_was_seen(site: Site) -> None:
    site.picture("/a.jpg", pictures.demo(pictures.ONE_FACE))
    page = site.page("/", '<img src="/a.jpg"><img src="http://127.0.0.2:9/b.jpg">')
    with terminal("check", page, "--mine", "--ask-first", "--json") as person:
        person.wait_for("y or n:")
        person.process.send_signal(2)
        ended = person.end()
    assert ended.code == 130
    assert json.loads(ended.out)["interrupted"] is True


def test_nobody_to_ask_is_told_before_anything_is_fetched(site: Site) -> None:
    ended = run("check", site.page("/", "<p>Hello</p>"), "--mine", "--ask-first")
    assert (ended.code, site.asked) == (5, [])
    ended.said_plainly("Nothing was fetched", "--only-this-site")


def test_two_choices_that_contradict_are_told() -> None:
    ended = run("check", "x.example", "--mine", "--ask-first", "--only-this-site", command=AS_INSTALLED)
    assert ended.code == 2
    ended.said_plainly("Choose one of them")


def test_the_end_says_how_much_left_the_computer(site: Site) -> None:
    page = site.page("/", f"<p>{'Words. ' * 100}</p>")
    report = run("check", page, "--mine", "--json")
    ledger = json.loads(report.out)["ledger"]
    sent = sum(entry["bytes_out"] for entry in ledger)
    assert len(ledger) == 3
    assert f"Left this computer: 3 requests, {sent} bytes sent, 1 host." in report.err
    assert f"3 requests, {sent} bytes sent, 1 host." in run("check", page, "--mine").out.decode()
