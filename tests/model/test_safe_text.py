from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcheck.model.safe_text import REPLACEMENT, safe_text, safe_url


@pytest.mark.parametrize(
    ("outside", "shown"),
    [
        ("plain words", "plain words"),
        ("two\nlines\tand\r\nmore", "two lines and more"),
        ("\x1b]0;title\x07", f"{REPLACEMENT}]0;title{REPLACEMENT}"),
        ("\x9b31mred", f"{REPLACEMENT}31mred"),
        ("invoice\u202egpj.exe", f"invoice{REPLACEMENT}gpj.exe"),
        ("a\u200bb\ufeffc", f"a{REPLACEMENT}b{REPLACEMENT}c"),
        ("nul\0", f"nul{REPLACEMENT}"),
        ("a\u3164b\uffa0c\u115fd\u1160e\u2800f", REPLACEMENT.join("abcdef")),
        ("a\u034f\u034fb", f"a{REPLACEMENT}{REPLACEMENT}b"),
        ("❤\ufe0f", "❤\ufe0f"),
        ("김민지 서울", "김민지 서울"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("e" + "\u0301" * 30, "e" + "\u0301" * 4),
        ("x" * 400, "x" * 299 + "…"),
    ],
    ids=[
        "plain",
        "lines",
        "osc",
        "c1",
        "bidi",
        "zero-width",
        "nul",
        "fillers",
        "joiner of marks",
        "red heart",
        "korean",
        "emoji",
        "stacked marks",
        "long",
    ],
)
def test_text_from_outside_shows_as_one_harmless_line(outside: str, shown: str) -> None:
    assert safe_text(outside) == shown


@given(st.text(max_size=500), st.integers(1, 300))
def test_nothing_a_terminal_obeys_or_a_reader_cannot_see_gets_through(outside: str, limit: int) -> None:
    shown = safe_text(outside, limit)
    assert len(shown) <= limit
    for character in shown:
        assert unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"} or character in "\u200c\u200d"
        assert character not in "\u2028\u2029\u3164\uffa0\u115f\u1160\u2800\u034f"
    assert safe_text(shown, limit) == shown  # once is enough


@given(st.text(max_size=300))
def test_an_address_is_printable_ascii(outside: str) -> None:
    assert all(" " < character <= "~" for character in safe_url(outside))


def test_only_the_beginning_of_a_long_text_is_gone_through() -> None:
    """Marks cut away and blanks in a row add nothing to the line, so its own length would not end the work."""
    assert safe_text("a" + " " * 1_000_000 + "b", 300) == "a"


@pytest.mark.parametrize("character", ["\x1b", "\u202e", "\ud800", "\ue000", "\u0378"])
def test_control_format_half_private_and_unassigned_characters_are_replaced(character: str) -> None:
    assert safe_text(f"a{character}b") == f"a{REPLACEMENT}b"
