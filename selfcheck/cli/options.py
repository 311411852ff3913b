"""The options that several commands have, as decorators."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Any, Final

import click

from selfcheck.cli.result import Form
from selfcheck.cli.setup import Setup
from selfcheck.cli.terminal import can_ask, width
from selfcheck.cli.translated_click import Decorator, option
from selfcheck.errors import ExitCode, PolicyRefusal, UsageError
from selfcheck.i18n import N_, _
from selfcheck.net.proxy import Proxy, parse_proxy

USUAL_TIME: Final = "15m"
PROXY_HELP: Final = N_("Ask through this SOCKS5 proxy, which also looks up the names: socks5://127.0.0.1:9050 for Tor.")
_MINUTES: Final = click.FloatRange(0, 24 * 60, min_open=True)
_MINUTES_HELP: Final = N_(
    "End the check after so many minutes, with what was found until then (10, and 5 for each page)."
)
_REPORT_HELP: Final = N_("The report as JSON (docs/report.md).")

save_option: Final = option(
    "--save", is_flag=True, help=N_("Keep what tells your photos again, for selfcheck recheck. Never pictures.")
)
plain_option: Final = option("--plain", is_flag=True, help=N_("One thing a line, for screen readers and grep."))
engine_option: Final = option(
    "--engine",
    type=click.Choice(["yunet", "face-recognition"]),
    default="yunet",
    show_default=True,
    help=N_("The face detector. yunet finds more; face-recognition finds large frontal faces only."),
)
with_owner_option: Final = option(
    "--with-owner", "consent", flag_value="with_owner", help=N_("Their owner is here with me and agrees.")
)


def _require_sandbox(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted:
        context.obj = replace(context.obj, require_sandbox=True)


require_sandbox_option: Final = option(
    "--require-sandbox",
    is_flag=True,
    expose_value=False,
    callback=_require_sandbox,
    help=N_("Open nothing where a wall around the part that opens pages and pictures is missing."),
)
ledger_option: Final = option(
    "--ledger", type=click.Path(path_type=Path), metavar=N_("FILE"), help=N_("Also write every request here.")
)


def mine_option(help_text: str) -> Decorator:
    """`--mine`, with what it says of the pages."""
    return option("--mine", "consent", flag_value="mine", help=help_text)


def json_option(help_text: str = _REPORT_HELP) -> Decorator:
    """`--json`, with what is written as JSON."""
    return option("--json", "as_json", is_flag=True, help=help_text)


def demo_option(help_text: str) -> Decorator:
    """`--demo`: the saved check of the made-up person in place of the person's own."""
    return option("--demo", is_flag=True, help=help_text)


def plan_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What a plan is made by: the same for showing it and for exporting it."""
    for decorate in (
        option(
            "--evidence-kept",
            is_flag=True,
            help=N_("With --harm: evidence is kept, so steps that delete may come last."),
        ),
        option("--harm", is_flag=True, help=N_("Harm has happened: evidence and help come first, nothing is deleted.")),
        option(
            "--time", default=USUAL_TIME, show_default=True, metavar="15m|1h|all", help=N_("How much time you have.")
        ),
    ):
        command = decorate(command)
    return command


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """What the flags say of requests: through a proxy, and whether to pictures on other sites."""

    proxy: Proxy | None
    only_this_site: bool = False
    ask_first: bool = False
    minutes: float | None = None
    """The most that the whole check may take; None for what is usual."""


def network_options(command: Callable[..., ExitCode]) -> Callable[..., ExitCode]:
    """The flags of the commands that ask sites; the command gets them as `network`, a `NetworkOptions`."""

    @option("--only-this-site", is_flag=True, help=N_("Leave out pictures on other sites than your pages."))
    @option("--ask-first", is_flag=True, help=N_("Ask me before pictures on other sites are asked for."))
    @option("--proxy", metavar="URL", help=PROXY_HELP)
    @option("--minutes", type=_MINUTES, metavar="N", help=_MINUTES_HELP)
    @wraps(command)
    def with_network(
        *args: Any, only_this_site: bool, ask_first: bool, proxy: str | None, minutes: float | None, **more: Any
    ) -> ExitCode:
        setup: Setup = click.get_current_context().obj
        through = parse_proxy(proxy) if proxy is not None else setup.proxy
        if only_this_site and ask_first:
            raise UsageError(
                _("--only-this-site leaves pictures of other sites out; --ask-first asks you about them."),
                _("Choose one of them."),
            )
        if ask_first and not can_ask():
            raise PolicyRefusal(
                _("Nothing was fetched: --ask-first asks you in the middle of the check."),
                _("Run it in a terminal, or say --only-this-site."),
            )
        if minutes is not None and math.isnan(minutes):  # which is neither more nor less than any number
            raise UsageError(_("--minutes needs a number of minutes."))
        return command(*args, network=NetworkOptions(through, only_this_site, ask_first, minutes), **more)

    return with_network


def form_of(as_json: bool, plain: bool, *, show_place: bool = False) -> Form:
    """The form of output that the flags ask for. Raises `UsageError` for two at once."""
    one_form(as_json, plain)
    return Form(as_json=as_json, plain=plain, width=width(), show_place=show_place)


def one_form(as_json: bool, plain: bool) -> None:
    """Raise `UsageError` when both forms of output are asked for."""
    if as_json and plain:
        raise UsageError(_("--json and --plain are two forms of the same result."), _("Choose one of them."))
