"""One picture file -> its bytes, within the same size limit as a picture from the network."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from selfcheck.errors import FileProblem, unreadable
from selfcheck.i18n import _
from selfcheck.model.safe_text import safe_text
from selfcheck.readers.open_file import open_to_read

MAX_BYTES: Final = 20_000_000


def read_picture(path: Path) -> bytes:
    """The bytes of a file. Raises `FileProblem` with a sentence when it cannot be read."""
    shown = safe_text(str(path), 120)
    try:
        with open_to_read(path) as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise FileProblem(unreadable(shown, error)) from None
    if len(data) > MAX_BYTES:
        raise FileProblem(_("{file} is larger than 20 MB, more than selfcheck opens.").format(file=shown))
    return data
