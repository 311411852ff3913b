"""Web addresses, taken apart one strict way."""

from __future__ import annotations

import pytest

from selfcheck.model import Outcome
from selfcheck.urls import MAX_URL, UrlRefused, split_url


@pytest.mark.parametrize("end", ["#" + "a" * MAX_URL, "?q=" + "a" * MAX_URL], ids=["fragment", "query"])
def test_address_that_is_too_long_is_refused_before_it_is_taken_apart(end: str) -> None:
    with pytest.raises(UrlRefused) as refused:
        split_url(f"https://mina.example/{end}")
    assert refused.value.outcome is Outcome.REFUSED_ADDRESS
