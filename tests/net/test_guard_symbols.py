"""The alarm, name by name: every event and every function of the system that leads out is blocked."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.running import ROOT

# Looks every function up by ctypes, or tells of every event as Python does on the system that has it.
EACH = """
import ctypes, sys
from selfcheck.net.guard import WayOutBlocked, stand_guard
library = ctypes.CDLL(None)
stand_guard()
for name in sys.argv[2:]:
    try:
        sys.audit(name, None, name) if sys.argv[1] == "event" else getattr(library, name)
    except WayOutBlocked:
        continue
    except AttributeError:
        pass
    print(name)
"""


def unheard(kind: str, *names: str) -> list[str]:
    """The names that were let through by a process with the alarm up."""
    command = [sys.executable, "-c", EACH, kind, *names]
    return subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    ).stdout.split()  # fmt: skip


SYMBOLS = [
    "socket",
    "connect",
    "sendto",
    "sendmsg",
    "sendmmsg",
    "getaddrinfo",
    "getaddrinfo_a",
    "WSAConnect",
    "gethostbyname",
    "gethostbyname2",
    "gethostbyname_r",
    "gethostbyname2_r",
    "gethostbyaddr",
    "getnameinfo",
    "res_query",
    "res_nquery",
    "res_search",
    "res_nsearch",
    "res_send",
    "syslog",
    "vsyslog",
    "rcmd",
    "rexec",
    "fork",
    "vfork",
    "execv",
    "execve",
    "execvp",
    "execvpe",
    "fexecve",
    "posix_spawn",
    "posix_spawnp",
    "system",
    "execl",
    "execle",
    "execlp",
    "execveat",
    "clone",
    "clone3",
    "wordexp",
    "forkpty",
    "daemon",
    "popen",
    "CreateProcessW",
    "CreateProcessA",
    "ShellExecuteW",
    "ShellExecuteA",
    "WinExec",
]
EVENTS = [
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.getnameinfo",
    "socket.sendto",
    "socket.sendmsg",
    "socket.bind",
    "syslog.syslog",
    "urllib.Request",
    "ftplib.connect",
    "smtplib.connect",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.fork",
    "os.forkpty",
    "pty.spawn",
]


def test_every_function_that_leads_out_is_blocked_when_it_is_looked_up() -> None:
    assert unheard("symbol", *SYMBOLS) == []
    assert unheard("symbol", "strlen", "getpid") == ["strlen", "getpid"]  # others are let


@pytest.mark.skipif(sys.platform == "win32", reason="Windows pairs sockets over loopback, which is let")
def test_every_event_that_leads_out_is_blocked() -> None:
    assert unheard("event", *EVENTS) == []
    assert unheard("event", "os.listdir", "import") == ["os.listdir", "import"]
