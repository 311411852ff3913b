"""Stand-in until merged."""

from __future__ import annotations


def load_lists() -> None:
    """Nothing yet."""
