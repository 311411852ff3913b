"""What may be asked for, and which numbers may be connected to. Pure.

Python's `ipaddress.is_global` is not enough: on 3.11 it calls multicast, the IPv4-compatible loopback
`::127.0.0.1`, 6to4 and NAT64 wrappings of private numbers global. So IPv4 has its own deny list after the
IANA special-purpose registry (RFC 6890 and updates), and IPv6 is allowed only inside 2000::/3 less its special parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

from selfcheck.model import Outcome
from selfcheck.net.urls import UrlParts, UrlRefused

IpAddress = IPv4Address | IPv6Address
IpNetwork = IPv4Network | IPv6Network

_DENIED_V4: Final = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # the host itself, seen from a machine in Azure (learn.microsoft.com)
        "169.254.0.0/16",  # link-local, cloud metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relay, retired
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_GLOBAL_V6: Final = IPv6Network("2000::/3")
_DENIED_V6: Final = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments: Teredo (an IPv4 number inside), ORCHID, benchmarking
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 number inside
        "3fff::/20",  # documentation
    )
)
_NAT64: Final = IPv6Network("64:ff9b::/96")
_OWN_NAT64: Final = IPv6Network("64:ff9b:1::/48")  # RFC 8215: for one network's own use, and so refused
_COMPATIBLE: Final = IPv6Network("::/96")
_PORTS: Final = {80: "http", 443: "https"}
_LOCAL_NAMES: Final = frozenset(
    {"localhost", "localdomain", "local", "internal", "intranet", "private", "lan", "home", "corp", "arpa", "onion"}
)


@dataclass(frozen=True, slots=True)
class NetPolicy:
    """What the client may do. The defaults are the promise; only tests pass others (a loopback server).

    It is an argument of the client and never a flag or an environment variable: nobody can be talked
    into switching it off.
    """

    ports: frozenset[int] | None = frozenset({80, 443})
    """Allowed ports; None allows any."""
    also_allowed: tuple[IpNetwork, ...] = ()
    """Networks that count as public besides the global ones."""
    local_names: bool = False
    """Whether names that belong to a local network (localhost, *.local) are asked for."""

    def check_url(self, parts: UrlParts) -> None:
        """Raise `UrlRefused` unless this address may be asked for. The number behind a name comes later."""
        odd = _PORTS.get(parts.port, parts.scheme) != parts.scheme  # TLS on port 80, or none on 443
        if odd or (self.ports is not None and parts.port not in self.ports):
            raise UrlRefused(Outcome.REFUSED_PORT)
        try:
            number = ip_address(parts.host)
        except ValueError:
            if not self.local_names and (parts.host.rpartition(".")[2] in _LOCAL_NAMES or "." not in parts.host):
                raise UrlRefused(Outcome.REFUSED_PRIVATE) from None
        else:
            self.check_ip(number)

    def check_ip(self, number: IpAddress) -> IpAddress:
        """The number to connect to. Raises `UrlRefused` unless it is on the public internet."""
        plain = plain_number(number)
        if isinstance(number, IPv6Address) and number.scope_id is not None:  # fe80::1%eth0: of one network card
            raise UrlRefused(Outcome.REFUSED_PRIVATE)
        if not self.is_also_allowed(plain) and not _is_global(plain):
            raise UrlRefused(Outcome.REFUSED_PRIVATE)
        return plain

    def is_also_allowed(self, number: IpAddress) -> bool:
        """Whether this number is of the networks that count as public here."""
        return any(number.version == network.version and number in network for network in self.also_allowed)


def plain_number(number: IpAddress) -> IpAddress:
    """The same number without IPv6 around it, where it is an IPv4 number that the kernel itself takes for one."""
    return (number.ipv4_mapped or number) if isinstance(number, IPv6Address) else number


def reachable_numbers(number: IpAddress) -> tuple[IpAddress, ...]:
    """This number, and each IPv4 number inside it that a tunnel or a gateway may hand its packets to.

    Mapped (RFC 4291), compatible (the same), 6to4 (RFC 3056), Teredo (RFC 4380: its server, and its client inverted),
    NAT64 (RFC 6052, of all lengths that fit). https://www.iana.org/assignments/iana-ipv6-special-registry
    """
    number = plain_number(number)
    if isinstance(number, IPv4Address):
        return (number,)
    value = int(number)
    inside: list[int] = []
    if number in _NAT64 or number in _COMPATIBLE:
        inside = [value]
    elif number in _OWN_NAT64:
        # The bits 64 to 71 are left out of a number that runs across them.
        low = value & ((1 << 64) - 1)
        inside = [
            value,
            ((value >> 64) << 16) | ((low >> 40) & 0xFFFF),
            ((value >> 64) << 24) | (low >> 32 & 0xFFFFFF),
            low >> 24,
        ]
    elif number.sixtofour is not None:
        inside = [int(number.sixtofour)]
    elif number.teredo is not None:
        inside = [int(part) for part in number.teredo]
    return (number, *(IPv4Address(part & 0xFFFFFFFF) for part in inside))


def _is_global(number: IpAddress) -> bool:
    if isinstance(number, IPv4Address):
        return not any(number in network for network in _DENIED_V4)
    if number in _NAT64:  # IPv6-only networks reach every IPv4 host this way
        return all(map(_is_global, reachable_numbers(number)[1:]))
    return number in _GLOBAL_V6 and not any(number in network for network in _DENIED_V6)
