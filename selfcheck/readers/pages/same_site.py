"""Whether two addresses are of one site: the same registrable domain, by the public suffix list.

The list comes out of the publicsuffixlist package and is read from there alone. https://publicsuffix.org/
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from publicsuffixlist import PublicSuffixList


@lru_cache(maxsize=1)
def load_lists() -> PublicSuffixList:
    """Read the list, once. Call it before the walls go up: behind them no file can be opened."""
    return PublicSuffixList()


def same_site(one: str, other: str) -> bool:
    """Whether two absolute addresses are of one site; ports do not count.

    Numbers and single names match only themselves.

    Hosts that share only a public suffix are two sites: a.github.io and b.github.io are two people's.
    """
    try:
        hosts = [(urlsplit(url).hostname or "").rstrip(".") for url in (one, other)]
    except ValueError:
        return False
    if not all(hosts):
        return False
    return hosts[0] == hosts[1] or (_domain(hosts[0]) is not None and _domain(hosts[0]) == _domain(hosts[1]))


@lru_cache(maxsize=1000)
def _domain(host: str) -> str | None:
    if "." not in host:
        return None
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        domain = load_lists().privatesuffix(host)
        return None if domain is None else str(domain)
    return None
