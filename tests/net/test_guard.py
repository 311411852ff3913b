"""The alarm on every way out: what holds no permit is stopped before anything leaves."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.running import ROOT, run
from tests.support.site import Site

TRY = """
import sys
from selfcheck.net.guard import WayOutBlocked, stand_guard
{imports}
stand_guard()
try:
    {attempt}
except WayOutBlocked as blocked:
    print("blocked:", blocked)
"""


def attempt(code: str, imports: str = "pass") -> str:
    """What a fresh process with the alarm up prints when it tries this."""
    done = subprocess.run(
        [sys.executable, "-c", TRY.format(attempt=code, imports=imports)],
        capture_output=True, text=True, timeout=60, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("imports", "code", "event"),
    [
        ("import socket", "socket.create_connection(('127.0.0.1', {port}))", "socket.getaddrinfo"),
        ("import socket", "socket.socket()", "socket.__new__"),
        ("import socket", "socket.socket(type=socket.SOCK_DGRAM)", "socket.__new__"),
        ("import socket", "socket.socket(socket.AF_INET6)", "socket.__new__"),
        ("import _socket", "_socket.socket().listen()", "socket.__new__"),
        ("import _socket, os; pair=os.pipe()", "_socket.socket(fileno=pair[0])", "socket.__new__"),
        ("import socket", "socket.socket(socket.AF_UNIX).connect('/run/anything')", "socket.connect"),
        ("import socket; made=socket.socket()", "made.connect(('127.0.0.1', {port}))", "socket.connect"),
        (
            "import socket; made=socket.socket(type=socket.SOCK_DGRAM)",
            "made.sendto(b'x', ('127.0.0.1', {port}))",
            "socket.sendto",
        ),
        (
            "import socket; made=socket.socket(type=socket.SOCK_DGRAM)",
            "made.sendmsg([b'x'], [], 0, ('127.0.0.1', {port}))",
            "socket.sendmsg",
        ),
        ("import socket; made=socket.socket()", "made.bind(('127.0.0.1', 0))", "socket.bind"),
        ("import socket", "socket.getaddrinfo('localhost', 80)", "socket.getaddrinfo"),
        ("import socket", "socket.gethostbyaddr('127.0.0.1')", "socket.gethostbyaddr"),
        ("import ctypes", "ctypes.CDLL(None).connect", "ctypes connect"),
        ("import ctypes", "ctypes.CDLL(None)['execve']", "ctypes execve"),
        ("import socket", "socket.gethostbyname('localhost')", "socket.gethostbyname"),
        ("import urllib.request", "urllib.request.urlopen('http://127.0.0.1:{port}/')", "urllib.Request"),
        ("import httpx", "httpx.get('http://127.0.0.1:{port}/', trust_env=False)", "socket."),
        (
            "import asyncio",
            "asyncio.run(asyncio.wait_for(asyncio.open_connection('127.0.0.1', {port}), 5))",
            "socket.__new__",
        ),
        ("import ftplib", "ftplib.FTP('127.0.0.1')", "ftplib.connect"),
        ("import smtplib", "smtplib.SMTP('127.0.0.1', {port})", "smtplib.connect"),
        ("import asyncio", "asyncio.run(asyncio.create_subprocess_exec('true'))", "subprocess.Popen"),
        ("import pty", "pty.spawn(['true'])", "pty.spawn"),
        (
            "import multiprocessing as m; m.set_start_method('spawn')",
            "m.Process(target=print).start()",
            "_posixsubprocess.fork_exec",
        ),
        (
            "from concurrent.futures import ProcessPoolExecutor as P; import multiprocessing as m",
            "P(mp_context=m.get_context('spawn')).submit(print)",
            "_posixsubprocess.fork_exec",
        ),
        ("import syslog", "syslog.syslog('x')", "syslog.syslog"),
        ("import os", "os.fork()", "os.fork"),
        ("import os", "os.posix_spawnp('true', ['true'], {{}})", "os.posix_spawn"),
        ("import os", "os.spawnv(os.P_WAIT, '/bin/true', ['true'])", "os.fork"),
        ("import subprocess", "subprocess.run(['true'])", "subprocess.Popen"),
        ("import os", "os.system('true')", "os.system"),
        ("import os", "os.posix_spawn('/bin/true', ['true'], {{}})", "os.posix_spawn"),
        ("import os", "os.execv('/bin/true', ['true'])", "os.exec"),
        ("import webbrowser", "webbrowser.get('/bin/true %s').open('http://127.0.0.1:{port}/')", "subprocess.Popen"),
    ],
)
def test_what_holds_no_permit_is_stopped_before_anything_leaves(
    site: Site, imports: str, code: str, event: str
) -> None:
    assert attempt(code.format(port=site.port), imports).startswith(f"blocked: {event}")
    assert site.asked == []


# Runs the command line with one of its own functions doing something else first.
INSTEAD = """
import sys, urllib.request
from importlib import import_module
from selfcheck.cli import run
from selfcheck.cli.setup import Setup
from selfcheck.net.guard import stand_guard
from tests.support.site import LOOPBACK_ALLOWED
room = import_module({room!r})
real = getattr(room, {name!r})
def first(*a, **k):
    {does}
    return real(*a, **k)
