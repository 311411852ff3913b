"""`selfcheck platforms`, its page in the docs, and the code by which a profile is shown to be one's own."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from selfcheck.guidance.model import Guidance
from selfcheck.output.platform_table import rows_of, table_markdown
from selfcheck.platforms import can_go_further, readers
from selfcheck.session.ownership import LETTERS
from tests.support.mastodon import Mastodon
from tests.support.running import ROOT, run, terminal


def test_the_page_in_the_docs_is_the_table(guidance: Guidance) -> None:
    page = (ROOT / "docs/platforms.md").read_text(encoding="utf-8")
    assert page == table_markdown(rows_of(guidance))  # python tools/make_platforms.py


def test_the_table_says_the_same_in_every_form(guidance: Guidance) -> None:
    rows = json.loads(run("platforms", "--json").out)
    assert [row["id"] for row in rows] == list(readers())
    shown = " ".join(run("platforms").out.decode().split())
    plain = run("platforms", "--plain").out.decode()
    for row in rows:
        assert row["name"] in shown
        assert row["stranger_sees"] in shown
        assert f"{row['name']}. The wall: {row['wall']}\n" in plain
        assert row["steps"] == len(guidance.platforms[row["steps_of"]].steps)
        assert len(row["address_forms"]) >= 1
    assert run("platforms", "--json", "--plain").code == 2


def test_platforms_that_are_named_by_id_or_name_are_told_alone() -> None:
    [row, other] = json.loads(run("platforms", "naver-blog", "Instagram", "INSTAGRAM", "--json").out)
    assert (row["id"], other["id"]) == ("instagram", "naver-blog")
    shown = run("platforms", "instagram").out.decode()
    assert shown.startswith("Instagram")
    assert "Facebook\n" not in shown


def test_a_platform_nobody_knows_is_told_with_those_there_are() -> None:
    ended = run("platforms", "myspace")
    assert ended.code == 2
    ended.said_plainly("Nothing is known of “myspace”", "instagram")


def test_the_menu_path_of_the_data_download_is_that_of_the_guidance(guidance: Guidance) -> None:
    rows = {row.id: row for row in rows_of(guidance)}
    assert rows["x"].data_export == guidance.platforms["x"].export_web
    assert rows["medium"].data_export == ()


@pytest.fixture
def server(server: Mastodon) -> Mastodon:
    """One with more than a page of posts."""
    server.posts = 45
    return server


def _code_in(text: str) -> str:
    found = re.search(rf": ([{LETTERS}]{{8}})\s", text)
    assert found, text
    return found[1]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("put", [True, False])
def test_a_code_is_shown_waited_for_and_looked_for(server: Mastodon, put: bool) -> None:
    with terminal("check", server.profile, "--mine", "--all-mine", "--plain") as shell:
        shell.wait_for("Enter:")
        assert server.site.asked == []  # nothing is asked before the person comes back
        code = _code_in(shell.shown)
        if put:
            server.note = f"<p>Draws boats. {code}</p>"
        shell.type("\n")
        ended = shell.end()
    said = ended.out.decode()
    assert ("shown to be yours" in said) is put
    assert ("not found in the profile" in said) is not put
    assert len(server.asked_of_api()) == (3 if put else 2)
    assert code not in said  # the report does not hold it
    assert f"take the code {code} out" in ended.err  # whatever came of it


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_where_the_check_cannot_be_made_it_is_said_too_that_the_code_can_go(server: Mastodon, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.json"
    with terminal("check", server.profile, "--mine", "--all-mine", "--plain", "--ledger", ledger) as shell:
        shell.wait_for("Enter:")
        code = _code_in(shell.shown)
        ledger.write_text("[]")  # while the person was at their profile
        shell.type("\n")
        ended = shell.end()
    assert ended.code == 2
    assert "is there already" in " ".join(ended.err.split())
    assert f"take the code {code} out" in ended.err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_ledger_that_is_there_already_is_told_before_a_code_is_given_out(server: Mastodon, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.json"
    ledger.write_text("mine")
    with terminal("check", server.profile, "--mine", "--all-mine", "--ledger", ledger) as shell:
        ended = shell.end()
    assert ended.code == 2
    assert "is there already" in " ".join(ended.err.split())
    assert "Enter:" not in ended.err
    assert ledger.read_text() == "mine"


def test_without_a_terminal_nothing_is_fetched_and_the_way_out_is_said(server: Mastodon) -> None:
    ended = run("check", server.profile, "--mine", "--all-mine")
    assert ended.code == 5
    ended.said_plainly("code", "terminal")
    assert server.site.asked == []


def test_a_saved_page_and_all_results_of_a_site_do_not_go_together() -> None:
    ended = run("check", "saved.html", "--base-url", "https://mina.example/", "--mine", "--all-mine")
    assert ended.code == 2
    ended.said_plainly("--base-url reads a file")


def test_only_platforms_that_document_it_have_more_results() -> None:
    assert {reader.id for reader in readers().values() if reader.goes_further} == {"mastodon", "bluesky", "wordpress"}
    assert can_go_further("https://mastodon.social/@mina")
    assert can_go_further("https://mina.example/")  # may run on WordPress
    assert not can_go_further("https://www.instagram.com/mina/")
