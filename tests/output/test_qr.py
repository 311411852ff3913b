"""The code a phone reads: decoded again from what a terminal would show."""

from __future__ import annotations

import re

import cv2
import numpy as np
import pytest

from selfcheck.guidance.loader import load_guidance
from selfcheck.output.qr import official_addresses, qr_for_terminal, qr_lines, qr_size
from tests.support.running import run

ADDRESSES = sorted(official_addresses(load_guidance()))
_DARK = {" ": (False, False), "▀": (True, False), "▄": (False, True), "█": (True, True)}


def picture(lines: tuple[str, ...], *, module: int = 8, around: int = 0) -> np.ndarray:
    """The lines as a terminal draws them: two modules to a cell, black on white, on a ground of this grey."""
    rows = [[_DARK[cell][half] for cell in line] for line in lines for half in (0, 1)]
    pixels = np.where(np.array(rows), 0, 255).astype(np.uint8)
    pixels = np.kron(pixels, np.ones((module, module), np.uint8))
    return np.pad(pixels, 5 * module, constant_values=around)


def read(pixels: np.ndarray) -> str:
    """What OpenCV reads, from near or from further away: at some sizes it misses codes that phones read."""
    found = ""
    for scale in (1.0, 0.5, 0.375):
        smaller = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        found = found or str(cv2.QRCodeDetector().detectAndDecode(smaller)[0])
    return found


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("ground", [0, 255], ids=["dark terminal", "light terminal"])
def test_a_phone_reads_the_address_and_nothing_else_on_dark_and_light_terminals(address: str, ground: int) -> None:
    assert read(picture(qr_lines(address), around=ground)) == address


@pytest.mark.parametrize("address", ADDRESSES)
def test_there_is_a_quiet_zone_of_four_modules_all_round(address: str) -> None:
    lines = qr_lines(address)
    assert (len(lines[0]), len(lines)) == qr_size(address)
    assert all(line[:4] + line[-4:] == " " * 8 for line in lines)
    assert all(line.strip() == "" for line in (*lines[:2], *lines[-2:]))


def test_every_line_is_black_on_white_whatever_the_terminals_own_colours_are() -> None:
    for line in qr_for_terminal(ADDRESSES[0]).splitlines():
        assert re.fullmatch(r"\x1b\[38;5;16;48;5;231m[ ▀▄█]+\x1b\[0m", line)


def test_only_addresses_of_the_guidance_are_official() -> None:
    guidance = load_guidance()
    assert {step.url for step in guidance.steps() if step.url} <= set(ADDRESSES)
    assert all(address.startswith("https://") for address in ADDRESSES)


def test_steps_with_qr_says_what_it_cannot_do_and_keeps_the_address_as_text() -> None:
    piped = run("steps", "youtube", "--qr")
    assert "https://www.youtube.com/account" in piped.out.decode()
    assert "needs a terminal with colours" in piped.out.decode()
    assert "no direct address" in run("steps", "instagram", "--qr").out.decode()
    run("steps", "--qr").said_plainly("belongs to a platform")
    run("steps", "x", "--qr", "--json").said_plainly("--qr draws for people")


def test_on_a_terminal_the_code_of_the_command_is_read_back() -> None:
    import os
    import pty
    import subprocess

    from tests.support.running import AS_INSTALLED, ROOT

    screen, keyboard = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    process = subprocess.Popen(
        [*AS_INSTALLED, "steps", "google-account", "--qr"], stdin=keyboard, stdout=keyboard, stderr=keyboard, cwd=ROOT,
        env={**environment, "TERM": "xterm-256color", "COLUMNS": "80"},
    )  # fmt: skip
    os.close(keyboard)
    shown = b""
    while True:
        try:
            part = os.read(screen, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    assert process.wait(30) == 0
    os.close(screen)
    lines = tuple(re.findall(r"\x1b\[38;5;16;48;5;231m([ ▀▄█]+)\x1b\[0m", shown.decode()))
    assert read(picture(lines)) == "https://myaccount.google.com"


def test_a_price_is_told_before_the_address_of_every_face_search() -> None:
    text = " ".join(run("steps", "search-engines").out.decode().split())
    for address in ("https://pimeyes.com/en/opt-out-request-form", "https://facecheck.id/opt-out"):
        before = text[: text.index(f"Page: {address}")]
        assert "it asks for a photo of your face" in before[-400:]
    assert "Reverse image search" in text
    assert "selfcheck does not do it" in text