setattr(room, {name!r}, first)
stand_guard()
sys.exit(run(sys.argv[1:], Setup(policy=LOOPBACK_ALLOWED)))
"""


@pytest.mark.parametrize(
    ("room", "name"),
    [("selfcheck.cli.report_result", "report_text"), ("selfcheck.session.check_run", "read_page_parts")],
    ids=["after the check", "in a task of the check"],
)
def test_a_library_that_phones_home_in_the_middle_of_a_check_ends_it_with_a_sentence(
    site: Site, room: str, name: str
) -> None:
    home = site.page("/home", "<p>Home</p>")
    code = INSTEAD.format(room=room, name=name, does=f"urllib.request.urlopen({home!r})")
    page = site.page("/", f"<p>{'Words. ' * 100}</p>")
    ended = run("check", page, "--mine", command=(sys.executable, "-c", code))
    assert ended.code == 1
    assert "urllib.Request" in ended.err
    assert "Traceback" not in ended.err
    assert "/home" not in site.paths()


def test_a_check_that_ends_in_a_fault_has_its_requests_written_down_all_the_same(site: Site, tmp_path: Path) -> None:
    does = f"urllib.request.urlopen({site.url('/home')!r})"
    code = INSTEAD.format(room="selfcheck.session.check_run", name="read_page_parts", does=does)
    ledger = tmp_path / "ledger.json"
    page = site.page("/", f"<p>{'Words. ' * 100}</p>")
    ended = run("check", page, "--mine", "--ledger", ledger, command=(sys.executable, "-c", code))
    assert ended.code == 1
    assert [entry["url"] for entry in json.loads(ledger.read_bytes())] == [site.url(path) for path in site.all_paths()]
    assert site.all_paths() == ["/"]


def test_a_library_that_passes_over_its_failure_to_phone_home_is_told_all_the_same(site: Site) -> None:
    does = f"import contextlib\n    with contextlib.suppress(Exception): urllib.request.urlopen({site.url('/home')!r})"
    code = INSTEAD.format(room="selfcheck.session.check_run", name="read_page_parts", does=does)
    ended = run("check", site.page("/", f"<p>{'Words. ' * 100}</p>"), "--mine", command=(sys.executable, "-c", code))
    assert ended.code == 1
    assert "urllib.Request" in ended.err
    assert b"What a stranger sees" in ended.out  # the check itself went on to its end
    assert "/home" not in site.paths()


@pytest.mark.parametrize(
    ("room", "name"),
    [("selfcheck.cli.report_result", "report_text"), ("selfcheck.session.check_run", "read_page_parts")],
    ids=["after the check", "in a task of the check"],
)
def test_a_fault_of_our_own_is_told_without_a_word_that_is_not_true(site: Site, room: str, name: str) -> None:
    code = INSTEAD.format(room=room, name=name, does="raise ZeroDivisionError('/home/mina')")
    page = site.page("/", f"<p>{'Words. ' * 100}</p>")
    ended = run("check", page, "--mine", command=(sys.executable, "-c", code))
    assert ended.code == 1
    assert site.paths() == ["/"]  # something was sent before the fault
    assert "ZeroDivisionError" in ended.err
    assert "/home/mina" not in ended.err  # what an error says may be private; its kind is not
    assert "Traceback" not in ended.err
    assert "saved or sent" not in ended.err
    assert "No picture and no result was sent" in ended.err


def test_a_real_check_needs_no_more_than_its_two_permits(site: Site) -> None:
    ended = run("check", site.page("/", "<p>Hello</p>"), "--mine", "--json")
    assert ended.code == 0
    assert site.paths() == ["/"]
