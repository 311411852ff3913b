"""What is settled before a command runs, and how its result is written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selfcheck.net.policy import NetPolicy
    from selfcheck.net.proxy import Proxy


@dataclass(frozen=True, slots=True)
class Setup:
    """What is settled before a command: no flag can change `policy` and `folder`, which are for tests."""

    policy: NetPolicy | None = None
    folder: Path | None = None
    """The folder of saved checks; None for the system's place for such data."""
    proxy: Proxy | None = None
    """The proxy named in front of the command, or for the app."""

    require_sandbox: bool = False
    """Whether nothing is opened where a wall around the worker is missing."""

    def data_folder(self) -> Path:
        """The folder of saved checks."""
        # Loaded late: `selfcheck --help` needs no store.
        from selfcheck.history.store import data_folder

        return self.folder or data_folder()
