"""Which English words each step was translated from, so that a change in English is not forgotten in the others.

A date of a step holds for every language. Without this, new English words with a new date would stand in Korean as old
words with the new date. The digests are written by `tools/translated.py` and read by `selfcheck guidance check`. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

NAME: Final = "translated.txt"
"""Beside the files of a language: a line with the id of a step and the digest of its English words."""


def digest_of(step: Mapping[str, Any]) -> str:
    """The digest of a step's words, as its table in `platforms/*.toml` has them."""
    return sha256(json.dumps(step, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:12]


def digests_in(text: str) -> dict[str, str]:
    """The digests by the ids of steps. A line of another form is passed over."""
    return {words[0]: words[1] for line in text.splitlines() if len(words := line.split()) == 2}


def digests_of(platforms: Iterator[Mapping[str, Any]]) -> dict[str, str]:
    """Those of all steps of these tables."""
    return {name: digest_of(step) for table in platforms for name, step in table.get("steps", {}).items()}
