"""Saving, checking again, marking and wiping as commands: a process each, as a person runs them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from selfcheck.history.store import load, open_for_writing
from tests.support import pictures
from tests.support.reports import schema_problems
from tests.support.running import Ended, run, terminal
from tests.support.site import Site


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the commands of this test save."""
    monkeypatch.setenv("SELFCHECK_TESTS_FOLDER", str(tmp_path / "selfcheck"))
    return tmp_path / "selfcheck"


def saved_page(site: Site) -> str:
    site.picture("/me.jpg", pictures.demo(pictures.ONE_FACE))
    site.picture("/lake.jpg", pictures.demo(pictures.NO_FACE))
    page = site.page("/", '<img src="/me.jpg" alt="Mina"><img src="/lake.jpg">')
    ended = run("check", page, "--mine", "--save", "--json")
    assert ended.code == 0, ended.err
    ended.said_plainly("Saved:", "saved.json", "never a picture", "selfcheck wipe")
    return page


def test_from_a_saved_check_over_a_mark_to_what_has_changed(kept: Path, site: Site) -> None:
    page = saved_page(site)
    listed = run("mark", "--plain").out.decode()
    assert listed.count(site.url("/")) >= 2
    number = next(line for line in listed.splitlines() if "face found" in line).partition(".")[0]
    marked = run("mark", number, "--as", "not-me", "--plain")
    assert b"Your own word: the face on this picture is not yours." in marked.out
    site.page("/", '<img src="/me.jpg">')
    ended = run("recheck", "--mine", "--save", "--json")
    report = json.loads(ended.out)
    assert schema_problems(ended.out) == []
    kinds = {change["photo"].rpartition("/")[2]: change["kind"] for change in report["changes"]}
    assert kinds == {"lake.jpg": "still_served", "me.jpg": "still_there"}
    assert report["photos"][0]["mark"] == "not_me"
    assert [point["still_served"] for point in report["course"]] == [0, 1]
    ended.said_plainly("1 photo has left its page, but its file still answers", "Saved:")
    text = run("recheck", "--mine", "--plain").out.decode()
    assert "Deleted but still served" in text
    assert site.url("/lake.jpg") in text
    assert page in text
    assert b"2 photos" not in run("mark", "1", "--as", "none", "--plain").out
    assert run("mark", "99", "--as", "keep").code == 2


def test_whose_pages_these_are_is_asked_again_and_without_an_answer_nothing_is_fetched(kept: Path, site: Site) -> None:
    page = saved_page(site)
    site.asked.clear()
    ended = run("recheck", "--json")
    assert ended.code == 5
    ended.said_plainly("asked at every check", "--mine")
    assert site.asked == []
    with terminal("recheck", "--json") as asked:
        asked.wait_for("m, o or n")
        assert page in asked.shown
        asked.type("n\n")
        assert asked.end().code == 5
    assert site.asked == []
    with terminal("recheck", "--json") as asked:
        asked.wait_for("m, o or n")
        asked.type("m\n")
        ended = asked.end()
    assert ended.code == 0
    assert len(json.loads(ended.out)["changes"]) == 2


def test_a_recheck_that_is_not_saved_leaves_what_was_saved_as_it_is(kept: Path, site: Site) -> None:
    saved_page(site)
    before = (kept / "saved.json").read_bytes()
    assert run("recheck", "--mine", "--json").code == 0
    assert (kept / "saved.json").read_bytes() == before


def test_a_page_that_was_saved_stays_saved_when_another_is_checked(kept: Path, site: Site) -> None:
    first = saved_page(site)
    second = site.page("/second", '<img src="/lake.jpg">')
    assert run("check", second, "--mine", "--save", "--json").code == 0
    file = load(kept)
    assert file is not None and file.own is not None
    assert {page.address for page in file.own.report.pages} == {first, second}
    assert len(file.own.report.course) == 2


def test_what_an_address_in_a_spoilt_saved_file_says_is_held_to_the_rules_for_addresses(kept: Path, site: Site) -> None:
    saved_page(site)
    path = kept / "saved.json"
    path.write_text(path.read_text().replace(f'"address": "{site.url("/")}"', '"address": "http://192.168.0.1/"'))
    site.asked.clear()
    ended = run("recheck", "--mine", "--json")
    assert ended.code == 5
    ended.said_plainly("not a public page")
    assert site.asked == []


