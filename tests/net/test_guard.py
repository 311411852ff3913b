"""The alarm on every way out: what holds no permit is stopped before anything leaves."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.running import ROOT, run
from tests.support.site import Site

TRY = """
import sys
from selfcheck.net.guard import WayOutBlocked, stand_guard
stand_guard()
{imports}
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
        ("import socket", "socket.socket().connect(('127.0.0.1', {port}))", "socket.connect"),
        ("import socket", "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', {port}))", "socket.sendto"),
        ("import socket", "socket.gethostbyname('localhost')", "socket.gethostbyname"),
        ("import urllib.request", "urllib.request.urlopen('http://127.0.0.1:{port}/')", "urllib.Request"),
        ("import httpx", "httpx.get('http://127.0.0.1:{port}/', trust_env=False)", "socket."),
        (
            "import asyncio",
            "asyncio.run(asyncio.wait_for(asyncio.open_connection('127.0.0.1', {port}), 5))",
            "socket.connect",
        ),
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


def test_a_library_that_phones_home_in_the_middle_of_a_check_ends_it_with_a_sentence(site: Site) -> None:
    home = site.page("/home", "<p>Home</p>")
    page = site.page("/", "<p>Hello</p>")
    phoning = (
        "import sys, urllib.request\n"
        "from selfcheck.cli import Setup, run\n"
        "from selfcheck.net.guard import stand_guard\n"
        "from selfcheck.readers import sites\n"
        "from tests.support.site import LOOPBACK_ALLOWED\n"
        "import selfcheck.commands as commands\n"
        "real = commands.report_text\n"
        f"def phones_home(*a, **k):\n    urllib.request.urlopen({home!r})\n    return real(*a, **k)\n"
        "commands.report_text = phones_home\n"
        "stand_guard()\n"
        "sys.exit(run(sys.argv[1:], Setup(policy=LOOPBACK_ALLOWED)))\n"
    )
    ended = run("check", page, "--mine", command=(sys.executable, "-c", phoning))
    assert ended.code == 1
    assert "urllib.Request" in ended.err
    assert "Traceback" not in ended.err
    assert "/home" not in site.paths()


def test_a_real_check_needs_no_more_than_its_two_permits(site: Site) -> None:
    ended = run("check", site.page("/", "<p>Hello</p>"), "--mine", "--json")
    assert ended.code == 0
    assert site.paths() == ["/"]
