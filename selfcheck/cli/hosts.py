"""What the person sees and may choose before the first request: the hosts, the proxy, pictures on other sites."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

import click

from selfcheck.cli.shared import PROXY_HELP, Setup
from selfcheck.errors import ExitCode, PolicyRefusal, UsageError
from selfcheck.language import _
from selfcheck.terminal import can_ask, read_answer, say

if TYPE_CHECKING:
    from selfcheck.net.proxy import Proxy
    from selfcheck.session import Gate


MINUTES: Final = click.FloatRange(0, 24 * 60, min_open=True)
MINUTES_HELP: Final = _(
    "End the check after so many minutes, with what was found until then (10, and 5 for each page)."
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the flags say of the way out."""

    proxy: Proxy | None
    only_this_site: bool = False
    ask_first: bool = False
    minutes: float | None = None
    """The most that the whole check may take; None for what is usual."""


def way_options(command: Callable[..., ExitCode]) -> Callable[..., ExitCode]:
    """The flags of the commands that ask sites; the command gets them as `way`, a `Choices`."""

    @click.option("--only-this-site", is_flag=True, help=_("Leave out pictures on other sites than your pages."))
    @click.option("--ask-first", is_flag=True, help=_("Ask me before pictures on other sites are asked for."))
    @click.option("--proxy", metavar="URL", help=PROXY_HELP)
    @click.option("--minutes", type=MINUTES, metavar="N", help=MINUTES_HELP)
    @wraps(command)
    def with_way(
        *args: Any, only_this_site: bool, ask_first: bool, proxy: str | None, minutes: float | None, **more: Any
    ) -> ExitCode:
        from selfcheck.net.proxy import parse_proxy

        setup: Setup = click.get_current_context().obj
        through = parse_proxy(proxy) if proxy is not None else setup.proxy
        if minutes is not None and math.isnan(minutes):  # which is neither more nor less than any number
            raise UsageError(_("--minutes needs a number of minutes."))
        way = choices_of(through, only_this_site=only_this_site, ask_first=ask_first)
        return command(*args, way=replace(way, minutes=minutes), **more)

    return with_way


def choices_of(proxy: Proxy | None, *, only_this_site: bool, ask_first: bool) -> Choices:
    """The flags together. Raises where two of them contradict, or where nobody is there to be asked."""
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
    return Choices(proxy, only_this_site, ask_first)


def tell_hosts(urls: Iterable[str], choices: Choices) -> None:
    """Say which hosts will be asked, before anybody agrees to anything."""
    from selfcheck.session import hosts_of

    say(_("These hosts will be asked: {hosts}").format(hosts=", ".join(hosts_of(urls))))
    if choices.only_this_site:
        say(_("Pictures on other sites are left out, as you wish."))
    elif choices.ask_first:
        say(_("Pictures on other sites: you are asked first."))
    else:
        say(_("Pictures on other sites are asked for too; each host is named. To leave them out: --only-this-site"))
    if choices.proxy is not None:
        say(
            _(
                "All of it goes through the proxy {place}, which also looks up the names. Whether a name leads into a "
                "private network cannot be checked here then."
            ).format(place=choices.proxy.place)
        )


def gate_for(urls: Iterable[str], choices: Choices) -> Gate:
    """The person's choice on pictures of other sites."""
    from selfcheck.session import Elsewhere, Gate

    if choices.only_this_site:
        return Gate(urls, Elsewhere.LEAVE_OUT)
    return Gate(urls, Elsewhere.ASK_ME, _ask) if choices.ask_first else Gate(urls)


async def _ask(hosts: tuple[str, ...]) -> bool:
    """Name the hosts and wait for a word, while the check goes on behind it."""
    say(_("\nParts of your pages are also on:"))
    for host in hosts:
        say(f"  {host}")
    say(_("  y  Ask these hosts\n  n  Leave them out"))
    while True:
        answer = (await read_answer(_("y or n: "))).strip().lower()
        if answer in {"y", "n", ""}:
            return answer == "y"
