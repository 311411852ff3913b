"""Names for files that people carry from one computer to another: what one system keeps, another cannot. Pure.

https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
"""

from __future__ import annotations

import re
from typing import Final

MAX_NAME: Final = 200
"""Bytes. Most systems take 255; a file beside this one has a longer name while it is written."""
_DEVICES: Final = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])[ .]*(?:\.|$)", re.IGNORECASE
)
_NOT_ON_WINDOWS: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]|[ .]$')


def is_kept_everywhere(name: str) -> bool:
    """Whether Windows, macOS and Linux all keep a file under this very name: no device, no sign of their own."""
    fits = 0 < len(name.encode("utf-8", "surrogateescape")) <= MAX_NAME
    return fits and not _DEVICES.match(name) and not _NOT_ON_WINDOWS.search(name) and name.isprintable()
