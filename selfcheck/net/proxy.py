"""The proxy a person names with --proxy: SOCKS 5 alone, by its number. Pure.

Its place is given as a number, so that nothing at all is looked up on this computer: the proxy is told the names of
the sites and resolves them (RFC 1928, address type 3). None is ever taken from the environment.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from selfcheck.errors import UsageError
from selfcheck.i18n import _
from selfcheck.model.safe_text import safe_text
from selfcheck.net.policy import plain_number

_SCHEMES: Final = frozenset({"socks5", "socks5h"})
GREETING_BYTES: Final = 3
"""What is said to a SOCKS proxy first: version, one method, "no log-in"."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """Where a SOCKS 5 proxy listens: its number, and its port."""

    host: str
    port: int

    @property
    def place(self) -> str:
        """The place as people write it: 127.0.0.1:9050."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def words_before(self, host: str) -> int:
        """How many bytes are said to the proxy itself before a site hears the first one (RFC 1928, 3 and 4)."""
        try:
            name = len(ip_address(host).packed)
        except ValueError:
            name = 1 + len(host)
        return GREETING_BYTES + 4 + name + 2


def parse_proxy(text: str) -> Proxy:
    """What was typed to a `Proxy`. Raises `UsageError`, with a way out, for what is none that can be used."""
    shown = safe_text(text.strip(), 80)
    way_out = _("Write it like this: socks5://127.0.0.1:9050 (Tor), or socks5://127.0.0.1:9150 (Tor Browser).")
    try:
        parts = urlsplit(text.strip())
        port = parts.port
        host = parts.hostname or ""
    except ValueError:
        raise UsageError(_("“{text}” is not the address of a proxy.").format(text=shown), way_out) from None
    if parts.scheme not in _SCHEMES:
        raise UsageError(_("“{text}” is not a SOCKS5 proxy, the only kind there is here.").format(text=shown), way_out)
    if "@" in parts.netloc:
        raise UsageError(_("selfcheck gives no proxy a name and a password."), _("Name one that asks for none."))
    if port is None or not 0 < port < 65536:
        raise UsageError(_("The proxy's port is missing in “{text}”.").format(text=shown), way_out)
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise UsageError(_("“{text}” is not the address of a proxy.").format(text=shown), way_out)
    try:
        return Proxy(str(plain_number(ip_address("127.0.0.1" if host == "localhost" else host))), port)
    except ValueError:
        raise UsageError(
            _("Name the proxy by its number: to look up “{host}”, this computer would ask a name server.").format(
                host=safe_text(host, 60)
            ),
            way_out,
        ) from None
