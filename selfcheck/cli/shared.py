"""What the commands share: the common flags, what tests hand in, and how a result reaches the person."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from selfcheck.errors import ExitCode, UsageError
from selfcheck.language import _
from selfcheck.terminal import say, show, width

if TYPE_CHECKING:
    from selfcheck.commands.result import Form, Result
    from selfcheck.net.policy import NetPolicy
    from selfcheck.net.proxy import Proxy

ENGINES: Final = click.Choice(["yunet", "face-recognition"])
ENGINE_HELP: Final = _("The face detector. yunet finds more; face-recognition finds large frontal faces only.")
USUAL_TIME: Final = "15m"
PLAIN_HELP: Final = _("One thing a line, for screen readers and grep.")
REPORT_HELP: Final = _("The report as JSON (docs/report.md).")


@dataclass(frozen=True, slots=True)
class Setup:
    """What is settled before a command: no flag can change `policy` and `folder`, which are for tests."""

    policy: NetPolicy | None = None
    folder: Path | None = None
    """Where is saved what the person asks to be kept; None for the system's place for such data."""
    proxy: Proxy | None = None
    """The proxy named in front of the command, or for the app."""
    require_sandbox: bool = False
    """Whether nothing is opened where a wall around the worker is missing."""

    def data_folder(self) -> Path:
        """The folder of what is kept."""
        from selfcheck.store import data_folder

        return self.folder or data_folder()


PROXY_HELP: Final = _("Ask through this SOCKS5 proxy, which also looks up the names: socks5://127.0.0.1:9050 for Tor.")


def _require_sandbox(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        context.obj = replace(context.obj, require_sandbox=True)


require_sandbox_option: Final = click.option(
    "--require-sandbox",
    is_flag=True,
    expose_value=False,
    callback=_require_sandbox,
    help=_("Open nothing where a wall around the part that opens pages and pictures is missing."),
)


def plan_options(command: Callable[..., None]) -> Callable[..., None]:
    """What a plan is made by: the same for showing it and for writing it down."""
    for option in (
        click.option(
            "--evidence-kept",
            is_flag=True,
            help=_("With --harm: evidence is kept, so steps that delete may come last."),
        ),
        click.option(
            "--harm", is_flag=True, help=_("Harm has happened: evidence and help come first, nothing is deleted.")
        ),
        click.option(
            "--time", default=USUAL_TIME, show_default=True, metavar="15m|1h|all", help=_("How much time you have.")
        ),
    ):
        command = option(command)
    return command


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

    app = SelfcheckApp(
        demo=demo,
        engine=EngineName(engine),
        policy=setup.policy,
        folder=setup.folder,
        proxy=setup.proxy,
        require_sandbox=setup.require_sandbox,
    )
    gc.freeze()  # what is loaded now stays to the end; looking through it for garbage held keys for 0.1 s
    try:
        app.run()
    finally:
        app.work.keeping.close()
    if app.fault is not None:
        raise app.fault


def form_of(as_json: bool, plain: bool, *, show_place: bool = False) -> Form:
    """The form of output that the flags ask for. Raises `UsageError` for two at once."""
    from selfcheck.commands.result import Form

    one_of(as_json, plain)
    return Form(as_json=as_json, plain=plain, width=width(), show_place=show_place)


def one_of(as_json: bool, plain: bool) -> None:
    """Raise `UsageError` when both forms of output are asked for."""
    if as_json and plain:
        raise UsageError(_("--json and --plain are two forms of the same result."), _("Choose one of them."))
