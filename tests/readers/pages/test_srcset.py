from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcheck.readers.pages.srcset import MAX_CANDIDATES, parse_srcset


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a.jpg", [("a.jpg", 0, 0)]),
        ("a.jpg 300w, b.jpg 600w", [("a.jpg", 300, 0), ("b.jpg", 600, 0)]),
        ("a.jpg 1x,b.jpg 1.5x", [("a.jpg", 0, 1), ("b.jpg", 0, 1.5)]),
        ("a.jpg, b.jpg 2x", [("a.jpg", 0, 0), ("b.jpg", 0, 2)]),
        (
            "/w_300,h_200/a.jpg 300w, /w_600,h_400/a.jpg 600w",
            [("/w_300,h_200/a.jpg", 300, 0), ("/w_600,h_400/a.jpg", 600, 0)],
        ),
        (" \n a.jpg\t300w \n,\n b.jpg 2x ,", [("a.jpg", 300, 0), ("b.jpg", 0, 2)]),
        ("a.jpg (odd, thing) 300w, b.jpg", [("a.jpg", 300, 0), ("b.jpg", 0, 0)]),
        ("a.jpg nonsense, b.jpg -3w", [("a.jpg", 0, 0), ("b.jpg", 3, 0)]),
        (",,, ,", []),
        ("", []),
    ],
)
def test_sizes_are_read_as_the_standard_says(text: str, found: list[tuple[str, float, float]]) -> None:
    assert [tuple(candidate) for candidate in parse_srcset(text)] == found


@given(st.text(alphabet="ab.,()/ 0123456789wx\n\t:", max_size=300))
def test_any_text_gives_only_addresses_it_holds(text: str) -> None:
    candidates = parse_srcset(text)
    assert len(candidates) <= MAX_CANDIDATES
    assert all(candidate.url and candidate.url in text and " " not in candidate.url for candidate in candidates)
