"""Promise 4: every request is in the ledger, and there are no others."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.support import pictures
from tests.support.running import OFFLINE, ROOT, WITH_LOOPBACK, can_be_offline, run
from tests.support.site import Site, serve

# Runs the command line with an alarm on every socket and every name looked up, told on stderr as JSON at the end.
WATCHED = """
import json, sys
told = []
def alarm(event, args):
    if event == "socket.connect":
        told.append(["connect", repr(args[1])])
    elif event == "socket.getaddrinfo":
        told.append(["name", str(args[0])])
sys.addaudithook(alarm)
from selfcheck.cli import run
from selfcheck.cli.setup import Setup
from tests.support.site import LOOPBACK_ALLOWED
code = run(sys.argv[1:], Setup(policy=LOOPBACK_ALLOWED))
sys.stderr.write("\\nTOLD" + json.dumps(told))
sys.exit(code)
"""


def _connections(err: str) -> list[tuple[str, str]]:
    return [(kind, place) for kind, place in json.loads(err.rpartition("TOLD")[2])]


def test_the_ledger_has_what_the_server_saw_request_by_request_and_byte_by_byte(site: Site) -> None:
    with serve() as elsewhere:
        away = elsewhere.picture("/b.jpg", pictures.demo(pictures.NO_FACE))
        site.picture("/a.jpg", pictures.demo(pictures.ONE_FACE))
        site.redirect("/c.jpg", "/a.jpg?large")
        site.picture("/a.jpg?large", pictures.demo(pictures.ONE_FACE))
        page = site.page("/me", f'<img src="/a.jpg"><img src="/c.jpg"><img src="{away}"><img src="/gone.jpg">')
        ended = run("check", page, "--mine", "--json", command=(sys.executable, "-c", WATCHED))
        ledger = json.loads(ended.out)["ledger"]
        seen = sorted(there.url(path) for there in (site, elsewhere) for path in there.all_paths())
    assert sorted(entry["url"] for entry in ledger) == seen
    assert len(seen) == 6 + 3  # robots.txt of both hosts, and what the page's host says of data mining
    assert all(entry["bytes_out"] > 0 and entry["bytes_in"] > 0 for entry in ledger)
    connects = [place for kind, place in _connections(ended.err) if kind == "connect"]
    assert len(connects) == len(ledger)  # one connection for each line, and none besides


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace to hear the kernel itself")
def test_the_kernel_is_asked_for_no_socket_but_those_of_the_ledger_by_any_process_of_the_program(
    site: Site, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    site.picture("/a.jpg", pictures.demo(pictures.ONE_FACE))
    page = site.page("/me", '<img src="/a.jpg"><img src="/gone.jpg">')
    strace = ("strace", "-f", "-qq", "-e", "trace=socket,connect,sendto,sendmsg,io_uring_setup", "-o", str(told))
    ended = run("check", page, "--mine", "--json", command=(*strace, *WITH_LOOPBACK))
    ledger = json.loads(ended.out)["ledger"]
    calls = told.read_text(encoding="utf-8").splitlines()
    sockets = [call for call in calls if re.search(r" socket\(AF_(?!UNIX)", call)]
    # The worker tries at its start whether its wall holds: each of these is refused.
    opened = [call for call in sockets if not call.endswith("= -1 EPERM (Operation not permitted)")]
    assert len(sockets) > len(opened) == len(ledger) > 0
    assert len({call.split()[0] for call in opened}) == 1  # one process opens them all
    connects = [call for call in calls if re.search(r"connect\(\d+, \{sa_family=AF_(?!UNIX)", call)]
    assert all(f"htons({site.port})" in call and '"127.0.0.1"' in call for call in connects)
    assert len(connects) == len(ledger)


def test_no_other_name_is_ever_looked_up(site: Site) -> None:
    page = site.page("/me", "<p>Hello</p>").replace("127.0.0.1", "localhost")
    ended = run("check", page, "--mine", "--json", command=(sys.executable, "-c", WATCHED))
    assert {place for kind, place in _connections(ended.err) if kind == "name"} == {"localhost"}


@pytest.mark.parametrize("arguments", [("demo", "--json"), ("steps", "instagram"), ("help-now",), ("--version",)])
def test_what_needs_no_network_opens_no_socket(arguments: tuple[str, ...]) -> None:
    ended = run(*arguments, command=(sys.executable, "-c", WATCHED))
    assert ended.out
    assert _connections(ended.err) == []


@pytest.mark.skipif(not can_be_offline(), reason="needs unshare to take the network away")
def test_a_demo_is_the_same_without_any_network() -> None:
    def states(out: bytes) -> list[tuple[str, str]]:
        return sorted((photo["url"], photo["state"]) for photo in json.loads(out)["photos"])

    cut_off = run("demo", "--json", command=(*OFFLINE, sys.executable, "-m", "selfcheck"))
    assert states(cut_off.out) == states(run("demo", "--json").out)


def test_nothing_in_the_program_phones_home() -> None:
    for path in (ROOT / "selfcheck").rglob("*.py"):
        for word in (
            "telemetry",
            "sentry",
            "analytics",
            "posthog",
            "webbrowser",
            "urlretrieve",
            "hf_hub",
            "update_check",
        ):
            if word == "webbrowser" and path.name in {"open_browser.py", "guard.py"}:
                continue  # opens an official address on the person's key alone: tests/tui/test_open_browser.py
            if word == "analytics" and path.name == "reserved.py":
                continue  # a list of words that sites keep for pages of their own
            assert word not in path.read_text("utf-8").lower(), (path.name, word)
