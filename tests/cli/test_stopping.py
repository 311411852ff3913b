from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.pictures import ONE_FACE, demo
from tests.support.reports import schema_problems
from tests.support.running import ROOT, WITH_LOOPBACK, Ended, terminal
from tests.support.site import Site


def stopped_in_the_middle(site: Site, how: str, form: str) -> Ended:
    """Stop a check when one photo has been looked at and another will never come."""
    site.picture("/me.jpg", demo(ONE_FACE))
    _, reached = site.hang("/never.jpg")
    page = site.page("/", '<img src="/me.jpg"><img src="/never.jpg"> Words.')
    with terminal("check", page, "--mine", form) as session:
        session.wait_for("Looked at 1 of 2 photos" if form == "--json" else "Opened.")
        assert reached.wait(30)
        if how == "ctrl-c":
            session.process.send_signal(signal.SIGINT)
        else:
            session.process.send_signal(signal.SIGTERM)
        return session.end()


@pytest.mark.parametrize("how", ["ctrl-c", "terminate"])
def test_stopping_keeps_the_photos_seen_so_far(site: Site, how: str) -> None:
    ended = stopped_in_the_middle(site, how, "--json")
    assert ended.code == 130
    report = json.loads(ended.out)
    assert schema_problems(ended.out) == []
    assert report["interrupted"] is True
    assert [(photo["url"], photo["state"], photo["reason"]) for photo in report["photos"]] == [
        (site.url("/me.jpg"), "faces", "faces"),
        (site.url("/never.jpg"), "not_checked", "stopped"),
    ]
    assert "interrupted" in {limit["id"] for limit in report["limits"]}
    assert site.url("/never.jpg") in {entry["url"] for entry in report["ledger"]}  # asked for, so it is told
    assert "Stopped. The report holds what was seen until then." in ended.err
    assert "Traceback" not in ended.err


def test_a_stopped_check_as_text_says_that_it_was_stopped(site: Site) -> None:
    ended = stopped_in_the_middle(site, "ctrl-c", "--plain")
    assert ended.code == 130
    assert b"The check was stopped before its end." in ended.out
    assert b"Traceback" not in ended.err.encode()


def test_stopping_before_the_first_answer_tells_every_page_as_stopped(site: Site) -> None:
    page, reached = site.hang("/")
    with terminal("check", page, "--mine", "--json") as session:
        assert reached.wait(30)
        session.process.send_signal(signal.SIGINT)
        ended = session.end()
    assert ended.code == 130
    assert [found["outcome"] for found in json.loads(ended.out)["pages"]] == ["stopped"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("check", "PAGE", "--mine", "--json"), 0),
        (("faces", "PICTURE", "--json"), 0),
        (("steps",), 0),
        (("demo",), 4),
    ],
    ids=["check", "faces", "steps", "demo"],
)
def test_a_reader_that_goes_away_is_no_fault(site: Site, tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    page = site.page("/", "Words.")
    (tmp_path / "me.jpg").write_bytes(demo(ONE_FACE))
    given = [{"PAGE": page, "PICTURE": str(tmp_path / "me.jpg")}.get(word, word) for word in arguments]
    command = subprocess.Popen(
        [*WITH_LOOPBACK, *given], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )
    assert command.stdout is not None
    assert command.stderr is not None
    with command.stderr:
        command.stdout.close()  # before anything is written: what `| head -0` does
        said = command.stderr.read().decode()
    assert command.wait(60) == code
    assert "BrokenPipe" not in said
    assert "Traceback" not in said
    assert "Something is wrong" not in said
