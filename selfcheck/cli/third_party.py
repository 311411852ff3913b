"""What the person sees and may choose before the first request: the hosts, the proxy, pictures on other sites."""

from __future__ import annotations

from collections.abc import Iterable

from selfcheck.cli.options import NetworkOptions
from selfcheck.cli.terminal import read_answer, say
from selfcheck.i18n import _
from selfcheck.session import Elsewhere, Gate, hosts_of


def say_hosts(urls: Iterable[str], network: NetworkOptions) -> None:
    """Say which hosts will be asked, before anybody agrees to anything."""
    say(_("These hosts will be asked: {hosts}").format(hosts=", ".join(hosts_of(urls))))
    if network.only_this_site:
        say(_("Pictures on other sites are left out, as you wish."))
    elif network.ask_first:
        say(_("Pictures on other sites: you are asked first."))
    else:
        say(_("Pictures on other sites are asked for too; each host is named. To leave them out: --only-this-site"))
    if network.proxy is not None:
        say(
            _(
                "All of it goes through the proxy {place}, which also looks up the names. Whether a name leads into a "
                "private network cannot be checked here then."
            ).format(place=network.proxy.place)
        )


def gate_for(urls: Iterable[str], network: NetworkOptions) -> Gate:
    """The person's choice on pictures of other sites."""
    if network.only_this_site:
        return Gate(urls, Elsewhere.LEAVE_OUT)
    return Gate(urls, Elsewhere.ASK_ME, _ask) if network.ask_first else Gate(urls)


async def _ask(hosts: tuple[str, ...]) -> bool:
    """Name the hosts and wait for an answer, while the check goes on behind it."""
    say(_("\nParts of your pages are also on:"))
    for host in hosts:
        say(f"  {host}")
    say(_("  y  Ask these hosts\n  n  Leave them out"))
    while True:
        answer = (await read_answer(_("y or n: "))).strip().lower()
        if answer in {"y", "n", ""}:
            return answer == "y"
