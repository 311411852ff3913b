"""Opens an official address in the person's browser, on their key press alone. The browser then speaks for itself."""

from __future__ import annotations

import shutil
import webbrowser
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from selfcheck.errors import PolicyRefusal
from selfcheck.guidance.model import Guidance
from selfcheck.i18n import _
from selfcheck.net.guard import permit_to_open
from selfcheck.output.qr import official_addresses

_IN_THE_TERMINAL: Final = frozenset({"www-browser", "links", "elinks", "lynx", "w3m", "links2", "browsh"})
"""Browsers that would draw over the app."""


class Opened(StrEnum):
    """What came of it."""

    OPENED = "opened"
    NO_BROWSER = "no_browser"


def open_official(address: str, guidance: Guidance) -> Opened:
    """Open this address of the guidance. Raises `PolicyRefusal` for any other. May wait until the browser answers."""
    if address not in official_addresses(guidance):
        raise PolicyRefusal(_("Only the addresses that stand in the steps are opened."))
    with permit_to_open(address):
        try:
            browser = webbrowser.get()
        except webbrowser.Error:
            return Opened.NO_BROWSER
        if PurePath(getattr(browser, "name", "")).name in _IN_THE_TERMINAL:
            return Opened.NO_BROWSER
        in_background = isinstance(browser, webbrowser.BackgroundBrowser)
        if in_background and shutil.which(browser.name) is None:
            return Opened.NO_BROWSER
        try:
            # One in the background answers False also when it handed the address on and was quick to end.
            return Opened.OPENED if browser.open(address) or in_background else Opened.NO_BROWSER
        except (OSError, webbrowser.Error):
            return Opened.NO_BROWSER
