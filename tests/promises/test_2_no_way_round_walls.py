"""Promise 2: no log-in, cookie, password or way round a wall; a closed page is never counted as clean."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import selfcheck
from selfcheck.model import WALLS
from tests.support import pictures
from tests.support.commands import commands
from tests.support.running import run
from tests.support.site import Site

LOGIN = '<title>Log in</title><form method="post" action="/session"><input name="u"><input type="password"></form>'


def test_a_wall_is_told_and_left_alone(site: Site) -> None:
    site.page("/accounts/login/?next=/me", LOGIN)
    ended = run("check", site.redirect("/me", "/accounts/login/?next=/me"), "--mine", "--json")
    report = json.loads(ended.out)
    assert ended.code == 3
    assert report["pages"][0]["outcome"] == "login_wall"
    assert report["photos"] == []
    assert any("not counted as clean" in limit["text"] for limit in report["limits"])
    assert site.paths() == ["/me", "/accounts/login/?next=/me"]  # nothing tried beyond the door


@pytest.mark.parametrize("status", [401, 403, 429, 451, 999])
def test_no_wall_ever_ends_as_a_clean_check(site: Site, status: int) -> None:
    page = site.answer("/me", b"<h1>No</h1>", status=status, headers={"Content-Type": "text/html"})
    ended = run("check", page, "--mine", "--json")
    report = json.loads(ended.out)
    assert ended.code == 3
    assert report["pages"][0]["outcome"] in {wall.value for wall in WALLS}
    assert site.paths() == ["/me"]  # asked once


def test_a_cookie_the_site_sets_is_never_sent_back_and_none_is_brought(site: Site) -> None:
    site.picture("/a.jpg", pictures.flat())
    page = site.answer(
        "/me",
        b'<!doctype html><img src="/a.jpg">',
        headers={"Content-Type": "text/html", "Set-Cookie": "session=1; Path=/"},
    )
    run("check", page, "--mine", "--json")
    assert site.paths() == ["/me", "/a.jpg"]
    for asked in site.asked:
        assert asked.method == "GET"
        assert set(asked.headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
        assert asked.headers["User-Agent"].startswith("selfcheck/")


def test_there_is_nowhere_to_put_a_password_or_a_cookie() -> None:
    flags = {flag for command in commands().values() for parameter in command.params for flag in parameter.opts}
    assert not [flag for flag in flags if re.search(r"pass|cookie|token|login|user|session|header|agent|browser", flag)]
    for path in Path(selfcheck.__file__).parent.rglob("*.py"):
        assert not re.search(r"browser_cookie|keyring|getpass|selenium|playwright|\bpost\(", path.read_text("utf-8")), (
            path
        )
