"""What each step hides, as data: which kinds of places of its platform a stranger no longer sees once it is done."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

import msgspec

from selfcheck.guidance.loader import GuidanceBroken
from selfcheck.model import Role
from selfcheck.platforms.common.facts import platform_folders

Reach = Literal["all", "chosen", "new", "asks", "request", "other"]
Deletes = Literal["no", "replaces", "can", "yes"]

_HEADER: Final = ("avatar", "preview_card")
_POSTS: Final = ("post", "gallery", "feed", "background")
_GROUPS: Final = {
    "header": _HEADER,
    "top": (*_HEADER, "cover"),
    "posts": _POSTS,
    "every": (*_HEADER, "cover", *_POSTS),
}
"""Words for several kinds of places in facts.toml."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What one step does to the photos of a check: `photos` of a step in its platform's facts.toml."""

    reach: Reach
    """all: one act hides them all; chosen: those the person chooses; new: only what is posted from now on; asks:
    programs are asked and nothing is hidden; request: another person decides; other: something else."""
    basis: Literal["step", "reading"]
    """"step": the step's own words say so. "reading": our reading of them, checked by nobody else."""
    hides: frozenset[Role] = frozenset()
    """What strangers no longer see once the step is done."""
    touches: frozenset[Role] = frozenset()
    """What the step is about without hiding it: asking search engines, limiting reuse."""
    seen_by: Literal["strangers", "logged_out"] = "strangers"
    """logged_out: hidden only from people without an account there; else from everyone not let in."""
    deletes: Deletes = "no"
    """yes: it takes something away for good; can: it offers hiding as well; replaces: another picture takes its place.

    What deletes waits for evidence where harm has happened.
    """
    evidence: bool = False
    """Whether it needs an address or a copy first, and so comes before what deletes on the same platform."""
    only: Literal["", "embedded"] = ""
    """embedded: about photos whose files carry data."""


@cache
def load_effects() -> dict[str, Effect]:
    """The effect of every step that names one, by the step's id. Raises `GuidanceBroken`."""
    effects: dict[str, Effect] = {}
    for name, folder in platform_folders().items():
        try:
            steps = tomllib.loads((folder / "facts.toml").read_text(encoding="utf-8")).get("steps", ())
            effects |= {step["id"]: _effect(step["photos"]) for step in steps if "photos" in step}
        except (msgspec.ValidationError, tomllib.TOMLDecodeError, KeyError) as error:
            raise GuidanceBroken(f"{name}/facts.toml: {error}") from error
    return effects


def _effect(row: dict[str, Any]) -> Effect:
    kinds = {
        field: [kind for word in row.get(field, ()) for kind in _GROUPS.get(word, (word,))]
        for field in ("hides", "touches")
    }
    return msgspec.convert({**row, **kinds}, Effect)
