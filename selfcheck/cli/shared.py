"""What the commands share: the common flags, what tests hand in, and how a result reaches the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

from selfcheck.errors import ExitCode, UsageError
from selfcheck.terminal import say, show

if TYPE_CHECKING:
    from selfcheck.commands.result import Result
    from selfcheck.net.policy import NetPolicy
    from selfcheck.net.proxy import Proxy

ENGINES: Final = click.Choice(["yunet", "face-recognition"])
ENGINE_HELP: Final = "The face detector. yunet finds more; face-recognition finds large frontal faces only."


@dataclass(frozen=True, slots=True)
class Setup:
    """What is settled before a command: `policy` is what tests hand in, no flag can change it."""

    policy: NetPolicy | None = None
    proxy: Proxy | None = None
    """The proxy named in front of the command, or for the app."""


PROXY_HELP: Final = "Ask through this SOCKS5 proxy, which also looks up the names: socks5://127.0.0.1:9050 for Tor."


def given(result: Result) -> ExitCode:
    """A command's data and last words, each to its stream."""
    show(result.output)
    for sentence in result.talk:
        say(sentence)
    return result.code


def open_app(*, demo: bool, setup: Setup, engine: str = "yunet") -> None:
    """Open the app; a fault that ended it is raised again once the terminal is the person's."""
    from selfcheck.faces.engine import EngineName
    from selfcheck.tui.app import SelfcheckApp

    app = SelfcheckApp(demo=demo, engine=EngineName(engine), policy=setup.policy, proxy=setup.proxy)
    app.run()
    if app.fault is not None:
        raise app.fault


def one_of(as_json: bool, plain: bool) -> None:
    """Raise `UsageError` when both forms of output are asked for."""
    if as_json and plain:
        raise UsageError("--json and --plain are two forms of the same result.", "Choose one of them.")
