"""What each step hides, as data: which kinds of places of its platform a stranger no longer sees once it is done."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from selfcheck.guidance.loader import GuidanceBroken
from selfcheck.model import Role

Reach = Literal["all", "chosen", "new", "asks", "request", "other"]
Deletes = Literal["no", "replaces", "can", "yes"]


@dataclass(frozen=True, slots=True)
class Effect:
    """What one step does to the photos of a check. The words of the fields stand in facts/effects.toml."""

    reach: Reach
    basis: Literal["step", "reading"]
    """"step": the step's own words say so. "reading": our reading of them, checked by nobody else."""
    hides: frozenset[Role] = frozenset()
    touches: frozenset[Role] = frozenset()
    seen_by: Literal["strangers", "logged_out"] = "strangers"
    deletes: Deletes = "no"
    evidence: bool = False
    only: Literal["", "embedded"] = ""


@cache
def load_effects() -> dict[str, Effect]:
    """The effect of every step, by the step's id. Raises `GuidanceBroken`."""
    text = (files("selfcheck.guidance") / "data" / "facts" / "effects.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    groups: dict[str, list[str]] = data["groups"]
    effects = {}
    for name, row in data["steps"].items():
        kinds = {
            field: [kind for word in row.get(field, ()) for kind in groups.get(word, [word])]
            for field in ("hides", "touches")
        }
        try:
            effects[name] = msgspec.convert({**row, **kinds}, Effect)
        except msgspec.ValidationError as error:
            raise GuidanceBroken(f"effects.toml: {name}: {error}") from error
    return effects
