"""Web addresses, taken apart one strict way."""

from __future__ import annotations

import pytest

from selfcheck.model import Outcome
from selfcheck.net.urls import MAX_URL, UrlRefused, is_picture_data, split_url


@pytest.mark.parametrize("end", ["#" + "a" * MAX_URL, "?q=" + "a" * MAX_URL], ids=["fragment", "query"])
def test_address_that_is_too_long_is_refused_before_it_is_taken_apart(end: str) -> None:
    with pytest.raises(UrlRefused) as refused:
        split_url(f"https://mina.example/{end}")
    assert refused.value.outcome is Outcome.REFUSED_ADDRESS


def test_drawing_inside_an_address_is_no_picture() -> None:
    assert is_picture_data("data:image/png;base64,AAAA")
    assert not is_picture_data("data:image/svg+xml;base64,AAAA")
