"""What stays in the terminal when the app is left: nothing of it.

Textual draws on the terminal's alternate screen, and the screen from before comes back. Terminals without one (the text
console of Linux, tmux with `alternate-screen off`) would go on showing the last thing drawn, so it is cleared first:
from the top to the end, since clearing the whole screen at once makes some terminals keep it in their scrollback.
"""

from __future__ import annotations

from typing import Any, Final

from textual.driver import Driver

_CLEAR: Final = "\x1b[0m\x1b[H\x1b[J"
_CLEAR_SCROLLBACK: Final = "\x1b[3J"


def leaving_nothing(driver: type[Driver]) -> type[Driver]:
    """The same driver, which clears the screen before it gives it back; also where the app is only put aside."""

    class LeavesNothing(driver):  # type: ignore[valid-type,misc]
        def stop_application_mode(self) -> Any:
            """Clear, then stop."""
            self.write(_CLEAR + ("" if has_alternate_screen() else _CLEAR_SCROLLBACK))
            return super().stop_application_mode()

        def write(self, data: str) -> None:
            """Write, unless the terminal has gone: Textual's writer has ended then, and its full queue would wait for
            ever, so that the program stayed behind without a terminal."""
            writer = getattr(self, "_writer_thread", None)
            if writer is None or writer.is_alive():
                super().write(data)

    return LeavesNothing


def has_alternate_screen() -> bool:
    """Whether this terminal puts a program's screen aside. Where nothing is known of it, we take it that it does:
    clearing the scrollback would take the person's own lines as well."""
    try:
        import curses

        curses.setupterm()
        return curses.tigetstr("smcup") is not None
    except Exception:  # no curses on Windows, whose terminals have one; or a terminal without a description
        return True