def test_the_demo_is_saved_apart_from_ones_own(kept: Path, site: Site) -> None:
    saved_page(site)
    ended = run("demo", "--plain", "--save")
    ended.said_plainly("kept apart")
    file = load(kept)
    assert file is not None and file.own is not None and file.demo is not None
    assert len(file.own.traces) == 2
    again = json.loads(run("recheck", "--demo", "--json").out)
    assert {change["kind"] for change in again["changes"]} == {"still_there"}


def test_a_photo_keeps_its_number_whatever_is_said_of_it(kept: Path, tmp_path: Path) -> None:
    """The number in the check, in the plan, in an export and for the next mark is one and the same."""
    report = json.loads(run("demo", "--json", "--save").out)
    faces = {number for number, photo in enumerate(report["photos"], start=1) if photo["state"] == "faces"}
    assert {1, 2, 3} < faces
    run("mark", "1", "--as", "not-a-face", "--demo")
    run("mark", "2", "--as", "not-me", "--demo")
    plan = json.loads(run("plan", "--demo", "--json", "--time", "all").out)
    assert {number for step in plan["items"] for number in step["photos"]} == faces - {1, 2}
    listed = run("mark", "--demo", "--plain").out.decode().splitlines()
    shown = [photo for photo in report["photos"] if photo["reason"] not in {"set_aside", "too_small"}]
    for number, photo in enumerate(shown, start=1):
        [at] = [at for at, line in enumerate(listed) if line.startswith(f"{number}. ")]
        assert photo["url"].rpartition("/")[2] in " ".join(listed[at : at + 2])


@pytest.mark.parametrize("form", ["", "--plain"])
def test_after_a_mark_only_what_changed_is_told_and_its_hints_work_as_typed(kept: Path, form: str) -> None:
    run("demo", "--plain", "--save")
    whole = run("mark", "--demo", *filter(None, [form])).out.decode()
    assert "selfcheck mark NUMBER --as WORD --demo\n" in whole
    given = run("mark", "2", "5", "2", "--as", "keep", "--demo", *filter(None, [form])).out.decode()
    first, fifth = (next(line for line in whole.splitlines() if line.startswith(f"{n}. ")) for n in (2, 5))
    assert given.count(first) == given.count(fifth) == 1
    assert given.count("Your own word: you want to keep this picture as it is.") == 2
    assert [line.partition(".")[0] for line in given.splitlines() if line[:1].isdigit()] == ["2", "5"]
    back, all_ = (line.partition(": ")[2] for line in given.splitlines() if ": selfcheck " in line)
    assert all_ == "selfcheck mark --demo"
    assert back == "selfcheck mark 2 5 --as none --demo"
    ended = run(*back.split()[1:], *filter(None, [form])).out.decode()
    assert ended.count("Your word is taken back.") == 2
    assert "Your own word" not in ended + run(*all_.split()[1:]).out.decode()


def test_hints_for_a_wrong_mark_keep_the_demo(kept: Path) -> None:
    run("demo", "--plain", "--save")
    run("mark", "99", "--as", "keep", "--demo").said_plainly("There is no photo number 99.", "selfcheck mark --demo\n")
    run("mark", "3", "--demo").said_plainly("belong together", "selfcheck mark 3 --as not-me --demo\n")
    assert "--demo" not in run("mark", "3").err


def test_a_check_again_writes_every_request_where_it_is_told_to(kept: Path, site: Site, tmp_path: Path) -> None:
    saved_page(site)
    site.page("/", '<img src="/me.jpg">')
    ledger = tmp_path / "ledger.json"
    ended = run("recheck", "--mine", "--json", "--ledger", ledger)
    assert ended.code == 0
    written = json.loads(ledger.read_bytes())
    assert written == json.loads(ended.out)["ledger"]
    assert "still_served" in {entry["purpose"] for entry in written}
    site.asked.clear()
    again = run("recheck", "--mine", "--json", "--ledger", ledger)
    assert (again.code, site.asked) == (2, [])
    again.said_plainly("is there already. Nothing was fetched.")


