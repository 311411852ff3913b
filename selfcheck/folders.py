"""Where selfcheck keeps what the person asked it to keep; nothing is there unless they did."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path


def saved_folder() -> Path:
    """The one folder for everything kept, in the person's own data folder. It may not exist yet."""
    return user_data_path("selfcheck", appauthor=False)
