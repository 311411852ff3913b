"""The ledger in one line: how many requests, how much was sent, how many hosts. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from selfcheck.i18n import _, several
from selfcheck.model import LedgerEntry

_UNITS: Final = ("kB", "MB", "GB")


def totals_words(entries: Iterable[LedgerEntry]) -> str:
    """ "12 requests, 4.1 kB sent, 3 hosts". What was refused or bundled left nobody's computer and does not count.

    Names that were looked up and connections that were tried, without a request in the end, are counted apart. Where a
    proxy was used it is named: then every request went to it.
    """
    left = [entry for entry in entries if entry.left]
    sent = [entry for entry in left if entry.bytes_out]
    tries = several("{n} try to reach a site", "{n} tries to reach a site", len(left) - len(sent))
    if not sent:
        return _("no request, {tries}").format(tries=tries) if left else _("nothing was sent")
    words = {
        "requests": several("{n} request", "{n} requests", len(sent)),
        "size": size_words(sum(entry.bytes_out for entry in sent)),
        "hosts": several("{n} host", "{n} hosts", len({entry.host for entry in sent})),
    }
    through = next((entry.proxy for entry in sent if entry.proxy), "")
    if through:
        words["hosts"] = _("{hosts}, through the proxy {proxy}").format(hosts=words["hosts"], proxy=through)
    if len(left) > len(sent):
        words["hosts"] = _("{hosts}, {tries}").format(hosts=words["hosts"], tries=tries)
    return _("{requests}, {size} sent, {hosts}").format(**words)


def size_words(number: int) -> str:
    """A size as people read it, in thousands: "812 bytes", "4.1 kB", "12 MB"."""
    if number < 1000:
        return several("{n} byte", "{n} bytes", number)
    size = float(number)
    unit = 0
    while True:
        size /= 1000
        shown = f"{size:.1f}" if size < 9.95 else f"{size:.0f}"
        if float(shown) < 1000 or unit == len(_UNITS) - 1:
            return f"{shown} {_UNITS[unit]}"
        unit += 1
