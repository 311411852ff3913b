from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from selfcheck.guidance.model import Guidance
from selfcheck.output.text_width import cells
from tests.support.pictures import CUT_OFF, ONE_FACE, demo
from tests.support.running import AS_INSTALLED, Ended, run, terminal
from tests.support.site import Site


@pytest.fixture
def home(site: Site) -> str:
    """A page with one face."""
    site.picture("/me.jpg", demo(ONE_FACE))
    return site.page("/", '<img src="/me.jpg" alt="me"> A few words about it.')


def outcomes(ended: Ended) -> list[str]:
    return [page["outcome"] for page in json.loads(ended.out)["pages"]]


def test_everything_seen_ends_with_0_and_json_alone_on_stdout(home: str) -> None:
    ended = run("check", home, "--mine", "--json")
    assert ended.code == 0
    report = json.loads(ended.out)
    assert [photo["state"] for photo in report["photos"]] == ["faces"]
    assert ended.out.startswith(b"{")
    assert "1 photo found; 1 of 1 page opened." in ended.err


def test_text_is_data_too_and_the_talk_stays_on_stderr(home: str) -> None:
    ended = run("check", home, "--with-owner", "--plain")
    assert ended.code == 0
    assert ended.out.startswith(b"What a stranger sees\n")
    assert b"Done." not in ended.out
    assert "Done. 1 photo found; 1 of 1 page opened." in ended.err


@pytest.mark.parametrize(
    ("path", "code", "outcome"),
    [("/login-first", 3, "login_wall"), ("/missing", 3, "not_found"), ("/notes.txt", 3, "not_a_page")],
)
def test_nothing_seen_ends_with_3_and_why(site: Site, path: str, code: int, outcome: str) -> None:
    site.answer("/login-first", status=401)
    site.answer("/notes.txt", b"milk, bread", headers={"Content-Type": "text/plain"})
    ended = run("check", site.url(path), "--mine", "--json")
    assert (ended.code, outcomes(ended)) == (code, [outcome])
    ended.said_plainly("could not be seen, so not counted as clean")


def test_on_a_terminal_what_stays_is_said_to_its_end(site: Site, guidance: Guidance) -> None:
    site.answer("/login-first", status=401)
    with terminal("check", site.url("/login-first"), "--mine", "--json") as session:
        ended = session.end()
    assert guidance.page_outcomes["login_wall"] in " ".join(ended.err.split())


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_narrow_terminal_gets_whole_words(site: Site, language: str) -> None:
    site.answer("/login-first", status=401)
    arguments = ("check", site.url("/login-first"), "--mine", "--json")
    with terminal("--lang", language, *arguments, columns=60) as session:
        lines = session.end().err.replace("\r\x1b[K", "\n").splitlines()
    assert max(map(cells, lines)) <= 60
    words = set(run("--lang", language, *arguments).err.split())
    assert set(" ".join(lines).split()) >= words, "a word was cut, or left out"


def test_no_network_ends_with_3_and_says_to_look_at_the_connection() -> None:
    with socket.socket() as unused:  # bound and never listening: whoever connects is turned away
        unused.bind(("127.0.0.1", 0))
        ended = run("check", f"http://127.0.0.1:{unused.getsockname()[1]}/", "--mine", "--json")
    assert (ended.code, outcomes(ended)) == (3, ["no_connection"])
    ended.said_plainly("Check that this computer is online")


def test_a_picture_that_is_none_ends_with_4(site: Site) -> None:
    site.picture("/cut.jpg", demo(CUT_OFF))
    site.picture("/me.jpg", b"not a picture at all")
    ended = run("check", site.page("/", '<img src="/cut.jpg"><img src="/me.jpg"> Words.'), "--mine", "--json")
    assert ended.code == 4
    assert {photo["reason"] for photo in json.loads(ended.out)["photos"]} == {"broken", "not_a_picture"}


def test_as_installed_it_refuses_places_inside_with_5_and_contacts_nobody(home: str, site: Site) -> None:
    ended = run("check", home, "--mine", "--json", command=AS_INSTALLED)
    assert (ended.code, ended.out, site.asked) == (5, b"", [])
    ended.said_plainly("unusual port")


