"""The ledger: one line for every request, for the person to read while it grows and afterwards."""

from __future__ import annotations

from collections.abc import Callable

from selfcheck.model import LedgerEntry, Outcome, Purpose


class Ledger:
    """Collects what was asked and what it cost, and tells a listener of each new entry."""

    def __init__(self, listener: Callable[[LedgerEntry], None] | None = None) -> None:
        self._entries: list[LedgerEntry] = []
        self._listener = listener

    @property
    def entries(self) -> tuple[LedgerEntry, ...]:
        """All entries so far, in the order in which they ended."""
        return tuple(self._entries)

    def record(
        self,
        *,
        host: str,
        purpose: Purpose,
        url: str,
        outcome: Outcome,
        ip: str = "",
        bytes_out: int = 0,
        bytes_in: int = 0,
        status: int = 0,
        bundled: bool = False,
        tls: str = "",
        proxy: str = "",
        looked_up: bool = False,
        tried: tuple[str, ...] = (),
    ) -> None:
        """Write one entry. Bytes are those of the HTTP exchange, headers included, before encryption."""
        number = len(self._entries) + 1
        entry = LedgerEntry(
            number, host, ip, purpose, url, bytes_out, bytes_in, status, outcome, bundled, tls, proxy, looked_up, tried
        )
        self._entries.append(entry)
        if self._listener is not None:
            self._listener(entry)
