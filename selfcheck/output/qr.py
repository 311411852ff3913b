"""An official address as a QR code made of half blocks, so that a phone opens the right page. Pure."""

from __future__ import annotations

from typing import Final

import segno

from selfcheck.guidance.model import Guidance

QUIET: Final = 4
"""Light modules around the code, as ISO/IEC 18004 wants them; without, phones do not find it."""
_CELLS: Final = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
_BLACK_ON_WHITE: Final = "\x1b[38;5;16;48;5;231m"
"""From the fixed part of the 256 colours: themes change the first 16, and a code must stay dark on light."""
_USUAL: Final = "\x1b[0m"


def official_addresses(guidance: Guidance) -> frozenset[str]:
    """The addresses that may become a code or be opened in a browser: those of the guidance, and no other."""
    steps = (step.url for step in guidance.steps())
    return frozenset(url for url in (*steps, *(engine.facts.url for engine in guidance.engines)) if url)


def qr_lines(address: str) -> tuple[str, ...]:
    """The code as lines of half blocks, dark as foreground, its quiet zone with it; all lines are equally long."""
    code = segno.make_qr(address, error="l")
    rows = [[bool(module) for module in row] for row in code.matrix_iter(border=QUIET)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    return tuple(
        "".join(_CELLS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )


def qr_size(address: str) -> tuple[int, int]:
    """Columns and lines a code takes."""
    lines = qr_lines(address)
    return len(lines[0]), len(lines)


def qr_for_terminal(address: str) -> str:
    """The code for a terminal with colours: black on white whatever its own colours are."""
    return "".join(f"{_BLACK_ON_WHITE}{line}{_USUAL}\n" for line in qr_lines(address))
