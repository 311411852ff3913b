"""What is told of the progress, on a real terminal."""

from __future__ import annotations

import sys

from tests.support.running import terminal

TELLS = """
import sys
from selfcheck.cli.terminal import Talk
with Talk(plain=False) as tell:
    tell(sys.argv[1], passing=True)
    tell(sys.argv[1], passing=False)
"""


def test_progress_on_a_terminal_commands_nothing() -> None:
    hostile = "\x1b]0;owned\x07\x1b[2J\x9b31m photo\u202egpj.exe"
    with terminal(hostile, command=(sys.executable, "-c", TELLS)) as session:
        shown = session.end().err
    assert shown.count("owned") == 2
    for command in ("\x1b]", "\x07", "\x1b[2J", "\x9b", "\u202e"):
        assert command not in shown