def test_a_plan_is_made_of_the_demo_that_was_saved_and_never_of_two_things(kept: Path, site: Site) -> None:
    saved_page(site)
    run("plan", "--demo").said_plainly("There is nothing to make a plan from", "selfcheck demo --json --save")
    run("demo", "--plain", "--save")
    demo, own = (json.loads(run("plan", *flags, "--json", "--time", "all").out) for flags in (("--demo",), ()))
    assert "instagram" in {step["item"]["platform"] for step in demo["items"]}
    assert {step["item"]["platform"] for step in own["items"]} == {"personal-website"}
    both = run("plan", "report.json", "--demo")
    assert both.code == 2
    both.said_plainly("--demo", "report")


def test_an_import_is_saved_and_marks_are_found_again_when_it_is_looked_into_anew(kept: Path, tmp_path: Path) -> None:
    holiday = tmp_path / "holiday"
    holiday.mkdir()
    (holiday / "me.jpg").write_bytes(pictures.demo(pictures.ONE_FACE))
    assert run("import", holiday, "--save", "--json").code == 0
    (holiday / "me.jpg").rename(holiday / "renamed.jpg")
    assert run("import", holiday, "--save", "--json").code == 0
    file = load(kept)
    assert file is not None and file.imported is not None
    assert [trace.photo.rpartition("/")[2] for trace in file.imported.traces] == ["import:renamed.jpg"]


def test_nothing_saved_is_said_with_what_to_do(kept: Path) -> None:
    for command in (("recheck", "--mine"), ("mark",), ("recheck", "--demo")):
        ended = run(*command)
        assert ended.code == 2
        ended.said_plainly("Nothing is saved to compare with.", "--save")
    ended = run("wipe")
    assert ended.code == 0
    ended.said_plainly("Nothing is saved. There is nothing to remove.")
    assert not kept.exists()


def test_where_another_run_is_saving_it_is_known_before_anything_is_fetched(kept: Path, site: Site) -> None:
    page = saved_page(site)
    site.asked.clear()
    with open_for_writing(kept):
        ended = run("check", page, "--mine", "--save", "--json")
        assert ended.code == 2
        ended.said_plainly("Another selfcheck is using what you saved", "leave --save out")
        assert site.asked == []
        assert run("recheck", "--mine", "--json").code == 0  # reads, and saves nothing


def test_a_damaged_file_is_told_and_put_aside_when_saving_again(kept: Path, site: Site) -> None:
    page = saved_page(site)
    (kept / "saved.json").write_bytes(b"{half")
    ended = run("recheck", "--mine")
    assert ended.code == 2
    ended.said_plainly("damaged", "selfcheck wipe")
    ended = run("check", page, "--mine", "--save", "--json")
    assert ended.code == 0
    ended.said_plainly("damaged", "put aside as")
    assert [path.read_bytes() for path in kept.glob("damaged-*.json")] == [b"{half"]


def test_when_saving_fails_in_the_end_the_result_is_there_and_the_failure_is_told(kept: Path, site: Site) -> None:
    page = saved_page(site)
    before = (kept / "saved.json").read_bytes()
    limited = (
        "import resource, signal, sys, os\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))\n"
        "os.execv(sys.executable, [sys.executable, '-m', 'tests.support.command', *sys.argv[1:]])"
    )
    import sys

    if os.name != "posix":
        pytest.skip("needs a limit on file sizes")
    ended = run("check", page, "--mine", "--save", "--json", command=(sys.executable, "-c", limited))
    assert ended.code == 2
    assert len(json.loads(ended.out)["photos"]) == 2
    ended.said_plainly("could not be written", "What was saved before is as it was.")
    assert (kept / "saved.json").read_bytes() == before


def test_wiping_lists_asks_and_says_what_it_removed(kept: Path, site: Site) -> None:
    saved_page(site)

    def answered(word: str) -> Ended:
        with terminal("wipe") as asked:
            asked.wait_for("Remove all of it?")
            assert "1 page, 2 photos" in asked.shown
            asked.type(f"{word}\n")
            return asked.end()

    assert "Nothing was removed." in answered("n").err
    assert (kept / "saved.json").exists()
    ended = run("wipe")
    assert ended.code == 2
    ended.said_plainly("Nothing was removed.", "--yes")
    ended = answered("y")
    assert f"Removed: {kept / 'saved.json'}".encode() in ended.out
    assert "keeps no list of them" in ended.err
    assert not kept.exists()
