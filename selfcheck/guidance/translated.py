"""Which English words each step was translated from, so that a change in English is not forgotten in the others.

A date of a step holds for every language. Without this, new English words with a new date would stand in Korean as old
words with the new date. The digests are written by `tools/translated.py` and read by `selfcheck guidance check`. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

TRANSLATED_FROM: Final = "translated_from"
"""The last table of a platform's words in another language: the digest of its English words by the id of each step."""


def digests_of(words: Mapping[str, Any]) -> dict[str, str]:
    """The digests of all steps in a platform's English words."""
    return {name: _digest(step) for name, step in words.get("steps", {}).items()}


def _digest(step: Mapping[str, Any]) -> str:
    return sha256(json.dumps(step, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:12]
