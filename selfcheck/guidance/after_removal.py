"""What comes after something was hidden or removed: search engines, caches, reverse image search, face search."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec

from selfcheck.guidance.loader import GuidanceBroken
from selfcheck.guidance.model import Provenance, SearchEngine
from selfcheck.i18n import _

_ROOT: Final = files("selfcheck.guidance") / "data"


@dataclass(frozen=True, slots=True)
class Section:
    """Something to know, in sentences."""

    id: str
    title: str
    lines: tuple[str, ...]
    facts: Provenance


@cache
def load_after_removal(language: str) -> tuple[Section, ...]:
    """The sections in this language, in English where there are none in it. Raises `GuidanceBroken`."""
    if not (_ROOT / language / "after-removal.toml").is_file():
        language = "en"
    words = _toml(language)["sections"]
    try:
        return tuple(
            Section(
                row["id"], words[row["id"]]["title"], tuple(words[row["id"]]["lines"]), msgspec.convert(row, Provenance)
            )
            for row in _toml("facts")["sections"]
        )
    except (KeyError, msgspec.ValidationError) as error:
        raise GuidanceBroken(f"{language}/after-removal.toml: {error}") from error


def _toml(folder: str) -> dict[str, Any]:
    return tomllib.loads((_ROOT / folder / "after-removal.toml").read_text(encoding="utf-8"))


def price_words(engine: SearchEngine) -> str:
    """What a search engine's form asks for, to be said before its address; "" where it wants no face and no ID."""
    if engine.asks_face_photo and engine.asks_identity_document:
        return _("Before you go there: it asks for a photo of your face, and perhaps for an ID. You need not do this.")
    if engine.asks_face_photo:
        return _("Before you go there: it asks for a photo of your face. You need not do this.")
    if engine.asks_identity_document:
        return _("Before you go there: it may ask you to show who you are. You need not do this.")
    return ""
