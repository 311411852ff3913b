"""A decoder that was taken over, or only fails: the real worker with one that crashes, hangs, eats memory or wants out.

What it does, it does on purpose and for real, behind the walls of the real worker, in a check of the real session.
"""

from __future__ import annotations

import asyncio
import functools
import sys
from pathlib import Path

import pytest

from selfcheck.model import Consent, OwnPage, Photo, Report
from selfcheck.model.events import CheckDone
from selfcheck.platforms.addresses import parse_address
from selfcheck.sandbox import pool as pool_module
from selfcheck.sandbox.pool import WorkerPool
from selfcheck.session import check
from selfcheck.session import check_run as run_module
from tests.support import pictures
from tests.support.running import ROOT
from tests.support.site import LOOPBACK_ALLOWED, serve

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the walls are those of Linux")

WORKER = f"""
import ctypes, os, signal, socket, sys
sys.path.insert(0, {str(ROOT)!r})
from selfcheck.sandbox import child
decode = child.open_upright

def taken_over(data):
    if data[:5] != b"TAKEN":
        return decode(data)
    order = data[5:].decode()
    exec(order)
    return decode(b"")

child.open_upright = taken_over
child.main()
"""


def refused(order: str) -> str:
    """An order whose outcome tells whether it was refused as such: if not, the worker ends."""
    return f"try:\n {order}\nexcept PermissionError: raise\nexcept OSError: pass\nos._exit(0)"


ORDERS = {
    "crashes": ("ctypes.string_at(0)", "checker_stopped"),
    "ends": ("os._exit(0)", "checker_stopped"),
    "aborts": ("os.abort()", "checker_stopped"),
    "hangs": ("import time\nwhile True: time.sleep(60)", "checker_slow"),
    "spins": ("while True: pass", "checker_slow"),
    "cannot be interrupted": (
        "for number in range(1, 32):\n try: signal.signal(number, signal.SIG_IGN)\n except OSError: pass\nwhile True: pass",
        "checker_slow",
    ),
    "eats memory": ("held = []\nwhile True: held.append(bytes(100_000_000))", "checker_stopped"),
    "eats memory in C": (
        "import mmap\nheld = []\nwhile True: held.append(mmap.mmap(-1, 100_000_000))", "broken"
    ),
    "has no end of depth": ("def deeper(): deeper()\ndeeper()", "broken"),
    "opens a file": ("open('/etc/passwd')", "broken"),
    "writes a file": ("os.open('/tmp/left-behind', os.O_CREAT | os.O_WRONLY)", "broken"),
    "opens a connection": ("socket.create_connection(('127.0.0.1', PORT))", "broken"),
    "starts a program": ("os.execv('/bin/true', ['true'])", "broken"),
    "makes a process": ("os.fork()", "broken"),
    "kills its parent": ("os.kill(os.getppid(), 9)", "broken"),
    "limits its parent": (refused("import resource; resource.prlimit(os.getppid(), resource.RLIMIT_CORE, (0, 0))"), "broken"),
    "empties a file": (refused("os.truncate('/tmp/not-there', 0)"), "broken"),
    "deletes a file": (refused("os.unlink('/tmp/not-there')"), "broken"),
    "lets others read a file": (refused("os.chmod('/tmp/not-there', 0o666)"), "broken"),
    "keeps data in a link": (refused("os.symlink('x' * 2000, '/tmp/left-behind')"), "broken"),
    "looks for a file": (refused("os.stat('/etc/passwd')"), "broken"),
    "shares memory": (
        refused("if ctypes.CDLL(None).shmget(0, 4096, 0o600) < 0: raise PermissionError"), "broken"
    ),
    "babbles": ("os.write(4, b'nonsense' * 10_000)", "checker_stopped"),
}  # fmt: skip


SLUGS = {name: name.replace(" ", "-") for name in ORDERS}


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Photo]:
    """One check of a page with all of them, each followed by an honest picture; by the last part of the address."""
    script = tmp_path_factory.mktemp("worker") / "worker.py"
    script.write_text(WORKER, encoding="utf-8")
    command = (sys.executable, str(script))
    with serve() as site, pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_module, "WorkerPool", functools.partial(WorkerPool, size=1, command=command))
        patch.setattr(run_module, "RUNNERS", 1)  # one after the other, so that each is followed by its own
        patch.setattr(pool_module, "SECONDS_PER_TASK", 1.0)  # ten for people
        for name, (order, _) in ORDERS.items():
            site.picture(f"/{SLUGS[name]}", b"TAKEN" + order.replace("PORT", str(site.port)).encode())
            site.picture(f"/after-{SLUGS[name]}", pictures.demo(pictures.ONE_FACE))
        shown = "".join(f'<img src="/{slug}"><img src="/after-{slug}">' for slug in SLUGS.values())
        report = asyncio.run(_checked(site.page("/", "Words. " + shown)))
        assert len(site.paths()) == 1 + 2 * len(ORDERS)  # nobody else came
    return {photo.url.rpartition("/")[2]: photo for photo in report.photos}


@pytest.mark.parametrize("name", ORDERS)
def test_a_decoder_that_turns_on_us_costs_its_own_picture_alone(photos: dict[str, Photo], name: str) -> None:
    taken, after = photos[SLUGS[name]], photos[f"after-{SLUGS[name]}"]
    assert (taken.state, taken.reason) == ("not_checked", ORDERS[name][1])
    assert after.state == "faces"
    assert not Path("/tmp/left-behind").exists()  # noqa: S108 (the file that must not be there)


async def _checked(url: str) -> Report:
    pages = [OwnPage(parse_address(url, LOOPBACK_ALLOWED), Consent.MINE)]
    async for event in check(pages, policy=LOOPBACK_ALLOWED):
        if isinstance(event, CheckDone):
            return event.report
    raise AssertionError("the check came to no end")
