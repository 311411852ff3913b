from __future__ import annotations

import pytest

from selfcheck.model import LedgerEntry, Outcome, Purpose
from selfcheck.output.wording.totals import size_words, totals_words


def entry(host: str, sent: int, **more: object) -> LedgerEntry:
    return LedgerEntry(1, host, "", Purpose.PAGE, f"https://{host}/", sent, 0, 200, Outcome.OPENED, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1.0 kB"), (4099, "4.1 kB"), (9949, "9.9 kB"),
     (9950, "10 kB"), (12_345, "12 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"), (5_000_000, "5.0 MB"),
     (10**12, "1000 GB")],
)  # fmt: skip
def test_a_size_is_told_as_people_read_it(number: int, words: str) -> None:
    assert size_words(number) == words


def test_the_total_counts_what_really_left() -> None:
    entries = [
        entry("a.example", 2000),
        entry("b.example", 2100),
        entry("a.example", 0),
        entry("d.example", 9, bundled=True),
    ]
    assert totals_words(entries) == "2 requests, 4.1 kB sent, 2 hosts"
    assert totals_words(entries[2:]) == "nothing was sent"
    tried = [entry("a.example", 0, looked_up=True), entry("a.example", 0, tried=("93.184.215.14",))]
    assert totals_words([*entries, *tried]) == "2 requests, 4.1 kB sent, 2 hosts, 2 tries to reach a site"
    assert totals_words(tried[:1]) == "no request, 1 try to reach a site"
    assert totals_words([entry("a.example", 500, proxy="127.0.0.1:9050")]) == (
        "1 request, 500 bytes sent, 1 host, through the proxy 127.0.0.1:9050"
    )