def test_without_a_word_whose_page_it_is_nothing_is_fetched(home: str, site: Site) -> None:
    ended = run("check", home)
    assert (ended.code, ended.out, site.asked) == (5, b"", [])
    ended.said_plainly("Nothing was fetched", "--mine", "--with-owner")


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        ("mina example", 2, "cannot search for people"),
        ("mina@example.org", 2, "e-mail address"),
        ("@mina", 2, "user name without its site"),
        ("https://exa mple.org", 2, "not a page address"),
        ("https://exa_mple..org/", 2, "typing slip"),
        ("ftp://example.org/", 5, "https://"),
        ("https://me:secret@example.org/", 5, "never logs in"),
        ("192.168.1.1", 5, "not a public page"),
        ("http://127.0.0.1/", 5, "not a public page"),
        ("http://localhost/", 5, "not a public page"),
        ("https://example.org:8443/", 5, "unusual port"),
    ],
)
def test_an_address_that_cannot_be_asked_for_is_explained(typed: str, code: int, words: str) -> None:
    ended = run("check", typed, "--mine", command=AS_INSTALLED)
    assert (ended.code, ended.out) == (code, b"")
    ended.said_plainly(words)


def test_one_bad_address_among_good_ones_stops_before_anything_is_fetched(home: str, site: Site) -> None:
    assert run("check", home, "not an address", "--mine").code == 2
    assert site.asked == []


def test_more_than_twenty_addresses_are_refused(site: Site) -> None:
    ended = run("check", *(site.page(f"/{number}", "words") for number in range(21)), "--mine")
    assert (ended.code, site.asked) == (5, [])
    ended.said_plainly("at most 20")


@pytest.mark.parametrize(
    "arguments",
    [
        ("check",),
        ("check", "https://mina.example/", "--mine", "--json", "--plain"),
        ("check", "https://mina.example/", "--mine", "--engine", "guess"),
        ("chekc",),
        ("export", "report.json"),
        (),
    ],
    ids=["no address", "two forms", "unknown engine", "unknown command", "no format", "the app without a terminal"],
)
def test_a_wrong_command_ends_with_2_and_a_sentence(arguments: tuple[str, ...]) -> None:
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, b"")
    ended.said_plainly()


def test_on_a_terminal_each_page_is_asked_about_and_only_the_agreed_ones_are_fetched(site: Site) -> None:
    pages = [site.page(path, "Some words and no pictures.") for path in ("/mine", "/ours", "/theirs")]
    with terminal("check", *pages, "--json") as session:
        for page, answer in zip(pages, "mon", strict=True):
            session.wait_for("m, o or n")
            assert page in session.shown
            assert site.asked == []
            session.type(f"{answer}\n")
        ended = session.end()
    assert ended.code == 0
    assert ended.out.startswith(b"{")  # the questions were asked on stderr
    assert [page["address"] for page in json.loads(ended.out)["pages"]] == pages[:2]
    assert sorted(site.paths()) == ["/mine", "/ours"]


def test_an_answer_that_is_none_is_asked_for_again_and_no_means_nothing_is_fetched(home: str, site: Site) -> None:
    with terminal("check", home) as session:
        session.wait_for("m, o or n")
        session.type("yes\n")
        session.wait_for("m, o or n")
        session.type("n\n")
        ended = session.end()
    assert (ended.code, ended.out, site.asked) == (5, b"", [])
    assert "none of these is your own page" in ended.err


def test_closing_the_input_at_the_question_stops_and_fetches_nothing(home: str, site: Site) -> None:
    with terminal("check", home) as session:
        session.wait_for("m, o or n")
        session.type("\x04")
        ended = session.end()
    assert (ended.code, ended.out, site.asked) == (130, b"", [])
    assert "Stopped." in ended.err


def test_text_of_the_page_cannot_command_the_terminal(site: Site) -> None:
    site.picture("/me.jpg", demo(ONE_FACE))
    page = site.page("/", '<img src="/me.jpg" alt="a\x1b]0;owned\x07\x9b2J\u202eb [@click=app.quit]x[/]"> Words.')
    with terminal("check", page, "--mine", "--plain") as session:
        ended = session.end()
    assert ended.code == 0
    text = ended.out.decode()
    assert "[@click=app.quit]x[/]" in text
    assert not {character for character in text if character in "\x1b\x07\x9b\u202e"}
    assert "owned\x07" not in ended.err


def test_nothing_is_left_on_disk(home: str, tmp_path: Path) -> None:
    import os

    environment = {**os.environ, "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CACHE", "CONFIG", "DATA", "STATE")}
    assert run("check", home, "--mine", "--json", env=environment).code == 0
    assert list(tmp_path.iterdir()) == []


def test_what_is_typed_cannot_command_the_terminal(tmp_path: Path) -> None:
    name = "b\x1b]0;owned\x07.zip"
    there = tmp_path / name
    there.write_text("mine")
    for arguments in (
        ("import", there, "a.zip"),
        ("wipe", name),
        ("check", "https://mina.example/", "--mine", "--ledger", there),
        ("faces", "--engine", name, "a.jpg"),
    ):
        ended = run(*arguments)
        assert ended.code == 2
        assert "owned" in ended.err
        assert not {"\x1b", "\x07"} & set(ended.err)
